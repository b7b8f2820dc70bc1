import type { IHttpRequestOptions } from 'n8n-workflow';

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
	const query = [url.search, queryText(options.qs ?? {}, options)];
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
	return /^https?:/i.test(path)
		? path
		: `${base.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/**
 * The body to the byte: `undefined` without one; `null` if its bytes are not known before sending (files, streams, forms).
 */
export type OutgoingBody = string | undefined | null;

/** What decides how n8n writes a body. */
export interface BodyOptions {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
	/** Of the older helper only. */
	readonly form?: unknown;
	/** Of the older helper only. */
	readonly formData?: unknown;
	/** The older helper takes a text for JSON unless this is false. */
	readonly json?: unknown;
}

/**
 * The body as n8n's request helper will send it. Source: n8n 2.40 @n8n/backend-network (request, legacy) and axios 1.21
 * (transformRequest), the same in n8n 1.123.
 */
export function outgoingBody(options: BodyOptions, isForOlderHelper: boolean): OutgoingBody {
	const { body, form, formData } = options;
	if (form !== undefined || formData !== undefined) return null;
	if (body === undefined || (!isForOlderHelper && isNotSent(options))) return undefined;
	if (typeof body === 'string') {
		const isJson = isForOlderHelper ? isJsonForOlderHelper(options) : isJsonType(options);
		return isJson ? trimmedJson(body) : body;
	}
	const isJson = !hasContentType(options) || isJsonType(options);
	return isJson && (Array.isArray(body) || isPlain(body)) ? JSON.stringify(body) : null;
}

export function hasContentType(options: BodyOptions): boolean {
	return contentType(options) !== undefined;
}

/** The newer helper sends no body with GET, and none that is empty. */
function isNotSent({ method = 'GET', body }: BodyOptions): boolean {
	if (method.toUpperCase() === 'GET' || body === null || body === '') return true;
	return (Array.isArray(body) || isPlain(body)) && Object.keys(body).length === 0;
}

function isJsonForOlderHelper(options: BodyOptions): boolean {
	const isTakenForJson = options.json !== false && options.body !== '' && !hasContentType(options);
	return isTakenForJson || isJsonType(options);
}

function isJsonType(options: BodyOptions): boolean {
	return contentType(options)?.includes('application/json') === true;
}

function contentType({ headers = {} }: BodyOptions): string | undefined {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === 'content-type');
	return name === undefined ? undefined : String(headers[name]);
}

/** What axios makes of a text that is announced as JSON: trimmed, or quoted if it is no JSON. */
function trimmedJson(text: string): string {
	try {
		JSON.parse(text);
		return text.trim();
	} catch {
		return JSON.stringify(text);
	}
}

function isPlain(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

type ListStyle = 'repeat' | 'brackets' | 'indices' | 'comma';

/** How the caller wants lists to be written. */
export interface QueryOptions {
	/** Of the newer request helper. */
	readonly arrayFormat?: string;
	/** Of the older one: its two ways to say it. */
	readonly qsStringifyOptions?: { readonly arrayFormat?: string };
	readonly useQuerystring?: boolean;
}

/**
 * A query as text, in the spelling of the library that n8n uses (qs): `undefined` is left out, `null` is empty, what is inside an
 * object is `a[b]=c`.
 *
 * Lists are written as the caller chose and repeat the name if nothing was chosen: that is the one form that Huawei Cloud's APIs
 * read. n8n alone would write `a[0]=1`, which they ignore, so that a filter would silently let everything through.
 */
export function queryText(query: Readonly<Record<string, unknown>>, options: QueryOptions): string {
	const style = listStyle(options);
	return Object.entries(query)
		.flatMap(([name, value]) => pairs(name, value, style))
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
}

type Pair = [name: string, value: string];

function pairs(name: string, value: unknown, style: ListStyle): Pair[] {
	if (value === undefined) return [];
	if (Array.isArray(value)) return listPairs(name, value, style);
	if (value instanceof Date) return [[name, value.toISOString()]];
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, inner]) => pairs(`${name}[${key}]`, inner, style));
	}
	return [[name, text(value)]];
}

function listPairs(name: string, list: readonly unknown[], style: ListStyle): Pair[] {
	if (style === 'comma') return list.length === 0 ? [] : [[name, list.map(text).join(',')]];
	const suffix = { repeat: () => '', brackets: () => '[]', indices: (at: number) => `[${at}]` };
	return list.flatMap((entry, at) => pairs(`${name}${suffix[style](at)}`, entry, style));
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

function listStyle({ arrayFormat, qsStringifyOptions, useQuerystring }: QueryOptions): ListStyle {
	const chosen = arrayFormat ?? qsStringifyOptions?.arrayFormat;
	if (chosen === 'brackets' || chosen === 'indices' || chosen === 'comma') return chosen;
	return chosen === undefined && useQuerystring === false ? 'indices' : 'repeat';
}
