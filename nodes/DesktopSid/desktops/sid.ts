import { visibleText } from './foreignText';
import { bytesOfHexList, bytesOfText, nameOfObject, nameOfText, unwrapped } from './sidForms';

/** What a field with an AD SID holds. */
export type SidReading =
	/** `sid`: S-1-… text, upper-case S, decimal numbers. */
	| { readonly kind: 'sid'; readonly sid: string }
	| { readonly kind: 'absent' }
	/** `reason`: sentences that say what is wrong and what to do next. */
	| { readonly kind: 'notASid'; readonly reason: string };

/** Most sub-authorities of a SID. Source: MS-DTYP 2.4.2.2 (SID packet representation). */
const MAX_SUB_AUTHORITIES = 15;
const HEADER_BYTES = 8;
const MAX_SID_BYTES = HEADER_BYTES + 4 * MAX_SUB_AUTHORITIES;
const GUID_BYTES = 16;
const MAX_AUTHORITY = 2 ** 48 - 1;
const MAX_SUB_AUTHORITY = 2 ** 32 - 1;

/** Longest text that is looked at: the longest SID as indented JSON of its bytes is shorter. */
const MAX_TEXT_LENGTH = 2048;
/** Deep enough for a Buffer in a `Value` in a list in JSON text; what nests deeper is not a SID. */
const MAX_DEPTH = 5;

/**
 * Reads a SID in every form in which AD data reaches n8n: S-1-… text, hex, base64, bytes (Buffer, typed array, their JSON, a list
 * of numbers), an object that holds one of these (PowerShell's `{ "Value": "S-1-…" }`), the same as JSON text, a one-element
 * array of it, and what LDIF, csvde, SQL and shells put around the text. Never throws, never runs a getter.
 *
 * No value can be read in two ways. Text begins with `S`. The first bytes of a SID are 1 and at most 15, so its hex begins with
 * `01`, its base64 with `AQ`, and its bytes in decimal with `1` and a separator; 56 digits that are hex as well as base64 are hex.
 * The number of bytes must be the one that the second byte announces, so nothing that was cut off is read.
 *
 * `[]`, `''`, `null`, a missing value: absent (n8n's LDAP node gives `''` for an absent SID).
 */
export function readSid(value: unknown): SidReading {
	return readNested(value, 0);
}

function readNested(value: unknown, depth: number): SidReading {
	if (value === undefined || value === null) return ABSENT;
	if (typeof value === 'string') return readPlain(value) ?? readText(value, depth);
	if (typeof value !== 'object') return notASid(`A ${typeof value} is not a SID.`);
	if (ArrayBuffer.isView(value)) return readBytes(viewedBytes(value));
	if (depth >= MAX_DEPTH) return notASid('The value is nested too deeply to be a SID.');
	return Array.isArray(value) ? readList(value, depth) : readObject(value, depth);
}

/** The hex of n8n's LDAP node, recognised at a glance, where there are a hundred thousand of them. */
const PLAIN_HEX = /^01(?:[\da-f]{2}){11,67}$/i;

function readPlain(text: string): SidReading | undefined {
	if (PLAIN_HEX.test(text)) return readBytes(Buffer.from(text, 'hex'));
	const sid = canonicalSid(text);
	return sid === undefined ? undefined : { kind: 'sid', sid };
}

/** A binary SID read as text: at least its first byte, 1, has become a control character. */
const MANGLED = /[^\P{Cc}\t\n\r]|\uFFFD/u;

function readText(raw: string, depth: number): SidReading {
	if (raw.length > MAX_TEXT_LENGTH) {
		return notASid(`A text of ${raw.length} characters is too long to be a SID.`);
	}
	if (MANGLED.test(raw)) return { kind: 'notASid', reason: DESTROYED };
	const visible = visibleText(raw);
	const json = parsedJson(visible);
	if (json !== undefined) return readNested(json, depth + 1);
	const text = unwrapped(visible);
	if (text === '') return ABSENT;
	const sid = canonicalSid(text);
	if (sid !== undefined) return { kind: 'sid', sid };
	const numbers = numbersOfText(text);
	const bytes = numbers === undefined ? bytesOfText(text) : bytesOfNumbers(numbers);
	return bytes === undefined ? notASid(nameOfText(text)) : readBytes(bytes);
}

