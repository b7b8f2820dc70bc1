import type { Clock } from '../../../../nodes/DesktopSid/runtime/clock.ts';

const START = Date.UTC(2026, 10, 24, 12);

/**
 * Time that passes only while everybody waits: it moves to the time of the next waiter once nobody is at work. Work that leaves
 * the process (a request to the simulator) has to be run by `during`, so that no time passes meanwhile.
 */
export class TestClock implements Clock {
	/** Every wait that was asked for, in milliseconds. */
	readonly waits: number[] = [];
	private time = START;
	private isCancelled = false;
	private atWork = 0;
	private waiting: { until: number; wake: () => void }[] = [];

	now = (): number => this.time;

	wallTime = (): number => this.time;

	/** Seconds since the start. */
	seconds = (): number => (this.time - START) / 1000;

	random = (): number => 0.5;

	cancelled = (): boolean => this.isCancelled;

	sleep = async (ms: number): Promise<void> => {
		this.waits.push(ms);
		if (ms <= 0 || this.isCancelled) return;
		await new Promise<void>((wake) => {
			this.waiting.push({ until: this.time + ms, wake });
			this.moveOnLater();
		});
	};

	/** Wakes everybody, as the real clock does when the execution is cancelled. */
	cancel(): void {
		this.isCancelled = true;
		for (const { wake } of this.waiting.splice(0)) wake();
	}

	async during<T>(work: () => Promise<T>): Promise<T> {
		this.atWork += 1;
		try {
			return await work();
		} finally {
			this.atWork -= 1;
			this.moveOnLater();
		}
	}

	/** After a turn of the event loop all that needs no waiting has been done. */
	private moveOnLater(): void {
		setImmediate(() => {
			if (this.atWork > 0 || this.waiting.length === 0) return;
			this.time = Math.min(...this.waiting.map(({ until }) => until));
			const due = this.waiting.filter(({ until }) => until <= this.time);
			this.waiting = this.waiting.filter(({ until }) => until > this.time);
			for (const { wake } of due) wake();
		});
	}
}
