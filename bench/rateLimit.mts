/** The limit of the endpoint: so many updates in each window of one second, and a 429 for every other one. */
export interface Limit {
	perSecond: number;
	/** Whether a 429 says when to come back, in whole seconds as HTTP has it. */
	retryAfter: boolean;
}

const WINDOW_MS = 1000;

/** Counts in windows. The first request after a window's end opens the next one. */
export class Windows {
	#start = -Infinity;
	#taken = 0;

	/** Takes one request in. @returns 0 when it may pass, else the milliseconds until the window ends */
	waitMs(perSecond: number, now: number): number {
		if (now >= this.#start + WINDOW_MS) {
			this.#start = now;
			this.#taken = 0;
		}
		this.#taken += 1;
		return this.#taken <= perSecond ? 0 : this.#start + WINDOW_MS - now;
	}
}

/** The shortest time in which so many requests can pass: all windows but the last have to go by. Milliseconds. */
export function shortestTime(requests: number, { perSecond }: Limit, latencyMs: number): number {
	return (Math.ceil(requests / perSecond) - 1) * WINDOW_MS + latencyMs;
}
