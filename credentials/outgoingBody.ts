/**
 * The body to the byte: `undefined` without one; `null` where its bytes are not known before sending (files, streams, forms).
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

/** What axios makes of a text that is announced as JSON: trimmed, or quoted where it is no JSON. */
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
