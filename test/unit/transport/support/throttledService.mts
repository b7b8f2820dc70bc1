import { answerOf } from '../../answers.ts';
import type { VirtualClock } from '../../faults/support/virtualClock.mts';
import type { Reply } from '../../../../nodes/DesktopSid/transport/reply.ts';

/** How a service counts what it takes: in windows of a fixed length, or as a bucket that fills evenly. */
export type Counting = { readonly windowMs: number } | { readonly burst: number };

export interface Limit {
	readonly perSecond: number;
	readonly counting: Counting;
	/** Whether a 429 tells when to come back, in whole seconds as HTTP has it. */
	readonly retryAfter: boolean;
	/** Whether a refused call takes what has grown in the bucket. In a window it makes no difference. */
	readonly refusedCount: boolean;
}

const LATENCY_MS = { least: 50, most: 200 };

/** A service on the virtual clock with a rate limit; each answer takes 50 to 200 ms, half of it on the way there. */
export class ThrottledService {
	sent = 0;
	refused = 0;
	/** When requests arrived, and whether each was taken. */
	readonly arrivals: { readonly at: number; readonly isTaken: boolean }[] = [];

	readonly #clock: VirtualClock;
	readonly #random: () => number;
	readonly #limit: Limit | undefined;
	readonly #latency: { readonly least: number; readonly most: number };
	#tokens: number;
	#filledAt: number;
	#windowStart = -Infinity;
	#inWindow = 0;

	constructor(
		clock: VirtualClock,
		random: () => number,
		limit: Limit | undefined,
		latency = LATENCY_MS,
	) {
		this.#clock = clock;
		this.#random = random;
		this.#limit = limit;
		this.#latency = latency;
		this.#filledAt = clock.now();
		this.#tokens = limit !== undefined && 'burst' in limit.counting ? limit.counting.burst : 0;
	}

	readonly send = async (): Promise<Reply> => {
		this.sent += 1;
		const { least, most } = this.#latency;
		const latencyMs = least + (most - least) * this.#random();
		await this.#clock.pass(latencyMs / 2);
		const waitMs = this.#limit === undefined ? 0 : this.#take(this.#limit);
		this.arrivals.push({ at: this.#clock.now(), isTaken: waitMs === 0 });
		await this.#clock.pass(latencyMs / 2);
		if (waitMs === 0) return answerOf(202, { job_id: 'j' });
		this.refused += 1;
		const headers =
			this.#limit?.retryAfter === true ? { 'retry-after': String(Math.ceil(waitMs / 1000)) } : {};
		return answerOf(429, { error_code: 'APIGW.0308' }, headers);
	};

	/** @returns 0 if it takes the request, else the milliseconds until it takes one again */
	#take({ perSecond, counting, refusedCount }: Limit): number {
		const now = this.#clock.now();
		if ('windowMs' in counting) {
			const { windowMs } = counting;
			if (now >= this.#windowStart + windowMs) {
				this.#windowStart = now;
				this.#inWindow = 0;
			}
			this.#inWindow += 1;
			const isTaken = this.#inWindow <= Math.round((perSecond * windowMs) / 1000);
			return isTaken ? 0 : this.#windowStart + windowMs - now;
		}
		const grown = ((now - this.#filledAt) * perSecond) / 1000;
		this.#tokens = Math.min(counting.burst, this.#tokens + grown);
		this.#filledAt = now;
		if (this.#tokens >= 1) {
			this.#tokens -= 1;
			return 0;
		}
		if (refusedCount) this.#tokens = 0;
		return ((1 - this.#tokens) * 1000) / perSecond;
	}
}

/** The time that the limit itself takes from so many requests, if they are sent at the best moments. Milliseconds. */
export function limitMs(requests: number, { perSecond, counting }: Limit): number {
	if ('burst' in counting) return Math.max(0, ((requests - counting.burst) * 1000) / perSecond);
	const each = Math.round((perSecond * counting.windowMs) / 1000);
	return (Math.ceil(requests / each) - 1) * counting.windowMs;
}
