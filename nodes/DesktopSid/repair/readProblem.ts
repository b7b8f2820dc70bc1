import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
	type ServiceError,
} from '../transport/errors';
import { asSentence, describeAttempts, nextStep } from '../transport/refusalText';
import type { Answer, Fault, Reply } from '../transport/reply';

/**
 * Why something could not be read.
 * - `later`: another look may succeed (throttled, overloaded, broken connection, an answer that is none);
 * - `gone`: the service does not know it;
 * - `refused`: another look would be refused as well (sign-in, rights);
 * - `cancelled`: the execution was cancelled.
 */
export interface ReadProblem {
	readonly kind: 'problem';
	readonly hope: 'later' | 'gone' | 'refused' | 'cancelled';
	/** What happened, with the code, and what to do next. */
	readonly message: string;
	readonly error?: ServiceError;
}

/** What was asked for, to name it in sentences. */
export interface Question {
	/** For example "The state of task 4f…": the start of a sentence. */
	readonly what: string;
	/** The IAM action that the read needs. */
	readonly action: string;
}

/** The JSON of an answer that can be used, or why there is none. */
export function readJson(
	reply: Reply,
	question: Question,
): { readonly kind: 'json'; readonly json: object } | ReadProblem {
	if (reply.kind === 'fault') return problemOfFault(reply, question);
	const { statusCode, json } = reply;
	const isSuccess = statusCode >= 200 && statusCode < 300;
	if (!isSuccess || hasErrorCode(json)) return problemOfRefusal(reply, question);
	if (typeof json === 'object' && json !== null) return { kind: 'json', json };
	return {
		kind: 'problem',
		hope: 'later',
		message: `${question.what} could not be read: the answer (${statusCode}) was not JSON. Check for a proxy or a wrong endpoint.`,
	};
}

function problemOfFault(fault: Fault, { what }: Question): ReadProblem {
	return {
		kind: 'problem',
		hope: HOPE_AFTER_FAULT[fault.cause],
		message: sentences(
			`${what} could not be read. ${fault.message}`,
			describeAttempts(fault.attempts),
		),
		...(fault.code === undefined
			? {}
			: { error: { errorCode: fault.code, errorMsg: fault.message } }),
	};
}

const HOPE_AFTER_FAULT: Readonly<Record<Fault['cause'], ReadProblem['hope']>> = {
	connection: 'later',
	timeout: 'later',
	oversized: 'later',
	cancelled: 'cancelled',
	signIn: 'refused',
};

function problemOfRefusal(answer: Answer, question: Question): ReadProblem {
	const error = readServiceError(answer);
	const code = [String(answer.statusCode), error.errorCode].filter((part) => part !== '').join(' ');
	const reason = asSentence(error.errorMsg);
	return {
		kind: 'problem',
		hope: hopeAfter(answer.statusCode, error.errorCode),
		message: sentences(
			`${question.what} could not be read (${code}): ${reason}`,
			answer.refusal?.words ?? nextStepOfRead(answer.statusCode, error, question),
			describeAttempts(answer.attempts),
		),
		error,
	};
}

/** A 404 of the gateway speaks of the API, not of what was asked for. */
function hopeAfter(statusCode: number, errorCode: string): ReadProblem['hope'] {
	if (statusCode === 404) return isGatewayCode(errorCode) ? 'refused' : 'gone';
	return statusCode === 401 || statusCode === 403 ? 'refused' : 'later';
}

const NO_RIGHT: ReadonlySet<string> = new Set(['APIGW.0302', 'APIGW.0306']);

/** The general advice speaks of the update; for a read the right and the meaning of a 400 are others. */
function nextStepOfRead(statusCode: number, error: ServiceError, { action }: Question): string {
	const { errorCode } = error;
	const isRight = NO_RIGHT.has(errorCode) || (statusCode === 403 && !isGatewayCode(errorCode));
	if (isRight) return `Ask for the IAM action ${action} in this project.`;
	return statusCode === 400 && !isGatewayCode(errorCode) ? '' : nextStep(statusCode, error);
}

const sentences = (...parts: string[]) => parts.filter((part) => part !== '').join(' ');
