import { base64Of, bytesOf, hexOf, microsoftTextOf, textOf, type SidNumbers } from './arbitrarySid';

/** Every way in which the bytes of a SID may arrive. */
export const BYTE_FORMS: ReadonlyArray<[string, (bytes: number[]) => unknown]> = [
	['an array of numbers', (bytes) => bytes],
	['a Uint8Array', (bytes) => Uint8Array.from(bytes)],
	['a view into a larger buffer', (bytes) => Uint8Array.from([9, ...bytes, 9]).subarray(1, -1)],
	['a Buffer', (bytes) => Buffer.from(bytes)],
	['Buffer JSON', (bytes): unknown => JSON.parse(JSON.stringify(Buffer.from(bytes)))],
	['hex', (bytes) => hexOf(bytes)],
	['upper-case hex', (bytes) => hexOf(bytes).toUpperCase()],
	['hex after 0x', (bytes) => `0x${hexOf(bytes)}`],
	['hex with hyphens', (bytes) => hexOf(bytes, '', '-')],
	['hex with spaces', (bytes) => hexOf(bytes, '', ' ')],
	['hex with 0x at each byte', (bytes) => hexOf(bytes, '0x', ' ')],
	['hex as in an LDAP filter', (bytes) => hexOf(bytes, '\\')],
	['hex with colons', (bytes) => hexOf(bytes, '', ':')],
	['hex with commas, as in a registry file', (bytes) => `hex:${hexOf(bytes, '', ',')}`],
	['hex as in C', (bytes) => `{${hexOf(bytes, '0x', ', ')}}`],
	["csvde's hex", (bytes) => `X'${hexOf(bytes)}'`],
	['hex of SQLite in lower case', (bytes) => `x'${hexOf(bytes)}'`],
	["Oracle's hex", (bytes) => `HEXTORAW('${hexOf(bytes).toUpperCase()}')`],
	["PostgreSQL's hex", (bytes) => `\\x${hexOf(bytes)}`],
	["PostgreSQL's hex, escaped once more", (bytes) => `\\\\x${hexOf(bytes)}`],
	['hex escapes of a shell', (bytes) => hexOf(bytes, '\\x')],
	[
		"PostgreSQL's octal escapes",
		(bytes) => escaped(bytes, (code) => `\\${code.toString(8).padStart(3, '0')}`),
	],
	["PostgreSQL's hex with its type", (bytes) => `'\\x${hexOf(bytes)}'::bytea`],
	["PostgreSQL's hex with its type, without quotes", (bytes) => `\\x${hexOf(bytes)}::bytea`],
	["PostgreSQL's function for hex", (bytes) => `decode('${hexOf(bytes)}', 'hex')`],
	["MySQL's function for base64", (bytes) => `FROM_BASE64('${base64Of(bytes)}')`],
	["MySQL's hex with its type", (bytes) => `_binary 0x${hexOf(bytes).toUpperCase()}`],
	["SQL Server's cast", (bytes) => `CAST(0x${hexOf(bytes)} AS VARBINARY(85))`],
	['a shell of MongoDB', (bytes) => `BinData(0, "${base64Of(bytes)}")`],
	['a newer shell of MongoDB', (bytes) => `Binary.createFromBase64('${base64Of(bytes)}')`],
	['LDIF without the name', (bytes) => `:: ${base64Of(bytes)}`],
	['JSON of .NET with types', (bytes) => ({ $type: 'System.Byte[]', $value: base64Of(bytes) })],
	['JSON of a buffer of Java', (bytes) => ({ hb: [...Int8Array.from(bytes)], offset: 0 })],
	["Python's bytes", (bytes) => `b'${escaped(bytes, (code) => hexOf([code], '\\x'))}'`],
	[
		"Python's bytearray",
		(bytes) => `bytearray(b'${escaped(bytes, (code) => hexOf([code], '\\x'))}')`,
	],
	['an LDAP filter with printable bytes', (bytes) => escaped(bytes, (code) => hexOf([code], '\\'))],
	['extended DN in hex', (bytes) => `<SID=${hexOf(bytes)}>`],
	['a hex dump in groups of 4', (bytes) => hexOf(bytes).replace(/.{4}(?!$)/g, '$& ')],
	['a hex dump in groups of 8', (bytes) => hexOf(bytes).replace(/.{8}(?!$)/g, '$& ')],
	['a data URL', (bytes) => `data:application/octet-stream;base64,${base64Of(bytes)}`],
	['an array of PowerShell', (bytes) => `@(${bytes.join(',')})`],
	['a constructor of Python', (bytes) => `bytes([${bytes.join(', ')}])`],
	['an array of C#', (bytes) => `new byte[] { ${bytes.join(', ')} }`],
	['hex in quotes', (bytes) => `"${hexOf(bytes)}"`],
	['hex after a byte order mark', (bytes) => `\uFEFF${hexOf(bytes)}`],
	['a list of hex texts', (bytes) => bytes.map((byte) => hexOf([byte]))],
	['what Node.js shows of a Buffer', (bytes) => `<Buffer ${hexOf(bytes, '', ' ')}>`],
	['base64', base64Of],
	['base64 without padding', (bytes) => base64Of(bytes).replace(/=+$/, '')],
	['base64url', (bytes) => Buffer.from(bytes).toString('base64url')],
	['LDIF', (bytes) => `objectSid:: ${base64Of(bytes)}`],
	['folded LDIF', (bytes) => `objectSid:: ${base64Of(bytes).replace(/(.{30})/g, '$1\n ')}`],
	[
		'extended JSON of MongoDB',
		(bytes) => ({ $binary: { base64: base64Of(bytes), subType: '00' } }),
	],
	["JSON of Python's ldap3", (bytes) => ({ encoded: base64Of(bytes), encoding: 'base64' })],
	[
		"JSON of Go's LDAP library",
		(bytes) => ({ Name: 'objectSid', Values: ['\u0001'], ByteValues: [base64Of(bytes)] }),
	],
	['JSON of a Uint8Array', (bytes): unknown => JSON.parse(JSON.stringify(Uint8Array.from(bytes)))],
	['JSON of signed bytes', (bytes): unknown => JSON.parse(JSON.stringify(Int8Array.from(bytes)))],
	['signed bytes', (bytes) => Int8Array.from(bytes)],
	['a list of signed bytes', (bytes) => [...Int8Array.from(bytes)]],
	['a DataView', (bytes) => new DataView(Uint8Array.from(bytes).buffer)],
	['JSON text of a list', (bytes) => JSON.stringify(bytes)],
	['JSON text of a Uint8Array', (bytes) => JSON.stringify(Uint8Array.from(bytes))],
	[
		'indented JSON text of a Uint8Array',
		(bytes) => JSON.stringify(Uint8Array.from(bytes), null, 4),
	],
	['JSON text of a Buffer', (bytes) => JSON.stringify(Buffer.from(bytes))],
	['JSON text in JSON text', (bytes) => JSON.stringify(JSON.stringify(Buffer.from(bytes)))],
	['PowerShell bytes as text', (bytes) => bytes.join(' ')],
	['bytes with commas', (bytes) => bytes.join(',')],
	['bytes with commas and spaces', (bytes) => bytes.join(', ')],
	['bytes with semicolons', (bytes) => bytes.join(';')],
	['one byte a line', (bytes) => bytes.join('\r\n')],
	['bytes in braces', (bytes) => `{${bytes.join(', ')}}`],
	['bytes as Go shows them', (bytes) => `[${bytes.join(' ')}]`],
	[
		'what Node.js shows of a Uint8Array',
		(bytes) => `Uint8Array(${bytes.length}) [\n  ${bytes.join(', ')}\n]`,
	],
	["Java's signed bytes as text", (bytes) => `[${[...Int8Array.from(bytes)].join(', ')}]`],
	['a list of decimal texts', (bytes) => bytes.map(String)],
	['PHP', (bytes) => ({ count: 1, '0': hexOf(bytes) })],
	['PowerShell bytes', (bytes) => ({ value: bytes, Count: bytes.length })],
];

