import { canonicalSid, domainOf, sidKind, type SidKind, type SidReading } from './sid';

/** How the SID that Workspace knows relates to the one of AD. `reason`: sentences for the user. */
export interface SidComparison {
	readonly status: 'drifted' | 'inSync' | 'notComparable';
	readonly reason: string;
}

/**
 * Compares the service's `sid` with AD's. What `sid` holds is not documented (samples elsewhere are UUIDs and numbers), so
 * anything but S-1-… text on either side is "not comparable", which is not "different". So is a SID that no computer account of
 * an AD domain can have. Two domains are "drifted", with a warning.
 */
export function compareSids(desktopSid: unknown, adSid: SidReading): SidComparison {
	if (adSid.kind === 'absent') return notComparable(AD_SID_MISSING);
	if (adSid.kind === 'notASid') return notComparable(`The AD SID cannot be read. ${adSid.reason}`);
	const wanted = adSid.sid;
	const current = typeof desktopSid === 'string' ? canonicalSid(desktopSid) : undefined;
	if (current === wanted) return { status: 'inSync', reason: 'The SID is already that of AD.' };
	if (desktopSid === undefined || desktopSid === null || desktopSid === '') {
		return notComparable('Workspace lists no SID for this desktop.');
	}
	if (current === undefined) {
		return notComparable(
			'What Workspace lists as the SID of this desktop is not of the form S-1-….',
		);
	}
	const noAccount = NO_ACCOUNT[sidKind(wanted)];
	if (noAccount !== undefined) return notComparable(noAccount);
	if (sidKind(current) === 'entra') return notComparable(IN_ENTRA);
	return {
		status: 'drifted',
		reason: `The two SIDs differ. ${whyNeverEqual(current, wanted) ?? 'Update the SID.'}`,
	};
}

export const AD_SID_MISSING = "The AD SID is missing. Check 'AD SID Field'.";

/** Why no update would make these two different SIDs equal, and what to check; `undefined` if one may. Canonical SIDs. */
export function whyNeverEqual(current: string, wanted: string): string | undefined {
	const noAccount = NO_ACCOUNT[sidKind(wanted)];
	if (noAccount !== undefined) return noAccount;
	const domain = domainOf(current);
	return domain === undefined || domain === domainOf(wanted) ? undefined : OTHER_DOMAIN;
}

const CHECK_FIELD = 'Check that the field holds the objectSid of the computer account.';

const NO_ACCOUNT: Record<SidKind, string | undefined> = {
	account: undefined,
	domain: `The AD SID is that of a whole domain, not of a computer. ${CHECK_FIELD}`,
	entra: `The AD SID is one of Microsoft Entra ID, not of an AD domain. ${CHECK_FIELD}`,
	wellKnown: `The AD SID is a built-in one outside any domain. ${CHECK_FIELD}`,
};
const IN_ENTRA =
	'The SID in Workspace is one of Microsoft Entra ID, so the desktop is not joined to an AD domain.';
const OTHER_DOMAIN =
	'Warning: the two SIDs are of different domains. Check that the AD query asks the right one.';

function notComparable(reason: string): SidComparison {
	return { status: 'notComparable', reason };
}
