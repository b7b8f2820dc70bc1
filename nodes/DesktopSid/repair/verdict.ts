import { readJobId } from './task';
import { NETBIOS_LENGTH } from '../desktops/computerName';
import type { DomainState } from '../desktops/domainState';
import { looksLikeDesktopId, SAMPLE_ID } from '../desktops/desktopId';
import {
	codeOf,
	describeAttempts,
	describeFault,
	isSignInRefused,
	nextStepOf,
	type RepairWords,
	sentences,
	WORDS,
	wordsOf,
} from '../transport/refusalText';
import type { ApiAnswer, ApiReply, Fault } from '../transport/reply';
import { mayHaveTakenEffect } from '../transport/retryable';
import type { ServiceError } from '../../../credentials/huaweicloud/errors';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';
import { fieldOf, isObject } from '../../../credentials/huaweicloud/json';

/** Every status a desktop can end with, in the order in which outputs list them. */
export const STATUSES = [
	'updated',
	'rejoined',
	'accepted',
	'unchanged',
	'inSync',
	'inDomain',
	'inUse',
	'notReported',
	'unmatched',
	'notRejoinable',
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
	'notRejoinable',
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
	/** HTTP status of the answer; absent if nothing was sent or nothing came back. */
	readonly statusCode?: number | undefined;
	/** What happened, and for a failure what to do next. */
	readonly message: string;
	/** Task that carries out the update. */
	readonly jobId?: string | undefined;
	/** The service's own words. */
	readonly error?: ServiceError | undefined;
	/** Set if the sign-in was refused: that is about the whole run, not about this desktop. */
	readonly signInRefused?: boolean | undefined;
	/** SID that the service showed after the update, if it was read again. */
	readonly sidAfter?: string | undefined;
	/** Set if it was not sent, because an earlier request was refused for a reason that holds for all. */
	readonly followsRefusal?: boolean | undefined;
	/** Whether the list said then that the desktop is in its domain; absent if the service does not report it. */
	readonly domainState?: DomainState | undefined;
	/** Set if the change may have been made although the verdict is no success. */
	readonly isOpen?: boolean | undefined;
	/** Set if the service refused because another task works on the desktop. */
	readonly isBusy?: boolean | undefined;
}

function wordsFor({ changes = 'sids' }: Purpose): RepairWords {
	return WORDS[changes];
}

/** The desktops that a request named together. */
export interface Group {
	readonly ids: readonly string[];
	/** With several: why nobody looked for the one that a refusal means, and what to do about it. */
	readonly unresolved: string;
}

/**
 * The verdict that one reply gives for each of the desktops it was about.
 * Statuses: Workspace API reference, "Updating a Desktop SID". Only the Workspace service speaks about a desktop; a refusal of
 * the gateway, of another service or of a proxy refuses the request.
 *
 * @param ids the desktops that the request was about
 * @param unresolved with several: why the node did not search for the one that a refusal means, and what to do about it
 */
export function verdictOf(reply: ApiReply, ids: readonly string[], unresolved = ''): Verdict {
	const verdict =
		reply.kind === 'fault' ? verdictOfFault(reply) : verdictOfAnswer(reply, { ids, unresolved });
	const aside = asideOf(verdict.status, reply);
	return aside === '' ? verdict : { ...verdict, message: `${verdict.message} ${aside}` };
}

/**
 * Whether the reason of a refusal may lie in a single desktop: 400 and 412 of the service, its 404 and 409 with a code (a desktop
 * that is gone, or busy with another task), and its code in the body of a success (the form in which some legacy codes come).
 */
export function mayMeanOneDesktop(reply: ApiReply): boolean {
	if (reply.kind === 'fault' || reply.error?.speaker !== 'service') return false;
	const { statusCode, error, purpose } = reply;
	if (statusCode === 400 || statusCode === 412) return true;
	if (statusCode === 404 && purpose.changes === 'domain') return true;
	if (statusCode === 404 || statusCode === 409) return error.errorCode !== '';
	return statusCode >= 200 && statusCode < 300 && error.errorCode !== '';
}

