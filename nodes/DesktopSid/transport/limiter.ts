/**
 * At most `most` tasks at once, in the order in which they were given; the very first one goes out alone, so that a wrong key
 * or a dead token costs one refused request and not one for each slot.
 */
export class Limiter {
	private running = 0;
	private firstIsBack = false;
	private readonly waiting: Array<() => void> = [];

	private readonly most: number;

	constructor(most: number) {
		this.most = most;
	}

	async run<T>(task: () => Promise<T>): Promise<T> {
		await this.enter();
		try {
			return await task();
		} finally {
			this.leave();
		}
	}

	private get limit(): number {
		return this.firstIsBack ? this.most : 1;
	}

	private async enter(): Promise<void> {
		if (this.running < this.limit) {
			this.running += 1;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private leave(): void {
		this.firstIsBack = true;
		this.running -= 1;
		while (this.running < this.limit) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.running += 1;
			next();
		}
	}
}
