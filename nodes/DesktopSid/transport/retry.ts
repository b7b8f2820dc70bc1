import type { Attempts, Fault, Reply } from './reply';
import type { Send, WorkspaceRequest } from './request';
import {
	askedMs,
	backOffMs,
	FAULT_PATIENCE_MS,
	mayHaveTakenEffect,
	THROTTLED_PATIENCE_MS,
	troubleOf,
} from './retryable';
import type { Clock } from '../runtime/clock';

export interface RetryPolicy {
	/** 0 to 10, for one request: how often it is sent again after a fault. Throttling does not count. */
	readonly maxRetries: number;
	readonly clock: Clock;
	/** Shared by all requests of the run. */
	readonly budget: FaultBudget;
}

/**
 * Sends a request once.
 *
 * @param again whether it was sent before
 * @param until by the clock: not to be sent later
 * @returns `undefined` if it could not be sent by then, or if the service has taken nothing for long
 */
export type SendInTurn = (
	request: WorkspaceRequest,
	again: boolean,
	until: number,
) => Promise<Reply | undefined>;

/**
 * Sends a request again while that may help ({@link troubleOf}), and gives back the last reply together with what it took.
 *
 * - After a fault: at most `maxRetries` times, as long as the run's budget lasts, after a back-off with full jitter. A
 *   `Retry-After` of at most 60 s is waited for in addition.
 * - Throttled: until it gets through, for ten minutes from the first refusal on. A `Retry-After` that ends later ends the request
 *   at once. When the next try goes is the rate limiter's decision; it is never earlier than `Retry-After` says.
 *
 * A cancelled execution ends the wait within 250 ms, and nothing more is sent. Never throws.
 */
export function retrying(send: SendInTurn, policy: RetryPolicy): Send {
	const { clock, budget } = policy;
	return async (request) => {
		let previous: Tried | undefined;
		let inDoubt = false;
		let firstReplyAt = 0;
		const state: State = { faults: 0, until: Infinity };
		for (let count = 1; ; count += 1) {
			const reply = await send(request, count > 1, state.until);
			const now = clock.now();
			if (count === 1) firstReplyAt = now;

			const wasSent =
				reply !== undefined && !(reply.kind === 'fault' && reply.cause === 'cancelled');
			if (!wasSent && previous !== undefined) {
				const attempts = previous.trace({
					gaveUp: reply === undefined ? 'throttled' : 'cancelled',
				});
				const wasLost = reply !== undefined && mayHaveTakenEffect(request, reply);
				const isOpen = attempts.mayHaveTakenEffect || wasLost;
				return traced(previous.reply, { ...attempts, mayHaveTakenEffect: isOpen });
			}
			if (reply === undefined) return NEVER_SENT;
			const isOpen = inDoubt && !mayHaveTakenEffect(request, reply);
			const elapsedMs = now - firstReplyAt;
			const trace = (gaveUp?: GaveUp): Attempts => ({
				count,
				elapsedMs,
				mayHaveTakenEffect: isOpen,
				...gaveUp,
			});
			const trouble = troubleOf(request, reply);
			if (trouble === undefined) {
				if (reply.kind === 'answer') budget.answered(state.faults > 0);
				return traced(reply, trace());
			}

			const asked = askedMs(reply, clock.wallTime());
			const gaveUp =
				trouble === 'throttled'
					? afterThrottling(policy, state, asked)
					: afterFault(policy, state, asked);
			if (gaveUp !== undefined) return traced(reply, trace(gaveUp));
			const backOff = trouble === 'throttled' ? 0 : backOffMs(state.faults - 1, clock.random());
			await clock.sleep(asked + backOff);
			if (clock.cancelled()) return traced(reply, trace({ gaveUp: 'cancelled' }));
			inDoubt ||= mayHaveTakenEffect(request, reply);
			previous = { reply, trace };
		}
	};
}

const NEVER_SENT: Fault = {
	kind: 'fault',
	cause: 'throttled',
	message:
		'Not sent, because the service has taken no request of this run for ten minutes: it throttles them. Run the rest again later, or at a time with fewer other requests.',
};

/** A reply, and what it took. */
interface Tried {
	readonly reply: Reply;
	readonly trace: (gaveUp?: GaveUp) => Attempts;
}

interface State {
	/** How often it was sent again after a fault. */
	faults: number;
	/** When the patience with throttling ends; set by the first refusal. */
	until: number;
}

type GaveUp = Pick<Attempts, 'gaveUp' | 'notBefore'>;

/** Why there is no further try. */
function afterThrottling({ clock }: RetryPolicy, state: State, asked: number): GaveUp | undefined {
	const now = clock.now();
	if (state.until === Infinity) state.until = now + THROTTLED_PATIENCE_MS;
	if (clock.cancelled()) return { gaveUp: 'cancelled' };
	if (asked > 0 && now + asked > state.until) {
		return { gaveUp: 'comeBackLater', notBefore: clock.wallTime() + asked };
	}
	return now >= state.until ? { gaveUp: 'throttled' } : undefined;
}

/** Why there is no further try; `undefined` if there is one, which is then paid for. */
function afterFault(policy: RetryPolicy, state: State, asked: number): GaveUp | undefined {
	const { maxRetries, clock, budget } = policy;
	if (asked > FAULT_PATIENCE_MS) {
		return { gaveUp: 'comeBackLater', notBefore: clock.wallTime() + asked };
	}
	if (clock.cancelled()) return { gaveUp: 'cancelled' };
	if (state.faults >= maxRetries) return { gaveUp: 'maxRetries' };
	if (!budget.pay()) return { gaveUp: 'budget' };
	state.faults += 1;
	return undefined;
}

/** A reply that was right at once, or that nobody wanted repeated, has nothing to tell about attempts. */
function traced(reply: Reply, attempts: Attempts): Reply {
	const { count, gaveUp } = attempts;
	const plain = count === 1 && (gaveUp === undefined || gaveUp === 'maxRetries');
	return plain ? reply : { ...reply, attempts };
}

const FULL = 500;
const COST = 14;

/**
 * What all requests of one run may spend on retries after faults, so that an outage is not hammered: a bucket of 500 tokens. A
 * retry costs 14, a retry that helped gives them back, and an answer at the first try gives 1.
 * Source: AWS SDKs, "Retry behavior" (rules of 2026), whose numbers these are; there throttling costs too.
 *
 * Bound: while nothing succeeds, a run of B requests costs at most B + 35 (500 / 14), whatever 'Max Retries' says.
 */
export class FaultBudget {
	private tokens = FULL;

	/** Whether one more retry can be paid for. */
	lasts(): boolean {
		return this.tokens >= COST;
	}

	/** Pays for one retry; `false` if too little is left. */
	pay(): boolean {
		if (!this.lasts()) return false;
		this.tokens -= COST;
		return true;
	}

	/** @param afterRetry whether it took a retry after a fault to get the answer */
	answered(afterRetry: boolean): void {
		this.tokens = Math.min(FULL, this.tokens + (afterRetry ? COST : 1));
	}
}