/** What earlier attempts mean for the verdict. */
function asideOf(status: Status, { attempts, purpose }: ApiReply): string {
	if (isFailure(status)) return describeAttempts(attempts, purpose.changes);
	return status === 'unchanged' && attempts?.mayHaveTakenEffect === true ? BY_LOST_ATTEMPT : '';
}

const BY_LOST_ATTEMPT =
	'An earlier attempt of this run, whose answer was lost, may have updated it.';

/** A verdict on something that was never sent. */
export function unsent(
	status: Exclude<Status, 'updated' | 'rejoined' | 'accepted' | 'unchanged'>,
	message: string,
): Verdict {
	return { status, message };
}

/** The verdict on a desktop for which nothing could be sent at all; `refusal` holds the service's words, if it spoke. */
export function notSent(
	refusal: Pick<Verdict, 'message' | 'statusCode' | 'error' | 'signInRefused'>,
): Verdict {
	const { message, statusCode, error, signInRefused } = refusal;
	return { status: 'failed', message, statusCode, error, signInRefused };
}

function verdictOfFault(fault: ApiReply & Fault): Verdict {
	return {
		status: 'failed',
		message: describeFault(fault),
		error: { errorCode: fault.code ?? '', errorMsg: fault.message },
		signInRefused: isSignInRefused(fault) || undefined,
		followsRefusal: fault.cause === 'refused' || undefined,
		isOpen: isLeftOpen(fault),
	};
}

/** Only of a rejoin it matters: an update may simply be sent again. */
function isLeftOpen(reply: ApiReply): true | undefined {
	const { purpose, attempts } = reply;
	if (purpose.changes !== 'domain') return undefined;
	const isOpen = attempts?.mayHaveTakenEffect === true || mayHaveTakenEffect(POST(purpose), reply);
	return isOpen || undefined;
}

const POST = (purpose: Purpose) => ({ method: 'POST', purpose }) as const;

function verdictOfAnswer(answer: ApiAnswer, group: Group): Verdict {
	const { statusCode, error } = answer;
	if (statusCode >= 200 && statusCode < 300) {
		return error === undefined ? goodNews(answer) : refused('failed', answer, group);
	}
	const isOfService = error?.speaker === 'service';
	const isRejoin = answer.purpose.changes === 'domain';
	if (isRejoin && statusCode === 404 && isOfService) return refused('notFound', answer, group);
	if (statusCode === 400 && isOfService) return refused('notFound', answer, group);
	if (statusCode === 412 && isOfService) return refused('notSupported', answer, group);
	return refused('failed', answer, group);
}

/** A 2xx without an error in its body. Anything but the documented answers leaves the outcome open. */
function goodNews(answer: ApiAnswer): Verdict {
	const { statusCode, json, purpose } = answer;
	const isUpdate = purpose.changes !== 'domain';
	const named = fieldOf(json, 'job_id');
	const jobId = readJobId(named);
	const hasTask = typeof named === 'string' && jobId.kind !== 'empty';
	if (statusCode === 204 && isUpdate) {
		const message = 'The service says that the SID is right, and changed nothing.';
		return { status: 'unchanged', statusCode, message };
	}
	if ((statusCode === 200 || statusCode === 202) && jobId.kind === 'id') {
		const { noun } = wordsFor(purpose);
		const message = acceptedAs(noun);
		return { status: 'accepted', statusCode, jobId: jobId.id, message };
	}
	if (statusCode === 202 || (statusCode === 200 && hasTask)) {
		return { status: 'accepted', statusCode, message: withoutTask(purpose) };
	}
	const isPlain = (statusCode === 200 || statusCode === 204) && saysNothingElse(json);
	if (isPlain && isUpdate) return { status: 'updated', statusCode, message: 'SID updated.' };
	const { noun, again } = wordsFor(purpose);
	// A rejoin is always carried out as a task: an answer without one says only that it was taken.
	if (isPlain) return { status: 'accepted', statusCode, message: withoutTask(purpose) };
	const message = `The outcome of the ${noun} is unknown (${statusCode}): the answer says neither success nor failure. ${again}`;
	return {
		status: 'failed',
		statusCode,
		message,
		error: { errorCode: '', errorMsg: message },
		isOpen: isUpdate ? undefined : true,
	};
}

