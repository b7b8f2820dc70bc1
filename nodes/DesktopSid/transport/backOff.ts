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
