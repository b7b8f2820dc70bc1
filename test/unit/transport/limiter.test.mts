import { Limiter, type Effect } from '../../../nodes/DesktopSid/transport/limiter.ts';

/** Tasks that end when the test says so. */
class Tasks {
	readonly started: number[] = [];
	most = 0;
	#running = 0;
	readonly #ends = new Map<number, (effect: Effect) => void>();

	async give(limiter: Limiter, ...numbers: readonly number[]): Promise<void> {
		for (const number of numbers) {
			void limiter.run(
				async () => {
					this.started.push(number);
					this.#running += 1;
					this.most = Math.max(this.most, this.#running);
					const effect = await new Promise<Effect>((end) => this.#ends.set(number, end));
					this.#running -= 1;
					return effect;
				},
				(effect) => effect,
			);
		}
		await settled();
	}

	/** Ends tasks one after the other, and waits until the next ones have begun. */
	async end(effect: Effect, ...numbers: readonly number[]): Promise<void> {
		for (const number of numbers) {
			this.#ends.get(number)?.(effect);
			await settled();
		}
	}
}

/** Everything that could begin has begun. */
async function settled(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('Limiter', () => {
	it('lets the first go alone, then as many as asked for, in order', async () => {
		const tasks = new Tasks();
		await tasks.give(new Limiter(7), ...upTo(20));
		expect(tasks.started).toEqual([1]);
		await tasks.end('passed', 1);
		expect(tasks.started).toEqual(upTo(8));
		await tasks.end('passed', 5);
		expect(tasks.started).toEqual(upTo(9));
		expect(tasks.most).toBe(7);
	});

	it('dares no more than four until one has passed', async () => {
		const tasks = new Tasks();
		await tasks.give(new Limiter(10), ...upTo(30));
		await tasks.end('troubled', 1);
		expect(tasks.started).toEqual(upTo(5));
		await tasks.end('troubled', 2);
		expect(tasks.started).toEqual(upTo(6));
		await tasks.end('passed', 3);
		expect(tasks.started).toEqual(upTo(13));
	});

	it('halves when throttled, once per round trip, and never below one', async () => {
		const tasks = new Tasks();
		await tasks.give(new Limiter(8), ...upTo(60));
		await tasks.end('passed', 1);
		expect(tasks.started).toEqual(upTo(9));
		await tasks.end('throttled', ...[2, 3, 4, 5, 6, 7, 8]);
		// 9 is left of the old round; the new limit is 4.
		expect(tasks.started).toEqual(upTo(12));
		await tasks.end('throttled', 9);
		expect(tasks.started).toEqual(upTo(13));
		await tasks.end('throttled', ...[10, 11, 12, 13]);
		expect(tasks.started).toEqual(upTo(15));
		await tasks.end('throttled', 14, 15);
		await tasks.end('throttled', 16);
		await tasks.end('throttled', 17);
		expect(tasks.started).toEqual(upTo(18));
	});

	it('climbs by one after five that pass in a row, never above the setting', async () => {
		const tasks = new Tasks();
		await tasks.give(new Limiter(2), ...upTo(40));
		await tasks.end('throttled', 1);
		await tasks.end('passed', 2, 3, 4, 5);
		await tasks.end('troubled', 6);
		await tasks.end('passed', 7, 8, 9, 10);
		expect(tasks.started).toEqual(upTo(11));
		await tasks.end('passed', 11);
		expect(tasks.started).toEqual(upTo(13));
		await tasks.end('passed', ...[12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
		expect(tasks.most).toBe(2);
	});

	it('frees the slot of a task that throws', async () => {
		const limiter = new Limiter(1);
		await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(await limiter.run(() => Promise.resolve('next'))).toBe('next');
	});
});
