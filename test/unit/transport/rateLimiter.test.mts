import {
	faulted,
	gaps,
	limiterOf,
	PASSED,
	refusing,
	replies,
	throttled,
	UNCLEAR,
} from './support/limiterOf.mts';

describe('a round', () => {
	it('begins when most of the last one is answered, and is twice as large', async () => {
		const { all, sentAt } = limiterOf(() => PASSED, { most: 100 });
		await all(50);
		const begins = [0, 100, 240];
		expect(begins.map((at) => sentAt.indexOf(at))).toEqual([0, 1, 13]);
		// By then 21 answers are in: the last of the second round, and 20 of 24, which were sent 50/24 ms apart.
		expect(sentAt[37]).toBeCloseTo(240 + 19 * (50 / 24) + 100, 0);
	});

	it('has no end where as many as may be are in flight', async () => {
		const { all, sentAt } = limiterOf(() => PASSED, { most: 2, tookMs: (count) => 100 * count });
		await all(5);
		expect(sentAt).toEqual([0, 100, 104, 300, 404]);
	});

	it.each([
		['as nothing has passed', UNCLEAR, [0, 100, 100, 100, 100, 200, 200]],
		['also after faults', faulted(), [0, 100, 100, 100, 100, 700, 700]],
	])('is of four, %s', async (_, reply, times) => {
		const { all, sentAt } = limiterOf(() => reply, { most: 100 });
		await all(7);
		expect(sentAt).toEqual(times);
	});

	it('is not larger than the last one when that ended with something unclear', async () => {
		const { all, sentAt } = limiterOf((count) => (count === 12 ? UNCLEAR : PASSED), { most: 100 });
		await all(30);
		expect(sentAt.filter((at) => at >= 240 && at < 340)).toHaveLength(12);
	});

	it.each([
		['at the work on one', 100, 1000, 4],
		['at half of their share of a round trip', 100, 24, 1],
		['at their share of it, where as many as may be are in flight', 12, 24, 2],
	])('keeps requests apart, %s', async (_, most, tookMs, apart) => {
		const { all, sentAt } = limiterOf(() => PASSED, { most, tookMs });
		await all(13);
		expect(gaps(sentAt, 2)).toEqual(Array(11).fill(apart));
	});

	it('goes by round trips of late more than by older ones', async () => {
		const tookMs = (count: number) => (count === 1 ? 10 : 20);
		const { all, sentAt } = limiterOf(() => PASSED, { most: 10, tookMs });
		await all(13);
		expect(sentAt.slice(10)).toEqual([19, 30, 31.3]);
	});
});

