import { createHash } from 'node:crypto';

import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';

import type { Call } from './answer.mts';

/**
 * The signature that the official SDK's signer makes of a request, for comparison with the one that arrived.
 *
 * `AKSKSigner.sign` itself cannot be used: it signs every header it is given and the JSON text of an object, while a check has
 * to cover exactly the headers that the client listed and the bytes that came. So the SDK's own steps are put together here in
 * the order of its `sign`.
 */
export class SignatureOracle extends AKSKSigner {
	static signatureOf(call: Call, signedHeaders: readonly string[], secret: string): string {
		const headers = Object.fromEntries(
			signedHeaders.map((name) => [name, String(call.headers[name] ?? '')]),
		);
		const canonicalRequest = this.buildCanonicalRequest(
			call.method,
			this.#canonicalPath(call.rawPath),
			this.CanonicalQueryString({ queryParams: valuesByKey(call.query) }),
			this.buildCanonicalHeaders(headers),
			signedHeaders.join(';'),
			payloadHash(call),
		);
		const stringToSign = this.getStringToSign(
			this.SDK_SIGNING_ALGORITHM,
			String(call.headers['x-sdk-date']),
			this.Hex(canonicalRequest),
		);
		return this.hmacSHA256(secret, stringToSign);
	}

	/**
	 * Every segment encoded once, with a slash at the end. The SDK's `CanonicalURI` expects an unencoded path and would encode a
	 * percent sign that arrived a second time; encoding segment by segment keeps an encoded slash inside its segment.
	 */
	static #canonicalPath(rawPath: string): string {
		const path = rawPath
			.split('/')
			.map((segment) => String(this.urlEncode(decoded(segment))))
			.join('/');
		return path.endsWith('/') ? path : `${path}/`;
	}
}

/** A segment as its sender meant it; one whose bytes are no UTF-8 stays as it is. */
function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

function valuesByKey(query: URLSearchParams): Record<string, string[]> {
	return Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key)]));
}

/** The hash of the bytes, or the literal UNSIGNED-PAYLOAD where the client announces that. */
function payloadHash({ headers, bodyBytes }: Call): string {
	const announced = headers['x-sdk-content-sha256'];
	if (announced === 'UNSIGNED-PAYLOAD') return announced;
	return createHash('sha256').update(bodyBytes).digest('hex');
}
