import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
	type ServiceError,
} from '../transport/errors';
import { nextStep } from '../transport/nextStep';
import { fieldOf, type Answer, type Fault, type Reply } from '../transport/reply';

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
	/** SID that the service showed after the update, where it was read again. */
	readonly sidAfter?: string;
}

/**
 * The verdict that one reply gives for each of the desktops it was about.
 * Statuses: Workspace API reference, "Updating a Desktop SID"; a 400 of the API gateway refuses the request, not the desktop.
 *
 * @param together how many desktops the request was about
 */
export function verdictOf(reply: Reply, together: number): Verdict {
	return reply.kind === 'fault' ? verdictOfFault(reply) : verdictOfAnswer(reply, together);
}

/** A verdict on something that was never sent. */
export function unsent(
	status: 'inSync' | 'unmatched' | 'ambiguous' | 'invalid' | 'failed',
	message: string,
): Verdict {
	return { status, message };
}

function verdictOfFault(fault: Fault): Verdict {
	return {
		status: 'failed',
		message: fault.message,
		...(fault.code === undefined
			? {}
			: { error: { errorCode: fault.code, errorMsg: fault.message } }),
	};
}

function verdictOfAnswer(answer: Answer, together: number): Verdict {
	const { statusCode } = answer;
	if (statusCode >= 200 && statusCode < 300 && hasErrorCode(answer.json)) {
		return refused('failed', answer, together);
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
				? refused('failed', answer, together)
				: refused('notFound', answer, together);
		case 412:
			return refused('notSupported', answer, together);
		default:
			return refused('failed', answer, together);
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

const WHAT_HAPPENED: Partial<Record<Status, string>> = {
	notFound: 'Huawei Cloud knows no desktop with this ID',
	notSupported: 'The SID of this desktop cannot be updated',
	failed: 'The SID was not updated',
};

function refused(
	status: 'notFound' | 'notSupported' | 'failed',
	answer: Answer,
	together: number,
): Verdict {
	const error = readServiceError(answer);
	const code = [String(answer.statusCode), error.errorCode].filter((part) => part !== '').join(' ');
	const others =
		together > 1 && status !== 'failed'
			? ` The service refused ${together} desktops together; at least one of them is meant.`
			: '';
	const sentences = [
		`${WHAT_HAPPENED[status]} (${code}): ${asSentence(error.errorMsg)}${others}`,
		nextStep(answer.statusCode, error.errorCode),
	];
	return {
		status,
		statusCode: answer.statusCode,
		error,
		message: sentences.filter((sentence) => sentence !== '').join(' '),
	};
}

const asSentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

const excerpt = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);
