import type { SidReading } from './sid';
import { canonicalSid, domainOf, sidKind } from './sidText';

/** How the SID that Workspace knows relates to the one of AD. `reason`: sentences for the user. */
export interface SidComparison {
	readonly status: 'drifted' | 'inSync' | 'notComparable';
	readonly reason: string;
}

/**
 * Compares the service's `sid` with AD's. What `sid` holds is not documented (samples elsewhere are UUIDs and numbers), so
 * anything but S-1-… text on either side is "not comparable", which is not "different".
 */
export function compareSids(desktopSid: unknown, adSid: SidReading): SidComparison {
	if (adSid.kind === 'absent') return notComparable("The AD SID is missing. Check 'AD SID Field'.");
	if (adSid.kind === 'notASid') return notComparable(`The AD SID cannot be read. ${adSid.reason}`);
	if (desktopSid === undefined || desktopSid === null || desktopSid === '') {
		return notComparable('Workspace lists no SID for this desktop.');
	}
	const current = typeof desktopSid === 'string' ? canonicalSid(desktopSid) : undefined;
	if (current === undefined) {
		return notComparable(
			'What Workspace lists as the SID of this desktop is not of the form S-1-….',
		);
	}
	if (current === adSid.sid) return { status: 'inSync', reason: 'The SID is already that of AD.' };
	return { status: 'drifted', reason: describeDrift(current, adSid.sid) };
}

function describeDrift(current: string, wanted: string): string {
	return `Workspace has ${current}, AD has ${wanted}. ${whyNeverEqual(current, wanted) ?? 'Update the SID.'}`;
}

/** Why no update would make these two different SIDs equal, and what to check; `undefined` where one may. Canonical SIDs. */
export function whyNeverEqual(current: string, wanted: string): string | undefined {
	const kind = sidKind(wanted);
	if (kind !== 'account') return NO_ACCOUNT[kind];
	const domain = domainOf(current);
	return domain === undefined || domain === domainOf(wanted) ? undefined : OTHER_DOMAIN;
}

const NO_ACCOUNT = {
	domain:
		'The latter is the SID of a whole domain: check that the field holds the objectSid of the computer account.',
	wellKnown:
		'The latter is a built-in SID outside any domain: check that the field holds the objectSid of the computer account.',
};
const OTHER_DOMAIN = 'They are of different domains: check that the AD query asks the right one.';

function notComparable(reason: string): SidComparison {
	return { status: 'notComparable', reason };
}