/** What begins with one of these signs is a list, an object or a text, if it is JSON at all. */
function parsedJson(text: string): object | string | undefined {
	if (!/^[[{"]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as object | string;
	} catch {
		return undefined;
	}
}

/**
 * Source: MS-DTYP 2.4.2.1 (SID string format): revision 1, no leading zeros, an authority of 2^32 and more as 0x and hex digits.
 * Other tools write such an authority in decimal, and this node does so too; both notations are read.
 */
const NOTATION = /^s-1-(0|[1-9]\d{0,14}|0x[\da-f]{1,12})((?:-(?:0|[1-9]\d{0,9})){1,15})$/i;

/**
 * The one spelling that this node uses for a SID: upper-case S, all numbers decimal. `undefined` if the text is no SID.
 * Spaces around it and its case do not matter.
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

function writeSid(authority: number, subAuthorities: readonly number[]): string {
	return ['S', 1, authority, ...subAuthorities].join('-');
}

/**
 * Decodes a binary SID: revision 1, the number n of sub-authorities (here 1 to 15), the authority in 48 bits big-endian, then n
 * times 32 bits unsigned little-endian, and nothing after them.
 * Source: MS-DTYP 2.4.2.2; at least one sub-authority because 2.4.2.1 has no text for a SID without.
 */
function readBytes(bytes: Uint8Array): SidReading {
	if (bytes.length === 0) return ABSENT;
	const [revision, count] = bytes;
	if (revision !== 1 || count === undefined) {
		const hint = bytes.length === GUID_BYTES ? ', so it is rather an objectGUID' : '';
		return notASid(`The value does not begin with the bytes of a SID (01 and a number)${hint}.`);
	}
	if (count < 1 || count > MAX_SUB_AUTHORITIES) {
		return notASid(
			`The value announces ${count} sub-authorities; a SID has 1 to ${MAX_SUB_AUTHORITIES}.`,
		);
	}
	const expected = HEADER_BYTES + 4 * count;
	if (bytes.length !== expected) {
		const damage = bytes.length < expected ? 'cut off' : 'lengthened';
		return notASid(
			`The value was ${damage}: it has ${bytes.length} bytes, and a SID with ${count} sub-authorities has ${expected}.`,
		);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
	const subAuthorities = Array.from({ length: count }, (_, index) =>
		view.getUint32(HEADER_BYTES + 4 * index, true),
	);
	return { kind: 'sid', sid: writeSid(authority, subAuthorities) };
}

/** The memory of a Buffer, a typed array of bytes or a DataView. */
function viewedBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function readList(list: readonly unknown[], depth: number): SidReading {
	if (list.length === 0) return ABSENT;
	if (list.length === 1) return readNested(ownValue(list, '0'), depth + 1);
	return readEntries(list, list.length);
}

/** The bytes `0` to `length - 1` of a list or an object, as numbers or as their texts. Several SIDs are none: nobody knows which one counts. */
function readEntries(holder: object, length: number): SidReading {
	const bytes = bytesOfEntries(holder, length);
	return bytes === undefined
		? notASid(`A list of ${length} values is neither one SID nor the bytes of one.`)
		: readBytes(bytes);
}

function bytesOfEntries(holder: object, length: number): Uint8Array | undefined {
	if (length > MAX_SID_BYTES) return undefined;
	// Not `map`, which would pass over the gaps of a sparse list.
	const entries = Array.from({ length }, (_, index) => ownValue(holder, String(index)));
	const texts = entries.filter((entry) => typeof entry === 'string');
	const numbers = texts.length === length ? numbersOfText(texts.join(' ')) : entries;
	return numbers === undefined ? bytesOfHexList(texts) : bytesOfNumbers(numbers);
}

/** `1 5 0 0 …`, `1,5,0,…`: PowerShell's text of bytes, and lists of numbers in other languages. */
function numbersOfText(text: string): number[] | undefined {
	return /^1(?:[\s,;]+-?\d{1,3})+$/.test(text) ? text.split(/[\s,;]+/).map(Number) : undefined;
}

/** Bytes from 0 to 255, or signed ones from -128 to 127 as Java has them, but not both in one list. */
function bytesOfNumbers(numbers: readonly unknown[]): Uint8Array | undefined {
	const isSigned = numbers.some((number) => typeof number === 'number' && number < 0);
	const least = isSigned ? -128 : 0;
	const isByte = (number: unknown): number is number =>
		typeof number === 'number' &&
		Number.isInteger(number) &&
		number >= least &&
		number <= least + 255;
	return numbers.every(isByte) ? Uint8Array.from(numbers) : undefined;
}

/**
 * Where objects hold a SID: PowerShell, also in lower case; Buffers; entries of a directory; Go's LDAP library; ldap3 of Python;
 * MongoDB; XML as JSON; PHP. The first one that is there counts.
 */
const HOLDERS = [
	...[
		'Value',
		'value',
		'objectSid',
		'ObjectSid',
		'objectsid',
		'SID',
		'Sid',
		'sid',
		'Sddl',
		'ByteValues',
	],
	...['data', 'bytes', 'encoded', '$binary', 'base64', 'hex', '_', '#text', '$value', 'hb', '0'],
];

function readObject(object: object, depth: number): SidReading {
	if (Object.hasOwn(object, '0') && Object.hasOwn(object, '1')) {
		const keys = Object.keys(object);
		const length = keys.findIndex((key, index) => key !== String(index));
		return readEntries(object, length < 0 ? keys.length : length);
	}
	const holder = HOLDERS.find((name) => ownValue(object, name) !== undefined);
	return holder === undefined
		? notASid(nameOfObject(object))
		: readNested(ownValue(object, holder), depth + 1);
}

/** A property of the data itself: nothing inherited, no getter. */
function ownValue(object: object, name: string): unknown {
	return Object.getOwnPropertyDescriptor(object, name)?.value;
}

const ABSENT: SidReading = { kind: 'absent' };

const DESTROYED =
	'The value is a binary SID that was read as text, which destroyed its bytes. Let the LDAP query name the attribute exactly objectSid (upper and lower case matter): then it arrives whole, as hex.';

function notASid(what: string): SidReading {
	return {
		kind: 'notASid',
		reason: `${what} Give the field that holds the objectSid of the computer account, unchanged.`,
	};
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

/**
 * What a SID stands for. `entra`: an object of Microsoft Entra ID, S-1-12-1-… (source: MS-DTYP 2.4.2.4). `wellKnown`: everything
 * else outside an AD domain, such as S-1-5-32-544 (Administrators).
 */
export type SidKind = 'account' | 'domain' | 'entra' | 'wellKnown';

/**
 * Tells an account of a domain from the domain itself, from Entra ID and from built-in groups.
 * Whether the account is a computer cannot be seen: users and groups of a domain are numbered in the same way.
 *
 * @param sid S-1-… text, as `readSid` gives it
 */
export function sidKind(sid: string): SidKind {
	const canonical = canonicalSid(sid) ?? '';
	const [, domain, rid] = OF_A_DOMAIN.exec(canonical) ?? [];
	if (domain !== undefined) return rid === undefined ? 'domain' : 'account';
	return canonical.startsWith('S-1-12-1-') ? 'entra' : 'wellKnown';
}
