/** Counts requests in windows of a fixed length: the simplest limiter whose answers a test can foretell. */
export class RateLimit {
	readonly #windowMs: number;
	#windowStart = -Infinity;
	#taken = 0;

	constructor(windowMs: number) {
		this.#windowMs = windowMs;
	}

	/** Takes one request in; answers 0 when it may pass, else the seconds until the window ends. */
	waitSeconds(limit: number, now: number): number {
		const windowEnd = this.#windowStart + this.#windowMs;
		if (now >= windowEnd || now < this.#windowStart) {
			this.#windowStart = now;
			this.#taken = 0;
		}
		this.#taken += 1;
		return this.#taken <= limit ? 0 : (this.#windowStart + this.#windowMs - now) / 1000;
	}
}
