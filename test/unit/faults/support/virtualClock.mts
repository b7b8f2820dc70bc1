import type { Clock } from '../../../../nodes/DesktopSid/runtime/clock.ts';

interface Timer {
	at: number;
	wake: () => void;
	/** Whether cancelling ends it early: waits of the node, not the time that a service takes. */
	ofNode: boolean;
}

/** How late the real clock may notice a cancellation. */
const NOTICED_AFTER_MS = 250;

/** Time that passes only when nothing is left to do before the next timer: hours take milliseconds, and never differ. */
export class VirtualClock implements Clock {
	readonly #timers: Timer[] = [];
	readonly #random: () => number;
	readonly #controller = new AbortController();
	#now = Date.UTC(2026, 0, 1);

	constructor(random: () => number) {
		this.#random = random;
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	now(): number {
		return this.#now;
	}

	wallTime(): number {
		return this.#now;
	}

	random(): number {
		return this.#random();
	}

	cancelled(): boolean {
		return this.signal.aborted;
	}

	async sleep(ms: number): Promise<void> {
		if (ms <= 0 || this.cancelled()) return;
		await this.#timer(ms, true);
	}

	/** The time that something outside takes. */
	async pass(ms: number): Promise<void> {
		await this.#timer(ms, false);
	}

	cancelAt(ms: number): void {
		void this.pass(ms).then(() => {
			this.#controller.abort();
			for (const timer of this.#timers) {
				if (timer.ofNode) timer.at = Math.min(timer.at, this.#now + NOTICED_AFTER_MS);
			}
		});
	}

	/** Lets time pass until the work is done. @throws Error when it waits for something that never comes */
	async until<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const settled = work.finally(() => {
			done = true;
		});
		settled.catch(() => undefined);
		for (;;) {
			await idle();
			if (done) return await settled;
			this.#advance();
		}
	}

	async #timer(ms: number, ofNode: boolean): Promise<void> {
		await new Promise<void>((wake) => {
			this.#timers.push({ at: this.#now + ms, wake, ofNode });
		});
	}

	#advance(): void {
		let next = Infinity;
		for (const { at } of this.#timers) next = Math.min(next, at);
		if (next === Infinity) throw new Error('The work waits for something that never comes.');
		this.#now = Math.max(this.#now, next);
		const due = this.#timers.filter(({ at }) => at <= next);
		const later = this.#timers.filter(({ at }) => at > next);
		this.#timers.splice(0, this.#timers.length, ...later);
		for (const { wake } of due) wake();
	}
}

/** Resolves when all promises that could go on have done so. */
async function idle(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
