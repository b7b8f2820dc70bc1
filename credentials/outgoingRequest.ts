import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

/**
 * Request options of either of n8n's two request helpers. The HTTP Request node uses the older one, which says `uri` for `url`
 * and has `form`.
 */
export type OutgoingOptions = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	form?: unknown;
};

/** URL and body as they will travel. */
export interface OutgoingRequest {
	/** Absolute, encoded, with the whole query. */
	readonly url: string;
	/** `undefined` without a body; `null` where the body's bytes are not known before sending (files, streams, forms). */
	readonly body: string | undefined | null;
}

/**
 * Settles the final form of a request before it is signed: n8n would otherwise put base URL and query together, and write the
 * JSON, after the signature was made.
 */
export function outgoingRequest(options: OutgoingOptions): OutgoingRequest {
	const target = options.url ?? options.uri ?? '';
	const url = options.baseURL === undefined ? target : joined(options.baseURL, target);
	const query = queryText(options.qs ?? {});
	const separator = url.includes('?') ? '&' : '?';
	return {
		url: new URL(query === '' ? url : `${url}${separator}${query}`).href,
		body: bodyText(options),
	};
}

/** The options that send exactly this request, and that follow no redirect: it would carry the sign-in to another host. */
export function fixedOptions(
	options: OutgoingOptions,
	{ url, body }: OutgoingRequest,
): OutgoingOptions {
	const fixed: OutgoingOptions = {
		...options,
		url,
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	};
	delete fixed.baseURL;
	delete fixed.qs;
	if (options.uri !== undefined) fixed.uri = url;
	if (typeof body === 'string' && typeof options.body !== 'string') {
		fixed.body = body;
		fixed.headers = { 'Content-Type': 'application/json', ...options.headers };
	}
	return fixed;
}

/** As axios joins them. */
function joined(base: string, path: string): string {
	if (path === '') return base;
	return /^https?:/i.test(path) ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

function queryText(query: IDataObject): string {
	return Object.entries(query)
		.flatMap(([name, value]) =>
			(Array.isArray(value) ? (value as unknown[]) : [value])
				.filter((single) => single !== undefined && single !== null)
				.map((single) => `${encodeURIComponent(name)}=${encodeURIComponent(asText(single))}`),
		)
		.join('&');
}

function asText(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bodyText({ body, form }: OutgoingOptions): OutgoingRequest['body'] {
	if (form !== undefined) return null;
	if (body === undefined || body === null || body === '') return undefined;
	if (typeof body === 'string') return body;
	if (isPlain(body)) return Object.keys(body).length === 0 ? undefined : JSON.stringify(body);
	return Array.isArray(body) ? JSON.stringify(body) : null;
}

function isPlain(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
