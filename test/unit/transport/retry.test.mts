import { VirtualClock } from '../faults/support/virtualClock.mts';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { FaultBudget, retrying } from '../../../nodes/DesktopSid/transport/retry.ts';
import { fault, PUT, scripted } from './support/scripted.mts';
import { answerOf as answer } from '../answers.ts';

const OK = answer(200);
const LOST = fault('connection', 'ECONNRESET');
const UNREACHABLE = fault('connection', 'ECONNREFUSED');
const BUSY = answer(503);
const retryAfter = (status: number, seconds: number) =>
	answer(status, '', { 'retry-after': String(seconds) });
/** Nothing was sent, because the execution had been cancelled. */
const CLOSED: Reply = { kind: 'fault', cause: 'cancelled', message: 'Not sent.' };

/** How much the time of day is ahead of the clock for waiting. */
const AHEAD_MS = 5_000_000;

class ClockOnTheWall extends VirtualClock {
	override wallTime(): number {
		return this.now() + AHEAD_MS;
	}
}

/** Sends one request; `random` fixes the jitter, and each answer takes `answerMs`. */
async function attempt(
	replies: readonly Reply[],
	{ maxRetries = 5, random = 1, budget = new FaultBudget(), cancelAt = -1, answerMs = 0 } = {},
) {
	const clock = new ClockOnTheWall(() => random);
	if (cancelAt >= 0) clock.cancelAt(cancelAt);
	const start = clock.now();
	const send = scripted(() => clock.now() - start, ...replies);
	const policy = { maxRetries, clock, budget };
	const turns: [again: boolean, until: number][] = [];
	const inTurn = async (request: WorkspaceRequest, again: boolean, until: number) => {
		turns.push([again, until - start]);
		if (clock.now() > until) return undefined;
		const reply = await send(request);
		await clock.pass(answerMs);
		return reply;
	};
	const reply = await clock.until(retrying(inTurn, policy)(PUT));
	return { reply, times: send.times, turns, ended: clock.now() - start };
}