const TEXT_FORMS: ReadonlyArray<[string, (sid: SidNumbers) => unknown]> = [
	['text', textOf],
	['lower-case text', (sid) => textOf(sid).toLowerCase()],
	['text with spaces around', (sid) => ` \n${textOf(sid)}\t`],
	['text as Windows writes it', microsoftTextOf],
	['text in quotes', (sid) => `"${textOf(sid)}"`],
	['text in typographic quotes', (sid) => `“${textOf(sid)}”`],
	['text in single quotes', (sid) => `'${textOf(sid)}'`],
	['text in brackets', (sid) => `<${textOf(sid)}>`],
	['text of icacls', (sid) => `*${textOf(sid)}`],
	['text with a comma', (sid) => `${textOf(sid)},`],
	['text after a byte order mark', (sid) => `\uFEFF${textOf(sid)}`],
	['text with zero-width spaces', (sid) => textOf(sid).split('-').join('-\u200B')],
	['text between direction marks', (sid) => `\u202A${textOf(sid)}\u202C`],
	['LDIF text', (sid) => `objectSid: ${textOf(sid)}`],
	[
		'extended DN',
		(sid) => `<GUID=3de9142a9c6c3b45b2fd5a868f580a8c>;<SID=${textOf(sid)}>;CN=PC-1,DC=corp`,
	],
	['JSON text', (sid) => JSON.stringify({ Value: textOf(sid) })],
	['JSON text in a list', (sid) => JSON.stringify([textOf(sid)])],
	['a directory entry', (sid) => ({ objectSid: textOf(sid) })],
	[
		"PowerShell's text of an object",
		(sid) => `@{BinaryLength=28; AccountDomainSid=S-1-5-21-1-2-3; Value=${textOf(sid)}}`,
	],
	['PowerShell Value', (sid) => ({ Value: textOf(sid) })],
	[
		'PowerShell SecurityIdentifier',
		(sid) => ({
			BinaryLength: bytesOf(sid).length,
			AccountDomainSid: null,
			Value: textOf(sid),
		}),
	],
];

/** Every notation of a SID that is read. */
export const ALL_FORMS = [
	...TEXT_FORMS,
	...BYTE_FORMS.map(([name, encode]) => [name, (sid: SidNumbers) => encode(bytesOf(sid))] as const),
];

/** Printable bytes as themselves, except quotes and backslashes. */
function escaped(bytes: readonly number[], escape: (code: number) => string): string {
	return bytes
		.map((code, index) => {
			const isPlain =
				index > 1 && code > 0x20 && code < 0x7f && !`'"\\()`.includes(String.fromCharCode(code));
			return isPlain ? String.fromCharCode(code) : escape(code);
		})
		.join('');
}
