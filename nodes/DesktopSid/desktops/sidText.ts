/** Most sub-authorities of a SID. Source: MS-DTYP 2.4.2.2 (SID packet representation). */
export const MAX_SUB_AUTHORITIES = 15;

/** Longest text that is looked at: every known notation of the longest SID is shorter. */
export const MAX_TEXT_LENGTH = 512;

const MAX_AUTHORITY = 2 ** 48 - 1;
const MAX_SUB_AUTHORITY = 2 ** 32 - 1;

/**
 * Source: MS-DTYP 2.4.2.1 (SID string format): revision 1, no leading zeros, an authority of 2^32 and more as 0x and hex digits.
 * Other tools write such an authority in decimal, and this node does so too; both notations are read.
 */
const NOTATION = /^s-1-(0|[1-9]\d{0,14}|0x[\da-f]{1,12})((?:-(?:0|[1-9]\d{0,9})){1,15})$/i;

/**
 * The one spelling that this node uses for a SID: upper-case S, all numbers decimal. `undefined` where the text is no SID.
 * Blanks around it and its case do not matter.
 */
export function canonicalSid(text: string): string | undefined {
	if (text.length > MAX_TEXT_LENGTH) return undefined;
	const [, authority, rest] = NOTATION.exec(text.trim()) ?? [];
	if (authority === undefined || rest === undefined) return undefined;
	const subAuthorities = rest.slice(1).split('-').map(Number);
	if (Number(authority) > MAX_AUTHORITY) return undefined;
	if (subAuthorities.some((number) => number > MAX_SUB_AUTHORITY)) return undefined;
	return writeSid(Number(authority), subAuthorities);
}

/** The canonical text of a SID from its numbers, which must be within the limits of a SID. */
export function writeSid(authority: number, subAuthorities: readonly number[]): string {
	return ['S', 1, authority, ...subAuthorities].join('-');
}

/** Whether a value is S-1-… text: the only form that two SIDs can be compared in. */
export function isComparable(value: unknown): value is string {
	return typeof value === 'string' && canonicalSid(value) !== undefined;
}

/** Whether two texts are the same SID, however they are spelt. Text that is no SID equals nothing, itself included. */
export function sameSid(a: string, b: string): boolean {
	const canonical = canonicalSid(a);
	return canonical !== undefined && canonical === canonicalSid(b);
}

/** `S-1-5-21-a-b-c`, or the same with the number of an account in that domain (RID) after it. */
const OF_A_DOMAIN = /^(S-1-5-21-\d+-\d+-\d+)(-\d+)?$/;

/** The domain that a SID belongs to (of a domain: itself); `undefined` for SIDs outside all AD domains. */
export function domainOf(sid: string): string | undefined {
	return OF_A_DOMAIN.exec(canonicalSid(sid) ?? '')?.[1];
}

/** What a SID stands for; `wellKnown` is everything outside an AD domain, such as S-1-5-32-544 (Administrators). */
export type SidKind = 'account' | 'domain' | 'wellKnown';

/**
 * Tells an account of a domain from the domain itself and from built-in groups.
 * Whether the account is a computer cannot be seen: users and groups of a domain are numbered in the same way.
 *
 * @param sid S-1-… text, as `readSid` gives it
 */
export function sidKind(sid: string): SidKind {
	const [, domain, rid] = OF_A_DOMAIN.exec(canonicalSid(sid) ?? '') ?? [];
	if (domain === undefined) return 'wellKnown';
	return rid === undefined ? 'domain' : 'account';
}
