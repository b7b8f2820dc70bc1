import { createHash, createHmac } from 'node:crypto';

import { canonicalRequest } from './canonicalRequest';

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
 * `X-Security-Token` where they apply. A header that the request has already is returned in the spelling it has there, so that it is
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
