import { systemClock } from '../../../nodes/DesktopSid/runtime/clock.ts';

describe('systemClock', () => {
	it('waits, and knows no cancelling where there is no signal', async () => {
		const clock = systemClock(undefined);
		const before = clock.now();
		await clock.sleep(30);
		expect(clock.now() - before).toBeGreaterThanOrEqual(25);
		expect(clock.cancelled()).toBe(false);
	});

	it('ends a wait of ten minutes when the execution is cancelled, whether or not `sleep` knows the signal', async () => {
		const execution = new AbortController();
		const clock = systemClock(execution.signal);
		const before = clock.now();
		setTimeout(() => {
			execution.abort();
		}, 20);
		await clock.sleep(600_000);
		expect(clock.cancelled()).toBe(true);
		expect(clock.now() - before).toBeLessThan(600_000);
	});

	it('does not begin to wait once the execution is cancelled', async () => {
		const execution = new AbortController();
		execution.abort();
		const clock = systemClock(execution.signal);
		await clock.sleep(600_000);
		expect(clock.cancelled()).toBe(true);
	});

	it('draws chances from 0 up to 1', () => {
		const chance = systemClock(undefined).random();
		expect(chance).toBeGreaterThanOrEqual(0);
		expect(chance).toBeLessThan(1);
	});
});

describe('a wait of the system clock', () => {
	beforeEach(() => {
		jest.useFakeTimers();
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	/** Begins to wait; tells whether that is over after so many milliseconds more. */
	function wait(ms: number, signal?: AbortSignal) {
		let isOver = false;
		void systemClock(signal)
			.sleep(ms)
			.then(() => {
				isOver = true;
			});
		return async (passed: number) => {
			await jest.advanceTimersByTimeAsync(passed);
			return isOver;
		};
	}

	it.each([1, 250, 251, 1000])('of %i ms ends then and not before', async (ms) => {
		const isOverAfter = wait(ms);
		expect(await isOverAfter(ms - 1)).toBe(false);
		expect(await isOverAfter(1)).toBe(true);
	});

	it.each([0, -1])('of %i ms is none', async (ms) => {
		expect(await wait(ms)(0)).toBe(true);
	});

	it('notices a cancelling within a quarter of a second', async () => {
		const execution = new AbortController();
		const isOverAfter = wait(600_000, execution.signal);
		expect(await isOverAfter(1000)).toBe(false);
		execution.abort();
		expect(await isOverAfter(250)).toBe(true);
	});
});
