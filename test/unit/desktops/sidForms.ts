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
	['hex with blanks', (bytes) => hexOf(bytes, '', ' ')],
	['hex with 0x at each byte', (bytes) => hexOf(bytes, '0x', ' ')],
	['hex as in an LDAP filter', (bytes) => hexOf(bytes, '\\')],
	['base64', base64Of],
	['PowerShell bytes', (bytes) => ({ value: bytes, Count: bytes.length })],
];

const TEXT_FORMS: ReadonlyArray<[string, (sid: SidNumbers) => unknown]> = [
	['text', textOf],
	['lower-case text', (sid) => textOf(sid).toLowerCase()],
	['text with blanks around', (sid) => ` \n${textOf(sid)}\t`],
	['text as Windows writes it', microsoftTextOf],
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
