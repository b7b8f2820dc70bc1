import { backOffMs, THROTTLED_PATIENCE_MS } from './retryable';
import type { Clock } from '../runtime/clock';

/**
 * All requests of one run pass here, in their order, those that were refused before first; the two callers take turns.
 *
 * - **Slots.** The first request goes out alone, so that a wrong key costs one refusal. Rounds of 12, 24, … follow, each when
 *   most of the last one are answered, up to `most` in flight.
 * - **Pause.** One for all. When it was long or the rate is unknown, a single request goes first, the others when it has passed.
 * - **Rate.** Unknown until the service throttles. From then on requests go out evenly, as fast as they got through between two
 *   refusals; faster and faster while none is refused, and slower after each refusal.
 */
export class RateLimiter {
	/** Slots: requests in flight, how many may be; how many of this round are still to be sent, and how many are answered. */
	private inFlight = 0;
	private slots = 1;
	private left = 1;
	private answered = 0;
	private proven = false;

	/** Pause: nothing is sent before. Faults in a row; refusals in a row, the time of the first and the last. */
	private resumeAt = -Infinity;
	private faults = 0;
	private refusals = 0;
	private pausedAt = -Infinity;
	private refusingSince = Infinity;

	/** Rate: milliseconds from one request to the next, 0 while no limit is known; passes until it has grown by half. */
	private gapMs = 0;
	private reach = LEAST_REACH;
	private nextAt = -Infinity;
	private roundTripMs = 0;

	/** What the rate is made from: passes in all, since the last refusal, and since the rate grew; two earlier refusals. */
	private passes = 0;
	private sinceRefusal = 0;
	private sinceGrowth = 0;
	private grownAt = -Infinity;
	private older: Mark | undefined;
	private newer: Mark | undefined;
	private refusedAt = -Infinity;

	/** Who waits, whose turn it is, whether somebody sees to it, and whether nothing is to be sent any more. */
	private readonly waiting = { sending: emptyQueue(), polling: emptyQueue() };
	private next: Caller = 'sending';
	private isStarting = false;
	private isReleased = false;

	private readonly clock: Clock;
	private readonly most: number;

	/** @param most requests in flight, at least 1 */
	constructor(clock: Clock, most: number) {
		this.clock = clock;
		this.most = most;
	}

	/**
	 * Runs a task when its turn has come; at once after {@link release} and when the execution is cancelled: then the task has to
	 * see to it that nothing is sent.
	 *
	 * @returns `undefined` if its turn had not come by `until`, or if the service has taken nothing for ten minutes
	 */
	async run<T>(
		task: () => Promise<T>,
		judge: (result: T) => Judgement,
		{ caller, again, until }: Turn,
	): Promise<T | undefined> {
		const goes = await new Promise<boolean>((start) => {
			this.waiting[caller][again ? 'again' : 'first'].push({ start, until });
			void this.startWaiting();
		});
		if (!goes) return undefined;
		const sentAt = this.clock.now();
		let judgement: Judgement = { effect: 'unclear', askedMs: 0 };
		try {
			const result = await task();
			judgement = judge(result);
			return result;
		} finally {
			this.inFlight -= 1;
			this.learn(judgement, sentAt);
			void this.startWaiting();
		}
	}

	/** Nothing is to be sent any more: all that wait start at once, to end by themselves. */
	release(): void {
		this.isReleased = true;
	}

	private pause(ms: number): void {
		this.resumeAt = Math.max(this.resumeAt, this.clock.now() + ms);
	}

	/** Starts whatever may start, and waits for the time of the next one. One call at a time does so for all. */
	private async startWaiting(): Promise<void> {
		if (this.isStarting) return;
		this.isStarting = true;
		while (this.dropLate()) {
			if (!this.isReleased && !this.clock.cancelled()) {
				if (this.inFlight >= this.slots || (this.left <= 0 && this.inFlight > 0)) break;
				const waitMs = Math.max(this.resumeAt, this.nextAt) - this.clock.now();
				if (waitMs > 0) {
					await this.clock.sleep(Math.min(waitMs, LONGEST_SLEEP_MS));
					continue;
				}
			}
			this.startNext();
		}
		this.isStarting = false;
	}

