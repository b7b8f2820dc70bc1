import { MAX_SUB_AUTHORITIES, writeSid } from './sidText';

/** What the bytes of a SID say: its canonical text, or what is wrong with them (the end of a sentence about the value). */
export type DecodedSid =
	| { readonly kind: 'sid'; readonly sid: string }
	| { readonly kind: 'flawed'; readonly flaw: string };

const HEADER_BYTES = 8;
const GUID_BYTES = 16;

/** Bytes of the longest SID. */
export const MAX_SID_BYTES = HEADER_BYTES + 4 * MAX_SUB_AUTHORITIES;

/**
 * Decodes a binary SID: revision 1, the number n of sub-authorities (here 1 to 15), the authority in 48 bits big-endian, then n
 * times 32 bits unsigned little-endian, and nothing after them.
 * Source: MS-DTYP 2.4.2.2; at least one sub-authority because 2.4.2.1 has no text for a SID without.
 */
export function decodeSid(bytes: Uint8Array): DecodedSid {
	const [revision, count] = bytes;
	if (revision !== 1 || count === undefined) {
		const hint = bytes.length === GUID_BYTES ? ', so it is rather an objectGUID' : '';
		return flawed(`does not begin with the bytes of a SID (01 and a number)${hint}`);
	}
	if (count < 1 || count > MAX_SUB_AUTHORITIES) {
		return flawed(`announces ${count} sub-authorities where a SID has 1 to ${MAX_SUB_AUTHORITIES}`);
	}
	const expected = HEADER_BYTES + 4 * count;
	if (bytes.length !== expected) {
		const damage = bytes.length < expected ? 'cut off' : 'lengthened';
		return flawed(
			`has ${bytes.length} bytes where a SID with ${count} sub-authorities has ${expected}: it was ${damage}`,
		);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
	const subAuthorities = Array.from({ length: count }, (_, index) =>
		view.getUint32(HEADER_BYTES + 4 * index, true),
	);
	return { kind: 'sid', sid: writeSid(authority, subAuthorities) };
}

function flawed(flaw: string): DecodedSid {
	return { kind: 'flawed', flaw };
}

/**
 * Hex digits: `0105…`, `0x0105…`, `01-05-…`, `01 05 …`, `0x01 0x05 …`, and the `\01\05…` of LDAP filters. The separator must be
 * the same throughout, which keeps a GUID (`3de9142a-9c6c-…`) from being taken for hex bytes.
 */
const HEX = /^(?:0x|\\)?[\da-f]{2}(?:([ -]?)(?:0x|\\)?[\da-f]{2}(?:\1(?:0x|\\)?[\da-f]{2})*)?$/i;

/** The bytes of hex text, `undefined` where it is none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
	return HEX.test(text) ? Buffer.from(text.replace(/0x|[\\ -]/gi, ''), 'hex') : undefined;
}

/** The bytes of base64 text (RFC 4648 section 4, padded), `undefined` where it is none. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
	const bytes = Buffer.from(text, 'base64');
	// Node skips what is not base64; only a faithful text comes back as it was.
	return bytes.toString('base64') === text ? bytes : undefined;
}
