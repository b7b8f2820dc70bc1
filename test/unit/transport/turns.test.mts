import { limiterOf, PASSED, replies, throttled } from './support/limiterOf.mts';
import type { Turn } from '../../../nodes/DesktopSid/transport/rateLimiter.ts';

describe('a turn', () => {
	it('goes to the two callers by turns, and to what was sent before first', async () => {
		const { clock, ask } = limiterOf(() => PASSED);
		const order: string[] = [];
		const asked = async (name: string, turn: Partial<Turn>) => {
			await ask(turn);
			order.push(name);
		};
		await clock.until(
			Promise.all([
				asked('send 1', {}),
				asked('send 2', {}),
				asked('send 3', {}),
				asked('send again', { again: true }),
				asked('poll 1', { caller: 'polling' }),
				...['poll 2', 'poll 3', 'poll 4', 'poll 5'].map((name) =>
					asked(name, { caller: 'polling' }),
				),
			]),
		);
		expect(order).toEqual([
			...['send 1', 'poll 1', 'send again', 'poll 2', 'send 2', 'poll 3', 'send 3'],
			...['poll 4', 'poll 5'],
		]);
	});

	it('that comes at the last moment is taken, and a later one is not', async () => {
		const { all, sentAt } = limiterOf(() => PASSED);
		const ended = await all(4, { until: 100 });
		expect(sentAt).toEqual([0, 100]);
		expect(ended).toEqual([PASSED, PASSED, undefined, undefined]);
	});

	it('that is over does not keep those behind it from theirs', async () => {
		const { clock, ask, sentAt } = limiterOf(() => PASSED);
		const turns = [Infinity, 50, Infinity].map(async (until) => await ask({ until }));
		expect(await clock.until(Promise.all(turns))).toEqual([PASSED, undefined, PASSED]);
		expect(sentAt).toEqual([0, 100]);
	});

	it('is given back by a request that throws, which tells nothing of the service', async () => {
		const given = replies(throttled(5000), PASSED);
		const { clock, limiter, all, sentAt } = limiterOf(given, { most: 100 });
		const thrown = limiter.run(
			async () => await Promise.reject(new Error('broken')),
			() => PASSED,
			{ caller: 'sending', again: false, until: Infinity },
		);
		await expect(clock.until(thrown)).rejects.toThrow('broken');
		await all(5);
		expect(sentAt).toEqual([0, 0, 0, 0, 5100]);
	});

	it('is waited for once for all, not by each', async () => {
		const { clock, all } = limiterOf(replies(throttled(5000), PASSED));
		await all(1);
		await all(100);
		expect(clock.sleeps).toBe(5);
	});

	it('comes at once for all that wait when nothing is to be sent any more', async () => {
		const { clock, limiter, ask, sentAt } = limiterOf(() => throttled(30_000));
		const waiting = Array.from({ length: 5 }, async () => await ask());
		void clock.pass(5000).then(() => {
			limiter.release();
		});
		await clock.until(Promise.all(waiting));
		expect(sentAt).toEqual([0, 5100, 5100, 5100, 5100]);
	});

	it('comes for all when the execution is cancelled', async () => {
		const { clock, all, sentAt } = limiterOf(() => throttled(30_000));
		clock.cancelAt(5050);
		await all(5);
		expect(sentAt).toEqual([0, 5100, 5100, 5100, 5100]);
	});
});