	private startNext(): void {
		const other: Caller = this.next === 'sending' ? 'polling' : 'sending';
		const caller = size(this.waiting[this.next]) > 0 ? this.next : other;
		const { again, first } = this.waiting[caller];
		this.next = caller === 'sending' ? 'polling' : 'sending';
		this.inFlight += 1;
		this.left -= 1;
		this.nextAt = this.clock.now() + Math.max(this.pace(), this.spacing());
		(again.shift() ?? first.shift())?.start(true);
	}

	/** Sends away those whose time is over. @returns whether anybody waits */
	private dropLate(): boolean {
		const now = this.clock.now();
		const isHopeless = now - this.refusingSince > THROTTLED_PATIENCE_MS;
		const queues = [this.waiting.sending, this.waiting.polling];
		for (const queue of queues.flatMap(({ again, first }) => [again, first])) {
			// Those behind are looked at when they come to the front: they came later.
			while (queue[0] !== undefined && (isHopeless || queue[0].until < now)) {
				queue.shift()?.start(false);
			}
		}
		return queues.some((queue) => size(queue) > 0);
	}

	/**
	 * Requests that start together get their answers together, so that each waits for the work on all the others, and they start
	 * together again. So they are always kept apart a little.
	 */
	private spacing(): number {
		const share = this.slots === this.most ? 1 : 0.5;
		return Math.min(WORK_ON_ONE_MS, (share * this.roundTripMs) / this.slots);
	}

	/**
	 * Hardly faster at first, and by half and more after {@link reach} passes. Passes of a run that another one has brought to a
	 * crawl take too long to wait for, so time counts as well. Milliseconds to the next request.
	 */
	private pace(): number {
		const growth = 0.5 + 2 / this.reach;
		const byTime = Math.min(2, (this.clock.now() - this.grownAt) / LONGEST_GROWTH_MS);
		return this.gapMs / (1 + growth * Math.max(this.sinceGrowth / this.reach, byTime) ** 3);
	}

	private learn({ effect, askedMs }: Judgement, sentAt: number): void {
		if (effect === 'throttled') this.throttled(sentAt, askedMs);
		else this.pause(askedMs);
		if (effect === 'faulted') this.faulted();
		if (effect === 'passed') this.passed(sentAt);
		// Never of one that was refused: its own pause has just begun.
		if (sentAt > this.pausedAt && this.gapMs === 0) this.endRound(effect === 'passed');
	}

	/** From the second fault in a row on, all requests wait, each time longer. */
	private faulted(): void {
		// Faults that come in during a pause were sent before it: they belong to the one that began it.
		if (this.clock.now() < this.resumeAt) return;
		this.faults += 1;
		if (this.faults > 1) this.pause(backOffMs(this.faults - 2, this.clock.random()));
	}

	private passed(sentAt: number): void {
		const lastMs = this.clock.now() - sentAt;
		this.roundTripMs = this.roundTripMs === 0 ? lastMs : 0.7 * this.roundTripMs + 0.3 * lastMs;
		this.faults = 0;
		if (sentAt > (this.older?.at ?? -Infinity)) this.passes += 1;
		if (sentAt <= this.pausedAt) return;
		this.refusals = 0;
		this.refusingSince = Infinity;
		this.sinceRefusal += 1;
		if (this.gapMs === 0) return;
		this.slots = Math.min(this.most, this.slots + 1);
		this.left = Infinity;
		this.sinceGrowth += 1;
		if (this.sinceGrowth < this.reach) return;
		this.gapMs = this.pace();
		this.sinceGrowth = 0;
		this.grownAt = this.clock.now();
	}

	/** While no rate is known, a round ends when most of it is answered; the next one is twice as large if the last one passed. */
	private endRound(hasPassed: boolean): void {
		this.answered += 1;
		if (this.answered < ROUND_SHARE * this.slots && this.proven) return;
		if (hasPassed) {
			const careful = this.older === undefined ? SECOND_ROUND : Math.floor(this.passes / 4);
			const second = Math.min(SECOND_ROUND, Math.max(2, careful));
			this.slots = this.slots === 1 || !this.proven ? second : 2 * this.slots;
			this.proven = true;
		} else if (!this.proven) {
			this.slots = MOST_UNPROVEN;
		}
		this.slots = Math.min(this.most, this.slots);
		this.left = this.slots === this.most || !this.proven ? Infinity : this.slots;
		this.answered = 0;
	}