describe('after a refusal', () => {
	it.each([
		['no Retry-After', 0, 200],
		['the shortest Retry-After, which says "soon"', 1000, 200],
		['a longer one', 1001, 1001],
		['a long one', 30_000, 30_000],
	])('the pause follows %s', async (_, askedMs, pauseMs) => {
		const { all, sentAt } = limiterOf(replies(throttled(askedMs), PASSED));
		await all(2);
		expect(sentAt).toEqual([0, 100 + pauseMs]);
	});

	it('and another one the pause is longer by 40 %, up to five seconds', async () => {
		const { all, sentAt } = limiterOf(() => throttled());
		await all(16);
		const pauses = gaps(sentAt, 1).map((gap) => gap - 100);
		expect(pauses.slice(0, 3)).toEqual([200, 280, 392]);
		expect(pauses.slice(-5)).toEqual(Array(5).fill(5000));
	});

	it('one goes first, then a quarter of what had passed, then twice as many', async () => {
		const { all, sentAt } = limiterOf(refusing(30), { most: 100 });
		await all(60);
		const pauseEnds = (sentAt[29] ?? 0) + 300;
		const [first, ...later] = sentAt.filter((at) => at >= pauseEnds);
		expect(first).toBe(pauseEnds);
		const round = Math.floor(36 / 4);
		expect(later[0]).toBeCloseTo(pauseEnds + 100, 0);
		expect(later.filter((at) => at < pauseEnds + 200)).toHaveLength(round);
	});

	it('passes of requests that were sent before it do not end the pause', async () => {
		const { all, sentAt } = limiterOf(replies(PASSED, throttled(), PASSED), { most: 12 });
		await all(16);
		expect(sentAt.slice(12)).toEqual([144, 400, 500, 504]);
	});

	it.each([
		['has no say without Retry-After', 0, 0, 400],
		['makes the pause longer', 0, 5000, 5204],
		['does not make it shorter', 5000, 2000, 5200],
	])('another one of the same round %s', async (_, first, second, resumed) => {
		const given = replies(PASSED, throttled(first), throttled(second), PASSED);
		const { all, sentAt } = limiterOf(given, { most: 12 });
		await all(14);
		expect(sentAt[13]).toBe(resumed);
	});

	it.each([
		['a refusal', throttled()],
		['a pass', PASSED],
	])('%s of a request that was sent in the same moment has no say', async (_, reply) => {
		const given = replies(PASSED, PASSED, throttled(), reply, throttled(), PASSED);
		// The third is sent 4 ms after the second, and both are answered when the fourth is sent.
		const tookMs = (count: number) => (count === 3 ? 96 : 100);
		const { all, sentAt } = limiterOf(given, { most: 2, tookMs });
		await all(6);
		expect(sentAt).toEqual([0, 100, 104, 200, 400, 780]);
	});

	it('nothing is sent any more once it has gone on for ten minutes', async () => {
		const { all, sentAt, passed } = limiterOf(() => throttled());
		const ended = await all(200);
		expect(ended.slice(sentAt.length)).toEqual(Array(200 - sentAt.length).fill(undefined));
		expect(sentAt.at(-1)).toBeGreaterThan(595_000);
		expect(sentAt.at(-1)).toBeLessThan(600_100);
		expect(passed()).toBeLessThan(605_200);
	});

	it('the ten minutes begin anew with each that passes', async () => {
		const reply = (_: number, ms: number) => (ms > 400_000 && ms < 405_500 ? PASSED : throttled());
		const { all, passed } = limiterOf(reply);
		await all(300);
		expect(passed()).toBeGreaterThan(1_000_000);
	});
});

