/**
 * A second canonicalisation, for cases that the official Node.js signer cannot express or gets wrong. It is written from the text of the
 * API Signing Guide, on byte arrays and raw request text, and shares no code and no method with the one under test.
 */
export interface RawRequest {
	method: string;
	/** Path and query as on the request line. */
	target: string;
	/** Signed headers, any case. */
	headers: [name: string, value: string][];
	bodyHash: string;
}

export function independentCanonicalRequest({
	method,
	target,
	headers,
	bodyHash,
}: RawRequest): string {
	const questionMark = target.indexOf('?');
	const path = questionMark < 0 ? target : target.slice(0, questionMark);
	const query = questionMark < 0 ? '' : target.slice(questionMark + 1);

	let canonicalPath = '';
	for (const segment of path.split('/').slice(1)) canonicalPath += `/${encoded(bytesOf(segment))}`;
	if (canonicalPath === '' || canonicalPath.at(-1) !== '/') canonicalPath += '/';

	const pairs: [name: Uint8Array, value: Uint8Array][] = [];
	for (const pair of query.split('&')) {
		if (pair === '') continue;
		const equals = pair.indexOf('=');
		const name = equals < 0 ? pair : pair.slice(0, equals);
		const value = equals < 0 ? '' : pair.slice(equals + 1);
		pairs.push([bytesOf(name, true), bytesOf(value, true)]);
	}
	pairs.sort((a, b) => Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1]));

	const lines = headers.map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
	lines.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

	let text = `${method}\n${canonicalPath}\n`;
	text += `${pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}\n`;
	for (const [name, value] of lines) text += `${name}:${value}\n`;
	return `${text}\n${lines.map(([name]) => name).join(';')}\n${bodyHash}`;
}

/** Reads byte by byte, as a server does. */
function bytesOf(text: string, plusIsBlank = false): Uint8Array {
	const bytes: number[] = [];
	const source = Buffer.from(text, 'utf8');
	for (let at = 0; at < source.length; at++) {
		const byte = source[at] ?? 0;
		const hex = source.subarray(at + 1, at + 3).toString('latin1');
		if (byte === 0x25 && /^[0-9a-fA-F]{2}$/.test(hex)) {
			bytes.push(...Buffer.from(hex, 'hex'));
			at += 2;
		} else {
			bytes.push(plusIsBlank && byte === 0x2b ? 0x20 : byte);
		}
	}
	return Uint8Array.from(bytes);
}

const UNRESERVED = new Set(
	Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'),
);

function encoded(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) {
		text += UNRESERVED.has(byte)
			? String.fromCharCode(byte)
			: `%${Buffer.of(byte).toString('hex').toUpperCase()}`;
	}
	return text;
}
