import type { Reply } from './reply';

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
