import { bytesOfBase64, bytesOfHex, decodeSid, MAX_SID_BYTES } from './sidBytes';
import { canonicalSid, MAX_TEXT_LENGTH } from './sidText';

/** What a field with an AD SID holds. */
export type SidReading =
	/** `sid`: S-1-… text, upper-case S, decimal numbers. */
	| { readonly kind: 'sid'; readonly sid: string }
	| { readonly kind: 'absent' }
	/** `reason`: sentences that say what is wrong and what to do next. */
	| { readonly kind: 'notASid'; readonly reason: string };

/** Deep enough for a Buffer in a `Value` in a list; what nests deeper is not a SID. */
const MAX_DEPTH = 4;

/**
 * Reads a SID in every form in which AD data reaches n8n: S-1-… text, hex, base64, bytes (Buffer, its JSON, an array of numbers),
 * PowerShell's `{ "Value": "S-1-…" }`, and a one-element array of any of these. Never throws, never runs a getter.
 *
 * No value can be read in two ways: the text form begins with `S`, and because the first bytes of a SID are 1 and at most 15,
 * its hex begins with `01` or `0x` or `\` and its base64 with `AQ`. So 56 digits that are hex as well as base64 are hex.
 *
 * `[]`, `''`, `null`, a missing value: absent (n8n's LDAP node gives `''` for an absent SID).
 */
export function readSid(value: unknown): SidReading {
	return readNested(value, 0);
}

function readNested(value: unknown, depth: number): SidReading {
	if (value === undefined || value === null) return ABSENT;
	if (typeof value === 'string') return readText(value);
	if (typeof value !== 'object') return notASid(`A ${typeof value} is not a SID.`);
	if (value instanceof Uint8Array) return readBytes(value);
	if (depth >= MAX_DEPTH) return notASid('The value is nested too deeply to be a SID.');
	return Array.isArray(value) ? readList(value, depth) : readObject(value, depth);
}

/** A binary SID read as text: at least its first byte, 1, has become a control character. */
const MANGLED = /[^\P{Cc}\t\n\r]|\uFFFD/u;

function readText(raw: string): SidReading {
	if (raw.length > MAX_TEXT_LENGTH) {
		return notASid(`A text of ${raw.length} characters is too long to be a SID.`);
	}
	if (MANGLED.test(raw)) return { kind: 'notASid', reason: DESTROYED };
	const text = raw.trim();
	if (text === '') return ABSENT;
	const sid = canonicalSid(text);
	if (sid !== undefined) return { kind: 'sid', sid };
	if (/^s-/i.test(text)) return notASid(BAD_NOTATION);
	const bytes = bytesOfHex(text) ?? (text.startsWith('AQ') ? bytesOfBase64(text) : undefined);
	return bytes === undefined ? notASid(NO_FORM) : readBytes(bytes);
}

function readBytes(bytes: Uint8Array): SidReading {
	if (bytes.length === 0) return ABSENT;
	const decoded = decodeSid(bytes);
	return decoded.kind === 'sid' ? decoded : notASid(`The value ${decoded.flaw}.`);
}

function readList(list: readonly unknown[], depth: number): SidReading {
	if (list.length === 0) return ABSENT;
	if (list.length === 1) return readNested(ownValue(list, '0'), depth + 1);
	const bytes = bytesOfList(list);
	return bytes === undefined
		? notASid(`A list of ${list.length} values is neither one SID nor the bytes of one.`)
		: readBytes(bytes);
}

function bytesOfList(list: readonly unknown[]): Uint8Array | undefined {
	if (list.length > MAX_SID_BYTES) return undefined;
	// Not `list.map`, which would pass over the gaps of a sparse list.
	const numbers = Array.from({ length: list.length }, (_, index) => ownValue(list, String(index)));
	return numbers.every(isByte) ? Uint8Array.from(numbers) : undefined;
}

function isByte(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function readObject(object: object, depth: number): SidReading {
	const wrapped = ownValue(object, holderOfSid(object));
	return wrapped === undefined ? notASid(NO_SID_INSIDE) : readNested(wrapped, depth + 1);
}

/** PowerShell writes `Value`; what passes through other tools often arrives in lower case. */
function holderOfSid(object: object): string {
	if (ownValue(object, 'type') === 'Buffer') return 'data';
	return Object.hasOwn(object, 'Value') ? 'Value' : 'value';
}

/** A property of the data itself: nothing inherited, no getter. */
function ownValue(object: object, name: string): unknown {
	return Object.getOwnPropertyDescriptor(object, name)?.value;
}

const ABSENT: SidReading = { kind: 'absent' };

const BAD_NOTATION =
	'The text begins like a SID but is none: after "S-1-" come an authority and 1 to 15 numbers up to 4294967295, without leading zeros.';
const NO_FORM = 'The text is a SID neither as S-1-… nor in hex nor in base64.';
const NO_SID_INSIDE = 'The object is neither a Buffer nor has a "Value" with the SID.';
const DESTROYED =
	'The value is a binary SID that was read as text, which destroyed its bytes. Let the LDAP query name the attribute exactly objectSid (upper and lower case matter): then it arrives whole, as hex.';

function notASid(what: string): SidReading {
	return {
		kind: 'notASid',
		reason: `${what} Give the field that holds the objectSid of the computer account, unchanged.`,
	};
}
