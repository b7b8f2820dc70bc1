import type { Answer, Fault, Reply } from './reply';
import type { WorkspaceRequest } from './request';
import {
	concernsRun,
	meaningOf,
	type Meaning,
} from '../../../credentials/huaweicloud/gatewayCodes';
import { arrived, isPassing } from '../../../credentials/huaweicloud/networkErrors';

/**
 * Why a request may succeed when it is sent again: the service had too much to do (`throttled`), or something broke on the way
 * or inside (`transient`).
 */
export type Trouble = 'throttled' | 'transient';

/**
 * Whether the same request is worth sending again. Reads change nothing, and updating a SID converges (a second time gives 204).
 * A rejoin may restart a desktop, so it is not sent again if it may have been started. A 401 never is: five refusals lock an
 * access key.
 */
export function troubleOf(request: WorkspaceRequest, reply: Reply): Trouble | undefined {
	if (isLeftOpen(request, reply)) return undefined;
	if (reply.kind === 'fault') return troubleOfFault(reply);
	if (reply.statusCode === 401) return undefined;
	if (isGarbled(request, reply)) return 'transient';
	if (isSuccess(reply)) return undefined;
	const retry = meaningOfAnswer(reply)?.retry;
	return retry === 'never' ? undefined : retry;
}

/** Whether this reply leaves open what became of a change that must not be made twice. */
export function isLeftOpen(
	request: Pick<WorkspaceRequest, 'purpose' | 'method'>,
	reply: Reply,
): boolean {
	return request.purpose.changes === 'domain' && mayHaveTakenEffect(request, reply);
}

/** What a refusal means; `undefined` for a success. */
export function meaningOfAnswer({ statusCode, error }: Answer): Meaning | undefined {
	return error === undefined ? undefined : meaningOf(statusCode, error);
}

/**
 * Whether every other request of the run would be refused as well: sign-in, project, region or account. Any 401 counts, because
 * five refusals lock an access key.
 */
export function endsRun({ purpose }: Pick<WorkspaceRequest, 'purpose'>, reply: Reply): boolean {
	if (purpose.mayBeMissing === true && isNotOffered(reply)) return false;
	if (reply.kind === 'fault') return reply.cause === 'signIn' || reply.cause === 'refused';
	if (reply.statusCode === 401) return true;
	const meaning = meaningOfAnswer(reply);
	return meaning !== undefined && concernsRun(meaning);
}

/** Whether the gateway knows no such API in this region. Source: API Signing Guide, APIGW.0101. */
export function isNotOffered(reply: Reply): boolean {
	return reply.kind === 'answer' && reply.error?.errorCode.toUpperCase() === 'APIGW.0101';
}

/** Whether a change may have been carried out although this reply does not say so. */
export function mayHaveTakenEffect(
	request: Pick<WorkspaceRequest, 'purpose' | 'method'>,
	reply: Reply,
): boolean {
	if (request.purpose.changes === undefined) return false;
	if (reply.kind === 'answer') {
		const { statusCode } = reply;
		return statusCode >= 500 || statusCode === 408 || isGarbled(request, reply);
	}
	switch (reply.cause) {
		case 'timeout':
		case 'oversized':
			return true;
		case 'connection':
			return arrived(reply.code ?? '');
		case 'cancelled':
			return reply.code !== undefined;
		case 'signIn':
		case 'refused':
		case 'throttled':
			return false;
	}
}

function troubleOfFault({ cause, code }: Fault): Trouble | undefined {
	if (cause === 'timeout') return 'transient';
	return cause === 'connection' && isPassing(code ?? '') ? 'transient' : undefined;
}

/** An answer that reports success in something that is not the service's language: a proxy's page, or a part of an answer. */
function isGarbled({ method }: Pick<WorkspaceRequest, 'method'>, answer: Answer): boolean {
	if (!isSuccess(answer) || answer.json !== undefined) return false;
	return method === 'GET' || answer.text.trim() !== '';
}

const isSuccess = ({ statusCode }: Answer) => statusCode >= 200 && statusCode < 300;

/** A service that asks for more patience than this after a fault gets none: the request ends, and says when to come back. */
export const FAULT_PATIENCE_MS = 60_000;

/** How long one request waits to get through a rate limit, from its first refusal on. */
export const THROTTLED_PATIENCE_MS = 600_000;

const BASE_MS = 500;
const CAP_MS = 20_000;

/**
 * Exponential back-off with full jitter: from 0 up to min(20 s, 0.5 s · 2^n). Full jitter, because clients that failed together
 * must not come back together. Source: AWS SDKs, "Retry behavior" (formula and cap); the base lies between its 0.05 s for
 * faults and its 1 s for throttling.
 *
 * @param n how often there was a wait before, from 0
 * @param random from 0 up to but not including 1
 * @returns milliseconds
 */
export function backOffMs(n: number, random: number): number {
	return random * Math.min(CAP_MS, BASE_MS * 2 ** n);
}

/** How long a reply asks for no further requests; 0 if it does not say. Milliseconds. */
export function askedMs(reply: Reply, wallTime: number): number {
	return reply.kind === 'answer' ? (retryAfterMs(reply.headers, wallTime) ?? 0) : 0;
}

/**
 * How long a service asks for no further requests, by its `Retry-After` header: seconds, or a date in one of HTTP's three forms.
 * A date is measured against the answer's own `Date` if there is one, so that a clock of n8n that is some minutes off changes
 * nothing. Source: RFC 9110, 10.2.3 (Retry-After) and 5.6.7 (dates). Whether Huawei Cloud sends the header is unconfirmed.
 *
 * @param headers names in lower case
 * @param wallTime milliseconds since 1970
 * @returns milliseconds, never negative; `undefined` if there is no header or it makes no sense
 */
export function retryAfterMs(
	headers: Readonly<Record<string, string>>,
	wallTime: number,
): number | undefined {
	const value = headers['retry-after']?.trim();
	if (value === undefined) return undefined;
	if (/^\d{1,10}(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = httpDate(value);
	return date === undefined ? undefined : Math.max(0, date - (httpDate(headers.date) ?? wallTime));
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` and, obsolete, `Sunday, 06-Nov-94 08:49:37 GMT`. */
const WITH_ZONE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;
/** `Sun Nov  6 08:49:37 1994`, obsolete too; it means GMT without saying so. */
const WITHOUT_ZONE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Milliseconds since 1970. Anything but the three forms is refused: `Date.parse` would make a date of nearly any text. */
function httpDate(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (WITH_ZONE.test(text)) return timeOf(text);
	return WITHOUT_ZONE.test(text) ? timeOf(`${text} GMT`) : undefined;
}

function timeOf(text: string): number | undefined {
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : time;
}
