import type { Answer, ApiAnswer, ApiReply, Attempts, Fault, Reply } from './reply';
import { mayHaveTakenEffect, meaningOfAnswer } from './retryable';
import type { ServiceError } from '../../../credentials/huaweicloud/errors';
import { scopeAdvice } from '../../../credentials/huaweicloud/fields';
import type { Change } from '../../../credentials/huaweicloud/gatewayCodes';
import { isObject } from '../../../credentials/huaweicloud/json';

/** How verdicts speak of a repair, by what its requests change. */
export interface RepairWords {
	readonly done: 'updated' | 'rejoined';
	readonly noun: 'update' | 'rejoin';
	readonly success: string;
	/** The start of what a task says. */
	readonly notDone: string;
	readonly refusals: Readonly<Record<'notFound' | 'notSupported' | 'failed', string>>;
	/** As in "An earlier attempt ended without a clear answer, so …". */
	readonly mayBeDone: string;
	/** What to do after a fault that leaves the outcome open. */
	readonly afterFault: string;
	/** What to do if the outcome is unknown. */
	readonly again: string;
	/** What to do if a task says that it failed. */
	readonly fix: string;
	/** What to do if nobody can say what became of a task. */
	readonly check: string;
}

const UNKNOWN_ID = 'Huawei Cloud knows no desktop with this ID';
const LOOK_FIRST = 'Look at its domain state (Get Many) before you run this again.';

export const WORDS: Readonly<Record<Change, RepairWords>> = {
	sids: {
		done: 'updated',
		noun: 'update',
		success: 'SID updated.',
		notDone: 'SID not updated',
		refusals: {
			notFound: UNKNOWN_ID,
			notSupported: 'The SID of this desktop cannot be updated',
			failed: 'The SID was not updated',
		},
		mayBeDone: 'the SID may have been updated',
		afterFault: 'The SID may have been updated. Running this again is safe.',
		again: 'Running this again is safe.',
		fix: 'Fix the cause and run this again. Updating a SID twice is safe.',
		check:
			'The SID may have been updated: check it with Compare SIDs. Updating a SID twice is safe.',
	},
	domain: {
		done: 'rejoined',
		noun: 'rejoin',
		success: 'Rejoined the domain.',
		notDone: 'Not rejoined',
		refusals: {
			notFound: UNKNOWN_ID,
			notSupported: 'This desktop cannot rejoin its domain',
			failed: 'The desktop did not rejoin its domain',
		},
		mayBeDone: 'the desktop may have rejoined its domain',
		afterFault: `The desktop may have rejoined its domain, so it was not sent again. ${LOOK_FIRST}`,
		again: LOOK_FIRST,
		fix: 'Check that the domain administrator stored in the Workspace console is valid, then run this again.',
		check: `The desktop may have rejoined its domain. ${LOOK_FIRST}`,
	},
};

