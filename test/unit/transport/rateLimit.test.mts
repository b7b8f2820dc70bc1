/** Under a rate limit a run takes hardly longer than the limit itself makes it, whether a 429 says when to come back or not. */
import { answerOf } from '../answers.ts';
import { VirtualClock } from '../faults/support/virtualClock.mts';
import { seededRandom } from '../faults/support/random.mts';
import { shortestTime, Windows } from '../../../bench/rateLimit.mts';
import { reliable } from '../../../nodes/DesktopSid/transport/reliable.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { PUT } from './support/scripted.mts';

const REQUESTS = 100;
const LATENCY_MS = 50;

async function run(perSecond: number, retryAfter: boolean, seed: number) {
	const random = seededRandom(seed);
	const clock = new VirtualClock(random);
	const windows = new Windows();
	let refused = 0;
	const send = async (): Promise<Reply> => {
		await clock.pass(2 + 3 * random());
		const waitMs = windows.waitMs(perSecond, clock.now());
		await clock.pass(LATENCY_MS);
		if (waitMs === 0) return answerOf(202, { job_id: 'j' });
		refused += 1;
		const headers = retryAfter ? { 'retry-after': String(Math.ceil(waitMs / 1000)) } : {};
		return { ...answerOf(429, { error_code: 'APIGW.0308' }), headers };
	};
	const signal = clock.signal;
	const { send: reliably } = reliable(send, { concurrency: 4, maxRetries: 5, clock, signal });
	const begin = clock.now();
	const replies = await clock.until(
		Promise.all(Array.from({ length: REQUESTS }, async () => reliably(PUT))),
	);
	const lost = replies.filter(
		(reply) => reply.kind !== 'answer' || reply.statusCode !== 202,
	).length;
	return { ms: clock.now() - begin, refused, lost };
}

/** Twenty runs with different luck: their times as multiples of the shortest possible, in order. */
async function ratios(perSecond: number, retryAfter: boolean): Promise<number[]> {
	const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
	const runs = await Promise.all(seeds.map(async (seed) => run(perSecond, retryAfter, seed)));
	expect(runs.map(({ lost }) => lost)).toEqual(seeds.map(() => 0));
	expect(Math.max(...runs.map(({ refused }) => refused))).toBeLessThan(REQUESTS / 5);
	const shortest = shortestTime(REQUESTS, { perSecond, retryAfter }, LATENCY_MS);
	return runs.map(({ ms }) => ms / shortest).sort((one, other) => one - other);
}

describe('under a limit of so many requests a second', () => {
	it.each([3, 10])('%i, where a 429 tells when to come back', async (perSecond) => {
		expect((await ratios(perSecond, true)).at(-1)).toBeLessThan(1.2);
	});

	it.each([3, 10])('%i, where it does not', async (perSecond) => {
		const found = await ratios(perSecond, false);
		expect(found[found.length / 2]).toBeLessThan(1.2);
		expect(found.at(-1)).toBeLessThan(1.45);
	});

	it.each([true, false])('40, of which three seconds make a run (%s)', async (retryAfter) => {
		expect((await ratios(40, retryAfter)).at(-1)).toBeLessThan(1.75);
	});
});
