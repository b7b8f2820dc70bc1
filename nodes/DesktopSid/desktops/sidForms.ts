import { emptyWord, lookAlikeIn } from './foreignText';

/** Typographic quotes too: texts pass through word processors. */
const QUOTED =
	/^["'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb](.*)["'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]$/s;

/** What tools write around a SID or its bytes; the first group is what is inside. */
const WRAPPINGS: readonly RegExp[] = [
	QUOTED,
	// LDIF (RFC 2849), ldapsearch, a heading that was copied along.
	/^(?:(?:object_?)?sid)?(?:::|[:=])(.*)$/is,
	// Extended distinguished names of AD: `<GUID=...>;<SID=...>;CN=...`.
	/^(?:<GUID=[^<>]*>;)?<SID=([^<>]*)>(?:;.*)?$/is,
	// SQL and csvde: `X'...'`, Db2's `BX'...'`; PostgreSQL: `\x...`, also escaped once more; T-SQL, MySQL: `0x...`.
	/^(?:B?X|HEXTORAW|UNHEX)\(?["']([\da-f]+)["']\)?$/is,
	/^(?:E?'?\\{1,2}x|0x)((?:[\da-f]{2})+)'?$/is,
	// Functions of databases: `decode('...', 'hex')`, `FROM_BASE64('...')`, MongoDB's `BinData(0, "...")`; casts.
	/^\w{1,30}(?:\.\w{1,30})?\((?:\d, ?)?["']([\w+/=\\-]+)["'](?:, ?["']\w+["'])?\)$/s,
	/^(?:CAST\(|_binary )(0x[\da-f]+)(?: AS [\w()]{1,40}\))?$/is,
	/^(.+)::(?:bytea|text|varchar)$/is,
	// PowerShell's text of a SecurityIdentifier object.
	/^@\{(?:[^{}]*;)? *Value=(S-1-[\d-]+)(?:;[^{}]*)?\}$/is,
	// Bytes as Node.js shows them and as registry files have them.
	/^<Buffer ([\da-f ]+)>$/is,
	/^hex:([\da-f,]+)$/is,
	// `[1 5 0 ...]` of Go, `{1,5,0,...}` of C, `Uint8Array(28) [ 1, 5, ... ]` of Node.js, `@(1,5,...)`, `bytes([1, 5, ...])`.
	/^[@\w .()[\]]{0,30}[[({]([-\da-fx,;\s]+)[\])}]{1,2}$/i,
	// `*S-1-...` of icacls and secedit; brackets, and a comma left over from a list.
	/^[*([{<]*(S-1-[\dx-]+)[)\]}>,;]*$/i,
	/^(?:data:[^,]{0,80};base64,|base64:)(.*)$/is,
];

const MOST_WRAPPINGS = 3;

/** The text inside of what tools write around a SID; the text itself if nothing is around it. */
export function unwrapped(text: string): string {
	let inner = text;
	for (let layer = 0; layer < MOST_WRAPPINGS; layer++) {
		const wrapping = WRAPPINGS.find((pattern) => pattern.test(inner));
		if (wrapping === undefined) return inner;
		inner = (wrapping.exec(inner)?.[1] ?? '').trim();
	}
	return inner;
}

/** The bytes of a text in hex, base64 or with escapes; `undefined` if it is none of these. Which bytes a SID has is not checked. */
export function bytesOfText(text: string): Uint8Array | undefined {
	return bytesOfHex(text) ?? bytesOfEscapes(text) ?? bytesOfBase64(text);
}

/** The bytes of a list of texts with two hex digits each. */
export function bytesOfHexList(texts: readonly string[]): Uint8Array | undefined {
	return texts.every((text) => /^(?:0x)?[\da-f]{2}$/i.test(text))
		? bytesOfHex(texts.join(' '))
		: undefined;
}

/**
 * Hex digits: `0105…`, `01-05-…`, `01:05:…`, `01 05 …`, `0x01, 0x05, …`, `\x01\x05…`, the `\01\05…` of LDAP filters and the groups of hex dumps. The
 * separator must be the same throughout, which keeps a GUID (`3de9142a-9c6c-…`) from being taken for hex bytes.
 */
const HEX =
	/^(?:(?:0x)?[\da-f]{2}(?:(, ?|[ :-]?)(?:0x)?[\da-f]{2}(?:\1(?:0x)?[\da-f]{2})*)?|(?:\\x?[\da-f]{2})+|01[\da-f]{2}(?: [\da-f]{4})+|01[\da-f]{6}(?: [\da-f]{8})+)$/i;

/** The last part of a SID alone. Unlike the hex of a SID, it begins with another digit than 0. */
const RID = /^[1-9]\d{0,9}$/;

function bytesOfHex(text: string): Uint8Array | undefined {
	return HEX.test(text) && !RID.test(text)
		? Buffer.from(text.replace(/0x|[\\x :,-]/gi, ''), 'hex')
		: undefined;
}

/** How the first byte, 1, is escaped; the escapes; their base. Printable bytes stand for themselves. */
const ESCAPES = [
	// Python, C, JavaScript.
	['\\x01', /\\(?:x([\da-f]{2})|(.))/gi, 16],
	// PostgreSQL's escape format of bytea.
	['\\001', /\\(?:([0-3][0-7]{2})|(.))/g, 8],
	// LDAP filters (RFC 4515).
	['\\01', /\\(?:([\da-f]{2})|(.))/gi, 16],
] as const;

const CONTROL_ESCAPES = new Map([
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

/** `b'\x01\x05\x00…O\x04'` and relatives. */
function bytesOfEscapes(text: string): Uint8Array | undefined {
	const [, , inside] = /^(?:bytearray\()?b(["'])(.*)\1\)?$/.exec(text) ?? [];
	const escaped = inside ?? text;
	const [, pattern, base] = ESCAPES.find(([start]) => escaped.startsWith(start)) ?? [];
	if (pattern === undefined || !/^[\x20-\x7e]*$/.test(escaped)) return undefined;
	const bytes = escaped.replace(pattern, (_, code: string | undefined, sign = '') =>
		code === undefined
			? (CONTROL_ESCAPES.get(String(sign)) ?? String(sign))
			: String.fromCharCode(parseInt(code, base)),
	);
	return Buffer.from(bytes, 'latin1');
}

/** Base64 or base64url text (RFC 4648 sections 4 and 5), with or without padding, folded or not (RFC 2849). */
function bytesOfBase64(text: string): Uint8Array | undefined {
	if (!text.startsWith('AQ')) return undefined;
	const digits = text.replace(/\r?\n ?/g, '').replace(/={1,2}$/, '');
	const bytes = Buffer.from(digits, 'base64');
	// Node skips what is not base64; only a faithful text comes back as it was.
	const spellings = [
		bytes.toString('base64').replace(/(?<!=)=+$/, ''),
		bytes.toString('base64url'),
	];
	return spellings.includes(digits) ? bytes : undefined;
}

const CUT_OFF =
	"The text looks like PowerShell's short form of bytes or of an object, so the SID was cut off. Raise -Depth of ConvertTo-Json, or output the property SID.Value.";

/** Texts that are known not to be a SID, each with a sentence that names it. The first one counts. */
const NO_SID: ReadonlyArray<readonly [RegExp, string]> = [
	[/system\.(?:byte|object)\[\]|securityidentifier|binarylength|^@\{|deserialized\./i, CUT_OFF],
	[/^\W*\d+[\s,](?:.*\w)?(?=\W*$)\W*?(?:\.\.\.|\u2026)/s, CUT_OFF],
	[
		/^\[B@[\da-f]+$|^<(?:Buffer|memory)\b|^\[object /i,
		'The text is what a program shows of bytes or an object, without the bytes themselves. Output them as hex or base64.',
	],
	[
		/^s-/i,
		'The text begins like a SID but is none: after "S-1-" come an authority and 1 to 15 numbers up to 4294967295, without leading zeros.',
	],
	[
		/^[{(]?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}[})]?$/i,
		'The text is a GUID, such as objectGUID, and not a SID.',
	],
	[/(?:^|[,;>])\s*(?:CN|OU|DC)=/i, 'The text is a distinguished name (DN) and not a SID.'],
	[/^[^\\]+\\[^\\]+$|^[^@\s]+@[^@\s]+$|\$$/, 'The text is the name of an account and not a SID.'],
	[RID, 'The text is a number, and at most the last part of a SID (the RID).'],
];

/** A sentence on a text that is no SID: what it looks like, if that is known. */
export function nameOfText(text: string): string {
	if (/^s-1.*(?:\.\.\.|\u2026)$/i.test(text)) return 'The text is a SID that was cut off.';
	const lookAlike = /^s\W*1/i.test(text.normalize('NFKC')) ? lookAlikeIn(text) : undefined;
	if (lookAlike !== undefined) return `The text holds the character ${lookAlike}.`;
	const known = NO_SID.find(([pattern]) => pattern.test(text))?.[1];
	if (known !== undefined) return known;
	const word = emptyWord(text);
	return word === undefined
		? 'The text is a SID neither as S-1-… nor in hex nor in base64.'
		: `The text is ${word}.`;
}

/** A sentence on an object that holds no SID. */
export function nameOfObject(object: object): string {
	return Object.hasOwn(object, 'BinaryLength') || Object.hasOwn(object, 'AccountDomainSid')
		? CUT_OFF
		: 'The object is neither a Buffer nor has a "Value" with the SID.';
}
