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