describe('the rate', () => {
	/** Its requests are sent one by one, so that the gaps between them show its pace. */
	const paced = async (refused: readonly number[], count: number, tookMs = 10) => {
		const { all, sentAt } = limiterOf(refusing(...refused), { tookMs });
		await all(count);
		return sentAt;
	};

	it('is what got through between two refusals', async () => {
		// Ten in 1.3 s: the eleventh was sent after 1 s, the 22nd after 2.3 s. The same time is the pause.
		const sentAt = await paced([11, 22], 24, 100);
		expect(sentAt.slice(20)).toEqual([2200, 2300, 2530, 2660]);
	});

	it('does not count what was sent before the first refusal and answered after it', async () => {
		// The second is answered after the third is refused, and three more get through until the seventh: one in 182 ms.
		const given = replies(PASSED, PASSED, throttled(), PASSED, PASSED, PASSED, throttled(), PASSED);
		const tookMs = (count: number) => (count === 2 ? 350 : 100);
		const { all, sentAt } = limiterOf(given, { most: 2, tookMs });
		await all(10);
		expect([sentAt[2], sentAt[6]]).toEqual([104, 104 + 3 * 182]);
		expect(sentAt.slice(8)).toEqual([750 + 182, 750 + 2 * 182]);
	});

	it('stays nearly the same at first, and has nearly doubled after as many passes', async () => {
		const sentAt = await paced([3, 6], 15);
		expect(gaps(sentAt, 7)).toEqual([115, 114.2, 108.7, 96.3, 78.7, 60.5, 60.1, 57.3]);
	});

	it('has grown by half after forty passes, if it was made from more', async () => {
		const reply = (count: number) => (count === 46 ? throttled(9000) : refusing(91)(count));
		const { all, sentAt } = limiterOf(reply, { tookMs: 10 });
		await all(134);
		const found = gaps(sentAt, 92);
		expect([found[0], found[39], found[40]]).toEqual([214.7, 142.3, 138.6]);
	});

	it.each([
		['between what got through and the present pace', [11, 22, 33], 24.1],
		['hardly less than what got through, however fast it was', [11, 22, 60], 13.3],
		['made from thirty passes at least', [11, 22, 60, 70], 15.2],
		['made from later ones as soon as those are thirty', [11, 22, 53, 84, 90], 13.7],
		['made from the latest of them', [11, 22, 60, 70, 110, 120], 13.8],
	])('is %s after one more refusal', async (_, refused, gap) => {
		const last = refused.at(-1) ?? 0;
		expect(gaps(await paced(refused, last + 3), last + 1)[0]).toBe(gap);
	});

	it('makes the pause, which is longer by half for each refusal in a row', async () => {
		const sentAt = await paced([11, 22, 23, 24], 27);
		expect(gaps(sentAt, 22)).toEqual([31 + 10, 46.5 + 10, 69.8 + 10, 31, 30.9]);
	});

	it('is gone by also when the first after a pause tells nothing', async () => {
		const refused = refusing(11, 22, 23);
		const { all, sentAt } = limiterOf((count) => (count === 24 ? UNCLEAR : refused(count)));
		await all(26);
		expect(sentAt[24]).toBe((sentAt[23] ?? 0) + 130);
	});

	it('is tried by a single request after a second refusal in a row', async () => {
		const refused = refusing(11, 22);
		const isBusy = (ms: number) => ms >= 12_000 && ms < 13_400;
		const reply = (count: number, ms: number) => (isBusy(ms) ? throttled() : refused(count));
		const { all, sentAt } = limiterOf(reply, { tookMs: 1000, most: 32 });
		await all(80);
		// The request of 13.2 s was refused, and those of the next second were in flight.
		const later = sentAt.filter((at) => at > 13_219.4 + 1000);
		expect(later.slice(0, 4)).toEqual([15_174.2, 16_174.2, 16_365.1, 17_174.2]);
	});

	it('grows with the time as well, where few requests pass', async () => {
		const sentAt = await paced([2, 4], 7, 10_000);
		expect(gaps(sentAt, 4)).toEqual([15_000, 20_151.4, 15_456.2]);
	});

	it('is never more than eight times as fast because of the time alone', async () => {
		const { all, sentAt, clock } = limiterOf(refusing(3, 6), { tookMs: 10 });
		await all(7);
		await clock.until(clock.pass(1_000_000));
		await all(3);
		expect(gaps(sentAt, 8)).toEqual([14, 14]);
	});

	it('lets one more be in flight for each that passes', async () => {
		const tookMs = (count: number) => (count <= 53 ? 1000 : 100_000);
		const { all, sentAt } = limiterOf(refusing(11, 22), { tookMs, most: 100 });
		await all(200);
		// Three, as the round of the refusal had six, and one for each from the 24th to the 53rd.
		expect(sentAt.filter((at) => at < 100_000)).toHaveLength(53 + 3 + 30);
	});

	it('halves what may be in flight, which grows again by one for each that passes', async () => {
		const { all, sentAt } = limiterOf(refusing(11, 22), { tookMs: 1000, most: 8 });
		await all(60);
		// Four were in flight at the refusal.
		expect(sentAt.slice(23, 27)).toEqual([6308.4, 6608.8, 7308.4, 7608.6]);
		expect((sentAt[59] ?? 0) - (sentAt[51] ?? 0)).toBe(1000);
	});
});

describe('faults', () => {
	it('hold all others back from the second in a row on, each time longer', async () => {
		const { all, sentAt } = limiterOf(() => faulted());
		await all(5);
		expect(sentAt).toEqual([0, 100, 700, 1800, 3900]);
	});

	it('hold them back for a random part of that time', async () => {
		const { all, sentAt } = limiterOf(() => faulted(), { random: 0.5 });
		await all(4);
		expect(sentAt).toEqual([0, 100, 450, 1050]);
	});

	it('hold nobody back after one that passed', async () => {
		const { all, sentAt } = limiterOf(replies(faulted(), faulted(), PASSED, faulted(), PASSED));
		await all(5);
		expect(sentAt).toEqual([0, 100, 700, 800, 900]);
	});

	it('hold them back once only if they were sent together', async () => {
		const { all, sentAt } = limiterOf(() => faulted(), { most: 4 });
		await all(13);
		const together = (at: number) => Array<number>(4).fill(at);
		expect(sentAt).toEqual([0, ...together(100), ...together(700), ...together(1800)]);
	});

	it('hold them back for as long as the service asks', async () => {
		const { all, sentAt } = limiterOf(replies(faulted(7000), PASSED));
		await all(2);
		expect(sentAt).toEqual([0, 7100]);
	});
});
