import { mayBeOneOfThem } from './sendBatches';
import { looksLikeDesktopId, SAMPLE_ID } from '../desktops/desktopId';
import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
	type ServiceError,
} from '../transport/errors';
import { asSentence, describeAttempts, nextStep } from '../transport/refusalText';
import { type Answer, type Fault, type FaultCause, fieldOf, type Reply } from '../transport/reply';

/** Every status a desktop can end with, in the order in which outputs list them. */
export const STATUSES = [
	'updated',
	'accepted',
	'unchanged',
	'inSync',
	'unmatched',
	'notFound',
	'notSupported',
	'failed',
	'timedOut',
	'unverified',
	'ambiguous',
	'invalid',
] as const;

export type Status = (typeof STATUSES)[number];

const FAILURES: ReadonlySet<Status> = new Set<Status>([
	'notFound',
	'notSupported',
	'failed',
	'timedOut',
	'unverified',
	'ambiguous',
	'invalid',
]);

/** Whether a status means that the desktop still needs somebody. */
export function isFailure(status: Status): boolean {
	return FAILURES.has(status);
}

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

/** What an answer that refuses can mean for a desktop. */
export type RefusalStatus = Extract<Status, 'notFound' | 'notSupported' | 'failed'>;

/** The desktops that a request named together. */
export interface Group {
	readonly ids: readonly string[];
	/** With several: why nobody looked for the one that a refusal means, and what to do about it. */
	readonly unresolved: string;
}

/** A refusal in words: what happened, with which code, to which of the desktops, and what to do next. */
export function describeRefusal(status: RefusalStatus, answer: Answer, group: Group): string {
	const error = readServiceError(answer);
	const code = `${answer.statusCode} ${error.errorCode}`.trim();
	const sentences = [
		`${whatHappened(status, answer)} (${code}): ${asSentence(error.errorMsg)}`,
		othersOf(answer, group),
		answer.refusal?.words ?? '',
		oddIdOf(status, group) ?? nextStep(answer.statusCode, error),
	];
	return sentences.filter((sentence) => sentence !== '').join(' ');
}

const WHAT_HAPPENED: Record<RefusalStatus, string> = {
	notFound: 'Huawei Cloud knows no desktop with this ID',
	notSupported: 'The SID of this desktop cannot be updated',
	failed: 'The SID was not updated',
};

/** A server error may come after the work was done, so it must not be said that it was not. */
function whatHappened(status: RefusalStatus, { statusCode }: Answer): string {
	const isUnclear = status === 'failed' && (statusCode >= 500 || statusCode === 408);
	return isUnclear ? 'The update was not confirmed' : WHAT_HAPPENED[status];
}

/** A refusal for what a single desktop is, given to several: which of them is meant is not known. */
function othersOf(answer: Answer, { ids, unresolved }: Group): string {
	if (ids.length === 1 || !mayBeOneOfThem(answer)) return '';
	return `The service refused ${ids.length} desktops together; at least one of them is meant. ${unresolved}`.trim();
}

/** The format of an ID is not documented, so this is no reason to send none; but where it is not known, it most likely is why. */
function oddIdOf(status: RefusalStatus, { ids }: Group): string | undefined {
	const odd = status === 'notFound' ? ids.find((id) => !looksLikeDesktopId(id)) : undefined;
	if (odd === undefined) return undefined;
	// Of one desktop it is told already which; without the ID, the same advice for many is one sentence.
	const which = ids.length === 1 ? 'It' : `"${odd}"`;
	return `${which} does not look like a desktop ID (36 characters, such as ${SAMPLE_ID}): check that it is complete. If it is a computer name, set 'Match By' to 'Computer Name' and give it there; with 'One Desktop', choose it 'From list'.`;
}