describe('retrying', () => {
	it('leaves a reply as it is that settles the matter at once', async () => {
		for (const settled of [OK, answer(400), answer(401), answer(412), fault('oversized'), CLOSED]) {
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
		const asks = { 'retry-after': value };
		expect((await attempt([answer(429, '', asks), OK])).times).toEqual([0, 7000]);
		expect((await attempt([answer(503, '', asks), OK], { random: 0 })).times).toEqual([0, 7000]);
		expect((await attempt([answer(503, '', asks), OK])).times).toEqual([0, 7500]);
	});

	it('gives up after a fault when Retry-After is above 60 s, and says until when', async () => {
		const late = await attempt([retryAfter(503, 61), OK]);
		expect(late.times).toEqual([0]);
		expect(late.reply.attempts).toEqual({
			count: 1,
			elapsedMs: 0,
			mayHaveTakenEffect: false,
			gaveUp: 'comeBackLater',
			notBefore: Date.UTC(2026, 0, 1) + AHEAD_MS + 61_000,
		});
		const justInTime = await attempt([retryAfter(503, 60), OK]);
		expect(justInTime.times).toEqual([0, 60_500]);
	});

	it('waits for a Retry-After of ten minutes when throttled, not for a longer one', async () => {
		expect((await attempt([retryAfter(429, 600), OK])).times).toEqual([0, 600_000]);
		const late = await attempt([retryAfter(429, 601), OK]);
		expect(late.times).toEqual([0]);
		expect(late.reply.attempts).toMatchObject({
			gaveUp: 'comeBackLater',
			notBefore: Date.UTC(2026, 0, 1) + AHEAD_MS + 601_000,
		});
		const twice = await attempt([retryAfter(429, 400), retryAfter(429, 201), OK]);
		expect(twice.times).toEqual([0, 400_000]);
		expect(twice.reply.attempts).toMatchObject({ count: 2, gaveUp: 'comeBackLater' });
	});

	it('does not count throttling as a retry, nor pay for it', async () => {
		const budget = spent(new FaultBudget());
		const slow = retryAfter(429, 10);
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
		const { reply, times, ended } = await attempt([retryAfter(503, 50), OK], { cancelAt: 10_000 });
		expect(times).toEqual([0]);
		expect(ended).toBeLessThanOrEqual(10_250);
		expect(reply).toMatchObject({ statusCode: 503, attempts: { count: 1, gaveUp: 'cancelled' } });
	});

	it('gives back what the service said when the gate below it was closed by a cancellation', async () => {
		const { reply } = await attempt([BUSY, CLOSED]);
		expect(reply).toMatchObject({ statusCode: 503, attempts: { count: 1, gaveUp: 'cancelled' } });
		const other = await attempt([BUSY, fault('oversized')]);
		expect(other.reply).toMatchObject({ cause: 'oversized', attempts: { count: 2 } });
	});

	it.each<[what: string, replies: Reply[], isOpen: boolean]>([
		['a cancellation in flight', [answer(429), { ...CLOSED, code: 'ERR_CANCELED' }], true],
		['a cancellation before it was sent again', [answer(429), CLOSED], false],
		['only the reply that is given back, cancelled before the next', [BUSY, CLOSED], false],
		['another one before that, cancelled then', [BUSY, answer(429), CLOSED], true],
		['a lost answer before that', [LOST, answer(429), CLOSED], true],
		['a lost answer, and one that leaves it open itself', [LOST, fault('timeout')], false],
	])('knows whether an earlier attempt may have worked after %s', async (_, replies, isOpen) => {
		const { reply } = await attempt(replies, { maxRetries: 1 });
		expect(reply.attempts?.mayHaveTakenEffect).toBe(isOpen);
	});

	it.each([
		['a long Retry-After', retryAfter(429, 601)],
		['the last retry', BUSY],
	])('names the cancellation before %s as the reason for no further try', async (_, last) => {
		const cancelled = { maxRetries: 0, answerMs: 1000, cancelAt: 500 };
		const { reply, times } = await attempt([last], cancelled);
		expect(times).toEqual([0]);
		expect(reply.attempts).toMatchObject({ count: 1, gaveUp: 'cancelled' });
	});

	it('says with each try whether it is one more, and until when it may be sent', async () => {
		const { turns } = await attempt([BUSY, retryAfter(429, 7), retryAfter(429, 7), OK], {
			answerMs: 1000,
		});
		expect(turns).toEqual([
			[false, Infinity],
			[true, Infinity],
			// The first refusal came after 2.5 s.
			[true, 602_500],
			[true, 602_500],
		]);
	});

	it.each([
		['in time', 100_000, 7],
		['too late', 140_000, 6],
	])('ends after ten minutes of throttling, the last answer %s', async (_, answerMs, count) => {
		const { reply, times } = await attempt([answer(429)], { answerMs });
		expect(times).toHaveLength(count);
		expect(reply.attempts).toEqual({
			count,
			elapsedMs: (count - 1) * answerMs,
			mayHaveTakenEffect: false,
			gaveUp: 'throttled',
		});
	});

	it.each<[what: string, replies: Reply[], count: number, isOpen: boolean]>([
		['may have worked, which it says itself', [answer(429), retryAfter(503, 60)], 10, false],
		['cannot have worked', [retryAfter(429, 590), UNREACHABLE], 6, false],
		['may have worked at the first try', [LOST, retryAfter(429, 590), UNREACHABLE], 6, true],
	])(
		'ends with the last reply when its turn does not come within the ten minutes: it %s',
		async (_, replies, count, isOpen) => {
			const { reply } = await attempt(replies, { maxRetries: 10 });
			expect(reply).toMatchObject(replies.at(-1) ?? {});
			expect(reply.attempts).toMatchObject({
				count,
				gaveUp: 'throttled',
				mayHaveTakenEffect: isOpen,
			});
		},
	);
});

describe('the budget of a run', () => {
	it('ends a request after its first try when nothing is left', async () => {
		const { reply } = await attempt([BUSY], { budget: spent(new FaultBudget()) });
		expect(reply.attempts).toMatchObject({ count: 1, gaveUp: 'budget' });
	});

	it.each<[what: string, replies: Reply[], left: number]>([
		['gets back what a helpful retry cost', [BUSY, OK], 24],
		['gets one for an answer at the first try', [OK], 25],
		['gets one for an answer after throttling', [retryAfter(429, 1), OK], 25],
		['gets nothing without an answer', [fault('oversized')], 24],
		['pays for a retry in vain', [BUSY, BUSY], 10],
	])('%s', async (_, replies, left) => {
		const budget = spent(new FaultBudget());
		budget.answered(true);
		await attempt(replies, { budget, maxRetries: 1 });
		expect(tokensOf(budget)).toBe(left);
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

/** A retry costs 14 tokens, an answer gives one. */
function tokensOf(budget: FaultBudget): number {
	const paid = affordable(budget);
	let missing = 0;
	for (; !budget.lasts(); missing += 1) budget.answered(false);
	return 14 * paid + 14 - missing;
}

describe('FaultBudget', () => {
	it('pays for 35 retries while nothing succeeds', () => {
		expect(affordable(new FaultBudget())).toBe(35);
	});

	it('gets back what a helpful retry cost, and one for a success at the first try', () => {
		const budget = spent(new FaultBudget());
		budget.answered(true);
		expect(affordable(budget)).toBe(1);
		for (let count = 0; count < 3; count += 1) budget.answered(false);
		expect(affordable(budget)).toBe(0);
		budget.answered(false);
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
