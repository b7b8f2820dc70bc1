import { fieldOf, isObject, textOf } from './json';

/**
 * Who speaks in an answer that is no success:
 * - `service`: the Workspace service itself: a `WKS.` code, or no code at all in JSON or an empty body;
 * - `gateway`: Huawei Cloud's API gateway (`APIGW.`);
 * - `other`: something with codes or a shape of its own (`SYS.`, `WAF.`, `{"badRequest":{…}}`, IAM's `{"error":{…}}`);
 * - `page`: a web page or plain text, as proxies, firewalls and load balancers send it.
 *
 * Only the service can speak about a desktop. All others refuse the request.
 */
export type Speaker = 'service' | 'gateway' | 'other' | 'page';

/** What an answer says that is no success, read once, when the answer comes in. Texts have at most {@link MAX_TEXT} characters. */
export interface ServiceError {
	/** For example `WKS.00010032` or `APIGW.0301`; empty if the answer has none. */
	readonly errorCode: string;
	readonly errorMsg: string;
	readonly errorDetail?: string | undefined;
	readonly requestId?: string | undefined;
	/** Set if an IAM policy refused; STS can decode it. */
	readonly encodedAuthorizationMessage?: string | undefined;
	/** Absent if there was no answer at all. */
	readonly speaker?: Speaker | undefined;
}

/** The parts of an answer that errors are read from. */
export interface AnswerParts {
	readonly statusCode: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	/** The text as JSON; `undefined` if it is none. */
	readonly json: unknown;
}

/** An answer with its error, read once. */
export interface PlatformAnswer extends AnswerParts {
	/** What it says that is no success; absent for a success. */
	readonly error?: ServiceError | undefined;
}

/** The one place where the error of an answer is read. */
export function platformAnswer(parts: AnswerParts): PlatformAnswer {
	return { ...parts, error: readError(parts) };
}

/** The longest text from outside that is shown anywhere, in characters. */
export const MAX_TEXT = 1000;

/**
 * The error that an answer carries, `undefined` for a success. A success is a 2xx whose body is empty or JSON without an error in
 * it: some Workspace codes come with HTTP 200 (Workspace API reference, error codes).
 *
 * Codes and words in the order of the official Go SDK (core/sdkerr): `error_code`/`error_msg`, `errorCode`/`errorMsg`,
 * `code`/`message`, then nested objects, then the raw text. IAM's numeric codes are taken as text.
 */
function readError(answer: AnswerParts): ServiceError | undefined {
	const { statusCode, headers, text, json } = answer;
	const isEmpty = text.trim() === '';
	if (statusCode >= 200 && statusCode < 300 && (isEmpty || isGoodNews(json))) return undefined;

	const found = findPair(json, 0);
	const { 'x-request-id': ofGateway, 'x-iam-trace-id': ofIam } = headers;
	const requestIds = [ofGateway, ofIam, textOf(fieldOf(json, 'request_id'))].map(presentText);
	const words = found?.message ?? '';
	return {
		errorCode: cut(found?.code ?? ''),
		errorMsg: cut(words === '' ? rawWords(answer) : words),
		errorDetail: presentText(found?.detail),
		requestId: requestIds.find((id) => id !== undefined),
		encodedAuthorizationMessage: found?.encoded === '' ? undefined : found?.encoded,
		speaker: isEmpty ? 'service' : speakerOf(json, found),
	};
}

/** A text of at most {@link MAX_TEXT} characters, and an ellipsis if it was longer; no character is cut in half. */
export function cut(text: string, most = MAX_TEXT): string {
	if (text.length <= most) return text;
	const isSplit = /[\ud800-\udbff]/.test(text.charAt(most - 1));
	return `${text.slice(0, isSplit ? most - 1 : most)}…`;
}

/** `WKS.00000000` and its shorter forms: success inside a body. */
const SUCCESS_CODE = /^WKS\.0+$/;

/** Whether a code inside a body says that all went well. */
export function isSuccessCode(code: string): boolean {
	return SUCCESS_CODE.test(code);
}

/** Whether the body of a 2xx tells of no error. Nested objects are the answer's own data and are not searched. */
function isGoodNews(json: unknown): boolean {
	if (!isObject(json)) return false;
	const code = ['error_code', 'errorCode'].map((name) => textOf(fieldOf(json, name))).join('');
	if (code !== '') return isSuccessCode(code);
	const hasPair = textOf(fieldOf(json, 'code')) !== '' && fieldOf(json, 'message') !== undefined;
	const words = ['error_msg', 'errorMsg'].map((name) => textOf(fieldOf(json, name))).join('');
	return !hasPair && words === '' && !hasContent(fieldOf(json, 'error'));
}