/** Sentences one after the other, without those that are empty. */
export function sentences(...parts: ReadonlyArray<string | undefined>): string {
	return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** A text of the service as a sentence: other sentences may follow it. */
export function asSentence(text: string): string {
	return /[.!?\u2026]$/.test(text) ? text : `${text}.`;
}

/** `500 WKS.1`: what a person can look up. */
export function codeOf({ statusCode, error }: Pick<Answer, 'statusCode' | 'error'>): string {
	return `${statusCode} ${error?.errorCode ?? ''}`.trim();
}

/** Whether Huawei Cloud refused to let this run in at all. A web page with 401 is of a proxy or portal, which says nothing of it. */
export function isSignInRefused(reply: Reply): boolean {
	if (reply.kind === 'fault') return reply.cause === 'signIn';
	const isRefused = reply.statusCode === 401 || meaningOfAnswer(reply)?.about === 'signIn';
	return isRefused && reply.error?.speaker !== 'page';
}

/** What the answer says, as a sentence; of a web page the beginning only. */
export function wordsOf({ error }: Pick<Answer, 'error'>): string {
	if (error === undefined) return '';
	if (error.speaker !== 'page') return asSentence(error.errorMsg);
	return `A web page or plain text came back instead of an answer of the API: "${excerpt(error.errorMsg)}".`;
}

/** What a person can do about an answer that is no success: the reason of a policy, and the next step if that does not name it. */
export function nextStepOf(answer: ApiAnswer): string {
	const { refusal, purpose } = answer;
	const isExplained = refusal?.decoded === true;
	const next = isExplained
		? scopeAdvice(purpose.action).trim()
		: meaningOfAnswer(answer)?.next(purpose);
	return sentences(refusal?.words, next);
}

/** What a person should know about the attempts behind a failure; empty if there was just one, given up for no special reason. */
export function describeAttempts(attempts: Attempts | undefined, changes: Change = 'sids'): string {
	if (attempts === undefined) return '';
	const { count, elapsedMs, mayHaveTakenEffect: inDoubt } = attempts;
	return sentences(
		count > 1 ? `This is the result after ${count} attempts in ${seconds(elapsedMs)}.` : '',
		whyNoMore(attempts),
		inDoubt
			? `An earlier attempt ended without a clear answer, so ${WORDS[changes].mayBeDone} all the same.`
			: '',
	);
}

function whyNoMore({ gaveUp, notBefore }: Attempts): string {
	switch (gaveUp) {
		case 'budget':
			return 'It was not tried again, because too many requests of this run had failed already.';
		case 'comeBackLater':
			return `The service asks for no requests before ${utc(notBefore)}. Run this again then.`;
		case 'throttled':
			return 'The service throttled it for ten minutes. Run this again later, or at a time with fewer other requests.';
		case 'cancelled':
			return 'It was not tried again, because the execution was cancelled.';
		default:
			return '';
	}
}

/** Whole seconds, but never "0 s" for something that took time. */
function seconds(ms: number): string {
	return ms < 1000 ? 'less than 1 s' : `${Math.round(ms / 1000)} s`;
}

const LAST_DATE_MS = 8.64e15;

/** `2026-11-24 11:30:00 UTC`, rounded up to whole seconds. */
function utc(time = 0): string {
	const whole = Math.min(Math.ceil(time / 1000) * 1000, LAST_DATE_MS);
	return `${new Date(whole).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A request without a usable answer: what happened, what it may have changed, what to do next. */
export function describeFault(fault: ApiReply & Fault): string {
	const { cause, message, purpose } = fault;
	const { changes } = purpose;
	const isOpen = mayHaveTakenEffect({ method: 'PUT', purpose }, fault) && cause !== 'cancelled';
	return sentences(
		message,
		isOpen && changes !== undefined ? WORDS[changes].afterFault : '',
		cause === 'timeout' && purpose.hasOptions === true
			? "If the network is in order, raise 'Request Timeout' under Options."
			: '',
	);
}

/**
 * Why something could not be read.
 * - `later`: another attempt may succeed (throttled, overloaded, broken connection, an answer that is none);
 * - `gone`: the service does not know it;
 * - `refused`: another attempt would be refused as well (sign-in, rights);
 * - `cancelled`: the execution was cancelled.
 */
export interface ReadProblem {
	readonly kind: 'problem';
	readonly hope: 'later' | 'gone' | 'refused' | 'cancelled';
	/** What could not be read and why, with the code and the next step. */
	readonly message: string;
	/** The same without what could not be read: "500 WKS.1: Internal. Run this again later." */
	readonly reason: string;
	/** HTTP status, if there was an answer. */
	readonly statusCode?: number | undefined;
	readonly error?: ServiceError | undefined;
}

/**
 * The JSON object of an answer to a read, or why there is none.
 *
 * @param what the start of a sentence: "The state of task 4f…"
 */
export function readJson(
	reply: ApiReply,
	what: string,
): { readonly kind: 'json'; readonly json: object } | ReadProblem {
	if (reply.kind === 'fault') return problemOfFault(reply, what);
	const { statusCode, json, error } = reply;
	const isSuccess = statusCode >= 200 && statusCode < 300;
	if (isSuccess && error === undefined && isObject(json)) return { kind: 'json', json };
	const reason = sentences(
		`${codeOf(reply)}: ${error === undefined ? NOT_JSON : wordsOf(reply)}`,
		nextStepOf(reply),
		describeAttempts(reply.attempts),
	);
	return {
		kind: 'problem',
		hope: isSuccess ? 'later' : hopeAfter(reply),
		message: `${what} could not be read (${reason.replace(': ', '): ')}`,
		reason,
		statusCode,
		error,
	};
}

const NOT_JSON = 'The answer was not a JSON object. Check for a proxy or a wrong endpoint.';

function problemOfFault(fault: ApiReply & Fault, what: string): ReadProblem {
	const reason = sentences(describeFault(fault), describeAttempts(fault.attempts));
	return {
		kind: 'problem',
		hope: HOPE_AFTER_FAULT[fault.cause],
		message: `${what} could not be read. ${reason}`,
		reason,
		error:
			fault.code === undefined ? undefined : { errorCode: fault.code, errorMsg: fault.message },
	};
}

const HOPE_AFTER_FAULT: Readonly<Record<Fault['cause'], ReadProblem['hope']>> = {
	connection: 'later',
	timeout: 'later',
	oversized: 'later',
	throttled: 'later',
	cancelled: 'cancelled',
	signIn: 'refused',
	refused: 'refused',
};

/** A 404 of anything but the service speaks of the address, not of what was asked for. */
function hopeAfter(answer: ApiAnswer): ReadProblem['hope'] {
	const { statusCode, error } = answer;
	if (statusCode === 404) return error?.speaker === 'service' ? 'gone' : 'refused';
	const isFinal = statusCode === 401 || statusCode === 403;
	const about = meaningOfAnswer(answer)?.about;
	const isForAll = about === 'project' || about === 'region' || about === 'account';
	return isFinal || isForAll ? 'refused' : 'later';
}

function excerpt(text: string): string {
	return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
