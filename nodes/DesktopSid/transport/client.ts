import type { Connection } from './connection';
import { explaining } from './policyReason';
import { type Judgement, RateLimiter, type Turn } from './rateLimiter';
import { codeOf, isSignInRefused, sentences, wordsOf } from './refusalText';
import type { Fault, Reply } from './reply';
import type { Send, WorkspaceRequest } from './request';
import { FaultBudget, retrying } from './retry';
import {
	askedMs,
	endsRun,
	FAULT_PATIENCE_MS,
	isLeftOpen,
	meaningOfAnswer,
	THROTTLED_PATIENCE_MS,
	troubleOf,
} from './retryable';
import type { Clock } from '../runtime/clock';

export interface ClientOptions {
	/** Requests in flight at once, 1 to 50; 0: as many as the service takes, at most 32. */
	readonly concurrency: number;
	/** For one request after faults, 0 to 10. */
	readonly maxRetries: number;
	readonly clock: Clock;
}

/** Two ways through the same rate limiter. */
export interface Client {
	readonly send: Send;
	/** Without retries, for polling: the next poll is the retry. What had no turn at `until`, by the clock, is not sent. */
	readonly polling: (until: number) => Send;
}

const MOST_AUTOMATIC = 32;
/** Polls that are due at the same moment have to go one after the other. */
const QUEUE_MS = 1000;

/**
 * Makes the one client of a run out of a function that sends once:
 * {@link explaining} ∘ {@link retrying} ∘ {@link RateLimiter} ∘ `sendOnce`. A request that waits for its next try holds no slot.
 *
 * A key that is refused five times locks itself. So the first refused sign-in speaks for the whole run, and nothing is sent after
 * it; nor is anything once the execution was cancelled.
 */
export function createClient(
	sendOnce: Send,
	connection: Connection,
	{ concurrency, maxRetries, clock }: ClientOptions,
): Client {
	const limiter = new RateLimiter(clock, concurrency === 0 ? MOST_AUTOMATIC : concurrency);
	const budget = new FaultBudget();
	let closed: Fault | undefined;

	async function sendIfOpen(request: WorkspaceRequest): Promise<Reply> {
		if (clock.cancelled()) return CANCELLED;
		if (closed !== undefined) return closed;
		const reply = await sendOnce(request);
		closed ??= refusedForAll(request, reply);
		if (closed !== undefined) limiter.release();
		return reply;
	}

	const sendInTurn = async (request: WorkspaceRequest, turn: Turn) =>
		await limiter.run(
			async () => await sendIfOpen(request),
			(reply) => {
				const judgement = judge(request, reply, clock.wallTime());
				const isRepeated = turn.caller === 'sending' && maxRetries > 0 && budget.lasts();
				return judgement.effect === 'faulted' && !isRepeated
					? { ...judgement, effect: 'unclear' }
					: judgement;
			},
			turn,
		);

	const repeated = retrying(
		async (request, again, until) => await sendInTurn(request, { caller: 'sending', again, until }),
		{
			maxRetries,
			clock,
			budget,
		},
	);
	return {
		send: explaining(repeated, connection, sendOnce),
		polling: (until) => async (request) =>
			(await sendInTurn(request, { caller: 'polling', again: false, until: until + QUEUE_MS })) ??
			NO_TURN,
	};
}

/** What a reply tells the rate limiter. A request that ends because of a long Retry-After does not hold up the others. */
function judge(request: WorkspaceRequest, reply: Reply, wallTime: number): Judgement {
	const trouble = troubleOf(request, reply);
	const asked = askedMs(reply, wallTime);
	if (trouble === 'throttled' && asked <= THROTTLED_PATIENCE_MS) {
		return { effect: 'throttled', askedMs: asked };
	}
	if (trouble === 'transient' && asked <= FAULT_PATIENCE_MS) {
		return { effect: 'faulted', askedMs: asked };
	}
	const isTaken = trouble === undefined && reply.kind === 'answer' && !isLeftOpen(request, reply);
	return { effect: isTaken ? 'passed' : 'unclear', askedMs: 0 };
}

const CANCELLED: Fault = {
	kind: 'fault',
	cause: 'cancelled',
	message: 'Not sent: the execution was cancelled. Run this again for the rest.',
};

const NO_TURN: Fault = {
	kind: 'fault',
	cause: 'throttled',
	message: 'Not sent in time, because the service throttles the requests of this run.',
};

function refusedForAll(request: WorkspaceRequest, reply: Reply): Fault | undefined {
	if (!endsRun(request, reply)) return undefined;
	if (reply.kind === 'fault') {
		// Without a project, nothing was sent before either: one reason for all.
		if (reply.cause === 'refused') return reply;
		return notSent('signIn', reply.code ?? '', `: ${reply.message}`);
	}
	return notSent(
		isSignInRefused(reply) ? 'signIn' : 'refused',
		reply.error?.errorCode ?? '',
		` (${codeOf(reply)}): ${sentences(wordsOf(reply), meaningOfAnswer(reply)?.next(request.purpose))}`,
	);
}

function notSent(cause: 'signIn' | 'refused', code: string, reason: string): Fault {
	const what =
		cause === 'signIn'
			? 'Huawei Cloud refused the sign-in of this run'
			: 'an earlier request of this run was refused';
	return { kind: 'fault', cause, code, message: `Not sent, because ${what}${reason}` };
}
