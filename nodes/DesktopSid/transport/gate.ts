import { type Effect, Limiter } from './limiter';
import { Pause } from './pause';
import { asSentence } from './refusalText';
import { endsRun, meaningOfAnswer, troubleOf } from './retryable';
import type { Fault, Reply } from './reply';
import type { Send, WorkspaceRequest } from './request';
import { leaveAloneMs } from './retryAfter';
import { Spacing } from './spacing';
import { type Clock, systemClock } from '../runtime/clock';

/**
 * All requests of one run pass here: at most `concurrency` in flight, fewer while the service is throttling, none during the
 * run's pause, and none at all once the sign-in was refused or the execution was cancelled. A refused key locks itself after
 * five tries, so the first refusal speaks for the whole run.
 *
 * @param pause shared with whatever repeats requests above the gate
 */
export function gated(
	send: Send,
	concurrency: number,
	signal: AbortSignal | undefined,
	clock: Clock = systemClock(signal),
	pause: Pause = new Pause(clock),
): Send {
	const limiter = new Limiter(concurrency);
	const spacing = new Spacing(clock, concurrency);
	let closed: Fault | undefined;

	/** Waits for the run's pause and for the turn of one request. */
	async function turn(): Promise<number> {
		for (;;) {
			await pause.over();
			const sentAt = await spacing.turn();
			if (!pause.isOn()) return sentAt;
		}
	}

	async function sendInTurn(request: WorkspaceRequest): Promise<Judged> {
		const sentAt = closed === undefined ? await turn() : 0;
		if (signal?.aborted === true) return { reply: CANCELLED, effect: 'troubled' };
		if (closed !== undefined) return { reply: closed, effect: 'troubled' };
		const reply = await send(request);
		closed ??= refusal(request, reply);
		const effect = effectOf(request, reply);
		if (effect === 'throttled') spacing.throttled(sentAt, leaveAloneMs(reply, clock.wallTime()));
		if (effect === 'passed') spacing.passed(sentAt);
		return { reply, effect };
	}

	return async (request) => {
		const { reply } = await limiter.run(
			async () => await sendInTurn(request),
			({ effect }) => effect,
		);
		return reply;
	};
}

interface Judged {
	readonly reply: Reply;
	readonly effect: Effect;
}

const CANCELLED: Fault = {
	kind: 'fault',
	cause: 'cancelled',
	message: 'Not sent: the execution was cancelled. Run it again to update the rest.',
};

function effectOf(request: WorkspaceRequest, reply: Reply): Effect {
	const trouble = troubleOf(request, reply);
	if (trouble === 'throttled') return 'throttled';
	const took = reply.kind === 'answer' && trouble === undefined && reply.statusCode !== 401;
	return took ? 'passed' : 'troubled';
}

function refusal(request: WorkspaceRequest, reply: Reply): Fault | undefined {
	if (!endsRun(reply)) return undefined;
	if (reply.kind === 'fault') return notSent(reply.code ?? '', `: ${reply.message}`);
	const { statusCode, error } = reply;
	const code = `${statusCode} ${error?.errorCode ?? ''}`.trim();
	const next = meaningOfAnswer(reply)?.next(request.purpose) ?? '';
	return notSent(
		error?.errorCode ?? '',
		` (${code}): ${asSentence(error?.errorMsg ?? '')} ${next}`,
	);
}

function notSent(code: string, reason: string): Fault {
	return {
		kind: 'fault',
		cause: 'signIn',
		code,
		message: `Not sent, because Huawei Cloud refused the sign-in of this run${reason}`,
	};
}
