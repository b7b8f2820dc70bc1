/** An answer of IAM, as an HTTP client gives it. */
export interface IamAnswer {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON, or text where the client does not parse. */
	readonly body: unknown;
}

/** The refusal in a body. Both are '' where the body has no known shape. */
export interface IamRefusal {
	readonly code: string;
	readonly words: string;
}

/** A body as JSON, whether the client has parsed it or not; `undefined` for anything else. */
export function parsedBody(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

/** A web page in place of an answer: a proxy, a firewall or a console speaks, not IAM. */
export function isWebPage({ headers, body }: IamAnswer): boolean {
	const contentType = Object.entries(headers).find(
		([name]) => name.toLowerCase() === 'content-type',
	);
	if (String(contentType?.[1] ?? '').includes('text/html')) return true;
	return typeof body === 'string' && /^\s*<(!doctype|html|head|body)\b/i.test(body);
}

/**
 * Code and words of a refusal, in the shapes that the way to IAM knows: IAM v3 `{error: {code, message}}` with a numeric code, the API
 * gateway `{error_code, error_msg}`, and `{code, message}`.
 */
export function refusalOf(body: unknown): IamRefusal {
	const json = parsedBody(body);
	const error = fieldOf(json, 'error');
	return {
		code: firstText([
			fieldOf(json, 'error_code'),
			fieldOf(error, 'error_code'),
			fieldOf(error, 'code'),
			fieldOf(json, 'code'),
		]),
		words: firstText([
			fieldOf(json, 'error_msg'),
			fieldOf(error, 'error_msg'),
			fieldOf(error, 'message'),
			fieldOf(json, 'message'),
		]),
	};
}

/** A field of a value that may not be an object. */
export function fieldOf(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.entries(value).find(([key]) => key === name)?.[1];
}

function firstText(values: readonly unknown[]): string {
	const found = values.find((value) => typeof value === 'string' || typeof value === 'number');
	return found === undefined ? '' : String(found).trim();
}
