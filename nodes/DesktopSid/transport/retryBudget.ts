import type { Trouble } from './retryable';

const START = 500;
const COST: Readonly<Record<Trouble, number>> = { transient: 14, throttled: 5 };
const REWARD = 1;

/**
 * What all requests of one run may spend on retries together, so that an outage is not hammered: a bucket of 500 tokens; a retry
 * costs 14 after a fault and 5 after throttling; a retry that helped gives its cost back, an answer at the first try gives 1.
 * Source: AWS SDKs, "Retry behavior" (rules of 2026), whose numbers these are.
 *
 * Bound: while nothing succeeds, a run of B requests costs at most B + 35 in an outage (500 / 14) and B + 100 under throttling
 * (500 / 5), whatever 'Max Retries' says. The bucket lasts for ever while fewer than about a fifth of the requests fail.
 */
export class RetryBudget {
	private tokens = START;

	/** Pays for one retry; `false` where too little is left. */
	pay(trouble: Trouble): boolean {
		if (this.tokens < COST[trouble]) return false;
		this.tokens -= COST[trouble];
		return true;
	}

	/** @param paid what the retry was for that brought the answer; `undefined` at the first try */
	answered(paid: Trouble | undefined): void {
		this.tokens = Math.min(START, this.tokens + (paid === undefined ? REWARD : COST[paid]));
	}
}