	private throttled(sentAt: number, askedMs: number): void {
		// One second is the shortest Retry-After there is, and says "soon": the request itself waits for it, the others find out.
		const longMs = askedMs > 1000 ? askedMs : 0;
		if (sentAt <= this.pausedAt) {
			this.pause(longMs);
			return;
		}
		if (this.older === undefined) this.older = this.newer = { at: sentAt, passes: this.passes };
		else if (this.sinceRefusal > 0) this.measure(sentAt, this.older);
		this.refusedAt = sentAt;
		this.pausedAt = this.grownAt = this.clock.now();
		const isFollowed = this.gapMs > 0 && this.refusals === 0;
		const guess =
			this.gapMs > 0 ? this.gapMs * 1.5 ** this.refusals : FIRST_PAUSE_MS * 1.4 ** this.refusals;
		this.pause(longMs > 0 ? longMs : Math.min(LONGEST_GUESS_MS, guess));
		this.refusals += 1;
		this.refusingSince = Math.min(this.refusingSince, this.pausedAt);
		this.sinceRefusal = this.sinceGrowth = this.answered = 0;
		this.slots = isFollowed ? Math.max(1, Math.floor(this.slots / 2)) : 1;
		this.left = isFollowed ? Infinity : 1;
	}

	/**
	 * At a refusal the service has nothing left, at an earlier one it had nothing left either: what got through in between is what
	 * it takes. A little less got through than it takes, because of the pauses, and the present pace is a little more: so the
	 * truth lies between the two. The fewer passes, the less the measured value counts.
	 */
	private measure(sentAt: number, older: Mark): void {
		const passes = Math.max(1, this.passes - older.passes);
		const measured = (sentAt - older.at) / passes;
		const mark: Mark = { at: sentAt, passes: this.passes };
		if (this.gapMs === 0) {
			// The wait before may have paid for requests that were refused, or for the rest of a period: half of each.
			this.gapMs = Math.sqrt((measured * (sentAt - this.refusedAt)) / passes);
			this.older = this.newer = mark;
		} else {
			const most = measured * (0.92 - 1 / Math.sqrt(passes));
			this.gapMs = Math.max(most, Math.sqrt(measured * this.pace()));
			if (this.passes - (this.newer?.passes ?? 0) >= TELLING_PASSES) {
				this.older = this.newer;
				this.newer = mark;
			}
		}
		this.reach = Math.min(MOST_REACH, Math.max(LEAST_REACH, passes));
	}
}

/** Who asks: requests of the run, or looks at tasks. */
export type Caller = 'sending' | 'polling';

export interface Turn {
	readonly caller: Caller;
	/** Whether it was sent before: then it goes before all that were not. */
	readonly again: boolean;
	/** By the clock: it is of no use later. */
	readonly until: number;
}

/**
 * What a task tells about the service: it took the request (`passed`), it had too many (`throttled`), something broke (`faulted`),
 * or nothing (`unclear`).
 * `askedMs`: for how long it asks for no requests.
 */
export interface Judgement {
	readonly effect: 'passed' | 'throttled' | 'faulted' | 'unclear';
	readonly askedMs: number;
}

interface Waiting {
	readonly start: (goes: boolean) => void;
	readonly until: number;
}

interface Queue {
	readonly again: Waiting[];
	readonly first: Waiting[];
}

/** A refusal, and how many had passed until then. */
interface Mark {
	readonly at: number;
	readonly passes: number;
}

const emptyQueue = (): Queue => ({ again: [], first: [] });
const size = ({ again, first }: Queue) => again.length + first.length;

/** More refusals in a row than this lock an access key (API Signing Guide: more than five), so fewer may be in flight at once. */
const MOST_UNPROVEN = 4;
/** 1 + 12 + 24 + 32 + 31: a hundred requests in five round trips. */
const SECOND_ROUND = 12;
const ROUND_SHARE = 0.85;
/** What n8n and this node work on one request, at most; more distance than that would only cost time. */
const WORK_ON_ONE_MS = 4;
const FIRST_PAUSE_MS = 200;
/** However long the service throttles, it is asked that often. */
const LONGEST_GUESS_MS = 5000;
const LONGEST_SLEEP_MS = 1000;
/** Passes that are enough to measure a rate by. */
const TELLING_PASSES = 30;
const LEAST_REACH = 5;
const MOST_REACH = 40;
const LONGEST_GROWTH_MS = 36_000;
