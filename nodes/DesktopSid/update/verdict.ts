import { describeRefusal, type Group, type RefusalStatus } from './refusal';
import { isFailure, type Status } from './status';
import { describeAttempts } from '../transport/attempts';
import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
	type ServiceError,
} from '../transport/errors';
import { fieldOf, type Answer, type Fault, type FaultCause, type Reply } from '../transport/reply';

export { isFailure, STATUSES, type Status } from './status';

/** What became of one desktop. Made once, never rewritten. */
export interface Verdict {
	readonly status: Status;
	/** HTTP status of the answer; absent where nothing was sent or nothing came back. */
	readonly statusCode?: number;
	/** What happened, and for a failure what to do next. */
	readonly message: string;
	/** Task that carries out the update (202). */
	readonly jobId?: string;
	/** The service's own words. */
	readonly error?: ServiceError;
	/** Set where the sign-in was refused: that is about the whole run, not about this desktop. */
	readonly signInRefused?: true;
	/** SID that the service showed after the update, where it was read again. */
	readonly sidAfter?: string;
}

/**
 * The verdict that one reply gives for each of the desktops it was about.
 * Statuses: Workspace API reference, "Updating a Desktop SID"; a 400 of the API gateway refuses the request, not the desktop.
 *
 * @param ids the desktops that the request was about
 * @param unresolved with several: why nobody looked for the one that a refusal means, and what to do about it
 */
export function verdictOf(reply: Reply, ids: readonly string[], unresolved = ''): Verdict {
	const verdict =
		reply.kind === 'fault' ? verdictOfFault(reply) : verdictOfAnswer(reply, { ids, unresolved });
	const aside = asideOf(verdict.status, reply);
	return aside === '' ? verdict : { ...verdict, message: `${verdict.message} ${aside}` };
}

/** What earlier attempts mean for the verdict. */
function asideOf(status: Status, { attempts }: Reply): string {
	if (isFailure(status)) return describeAttempts(attempts);
	return status === 'unchanged' && attempts?.mayHaveTakenEffect === true ? BY_LOST_ATTEMPT : '';
}

const BY_LOST_ATTEMPT =
	'An earlier attempt of this run, whose answer was lost, may have updated it.';

/** A verdict on something that was never sent. */
export function unsent(
	status: 'inSync' | 'unmatched' | 'ambiguous' | 'invalid' | 'failed',
	message: string,
): Verdict {
	return { status, message };
}

/** The verdict on a desktop for which nothing could be sent at all; `refusal` holds the service's words, where it spoke. */
export function notSent(refusal: Pick<Verdict, 'message' | 'statusCode' | 'error'>): Verdict {
	const { message, statusCode, error } = refusal;
	return {
		status: 'failed',
		message,
		...(statusCode === undefined ? {} : { statusCode }),
		...(error === undefined ? {} : { error }),
	};
}

function verdictOfFault(fault: Fault): Verdict {
	return {
		status: 'failed',
		message: LEFT_OPEN.has(fault.cause)
			? `${fault.message} The update may have been carried out; running it again is safe.`
			: fault.message,
		error: { errorCode: fault.code ?? '', errorMsg: fault.message },
		...(fault.cause === 'signIn' ? { signInRefused: true } : {}),
	};
}

/** The request arrived, but nobody knows what became of it. A broken connection says so itself. */
const LEFT_OPEN: ReadonlySet<FaultCause> = new Set<FaultCause>(['timeout', 'oversized']);

function verdictOfAnswer(answer: Answer, group: Group): Verdict {
	const { statusCode } = answer;
	if (statusCode >= 200 && statusCode < 300 && hasErrorCode(answer.json)) {
		return refused('failed', answer, group);
	}
	switch (statusCode) {
		case 200:
			return isUnreadable(answer)
				? unreadable(answer)
				: { status: 'updated', statusCode, message: 'The SID was updated.' };
		case 202:
			return isUnreadable(answer) ? unreadable(answer) : accepted(answer);
		case 204:
			return {
				status: 'unchanged',
				statusCode,
				message: 'The SID was already right; the service changed nothing.',
			};
		case 400:
			return isGatewayCode(readServiceError(answer).errorCode)
				? refused('failed', answer, group)
				: refused('notFound', answer, group);
		case 412:
			return refused('notSupported', answer, group);
		default:
			return refused('failed', answer, group);
	}
}

function accepted(answer: Answer): Verdict {
	const jobId = fieldOf(answer.json, 'job_id');
	if (typeof jobId === 'string' && jobId !== '') {
		return {
			status: 'accepted',
			statusCode: 202,
			jobId,
			message: `The service accepted the update and carries it out as task ${jobId}.`,
		};
	}
	return {
		status: 'accepted',
		statusCode: 202,
		message:
			'The service accepted the update but named no task, so its outcome cannot be followed.',
	};
}

/** A proxy's page or a cut-off answer: neither is the service's word, so it must not pass for success. */
function isUnreadable(answer: Answer): boolean {
	return answer.text.trim() !== '' && answer.json === undefined;
}

function unreadable(answer: Answer): Verdict {
	const error = readServiceError(answer);
	return {
		status: 'failed',
		statusCode: answer.statusCode,
		error,
		message: `The answer (${answer.statusCode}) was not JSON, so it is unknown whether the SID was updated: "${excerpt(error.errorMsg)}". Check for a proxy or a wrong endpoint, then run it again; updating twice does no harm.`,
	};
}

function refused(status: RefusalStatus, answer: Answer, group: Group): Verdict {
	const { encodedAuthorizationMessage, ...error } = readServiceError(answer);
	const isEncoded = encodedAuthorizationMessage !== undefined && answer.refusal?.decoded !== true;
	return {
		status,
		statusCode: answer.statusCode,
		error: isEncoded ? { ...error, encodedAuthorizationMessage } : error,
		message: describeRefusal(status, answer, group),
		...(answer.statusCode === 401 ? { signInRefused: true } : {}),
	};
}

const excerpt = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);
