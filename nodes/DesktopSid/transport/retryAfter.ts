import type { Reply } from './reply';

/** A service that asks for more patience than this gets none: the request ends, and says when to come back. */
export const RETRY_AFTER_CAP_MS = 60_000;

/**
 * How long a service asks to be left alone, by its `Retry-After` header: seconds, or a date in one of HTTP's three forms.
 * A date is measured against the answer's own `Date` where there is one, so that a clock of n8n that is some minutes off does
 * no harm. Source: RFC 9110, 10.2.3 (Retry-After) and 5.6.7 (dates). Whether Huawei Cloud sends the header is unconfirmed.
 *
 * @param headers names in lower case
 * @param now milliseconds since 1970
 * @returns milliseconds, never negative; `undefined` where there is no header or it makes no sense
 */
export function retryAfterMs(
	headers: Readonly<Record<string, string>>,
	now: number,
): number | undefined {
	const value = headers['retry-after']?.trim();
	if (value === undefined) return undefined;
	if (/^\d{1,10}(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = httpDate(value);
	return date === undefined ? undefined : Math.max(0, date - (httpDate(headers.date) ?? now));
}

/** How long a reply asks to be left alone; 0 where it says nothing of it. Milliseconds. */
export function leaveAloneMs(reply: Reply, now: number): number {
	return reply.kind === 'answer' ? (retryAfterMs(reply.headers, now) ?? 0) : 0;
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
