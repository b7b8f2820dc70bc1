import { createHash, createHmac } from 'node:crypto';

/** A request as it will be sent, with the key to sign it. */
export interface RequestToSign {
	readonly method: string;
	/** Absolute URL, exactly as it will be sent: already encoded, with the whole query. */
	readonly url: string;
	/** Headers already on the request. Of these, a Host, project, security token or content hash of the caller's is signed as it is. */
	readonly headers?: Readonly<Record<string, unknown>> | undefined;
	/** The body to the byte; `undefined` and '' both mean none. */
	readonly body: string | undefined;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** Belongs to temporary keys. */
	readonly securityToken?: string | undefined;
	/** Needed for sub projects; the official SDKs send it on every call of a project-level service. */
	readonly projectId?: string | undefined;
	/** The signing time. The gateway refuses a clock that is more than 15 minutes off. */
	readonly now: Date;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/**
 * Signs a request with an access key and returns the headers to add: `Host`, `X-Sdk-Date`, `Authorization`, and `X-Project-Id` and
 * `X-Security-Token` if they apply. A header that the request has already is returned in the spelling it has there, so that it is
 * replaced and not sent twice.
 *
 * Everything returned is signed. `Host` is returned because Node.js would otherwise choose it, and an agent for a proxy may choose
 * differently. `Content-Type` stays unsigned, because HTTP layers add a charset to it.
 *
 * @throws TypeError for a URL that is not absolute, RangeError for an invalid date
 * @see Huawei Cloud, API Signing Guide, "AK/SK signing algorithm"
 */
export function signRequest(request: RequestToSign): Record<string, string> {
	const date = signingDate(request.now);
	const present = readHeaders(request.headers);
	const added: Record<string, string> = {};
	const signed: Record<string, string> = {};
	const sign = (name: string, value: string | undefined) => {
		const existing = present.get(name.toLowerCase());
		const chosen = value ?? existing?.value;
		if (chosen === undefined || chosen === '') return;
		added[existing?.name ?? name] = chosen;
		signed[name.toLowerCase()] = chosen;
	};

	sign('Host', present.get('host')?.value ?? new URL(request.url).host);
	sign('X-Sdk-Date', date);
	sign('X-Project-Id', request.projectId);
	sign('X-Security-Token', request.securityToken);
	sign('X-Sdk-Content-Sha256', undefined);

	const canonical = canonicalRequest({ ...request, signedHeaders: signed });
	added[present.get('authorization')?.name ?? 'Authorization'] = authorization(
		canonical,
		Object.keys(signed),
		date,
		request,
	);
	return added;
}

/** The signature of a canonical request, in hexadecimal. SDK-HMAC-SHA256 has no derived key and no scope. */
export function signatureOf(canonical: string, date: string, secretAccessKey: string): string {
	const hash = createHash('sha256').update(canonical).digest('hex');
	const stringToSign = [ALGORITHM, date, hash].join('\n');
	return createHmac('sha256', secretAccessKey).update(stringToSign).digest('hex');
}

function authorization(
	canonical: string,
	names: readonly string[],
	date: string,
	key: Pick<RequestToSign, 'accessKeyId' | 'secretAccessKey'>,
): string {
	const signature = signatureOf(canonical, date, key.secretAccessKey);
	const signedHeaders = [...names].sort().join(';');
	return `${ALGORITHM} Access=${key.accessKeyId}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** UTC as YYYYMMDDTHHMMSSZ. */
function signingDate(now: Date): string {
	return now.toISOString().replace(/[-:]|\.\d+/g, '');
}

interface PresentHeader {
	readonly name: string;
	readonly value: string;
}

/** By lower-case name, with the name as the caller spelled it. */
function readHeaders(headers: RequestToSign['headers']): ReadonlyMap<string, PresentHeader> {
	const present = new Map<string, PresentHeader>();
	for (const [name, value] of Object.entries(headers ?? {})) {
		if (typeof value === 'string') present.set(name.toLowerCase(), { name, value });
	}
	return present;
}

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
 * space, as servers and the Go SDK read it; this node itself writes neither.
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
