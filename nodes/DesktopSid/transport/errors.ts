import { type Answer, fieldOf } from './reply';

/** A refusal of the service, read from any of the shapes it is known to use. */
export interface ServiceError {
	/** For example `WKS.00010032` or `APIGW.0301`; empty where the answer has none. */
	readonly errorCode: string;
	readonly errorMsg: string;
	readonly errorDetail?: string;
	readonly requestId?: string;
	/** Set where an IAM policy refused; STS can decode it. */
	readonly encodedAuthorizationMessage?: string;
}

/**
 * Code, text and details of an answer, in the order of the official Go SDK: `error_code`/`error_msg` at the top, then
 * `errorCode`/`errorMsg`, `code`/`message`, then nested objects, and at last the raw text.
 * Source: huaweicloud-sdk-go-v3 core/sdkerr; IAM's numeric codes are taken as text (the SDK drops them).
 */
export function readServiceError(answer: Answer): ServiceError {
	const found = findError(answer.json, 0);
	const said = found?.errorMsg.trim();
	const requestId =
		answer.headers['x-request-id'] ??
		answer.headers['x-iam-trace-id'] ??
		textOf(fieldOf(answer.json, 'request_id'));
	return {
		errorCode: shorten(found?.errorCode ?? ''),
		errorMsg: shorten(said === undefined || said === '' ? rawText(answer) : said),
		...(found?.errorDetail === undefined ? {} : { errorDetail: shorten(found.errorDetail) }),
		...(requestId === undefined || requestId === '' ? {} : { requestId: shorten(requestId) }),
		...(found?.encodedAuthorizationMessage === undefined
			? {}
			: { encodedAuthorizationMessage: found.encodedAuthorizationMessage }),
	};
}

/** Whether a body of a successful status tells of a failure after all (some Workspace codes come with HTTP 200). */
export function hasErrorCode(json: unknown): boolean {
	const code = textOf(fieldOf(json, 'error_code')) ?? textOf(fieldOf(json, 'errorCode'));
	return code !== undefined && code !== '' && code !== SUCCESS_CODE;
}

/** Whether the API gateway answered, not the Workspace service behind it. */
export function isGatewayCode(errorCode: string): boolean {
	return errorCode.startsWith('APIGW.');
}

const SUCCESS_CODE = 'WKS.00000000';
const MAX_TEXT = 1000;
const MAX_PAGE = 20_000;
const MAX_DEPTH = 4;

const SPELLINGS = [
	{ code: 'error_code', message: 'error_msg' },
	{ code: 'errorCode', message: 'errorMsg' },
	{ code: 'code', message: 'message' },
] as const;

type FoundError = Pick<
	ServiceError,
	'errorCode' | 'errorMsg' | 'errorDetail' | 'encodedAuthorizationMessage'
>;

function findError(json: unknown, depth: number): FoundError | undefined {
	if (typeof json !== 'object' || json === null || depth > MAX_DEPTH) return undefined;
	for (const spelling of SPELLINGS) {
		const errorCode = textOf(fieldOf(json, spelling.code));
		const errorMsg = textOf(fieldOf(json, spelling.message));
		if (errorCode === undefined && errorMsg === undefined) continue;
		const errorDetail = textOf(fieldOf(json, 'error_detail'));
		const encoded = textOf(fieldOf(json, 'encoded_authorization_message'));
		return {
			errorCode: errorCode ?? '',
			errorMsg: errorMsg ?? '',
			...(errorDetail === undefined || errorDetail === '' ? {} : { errorDetail }),
			...(encoded === undefined || encoded === '' ? {} : { encodedAuthorizationMessage: encoded }),
		};
	}
	for (const inner of Object.values(json)) {
		const found = findError(inner, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The body of an answer that has no known shape. An HTML page (proxy, firewall) is reduced to its words. */
function rawText(answer: Answer): string {
	if (answer.text.trim() === '') return `The answer had status ${answer.statusCode} and no text.`;
	// Only the beginning: these patterns take time that grows with the square of a text that opens tags and never closes them.
	const start = answer.text.slice(0, MAX_PAGE);
	const words = start.includes('<')
		? start.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')
		: start;
	return words.replace(/\s+/g, ' ').trim();
}

function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : undefined;
}

function shorten(text: string): string {
	return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
