import { VirtualClock } from '../../faults/support/virtualClock.mts';
import {
	type Judgement,
	RateLimiter,
	type Turn,
} from '../../../../nodes/DesktopSid/transport/rateLimiter.ts';

export const PASSED: Judgement = { effect: 'passed', askedMs: 0 };
export const UNCLEAR: Judgement = { effect: 'unclear', askedMs: 0 };
export const faulted = (askedMs = 0): Judgement => ({ effect: 'faulted', askedMs });
export const throttled = (askedMs = 0): Judgement => ({ effect: 'throttled', askedMs });

/** These replies one after the other, the last one without end. */
export const replies =
	(...given: readonly Judgement[]) =>
	(count: number) =>
		given[Math.min(count, given.length) - 1] ?? PASSED;
/** A service that refuses the requests with these numbers, counted from 1. */
export const refusing =
	(...refused: readonly number[]) =>
	(count: number) =>
		refused.includes(count) ? throttled() : PASSED;

class CountingClock extends VirtualClock {
	sleeps = 0;

	override async sleep(ms: number): Promise<void> {
		this.sleeps += 1;
		await super.sleep(ms);
	}
}

/** A rate limiter, and a service behind it that takes `tookMs` for every answer. `sentAt` in milliseconds, to a tenth. */
export function limiterOf(
	replyTo: (count: number, ms: number) => Judgement,
	{ most = 1, tookMs = 100 as number | ((count: number) => number), random = 1 } = {},
) {
	const clock = new CountingClock(() => random);
	const begin = clock.now();
	const passed = () => Math.round(10 * (clock.now() - begin)) / 10;
	const limiter = new RateLimiter(clock, most);
	const sentAt: number[] = [];
	const ask = async ({ caller = 'sending', again = false, until = Infinity }: Partial<Turn> = {}) =>
		await limiter.run(
			async () => {
				const count = sentAt.push(passed());
				const reply = replyTo(count, passed());
				await clock.pass(typeof tookMs === 'number' ? tookMs : tookMs(count));
				return reply;
			},
			(reply) => reply,
			{ caller, again, until: begin + until },
		);
	const all = async (count: number, turn?: Partial<Turn>) =>
		await clock.until(Promise.all(Array.from({ length: count }, async () => await ask(turn))));
	return { clock, limiter, ask, all, sentAt, passed };
}

/** The times from one request to the next, of those from `first` on, counted from 1. */
export const gaps = (sentAt: readonly number[], first: number) =>
	sentAt
		.slice(first)
		.map((at, index) => Math.round(10 * (at - (sentAt[first - 1 + index] ?? 0))) / 10);
