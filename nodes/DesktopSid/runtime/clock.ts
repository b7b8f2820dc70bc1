import { sleep } from 'n8n-workflow';

/** Time, waiting and chance, passed in so that retries and polling are tested without waiting. */
export interface Clock {
	/** Milliseconds of a clock that is never set back or forward: for durations. */
	now(): number;
	/** Milliseconds since 1970: for dates that others name. */
	wallTime(): number;
	/** Waits; ends early, without throwing, when the execution is cancelled. */
	sleep(ms: number): Promise<void>;
	/** From 0 up to but not including 1. */
	random(): number;
	/** Whether the execution was cancelled: nothing more is to be sent. */
	cancelled(): boolean;
}

/** How long a cancelled wait may go on at most. */
const SLICE_MS = 250;

/**
 * The real clock. It waits in short slices and looks at the signal between them, because `sleep(ms, signal)` ignores the
 * signal in n8n-workflow before 2.35 and `sleepWithAbort` is gone since.
 */
export function systemClock(signal: AbortSignal | undefined): Clock {
	const cancelled = () => signal?.aborted === true;
	return {
		// Whole milliseconds: timers take no fractions.
		now: () => Math.floor(performance.now()),
		wallTime: Date.now,
		random: Math.random,
		cancelled,
		sleep: async (ms) => {
			const end = performance.now() + ms;
			for (let left = ms; left > 0 && !cancelled(); left = end - performance.now()) {
				await sleep(Math.min(left, SLICE_MS));
			}
		},
	};
}