/** Begins like an end, so it says at once that it is none. */
export const acceptedAs = (noun: string) =>
	`Accepted, not finished yet: the service carries out the ${noun} as a task. Get Task shows how it ends; with 'Wait for Completion' on, the next run waits.`;

const withoutTask = (purpose: Purpose) =>
	`The service accepted the ${wordsFor(purpose).noun} but named no task, so its outcome cannot be followed.`;

/** No body, an empty object, or one with a code: an error has been ruled out, so the code is one of success. */
function saysNothingElse(json: unknown): boolean {
	if (json === undefined) return true;
	return (
		isObject(json) &&
		!Array.isArray(json) &&
		(Object.keys(json).length === 0 ||
			['error_code', 'errorCode'].some((name) => Object.hasOwn(json, name)))
	);
}

/** What an answer that refuses can mean for a desktop. */
export type RefusalStatus = keyof RepairWords['refusals'];

function refused(status: RefusalStatus, answer: ApiAnswer, group: Group): Verdict {
	const { error, refusal } = answer;
	const isDecoded = error !== undefined && refusal?.decoded === true;
	return {
		status,
		statusCode: answer.statusCode,
		error: isDecoded ? { ...error, encodedAuthorizationMessage: undefined } : error,
		message: describeRefusal(status, answer, group),
		signInRefused: isSignInRefused(answer) || undefined,
		isOpen: isLeftOpen(answer) ?? unclearRejoin(answer),
		isBusy: (answer.statusCode === 409 && error?.speaker === 'service') || undefined,
	};
}

function unclearRejoin(answer: ApiAnswer): true | undefined {
	return (answer.purpose.changes === 'domain' && isUnclearSuccess(answer)) || undefined;
}

/** A refusal in words: what happened, with which code, to which of the desktops, and what to do next. */
function describeRefusal(status: RefusalStatus, answer: ApiAnswer, group: Group): string {
	return sentences(
		`${whatHappened(status, answer)} (${codeOf(answer)}): ${wordsOf(answer)}`,
		othersOf(answer, group),
		oddIdOf(status, group) ?? nextStepOf(answer),
		isUnclearSuccess(answer) ? wordsFor(answer.purpose).again : '',
	);
}

/** A success in words that are none of the service's: it may come after the work was done. */
function isUnclearSuccess({ statusCode, error }: ApiAnswer): boolean {
	return statusCode < 300 && (error?.speaker !== 'service' || error.errorCode === '');
}

function whatHappened(status: RefusalStatus, answer: ApiAnswer): string {
	const { statusCode, purpose } = answer;
	const { refusals, noun } = wordsFor(purpose);
	if (status !== 'failed') return refusals[status];
	if (isUnclearSuccess(answer)) return `The outcome of the ${noun} is unknown`;
	// An error of the server may come after the work was done, too.
	return statusCode >= 500 || statusCode === 408
		? `The ${noun} was not confirmed`
		: refusals.failed;
}

/** A refusal for what a single desktop is, given to several: it is not known which of them it concerns. */
function othersOf(answer: ApiAnswer, { ids, unresolved }: Group): string {
	if (ids.length === 1 || !mayMeanOneDesktop(answer)) return '';
	return `The service rejected this batch of ${ids.length} because of at least one desktop in it. ${unresolved}`.trim();
}

/** The format of an ID is not documented, so this is no reason to send none. But if it is not known, this most likely is why. */
function oddIdOf(status: RefusalStatus, { ids }: Group): string | undefined {
	const odd = status === 'notFound' ? ids.find((id) => !looksLikeDesktopId(id)) : undefined;
	if (odd === undefined) return undefined;
	// Of one desktop it is known already which; without the ID, the same advice for many is one sentence.
	const which = ids.length === 1 ? 'It' : `"${odd}"`;
	const mayBeName = odd.length <= NETBIOS_LENGTH || odd.includes('.');
	return `${which} does not look like a desktop ID (36 characters, such as ${SAMPLE_ID}). Check that it is complete.${mayBeName ? IF_IT_IS_A_NAME : ''}`;
}

const IF_IT_IS_A_NAME =
	" If it is a computer name, set 'Match By' to 'Computer Name', or with 'One Desktop' choose it 'From list'.";
