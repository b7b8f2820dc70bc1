import { VirtualClock } from '../faults/support/virtualClock.mts';
import { Spacing } from '../../../nodes/DesktopSid/transport/spacing.ts';

function start() {
	const clock = new VirtualClock(() => 0.5);
	const begin = clock.now();
	const spacing = new Spacing(clock, 4);
	/** When the next requests go, in milliseconds since the start. */
	const goes = async (count: number) => {
		const times: number[] = [];
		await clock.until(
			(async () => {
				for (let number = 0; number < count; number++)
					times.push(Math.round((await spacing.turn()) - begin));
			})(),
		);
		return times;
	};
	const wait = async (ms: number) => clock.until(clock.pass(ms));
	return { clock, begin, spacing, goes, wait };
}

describe('Spacing', () => {
	it('holds nothing up where no limit is known', async () => {
		const { goes } = start();
		expect(await goes(5)).toEqual([0, 0, 0, 0, 0]);
	});

	it('keeps requests a little apart, so that they do not stay in step', async () => {
		const { begin, spacing, goes, wait } = start();
		await goes(1);
		await wait(80);
		spacing.passed(begin);
		expect(await goes(4)).toEqual([80, 85, 90, 95]);
		await wait(4);
		for (let answer = 0; answer < 6; answer++) spacing.passed(begin + 95);
		// The last answers took 4 ms, so there is less to spread over.
		expect(await goes(3)).toEqual([100, 102, 103]);
	});

	it('sends as many in a period as got through, where the service told the period', async () => {
		const { begin, spacing, goes, wait } = start();
		for (const sentAt of await goes(10)) spacing.passed(begin + sentAt);
		spacing.throttled(begin + Number((await goes(1))[0]), 1000);
		await wait(1000);
		const [first = 0, second = 0] = await goes(2);
		expect(second - first).toBe(102);
	});

	it('learns nothing from a throttling behind which others stand: too few had got through', async () => {
		const { begin, spacing, goes, wait } = start();
		for (const sentAt of await goes(2)) spacing.passed(begin + sentAt);
		spacing.throttled(begin + Number((await goes(1))[0]), 30_000);
		await wait(30_000);
		expect(new Set(await goes(4)).size).toBe(1);
	});

	it('never keeps requests further apart than two seconds, and finds back to speed once the limit is gone', async () => {
		const { clock, begin, spacing, goes, wait } = start();
		for (const sentAt of await goes(3)) spacing.passed(begin + sentAt);
		spacing.throttled(begin + Number((await goes(1))[0]), 60_000);
		await wait(60_000);
		const [first = 0, second = 0] = await goes(2);
		expect(second - first).toBe(2000);
		let sent = 0;
		const since = clock.now();
		await clock.until(
			(async () => {
				for (; sent < 1000; sent++) {
					const sentAt = await spacing.turn();
					await clock.sleep(10);
					spacing.passed(sentAt);
				}
			})(),
		);
		expect(clock.now() - since).toBeLessThan(1000 * 2000 * 0.25);
	});
});
