import { type FieldReader, fieldReader } from './itemField';
import { canonicalSid, domainOf, readSid, sidKind, type SidKind, type SidReading } from './sid';
import type { Items } from './targets';
import { eachInTurn } from '../runtime/eventLoop';

/** The name in AD, as an LDAP search gives it. */
export const AD_SID_FIELD = 'objectSid';
/** The name under which this node hands it on: so the output of one operation feeds another one as it is. */
const HANDED_ON = 'ad_sid';

/** As PowerShell's Get-ADComputer gives it; beside another field than this one, `SID` may be that of a user. */
const POWERSHELL = { sid: 'SID', beside: 'DNSHostName' };

/** Reads the SID of AD by the value of 'AD SID Field'; at its default also where this node and PowerShell have it. */
export function adSidReader(path: string): FieldReader {
	const read = fieldReader(path);
	if (path.trim() !== AD_SID_FIELD) return read;
	const handedOn = fieldReader(HANDED_ON);
	const isOfComputer = fieldReader(POWERSHELL.beside);
	const ofPowerShell = fieldReader(POWERSHELL.sid);
	return (json) =>
		read(json) ??
		handedOn(json) ??
		(isOfComputer(json) === undefined ? undefined : ofPowerShell(json));
}

/** The SIDs that this node itself gives, which are those of the service. */
const SIDS_OF_SERVICE: ReadonlySet<string> = new Set(['sid', 'sid_before', 'sid_after']);
/** What only items of this node have beside them. */
const OWN_FIELDS = ['domain_state', 'domain_state_before', 'connect_status', 'os_host_name'];

/** Whether an item comes from this node, and so brings the SID of the service and none of AD. */
export function isOwnItem(json: unknown): boolean {
	return OWN_FIELDS.some((name) => fieldReader(name)(json) !== undefined);
}

/** Whether the data path leads to the SID that the desktop itself has: with that every desktop would be in sync. */
export function isOwnSid(json: unknown, path: string): boolean {
	return SIDS_OF_SERVICE.has(path.trim()) && isOwnItem(json);
}

/** What to say if it does. */
export const ownSid = (path: string) =>
	`Nothing was sent or compared: "${path.trim()}" is the SID that the desktop has now, not that of its computer account. Leave 'AD SID Field' at ${AD_SID_FIELD} if the items have no SID of AD.`;

/** The field of an item that is called a SID and holds that of an account, if it is none of those that this node reads or writes. */
export function otherSidField(json: unknown): string | undefined {
	return Object.keys(json ?? {}).find((name) => {
		if (!/sid/i.test(name) || SIDS_OF_SERVICE.has(name)) return false;
		const reading = readSid(fieldReader(name)(json));
		return reading.kind === 'sid' && sidKind(reading.sid) === 'account';
	});
}

/** How many items have something in the field of the AD SID, readable or not. */
export async function itemsWithSid(items: Items, path: string): Promise<number> {
	const read = adSidReader(path);
	let count = 0;
	await eachInTurn(items, ({ json }) => {
		if (readSid(read(json)).kind !== 'absent') count += 1;
	});
	return count;
}

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
