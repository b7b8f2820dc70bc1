import type { IHttpRequestOptions } from 'n8n-workflow';

import { hasContentType, outgoingBody, type OutgoingBody } from './outgoingBody';
import { queryText } from './outgoingQuery';

/**
 * Request options of either of n8n's two request helpers. The HTTP Request node uses the older one, which says `uri` for `url`,
 * has `form` and `formData`, and has names of its own for redirects, certificates and lists in the query.
 */
export type OutgoingOptions = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	form?: unknown;
	formData?: unknown;
	rejectUnauthorized?: boolean;
	useQuerystring?: boolean;
	qsStringifyOptions?: { arrayFormat?: string };
};

/** URL and body as they will travel. */
export interface OutgoingRequest {
	/** Absolute, encoded, with the whole query. */
	readonly url: string;
	readonly body: OutgoingBody;
}

/** Whether these are options of the older helper. */
export function isForOlderHelper({ uri }: OutgoingOptions): boolean {
	return uri !== undefined;
}

/**
 * Settles the final form of a request before it is signed: n8n would otherwise put base URL and query together, and write the
 * JSON, after the signature was made.
 *
 * @throws TypeError for a URL that is not absolute
 */
export function outgoingRequest(options: OutgoingOptions): OutgoingRequest {
	const target = options.url ?? options.uri ?? '';
	const url = new URL(options.baseURL === undefined ? target : joined(options.baseURL, target));
	const query = [url.search.slice(1), queryText(options.qs ?? {}, options)];
	url.search = query.filter((part) => part !== '').join('&');
	url.hash = '';
	return { url: url.href, body: outgoingBody(options, isForOlderHelper(options)) };
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
	if (typeof body === 'string') {
		fixed.body = body;
		if (typeof options.body !== 'string' && !hasContentType(options)) {
			fixed.headers = { 'Content-Type': 'application/json', ...options.headers };
		}
	}
	return fixed;
}

/** As axios joins them. */
function joined(base: string, path: string): string {
	if (path === '') return base;
	return /^https?:/i.test(path) ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
