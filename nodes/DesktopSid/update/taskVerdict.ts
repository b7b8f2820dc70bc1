import type { ReadProblem } from './readProblem';
import type { Task } from './readTask';
import { findingOf, isOpen, type Finding } from './taskFinding';
import type { Verdict } from './verdict';
import { asSentence } from '../transport/sentence';

/** Every verdict of a task is about an update that the service had accepted. */
const ACCEPTED = 202;

/** What the following of a task has seen: its last readable state, and why the very last look failed, if it did. */
export interface Seen {
	readonly task?: Task;
	readonly problem?: ReadProblem;
}

/**
 * The verdict on a desktop when no further look is taken.
 *
 * @param whyStopped used where the task itself has not ended: the start of a sentence
 */
export function lastVerdict(
	jobId: string,
	{ task, problem }: Seen,
	desktopId: string,
	whyStopped: string,
): Verdict {
	const finding = task === undefined ? undefined : findingOf(task, desktopId);
	if (task !== undefined && finding !== undefined && !isOpen(finding, task)) {
		return finalVerdict(task, finding);
	}
	if (problem?.hope === 'refused' || problem?.hope === 'gone') return unknownResult(jobId, problem);
	if (task?.state === 'failed' && finding !== undefined) return failedVerdict(task, finding);
	const failedLook = problem === undefined ? '' : `The last look failed. ${problem.message}`;
	return {
		status: 'timedOut',
		statusCode: ACCEPTED,
		jobId,
		...(problem?.error === undefined ? {} : { error: problem.error }),
		message: sentences(
			`${whyStopped} ${describeOpen(task, finding)}`,
			failedLook,
			`Ask for the result of task ${jobId} later with the operation 'Get Task'.`,
		),
	};
}

/** What was still open, as the end of a sentence, and why. */
function describeOpen(task: Task | undefined, finding: Finding | undefined): string {
	if (task === undefined || finding === undefined) return 'before the state of the task was known.';
	if (finding.state === 'running')
		return `while the task was still ${finding.word}. ${finding.note}`.trim();
	const why =
		task.unread?.message ??
		`It lists ${task.subTasks.length} of its ${task.subTaskTotal} sub tasks.`;
	return `before the sub tasks of the task could be read; it ended with ${task.word}, which may hide failures. ${why}`;
}

function finalVerdict(task: Task, finding: Finding): Verdict {
	if (finding.state === 'unread' && task.unread !== undefined && task.state !== 'failed') {
		return unknownResult(task.jobId, task.unread);
	}
	if (finding.state !== 'succeeded') return failedVerdict(task, finding);
	return {
		status: 'updated',
		statusCode: ACCEPTED,
		jobId: task.jobId,
		message: sentences(`Task ${task.jobId} updated the SID (${finding.word}).`, finding.note),
	};
}

/** Nobody knows whether the SID was updated, and asking again does not help: that is not called a success. */
function unknownResult(jobId: string, problem: ReadProblem): Verdict {
	return {
		status: 'failed',
		statusCode: ACCEPTED,
		jobId,
		...(problem.error === undefined ? {} : { error: problem.error }),
		message: `The service accepted the update as task ${jobId}, but its result is unknown. ${problem.message} The SID may have been updated; running it again does no harm.`,
	};
}

function failedVerdict(task: Task, { word, errorCode, failReason, note }: Finding): Verdict {
	const code = [word, errorCode].filter((part) => part !== '').join(' ');
	const reason = failReason === '' ? 'The service gave no reason.' : asSentence(failReason);
	const errorMsg = failReason === '' ? `The task ended with ${word}.` : failReason;
	return {
		status: 'failed',
		statusCode: ACCEPTED,
		jobId: task.jobId,
		error: { errorCode, errorMsg },
		message: sentences(
			`Task ${task.jobId} did not update the SID (${code}): ${reason}`,
			note,
			'Mend the cause, then run it again; updating a SID twice does no harm.',
		),
	};
}

const sentences = (...parts: string[]) => parts.filter((part) => part !== '').join(' ');
