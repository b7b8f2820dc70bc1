import { VirtualClock } from '../faults/support/virtualClock.mts';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { FaultBudget, retrying } from '../../../nodes/DesktopSid/transport/retry.ts';
import { fault, PUT, scripted } from './support/scripted.mts';
import { answerOf as answer } from '../answers.ts';

const OK = answer(200);
const LOST = fault('connection', 'ECONNRESET');
const BUSY = answer(503);

/** How much the time of day is ahead of the clock for waiting. */
const AHEAD_MS = 5_000_000;

class ClockOnTheWall extends VirtualClock {
	override wallTime(): number {
		return this.now() + AHEAD_MS;
	}
}

/** Sends one request; `random` fixes the jitter. */
async function attempt(
	replies: readonly Reply[],
	{ maxRetries = 5, random = 1, budget = new FaultBudget(), cancelAt = -1 } = {},
) {
	const clock = new ClockOnTheWall(() => random);
	if (cancelAt >= 0) clock.cancelAt(cancelAt);
	const start = clock.now();
	const send = scripted(() => clock.now() - start, ...replies);
	const policy = { maxRetries, clock, budget };
	const inTurn = async (request: WorkspaceRequest, _again: boolean, until: number) =>
		clock.now() > until ? undefined : await send(request);
	const reply = await clock.until(retrying(inTurn, policy)(PUT));
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
		['a date', new Date(Date.UTC(2026, 0, 1) + AHEAD_MS + 7000).toUTCString()],
	])('never comes back earlier than Retry-After says in %s', async (_, value) => {
		const told = { 'retry-after': value };
		expect((await attempt([answer(429, '', told), OK])).times).toEqual([0, 7000]);
		expect((await attempt([answer(503, '', told), OK], { random: 0 })).times).toEqual([0, 7000]);
		expect((await attempt([answer(503, '', told), OK])).times).toEqual([0, 7500]);
	});

	it('gives up after a fault when Retry-After is above 60 s, and says until when', async () => {
		const late = await attempt([answer(503, '', { 'retry-after': '61' }), OK]);
		expect(late.times).toEqual([0]);
		expect(late.reply.attempts).toEqual({
			count: 1,
			elapsedMs: 0,
			mayHaveTakenEffect: false,
			gaveUp: 'comeBackLater',
			notBefore: Date.UTC(2026, 0, 1) + AHEAD_MS + 61_000,
		});
		const justInTime = await attempt([answer(503, '', { 'retry-after': '60' }), OK]);
		expect(justInTime.times).toEqual([0, 60_500]);
	});

	it('waits for a Retry-After of ten minutes when throttled, not for a longer one', async () => {
		const told = (seconds: number) => answer(429, '', { 'retry-after': String(seconds) });
		expect((await attempt([told(600), OK])).times).toEqual([0, 600_000]);
		const late = await attempt([told(601), OK]);
		expect(late.times).toEqual([0]);
		expect(late.reply.attempts).toMatchObject({
			gaveUp: 'comeBackLater',
			notBefore: Date.UTC(2026, 0, 1) + AHEAD_MS + 601_000,
		});
		const twice = await attempt([told(400), told(201), OK]);
		expect(twice.times).toEqual([0, 400_000]);
		expect(twice.reply.attempts).toMatchObject({ count: 2, gaveUp: 'comeBackLater' });
	});

	it('does not count throttling as a retry, nor pay for it', async () => {
		const budget = spent(new FaultBudget());
		const slow = answer(429, '', { 'retry-after': '10' });
		const { reply, times } = await attempt([...Array<Reply>(50).fill(slow), OK], {
			budget,
			maxRetries: 0,
		});
		expect(reply).toMatchObject({ statusCode: 200, attempts: { count: 51 } });
		expect(times).toHaveLength(51);
		const mixed = await attempt([slow, BUSY, slow, BUSY, OK], { maxRetries: 1 });
		expect(mixed.reply).toMatchObject({ statusCode: 503, attempts: { gaveUp: 'maxRetries' } });
	});

	it('stops when the run has no budget left', async () => {
		const budget = new FaultBudget();
		for (let paid = 0; paid < 34; paid += 1) budget.pay();
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

function spent(budget: FaultBudget): FaultBudget {
	while (budget.pay());
	return budget;
}

/** How many retries it pays for from here on. */
function affordable(budget: FaultBudget): number {
	let paid = 0;
	while (budget.pay()) paid += 1;
	return paid;
}

describe('FaultBudget', () => {
	it('pays for 35 retries while nothing succeeds', () => {
		expect(affordable(new FaultBudget())).toBe(35);
	});

	it('gets back what a helpful retry cost, and one for a success at the first try', () => {
		const budget = spent(new FaultBudget());
		budget.answered(true);
		expect(affordable(budget)).toBe(1);
		for (let count = 0; count < 14; count += 1) budget.answered(false);
		expect(affordable(budget)).toBe(1);
	});

	it('never holds more than it began with', () => {
		const budget = new FaultBudget();
		for (let count = 0; count < 1000; count += 1) budget.answered(true);
		expect(affordable(budget)).toBe(35);
	});

	it.each([
		[0.05, true],
		[0.2, false],
	])('lasts while few requests fail for good (%d)', (rate, lasts) => {
		const budget = new FaultBudget();
		let refusals = 0;
		for (let request = 0, failures = 0; request < 5000; request += 1) {
			failures += rate;
			const fails = failures >= 1;
			if (fails) failures -= 1;
			if (!fails) budget.answered(false);
			else if (!budget.pay()) refusals += 1;
		}
		expect(refusals === 0).toBe(lasts);
	});
});
