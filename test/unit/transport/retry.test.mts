import { VirtualClock } from '../faults/support/virtualClock.mts';
import { Pause } from '../../../nodes/DesktopSid/transport/pause.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { retrying } from '../../../nodes/DesktopSid/transport/retry.ts';
import { RetryBudget } from '../../../nodes/DesktopSid/transport/retryBudget.ts';
import { fault, PUT, scripted } from './support/scripted.mts';
import { answerOf as answer } from '../answers.ts';

const OK = answer(200);
const LOST = fault('connection', 'ECONNRESET');
const BUSY = answer(503);

/** Sends one request; `random` fixes the jitter. */
async function attempt(
	replies: readonly Reply[],
	{ maxRetries = 5, random = 1, budget = new RetryBudget(), cancelAt = -1 } = {},
) {
	const clock = new VirtualClock(() => random);
	if (cancelAt >= 0) clock.cancelAt(cancelAt);
	const start = clock.now();
	const send = scripted(() => clock.now() - start, ...replies);
	const policy = { maxRetries, clock, budget, pause: new Pause(clock) };
	const reply = await clock.until(retrying(send, policy)(PUT));
	return { reply, times: send.times, ended: clock.now() - start };
}

describe('retrying', () => {
	it('leaves a reply as it is that settles the matter at once', async () => {
		for (const settled of [OK, answer(400), answer(401), answer(412), fault('oversized')]) {
			const { reply, times } = await attempt([settled, BUSY]);
			expect(reply).toBe(settled);
			expect(times).toEqual([0]);
		}
	});

	it('waits up to 0.5 s · 2^n, at most 20 s, and tries no more often than it may', async () => {
		const longest = await attempt([BUSY], { maxRetries: 10 });
		expect(longest.times.map((time) => time / 1000)).toEqual([
			0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 51.5, 71.5, 91.5, 111.5,
		]);
		const shortest = await attempt([BUSY], { maxRetries: 10, random: 0 });
		expect(shortest.times).toEqual(Array(11).fill(0));
	});

	it.each([0, 1, 5, 10])('tries once and %i times again', async (maxRetries) => {
		const { reply, times } = await attempt([BUSY], { maxRetries });
		expect(times).toHaveLength(1 + maxRetries);
		expect(reply.attempts?.count).toBe(maxRetries === 0 ? undefined : 1 + maxRetries);
	});

	it('tells how often and how long it tried, and that an earlier attempt may have worked', async () => {
		const { reply } = await attempt([LOST, BUSY, answer(204)]);
		expect(reply).toEqual({
			...answer(204),
			attempts: { count: 3, elapsedMs: 1500, mayHaveTakenEffect: true },
		});
		const refused = await attempt([fault('connection', 'ECONNREFUSED'), answer(400)]);
		expect(refused.reply.attempts?.mayHaveTakenEffect).toBe(false);
	});

	it.each([
		['seconds', '7'],
		['a date', new Date(Date.UTC(2026, 0, 1) + 7000).toUTCString()],
	])('never comes back earlier than Retry-After says in %s', async (_, value) => {
		const told = answer(429, '', { 'retry-after': value });
		expect((await attempt([told, OK], { random: 0 })).times).toEqual([0, 7000]);
		expect((await attempt([told, OK])).times).toEqual([0, 7500]);
	});

	it('gives up at once when Retry-After is above 60 s, and says until when', async () => {
		const late = await attempt([answer(429, '', { 'retry-after': '61' }), OK]);
		expect(late.times).toEqual([0]);
		expect(late.reply.attempts).toEqual({
			count: 1,
			elapsedMs: 0,
			mayHaveTakenEffect: false,
			gaveUp: 'comeBackLater',
			notBefore: Date.UTC(2026, 0, 1) + 61_000,
		});
		const justInTime = await attempt([answer(429, '', { 'retry-after': '60' }), OK]);
		expect(justInTime.times).toEqual([0, 60_500]);
	});

	it('stops when the run has no budget left', async () => {
		const budget = new RetryBudget();
		for (let paid = 0; paid < 34; paid += 1) budget.pay('transient');
		const { reply, times } = await attempt([BUSY], { budget });
		expect(times).toHaveLength(2);
		expect(reply.attempts).toMatchObject({ count: 2, gaveUp: 'budget' });
	});

	it('ends a wait within 250 ms when the execution is cancelled, keeps the reply and sends nothing more', async () => {
		const told = answer(503, '', { 'retry-after': '50' });
		const { reply, times, ended } = await attempt([told, OK], { cancelAt: 10_000 });
		expect(times).toEqual([0]);
		expect(ended).toBeLessThanOrEqual(10_250);
		expect(reply).toMatchObject({ statusCode: 503, attempts: { count: 1, gaveUp: 'cancelled' } });
	});

	it('gives back what the service said when the gate below it was closed by a cancellation', async () => {
		const closed: Reply = { kind: 'fault', cause: 'cancelled', message: 'Not sent.' };
		const { reply } = await attempt([BUSY, closed]);
		expect(reply).toMatchObject({ statusCode: 503, attempts: { count: 1, gaveUp: 'cancelled' } });
		const inFlight: Reply = { ...closed, code: 'ERR_CANCELED' };
		const open = await attempt([answer(429), inFlight]);
		expect(open.reply).toMatchObject({ statusCode: 429, attempts: { mayHaveTakenEffect: true } });
	});
});
