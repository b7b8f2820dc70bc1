import type { Clock } from './clock';

/** What a run does its work with, beside the service. */
export interface Tempo {
	readonly clock: Clock;
	readonly pace: Pace;
}

/** How long a run works on its items before it lets n8n do something else. Milliseconds. */
const TURN_MS = 15;
/** Items between two looks at the clock; some hundred microseconds' worth. */
const SLICE_SIZE = 256;

/**
 * Goes through many items without holding n8n up. Everything of an n8n process shares one thread: while a node computes, no
 * other execution gets on, no health check is answered, and a worker of queue mode cannot renew the lock on its job. So after
 * each turn the event loop goes round once.
 */
export class Pace {
	private readonly clock: Pick<Clock, 'now' | 'sleep'>;
	private turnBegan: number;

	constructor(clock: Pick<Clock, 'now' | 'sleep'>) {
		this.clock = clock;
		this.turnBegan = clock.now();
	}

	/** The values slice by slice, in order; `offset` is the place of the first value of a slice. */
	async *slices<T>(values: readonly T[]): AsyncGenerator<{ slice: readonly T[]; offset: number }> {
		for (let offset = 0; offset < values.length; offset += SLICE_SIZE) {
			await this.rest();
			yield { slice: values.slice(offset, offset + SLICE_SIZE), offset };
		}
	}

	/** What the work makes of each slice, together and in order. */
	async inSlices<T, U>(
		values: readonly T[],
		work: (slice: readonly T[], offset: number) => Iterable<U>,
	): Promise<U[]> {
		const results: U[] = [];
		for await (const { slice, offset } of this.slices(values)) {
			for (const result of work(slice, offset)) results.push(result);
		}
		return results;
	}

	/** The same for work that leaves nothing to collect. */
	async each<T>(values: readonly T[], visit: (value: T) => void): Promise<void> {
		for await (const { slice } of this.slices(values)) slice.forEach(visit);
	}

	private async rest(): Promise<void> {
		if (this.clock.now() - this.turnBegan < TURN_MS) return;
		await this.clock.sleep(1);
		this.turnBegan = this.clock.now();
	}
}
