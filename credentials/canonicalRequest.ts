import { createHash } from 'node:crypto';

/** The parts of a request that its signature covers. */
export interface SignedParts {
	readonly method: string;
	/** Absolute URL as it will be sent. */
	readonly url: string;
	/** Lower-case name → value. With `x-sdk-content-sha256`, its value stands for the body (for example UNSIGNED-PAYLOAD). */
	readonly signedHeaders: Readonly<Record<string, string>>;
	readonly body: string | undefined;
}

/**
 * The text whose hash is signed: method, path, query, headers, header names and hash of the body, in one spelling for all the ways
 * in which the same request can be written.
 *
 * The URL is taken apart by the parser that also prepares it for sending in Node.js, so dot segments and non-ASCII characters are
 * read as they will arrive.
 *
 * @throws TypeError for a URL that is not absolute
 * @see Huawei Cloud, API Signing Guide, "AK/SK signing algorithm"; signers of the official Go, Java, Python and Node.js SDKs
 */
export function canonicalRequest(parts: SignedParts): string {
	const url = new URL(parts.url);
	const names = Object.keys(parts.signedHeaders).sort();
	return [
		parts.method.toUpperCase(),
		canonicalPath(url.pathname),
		canonicalQuery(url.search.slice(1)),
		...names.map((name) => `${name}:${(parts.signedHeaders[name] ?? '').trim()}`),
		'',
		names.join(';'),
		parts.signedHeaders['x-sdk-content-sha256'] ?? sha256(parts.body ?? ''),
	].join('\n');
}

/** Each segment encoded anew. The slash at the end belongs to the signature only; the request keeps its path. */
function canonicalPath(path: string): string {
	const encoded = path
		.split('/')
		.map((segment) => encodeBytes(decodedBytes(segment)))
		.join('/');
	return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/**
 * Names, then values, in the order of their decoded bytes (so sort the Go and Python SDKs). `a` counts as `a=`, and a plus sign as a
 * blank, as servers and the Go SDK read it; this node itself writes neither.
 */
function canonicalQuery(query: string): string {
	return query
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const [name = '', ...value] = pair.replaceAll('+', '%20').split('=');
			return { name: decodedBytes(name), value: decodedBytes(value.join('=')) };
		})
		.sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
		.map(({ name, value }) => `${encodeBytes(name)}=${encodeBytes(value)}`)
		.join('&');
}

/**
 * The bytes that a URL part stands for, one character a byte. Working on bytes keeps sequences that are no UTF-8 (`%FF`) as they are;
 * a percent sign that begins no escape stands for itself. A parsed URL is ASCII, so every other character is one byte.
 */
function decodedBytes(part: string): string {
	return part.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16)),
	);
}

/** Percent-encodes every byte that is not unreserved (RFC 3986, section 2.3), with upper-case digits. */
function encodeBytes(bytes: string): string {
	return bytes.replace(
		/[^A-Za-z0-9\-._~]/g,
		(byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
