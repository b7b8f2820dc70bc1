import type { Clock } from '../../../nodes/DesktopSid/runtime/clock.ts';

const SPEED = 25;
const NOTICED_AFTER_MS = 10;

/**
 * In place of the node's clock, in tests that wait for tasks, lists and further tries: all its waits in a 25th of their time. What a
 * test gives in seconds, the node takes for seconds.
 */
export function systemClock(signal: AbortSignal | undefined): Clock {
	const cancelled = () => signal?.aborted === true;
	const now = () => Math.floor(performance.now() * SPEED);
	return {
		now,
		wallTime: Date.now,
		random: Math.random,
		cancelled,
		sleep: async (ms) => {
			const end = now() + ms;
			for (let left = ms; left > 0 && !cancelled(); left = end - now()) {
				const realMs = Math.min(left / SPEED, NOTICED_AFTER_MS);
				await new Promise((resolve) => setTimeout(resolve, realMs));
			}
		},
	};
}
