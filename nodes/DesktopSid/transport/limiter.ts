/**
 * What a task tells about the far side: it took the request (`passed`), it had too many (`throttled`), or it gave no usable
 * answer (`troubled`), which says nothing about how many it takes.
 */
export type Effect = 'passed' | 'throttled' | 'troubled';

/** More refusals in a row than this lock an access key (API Signing Guide: more than five), so fewer may be under way at once. */
const MOST_UNPROVEN = 4;
/** Successes in a row after which one more is dared. */
const ROW = 5;

/**
 * At most `most` tasks at once, in the order in which they were given, and fewer where the far side is throttling:
 *
 * - the very first one goes out alone, so that a wrong key or a dead token costs one refused request and not one for each slot;
 *   until one has passed, at most four are under way;
 * - throttling halves the number, once per round trip: a task that was under way before the last halving says nothing new;
 * - five that pass in a row allow one more, never more than `most`.
 */
export class Limiter {
	private running = 0;
	private limit = 1;
	private proven = false;
	private halvings = 0;
	private row = 0;
	private readonly waiting: Array<() => void> = [];
	private readonly most: number;

	constructor(most: number) {
		this.most = most;
	}

	/** Runs a task as soon as there is a slot. A task that throws frees its slot too. */
	async run<T>(task: () => Promise<T>, effectOf: (result: T) => Effect = passed): Promise<T> {
		await this.enter();
		const halvingsBefore = this.halvings;
		let effect: Effect = 'troubled';
		try {
			const result = await task();
			effect = effectOf(result);
			return result;
		} finally {
			this.adapt(effect, halvingsBefore);
			this.leave();
		}
	}

	private adapt(effect: Effect, halvingsBefore: number): void {
		if (effect === 'passed') {
			this.climb();
			return;
		}
		this.row = 0;
		if (effect === 'throttled' && halvingsBefore === this.halvings) {
			this.halvings += 1;
			this.limit = Math.max(1, Math.floor(this.limit / 2));
		}
		if (effect === 'troubled' && !this.proven && this.halvings === 0) {
			this.limit = Math.min(this.most, MOST_UNPROVEN);
		}
	}

	private climb(): void {
		this.row += 1;
		if (!this.proven) {
			this.proven = true;
			if (this.halvings === 0) this.limit = this.most;
		}
		if (this.row >= ROW && this.limit < this.most) {
			this.row = 0;
			this.limit += 1;
		}
	}

	private async enter(): Promise<void> {
		if (this.running < this.limit) {
			this.running += 1;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private leave(): void {
		this.running -= 1;
		while (this.running < this.limit) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.running += 1;
			next();
		}
	}
}

const passed = (): Effect => 'passed';