function hasContent(error: unknown): boolean {
	return isObject(error) ? Object.keys(error).length > 0 : textOf(error) !== '';
}

interface Pair {
	readonly code: string;
	readonly message: string;
	readonly detail: string;
	readonly encoded: string;
	readonly depth: number;
}

const SPELLINGS = [
	['error_code', 'error_msg'],
	['errorCode', 'errorMsg'],
	['code', 'message'],
] as const;

const MAX_DEPTH = 4;
/** Entries that are searched on one level: an error has few fields, a list of data may have a hundred thousand. */
const MAX_ENTRIES = 100;

function findPair(json: unknown, depth: number): Pair | undefined {
	if (!isObject(json) || depth > MAX_DEPTH) return undefined;
	for (const [codeName, messageName] of SPELLINGS) {
		const code = textOf(fieldOf(json, codeName));
		const message = textOf(fieldOf(json, messageName));
		if (code === '' && message === '') continue;
		return {
			code,
			message,
			detail: textOf(fieldOf(json, 'error_detail')),
			encoded: textOf(fieldOf(json, 'encoded_authorization_message')),
			depth,
		};
	}
	for (const inner of Object.values(json).slice(0, MAX_ENTRIES) as unknown[]) {
		const found = findPair(inner, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}

function speakerOf(json: unknown, pair: Pair | undefined): Speaker {
	if (json === undefined) return 'page';
	if (!isObject(json) || Array.isArray(json)) return 'other';
	const code = pair?.code ?? '';
	if (/^WKS\./i.test(code)) return 'service';
	if (/^APIGW\./i.test(code)) return 'gateway';
	// Without a code, the service's own errors stand at the top; `{"forbidden":{…}}` and the like are another's shape.
	const isOwnShape = code === '' && (pair?.depth ?? 0) === 0 && !hasForeignField(json);
	return isOwnShape && !isOfSignIn(pair?.message ?? '') ? 'service' : 'other';
}

/** Whether words are about project and token: then they concern the sign-in and no desktop. */
export function isOfSignIn(words: string): boolean {
	return /project/i.test(words) && /\btoken/i.test(words);
}

/**
 * Fields of errors that gateways, web frameworks and sign-in servers make, and the service does not: `{"fault":{…}}`, Spring,
 * problem details (RFC 9457), OAuth (RFC 6749), codes in capitals as AWS writes them.
 */
const FOREIGN_FIELDS = ['error', 'errors', 'fault', 'Code', 'title', 'timestamp', 'statusCode'];

function hasForeignField(json: unknown): boolean {
	return FOREIGN_FIELDS.some((name) => hasContent(fieldOf(json, name)));
}

/** The words of an answer of no known shape. */
function rawWords({ statusCode, text }: AnswerParts): string {
	const words = withoutTags(text).replace(/\s+/g, ' ').trim();
	return words === '' ? `The answer had status ${statusCode} and no text.` : words;
}

/** Far more than is shown, and little enough to be read at once. */
const MAX_PAGE = 20_000;

/** The words of a web page, in one pass: a `<` that is never closed ends it. */
function withoutTags(text: string): string {
	const page = text.slice(0, MAX_PAGE);
	const lower = page.toLowerCase();
	const words: string[] = [];
	for (let at = 0; at < page.length; ) {
		const open = page.indexOf('<', at);
		words.push(page.slice(at, open < 0 ? undefined : open));
		if (open < 0) break;
		const hidden = ['script', 'style'].find((name) => lower.startsWith(name, open + 1));
		const close = hidden === undefined ? open : lower.indexOf(`</${hidden}`, open);
		const end = close < 0 ? -1 : page.indexOf('>', close);
		if (end < 0) break;
		at = end + 1;
	}
	return words.join(' ');
}

function presentText(text: string | undefined): string | undefined {
	return text === undefined || text === '' ? undefined : cut(text);
}

/**
 * n8n replaces every text of a thrown error that contains one of these words, in any case and inside other words, too: "No
 * WorkspaceAccess policy" becomes "Forbidden by access permissions". Source: n8n-workflow, `COMMON_ERRORS` of NodeError.
 */
const REPLACED_BY_N8N =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/gi;

/** Nobody sees it, and n8n no longer finds the word that it stands in. */
const WORD_JOINER = '\u2060';

/** A text that n8n leaves as it is when it is thrown. {@link asWritten} undoes it. */
export function keptByN8n(text: string): string {
	return text.replace(
		REPLACED_BY_N8N,
		(word) => `${word.slice(0, 2)}${WORD_JOINER}${word.slice(2)}`,
	);
}

/** The text that was given to {@link keptByN8n}. */
export function asWritten(text: string): string {
	return text.replaceAll(WORD_JOINER, '');
}
