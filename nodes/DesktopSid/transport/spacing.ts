import { RETRY_AFTER_CAP_MS } from './retryAfter';
import type { Clock } from '../runtime/clock';

/** What n8n and this node work on one request, at most; more distance than that would only cost time. Milliseconds. */
const WORK_ON_ONE = 5;
/** A little slower than what got through: requests of a run do not travel equally long. */
const MARGIN = 1.02;
/** Slower by so much when throttled in spite of it. */
const SLOWER = 1.03;
/** Faster by so much when it was not throttled for long; twice as much each further time, up to the second. */
const FASTER = { first: 0.03, most: 0.5 };
/**
 * After how long a faster pace is tried; twice as long each time that was too fast. A period that the service told is not doubted
 * soon, because being refused costs a whole one; a period that was guessed is. Milliseconds.
 */
const PATIENCE = { told: 15_000, guessed: 500, most: 60_000 };
/** Fewer passes than this tell nothing about a limit: others may have used it up. */
const TELLING_PASSES = 3;
/** However few got through, they are never further apart than this. Milliseconds. */
const LARGEST_GAP = 2000;

/**
 * Keeps the requests of a run apart in time, for two reasons.
 *
 * Always: requests that start together get their answers together, so that each waits for the work on all the others, and they
 * start together again. So they are kept apart a little: by the work on one, and at most by half of what would spread them evenly
 * over the time that an answer takes.
 *
 * Under a rate limit: whoever sends as fast as it goes until he is throttled wastes the rest of each period on waiting and being
 * refused. So from the first throttling on, requests go out evenly, as many in a period as got through in the last one; a
 * little slower when that is throttled too, a little faster when it was not for long.
 */
export class Spacing {
	private readonly clock: Clock;
	/** Milliseconds from one request to the next; 0: no limit is known. */
	private gap = 0;
	private nextAt = -Infinity;
	/** How long an answer takes of late. */
	private roundTripMs = 0;
	/** Since sending began, or went on after throttling. */
	private stretch: { begin: number; passes: number } | undefined;
	/** When the last request was sent that was throttled, where nothing has passed since. */
	private refusedAt: number | undefined;
	/** What the present gap was made of, when, and how small it may be. */
	private basis = { periodMs: 0, passes: 0, atLeast: 0, settledAt: -Infinity };
	private nextTryAt = Infinity;
	private patience = 0;
	private faster = FASTER.first;

	private readonly concurrency: number;

	/** @param concurrency how many requests may be under way at once */
	constructor(clock: Clock, concurrency: number) {
		this.clock = clock;
		this.concurrency = concurrency;
	}

	/** Waits for the turn of one request. @returns the time at which it goes */
	async turn(): Promise<number> {
		for (;;) {
			const now = this.clock.now();
			if (now >= this.nextAt || this.clock.cancelled()) break;
			await this.clock.sleep(this.nextAt - now);
		}
		const now = this.clock.now();
		this.nextAt =
			now + Math.max(this.gap, Math.min(WORK_ON_ONE, this.roundTripMs / this.concurrency / 2));
		this.stretch ??= { begin: now, passes: 0 };
		return now;
	}

	/** @param sentAt as {@link turn} gave it */
	passed(sentAt: number): void {
		const lastMs = this.clock.now() - sentAt;
		this.roundTripMs = this.roundTripMs === 0 ? lastMs : 0.7 * this.roundTripMs + 0.3 * lastMs;
		if (sentAt < this.basis.settledAt) {
			// It was still under way when the gap was made.
			this.basis.passes += 1;
			if (this.basis.passes >= TELLING_PASSES) this.gap = gapOf(this.basis);
			return;
		}
		if (this.stretch === undefined) return;
		if (this.refusedAt !== undefined && sentAt > this.refusedAt) {
			// The service let requests in again somewhere between the last one that was refused and this one.
			this.settle((2 * this.refusedAt + sentAt) / 3 - this.stretch.begin, PATIENCE.guessed);
			this.stretch = { begin: sentAt, passes: 0 };
		}
		this.stretch.passes += 1;
		const now = this.clock.now();
		if (now < this.nextTryAt) return;
		this.nextTryAt = now + this.patience;
		this.gap /= 1 + this.faster;
		this.faster = Math.min(FASTER.most, 2 * this.faster);
	}

	/** @param leaveAloneMs what the service asked for; 0 where it said nothing */
	throttled(sentAt: number, leaveAloneMs: number): void {
		if (sentAt < this.basis.settledAt || this.stretch === undefined) return;
		// Asked for more patience than a run has, the request ends, and the others find out for themselves.
		if (leaveAloneMs > RETRY_AFTER_CAP_MS) return;
		if (leaveAloneMs > 0) {
			this.settle(Math.max(leaveAloneMs, sentAt - this.stretch.begin), PATIENCE.told);
			this.stretch = undefined;
			return;
		}
		this.refusedAt = Math.max(this.refusedAt ?? sentAt, sentAt);
	}

	/** So many passed in a period of this length. */
	private settle(periodMs: number, patience: number): void {
		const passes = this.stretch?.passes ?? 0;
		const settledAt = this.clock.now();
		this.refusedAt = undefined;
		this.basis = { periodMs, passes, atLeast: this.gap * SLOWER, settledAt };
		if (passes < TELLING_PASSES) return;
		this.gap = gapOf(this.basis);
		this.patience = Math.min(PATIENCE.most, Math.max(patience, 2 * this.patience));
		this.nextTryAt = settledAt + this.patience;
		this.faster = FASTER.first;
	}
}

function gapOf({
	periodMs,
	passes,
	atLeast,
}: {
	periodMs: number;
	passes: number;
	atLeast: number;
}) {
	return Math.min(LARGEST_GAP, Math.max((periodMs / passes) * MARGIN, atLeast));
}
