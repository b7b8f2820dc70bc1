import { VirtualClock } from '../faults/support/virtualClock.mts';
import { Pause } from '../../../nodes/DesktopSid/transport/pause.ts';

function pauseWith(random = 1) {
	const clock = new VirtualClock(() => random);
	const pause = new Pause(clock);
	const wait = async () => {
		const start = clock.now();
		await clock.until(pause.over());
		return clock.now() - start;
	};
	return { clock, pause, wait };
}

describe('Pause', () => {
	it('does not hold others back for a single failure', async () => {
		const { pause, wait } = pauseWith();
		pause.failed(0, 'transient');
		expect(await wait()).toBe(0);
	});

	it('grows from failure to failure up to 20 s, until one gets through', async () => {
		const { pause, wait } = pauseWith();
		const waits: number[] = [];
		for (let failure = 0; failure < 9; failure += 1) {
			pause.failed(0, 'transient');
			waits.push(await wait());
		}
		expect(waits).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
		pause.succeeded();
		pause.failed(0, 'transient');
		expect(await wait()).toBe(0);
	});

	it('counts failures that come in during a pause as part of it', async () => {
		const { pause, wait } = pauseWith();
		for (let failure = 0; failure < 10; failure += 1) pause.failed(0, 'transient');
		expect(await wait()).toBe(500);
		pause.failed(0, 'transient');
		expect(await wait()).toBe(1000);
	});

	it('lasts at least as long as the service asks for, whatever shorter wish follows', async () => {
		const { pause, wait } = pauseWith(0);
		pause.failed(7000, 'transient');
		pause.failed(2000, 'transient');
		pause.succeeded();
		expect(await wait()).toBe(7000);
	});

	it('is lengthened while others wait for its end', async () => {
		const { clock, pause } = pauseWith(0);
		const start = clock.now();
		pause.failed(1000, 'transient');
		void clock.pass(500).then(() => {
			pause.failed(3000, 'transient');
		});
		await clock.until(pause.over());
		expect(clock.now() - start).toBe(3500);
	});

	it('ends within 250 ms when the execution is cancelled', async () => {
		const { clock, pause, wait } = pauseWith(0);
		pause.failed(60_000, 'transient');
		clock.cancelAt(1000);
		expect(await wait()).toBe(1250);
	});
});
