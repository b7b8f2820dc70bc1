import { gated } from './gate';
import { Pause } from './pause';
import type { Send } from './request';
import { retrying } from './retry';
import { RetryBudget } from './retryBudget';
import type { Clock } from '../runtime/clock';

export interface Reliability {
	/** Requests in flight at once, 1 to 10. */
	readonly concurrency: number;
	/** For one request, 0 to 10. */
	readonly maxRetries: number;
	readonly clock: Clock;
	/** Of the execution: nothing is sent once it is aborted. */
	readonly signal: AbortSignal | undefined;
}

/** Two ways through the same gate. */
export interface Senders {
	readonly send: Send;
	/** For whoever asks again anyway, at a pace of his own: polling. */
	readonly sendUnrepeated: Send;
}

/**
 * Makes the one sender of a run out of a function that sends once: retries above, the gate below, so that a request that waits
 * for its next try holds no slot. Gate, pause and retry budget are shared by all requests of the run, whatever they are for.
 */
export function reliable(sendOnce: Send, run: Reliability): Senders {
	const { concurrency, maxRetries, clock, signal } = run;
	const pause = new Pause(clock);
	const gate = gated(sendOnce, concurrency, signal, clock, pause);
	return {
		send: retrying(gate, { maxRetries, clock, budget: new RetryBudget(), pause }),
		sendUnrepeated: gate,
	};
}
