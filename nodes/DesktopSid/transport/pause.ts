import { backOffMs } from './backOff';
import type { Trouble } from './retryable';
import type { Clock } from '../runtime/clock';

/**
 * The pause that all requests of one run share. A single failure concerns its own request only; when the next one fails too and
 * none succeeded in between, or when the service says when to come back, the others would only fail as well (and calls that are
 * refused for throttling count against the limit themselves). So they wait together, each time longer, until one gets through.
 */
export class Pause {
	private until = -Infinity;
	private failuresInARow = 0;
	private readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	/** @param leaveAloneMs what the service asked for, where it did */
	failed(leaveAloneMs: number, trouble: Trouble): void {
		const now = this.clock.now();
		// Failures that come in during a pause were sent before it: they belong to the one that began it.
		const backOff = now < this.until ? 0 : this.nextBackOff(trouble);
		this.until = Math.max(this.until, now + Math.max(leaveAloneMs, backOff));
	}

	succeeded(): void {
		this.failuresInARow = 0;
	}

	/** Whether nothing may be sent now. */
	isOn(): boolean {
		return this.clock.now() < this.until && !this.clock.cancelled();
	}

	/** Resolves when requests may be sent again; at once where there is no pause or the execution is cancelled. */
	async over(): Promise<void> {
		for (;;) {
			const left = this.until - this.clock.now();
			if (left <= 0 || this.clock.cancelled()) return;
			await this.clock.sleep(left);
		}
	}

	/** Throttling ends sooner than an outage, and asking costs the service little: pauses begin shorter and grow more slowly. */
	private nextBackOff(trouble: Trouble): number {
		this.failuresInARow += 1;
		const earlier = this.failuresInARow - 2;
		const n = trouble === 'throttled' ? Math.floor(earlier / 3) - 1 : earlier;
		return earlier < 0 ? 0 : backOffMs(n, this.clock.random());
	}
}
