import { backOffMs } from './backOff';
import type { Pause } from './pause';
import type { Attempts, Reply } from './reply';
import type { Send } from './request';
import { leaveAloneMs, RETRY_AFTER_CAP_MS } from './retryAfter';
import type { RetryBudget } from './retryBudget';
import { mayHaveTakenEffect, type Trouble, troubleOf } from './retryable';
import type { Clock } from '../runtime/clock';

export interface RetryPolicy {
	/** 0 to 10, for one request. */
	readonly maxRetries: number;
	readonly clock: Clock;
	/** Shared by all requests of the run. */
	readonly budget: RetryBudget;
	/** Shared by all requests of the run. */
	readonly pause: Pause;
}

/**
 * Sends a request again while that may help ({@link troubleOf}), and gives back the last reply together with what it took.
 * It waits as long as `Retry-After` asks (seconds or a date, at most 60 s), plus a back-off with full jitter; never less than
 * `Retry-After`. A cancelled execution ends the wait within 250 ms, and nothing more is sent. Never throws.
 */
export function retrying(send: Send, policy: RetryPolicy): Send {
	const { clock, budget, pause } = policy;
	return async (request) => {
		let previous: Reply | undefined;
		let paid: Trouble | undefined;
		let inDoubt = false;
		let firstReplyAt = 0;
		for (let count = 1; ; count += 1) {
			const reply = await send(request);
			const now = clock.now();
			if (count === 1) firstReplyAt = now;
			const trace = (gaveUp?: GaveUp): Attempts => ({
				count,
				elapsedMs: now - firstReplyAt,
				mayHaveTakenEffect: inDoubt && !mayHaveTakenEffect(request, reply),
				...gaveUp,
			});

			if (wasCancelled(reply) && previous !== undefined) {
				const open = inDoubt || mayHaveTakenEffect(request, reply);
				const attempts = { ...trace({ gaveUp: 'cancelled' }), mayHaveTakenEffect: open };
				return traced(previous, { ...attempts, count: count - 1 });
			}
			const trouble = troubleOf(request, reply);
			if (trouble === undefined) {
				if (reply.kind === 'answer') {
					budget.answered(paid);
					pause.succeeded();
				}
				return traced(reply, trace());
			}

			const askedMs = leaveAloneMs(reply, clock.wallTime());
			const gaveUp = reasonToGiveUp(policy, { retries: count - 1, askedMs, trouble });
			if (gaveUp !== undefined) return traced(reply, trace(gaveUp));
			pause.failed(askedMs, trouble);
			await clock.sleep(
				askedMs + backOffMs(trouble === 'throttled' ? 0 : count - 1, clock.random()),
			);
			if (clock.cancelled()) return traced(reply, trace({ gaveUp: 'cancelled' }));
			inDoubt ||= mayHaveTakenEffect(request, reply);
			previous = reply;
			paid = trouble;
		}
	};
}

type GaveUp = Pick<Attempts, 'gaveUp' | 'notBefore'>;

/** Why there is no further try; `undefined` where there is one, which is then paid for. */
function reasonToGiveUp(
	{ maxRetries, clock, budget }: RetryPolicy,
	state: { retries: number; askedMs: number; trouble: Trouble },
): GaveUp | undefined {
	const { retries, askedMs, trouble } = state;
	if (askedMs > RETRY_AFTER_CAP_MS) {
		return { gaveUp: 'comeBackLater', notBefore: clock.wallTime() + askedMs };
	}
	if (clock.cancelled()) return { gaveUp: 'cancelled' };
	if (retries >= maxRetries) return { gaveUp: 'maxRetries' };
	return budget.pay(trouble) ? undefined : { gaveUp: 'budget' };
}

function wasCancelled(reply: Reply): boolean {
	return reply.kind === 'fault' && reply.cause === 'cancelled';
}

/** A reply that was right at once, or that nobody wanted repeated, has nothing to tell about attempts. */
function traced(reply: Reply, attempts: Attempts): Reply {
	const { count, gaveUp } = attempts;
	const plain = count === 1 && (gaveUp === undefined || gaveUp === 'maxRetries');
	return plain ? reply : { ...reply, attempts };
}
