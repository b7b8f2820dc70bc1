import type { ReadProblem } from '../transport/refusalText';
import type { SubTask, Task, TaskState } from './task';
import type { Verdict } from './verdict';
import { asSentence } from '../transport/refusalText';

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

/**
 * What one look at a task tells of one desktop.
 * `unread`: the task has ended and has a sub task for this desktop or may have one, but it could not be read.
 */
export interface Finding {
	readonly state: TaskState | 'unread';
	/** The service's word for the state, of the sub task where that decides. */
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	/** A sentence on what the state rests on, where it is not the desktop's own sub task; otherwise empty. */
	readonly note: string;
}

/**
 * What a task tells of a desktop: its own sub task decides, because a task that ends with "complete" may hide failed sub tasks,
 * and a failed task may have updated other desktops. Where no sub task names the desktop, the task's own result stands, but:
 * - a failed sub task that names no desktop may be this one's, so nothing is called a success then;
 * - sub tasks that exist and could not be read leave it open.
 */
export function findingOf(task: Task, desktopId: string): Finding {
	const own = task.subTasks.filter((subTask) => isAbout(subTask, desktopId));
	return own.length > 0 ? findingOfNamed(task, own) : findingOfUnnamed(task);
}

/** What a task tells of a desktop by the sub tasks that name it, at least one. */
export function findingOfNamed(task: Task, own: readonly SubTask[]): Finding {
	const decisive = decisiveOf(own);
	if (decisive === undefined) return findingOfUnnamed(task);
	const { state, word, errorCode, failReason } = decisive;
	if (state !== 'running' || task.state !== 'failed') {
		return { state, word, errorCode, failReason, note: '' };
	}
	// What had not ended when the task failed will not end any more.
	const note = `Its sub task was ${word} when the task failed.`;
	return { ...resultOf(task), note };
}

/** What a task tells of the desktops that no sub task names. */
export function findingOfUnnamed(task: Task): Finding {
	if (task.state !== 'running' && mayHaveMore(task)) {
		const { word, errorCode, failReason } = task;
		return { state: 'unread', word, errorCode, failReason, note: '' };
	}
	const nameless = task.subTasks.filter(({ desktopId }) => desktopId === undefined);
	const decisive = decisiveOf(nameless);
	if (task.state !== 'succeeded' || decisive === undefined || decisive.state === 'succeeded') {
		return { ...resultOf(task, decisive), note: whyTheTask(task, nameless.length) };
	}
	const { state, word, errorCode, failReason } = decisive;
	const count = nameless.filter((subTask) => subTask.state === state).length;
	const all = nameless.length;
	const note =
		state === 'failed'
			? `The task itself ended with ${task.word}, but ${count} of its ${all} sub tasks without a desktop failed, and the service does not say whose they are.`
			: `The task itself ended with ${task.word}, but ${count} of its ${all} sub tasks without a desktop have not.`;
	return { state, word, errorCode, failReason, note };
}

/** Whether a later look could tell more than this one. */
export function isOpen({ state }: Finding, task: Task): boolean {
	if (state === 'unread') return task.unread === undefined || task.unread.hope === 'later';
	return state === 'running';
}

/** Of several sub tasks for the same desktop the worst decides: it is not told which of them came last. */
export function decisiveOf(subTasks: readonly SubTask[]): SubTask | undefined {
	const worst = (state: TaskState) => subTasks.find((subTask) => subTask.state === state);
	return worst('failed') ?? worst('running') ?? worst('succeeded');
}

/** IDs are hexadecimal, and the service may not write them as the user does. */
function isAbout({ desktopId }: SubTask, wanted: string): boolean {
	return desktopId?.toLowerCase() === wanted.toLowerCase();
}

/** Code and reason are the task's; where it has none, those of a sub task that failed with it. */
function resultOf(task: Task, subTask?: SubTask): Omit<Finding, 'note'> {
	const { state, word } = task;
	return {
		state,
		word,
		errorCode: task.errorCode === '' ? (subTask?.errorCode ?? '') : task.errorCode,
		failReason: task.failReason === '' ? (subTask?.failReason ?? '') : task.failReason,
	};
}

/** A list that was refused for good leaves only the task's own word, unless the task says that there is more to read. */
function mayHaveMore({ subTasks, subTaskTotal, unread }: Task): boolean {
	return subTasks.length < subTaskTotal || unread?.hope === 'later' || unread?.hope === 'cancelled';
}

function whyTheTask(task: Task, nameless: number): string {
	if (task.state === 'running') return '';
	if (task.unread !== undefined) {
		return `The task's own result stands for each of its desktops. ${task.unread.message}`;
	}
	if (task.subTasks.length === 0) {
		return "The service lists no sub tasks, so the task's own result stands for each of its desktops.";
	}
	return nameless > 0
		? "Its sub tasks name no desktops, so the task's own result stands for each of them."
		: "None of its sub tasks names this desktop, so the task's own result stands for it.";
}
