import type { SubTask, Task, TaskState } from './task';
import type { Verdict } from './verdict';
import { desktopKey } from '../desktops/desktopId';
import type { Change } from '../../../credentials/huaweicloud/gatewayCodes';
import { asSentence, type ReadProblem, sentences, WORDS } from '../transport/refusalText';

/**
 * What one look at a task tells of one desktop.
 * - `unread`: the task has ended and has a sub task for this desktop or may have one, but it could not be read;
 * - `unnamed`: the task has succeeded, and its sub tasks name other desktops only.
 */
export interface Finding {
	readonly state: TaskState | 'unread' | 'unnamed';
	/** The service's word for the state, of the sub task if that decides. */
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	/** A sentence on what the state rests on, if it is not the desktop's own sub task; otherwise empty. */
	readonly note: string;
}

/**
 * What a task tells of its desktops. The sub task of a desktop decides, because a task that ends with "complete" may hide failed
 * sub tasks, and a failed task may have updated other desktops. The task's own result stands for a desktop only if no sub task
 * names any desktop, or if it is bad. Even then:
 * - a failed sub task that names no desktop may be this one's, so nothing is called a success;
 * - sub tasks that exist and could not be read leave the result open.
 *
 * The sub tasks are gone through once; each question after that costs the same, however many there are.
 */
export class TaskFindings {
	readonly task: Task;
	/** Of each desktop that is named, the sub task that decides, in the order of the list. */
	readonly named: ReadonlyMap<string, SubTask>;
	/** Of each state, how many sub tasks name no desktop. */
	private readonly counts: Record<TaskState, number> = { running: 0, succeeded: 0, failed: 0 };
	private readonly nameless: SubTask | undefined;
	private readonly ofOthers: Finding;

	constructor(task: Task) {
		const named = new Map<string, SubTask>();
		let nameless: SubTask | undefined;
		for (const subTask of task.subTasks) {
			if (subTask.desktopId === undefined) {
				this.counts[subTask.state] += 1;
				nameless = worse(nameless, subTask);
			} else {
				const key = desktopKey(subTask.desktopId);
				named.set(key, worse(named.get(key), subTask));
			}
		}
		this.task = task;
		this.named = named;
		this.nameless = nameless;
		this.ofOthers = this.findOthers();
	}

	of(desktopId: string): Finding {
		const own = this.named.get(desktopKey(desktopId));
		return own === undefined ? this.ofOthers : this.ofSubTask(own);
	}

	/** @param subTask one of {@link named} */
	ofSubTask({ state, word, errorCode, failReason }: SubTask): Finding {
		if (state !== 'running' || this.task.state !== 'failed') {
			return { state, word, errorCode, failReason, note: '' };
		}
		// A sub task that had not ended when the task failed will not end any more.
		return { ...this.resultOfTask(), note: `Its sub task was ${word} when the task failed.` };
	}

	/** What is to be said beside the desktops that are named; `undefined` if nothing is. */
	ofRest(): Finding | undefined {
		if (this.named.size === 0 || this.ofOthers.state === 'unread') return this.ofOthers;
		if (this.nameless === undefined) return undefined;
		return this.ofOthers.state === 'unnamed' ? this.ofSubTask(this.nameless) : this.ofOthers;
	}

	/** Whether a later look could tell more of this desktop. */
	isOpen({ state }: Finding): boolean {
		const { unread } = this.task;
		if (state === 'unread') return unread === undefined || unread.hope === 'later';
		return state === 'running' || state === 'unnamed';
	}

	/** What the task tells of the desktops that no sub task names. */
	private findOthers(): Finding {
		const { task, nameless, counts } = this;
		const { state, word, errorCode, failReason } = task;
		if (state !== 'running' && mayHaveMore(task)) {
			return { state: 'unread', word, errorCode, failReason, note: '' };
		}
		if (state !== 'succeeded' || nameless === undefined || nameless.state === 'succeeded') {
			const note = this.whatItRestsOn();
			return state === 'succeeded' && this.named.size > 0
				? { state: 'unnamed', word, errorCode, failReason, note: '' }
				: { ...this.resultOfTask(), note };
		}
		const all = counts.running + counts.succeeded + counts.failed;
		const count = `${counts[nameless.state]} of its ${all} sub tasks without a desktop`;
		const note =
			nameless.state === 'failed'
				? `The task itself ended with ${word}, but ${count} failed. The service does not say which desktops they are about.`
				: `The task itself ended with ${word}, but ${count} have not ended.`;
		return { ...this.ofSubTask(nameless), note };
	}

	/** Code and reason are the task's; if it has none, those of a sub task without a desktop. */
	private resultOfTask(): Omit<Finding, 'note'> {
		const { state, word, errorCode, failReason } = this.task;
		return {
			state,
			word,
			errorCode: errorCode === '' ? (this.nameless?.errorCode ?? '') : errorCode,
			failReason: failReason === '' ? (this.nameless?.failReason ?? '') : failReason,
		};
	}

	private whatItRestsOn(): string {
		const { state, unread, subTasks } = this.task;
		if (state === 'running') return '';
		if (unread !== undefined) {
			return `The task's own result stands for each of its desktops. ${unread.message}`;
		}
		if (subTasks.length === 0) {
			return "The service lists no sub tasks, so the task's own result stands for each of its desktops.";
		}
		return this.named.size === 0
			? "Its sub tasks name no desktops, so the task's own result stands for each of them."
			: "None of its sub tasks names this desktop, so the task's own result stands for it.";
	}
}

/** A list that was refused for good leaves only the task's own word, unless the task says that there is more to read. */
function mayHaveMore({ subTasks, subTaskTotal, unread }: Task): boolean {
	return subTasks.length < subTaskTotal || unread?.hope === 'later' || unread?.hope === 'cancelled';
}

const SEVERITY: Readonly<Record<TaskState, number>> = { succeeded: 0, running: 1, failed: 2 };

/** Of several sub tasks for the same desktop the worst decides: the service does not say which of them came last. */
function worse(known: SubTask | undefined, subTask: SubTask): SubTask {
	return known === undefined || SEVERITY[subTask.state] > SEVERITY[known.state] ? subTask : known;
}

/** The answer that started a task. */
export interface Acceptance {
	readonly jobId: string;
	/** 202, or another success that named a task. */
	readonly statusCode: number;
	/** What the task changes. */
	readonly changes: Change;
}

/** What the following of a task has seen: its last readable state, and why the very last look failed, if it did. */
export interface Seen {
	readonly findings?: TaskFindings;
	readonly problem?: ReadProblem;
	/** Whether `unnamed` was seen often enough to be believed. */
	readonly unnamedForGood?: boolean;
}

/**
 * The verdict on a desktop when no further look is taken.
 *
 * @param whyStopped used if the task itself has not ended: the start of a sentence
 */
export function lastVerdict(
	acceptance: Acceptance,
	{ findings, problem, unnamedForGood }: Seen,
	desktopId: string,
	whyStopped: string,
): Verdict {
	const finding = findings?.of(desktopId);
	if (findings !== undefined && finding !== undefined) {
		const isOpen = findings.isOpen(finding) && !(finding.state === 'unnamed' && unnamedForGood);
		if (!isOpen) return finalVerdict(acceptance, findings, finding);
	}
	const task = findings?.task;
	if (problem?.hope === 'refused' || problem?.hope === 'gone')
		return unknownResult(acceptance, problem);
	if (task?.state === 'failed' && finding !== undefined) return failedVerdict(acceptance, finding);
	return {
		status: 'timedOut',
		...startOf(acceptance),
		...(problem?.error === undefined ? {} : { error: problem.error }),
		message: sentences(
			`${whyStopped} ${describeOpen(task, finding)}`,
			problem === undefined ? '' : `The last check failed. ${problem.message}`,
			`Ask for the result of task ${acceptance.jobId} later with the operation 'Get Task'.`,
		),
	};
}

/** What a verdict keeps of the answer that started its task. */
function startOf({ statusCode, jobId }: Acceptance): Pick<Verdict, 'statusCode' | 'jobId'> {
	return { statusCode, jobId };
}

/** What was still open, as the end of a sentence, and why. */
function describeOpen(task: Task | undefined, finding: Finding | undefined): string {
	if (task === undefined || finding === undefined) return 'before the state of the task was known.';
	if (finding.state === 'running')
		return `while the task was still ${finding.word}. ${finding.note}`.trim();
	if (finding.state === 'unnamed')
		return `before the task listed a sub task for this desktop. The task ended with ${task.word}, which may hide failures.`;
	const why =
		task.unread?.message ??
		`It lists ${task.subTasks.length} of its ${task.subTaskTotal} sub tasks.`;
	return `before the sub tasks of the task could be read. The task ended with ${task.word}, which may hide failures. ${why}`;
}

function finalVerdict(acceptance: Acceptance, { task }: TaskFindings, finding: Finding): Verdict {
	const { state, word, note } = finding;
	if (state === 'unread' && task.unread !== undefined && task.state !== 'failed') {
		return unknownResult(acceptance, task.unread);
	}
	if (state === 'unnamed') {
		const message = `The task ended with ${word}, but its sub tasks name other desktops and not this one.`;
		return unknownResult(acceptance, { message });
	}
	if (state !== 'succeeded') return failedVerdict(acceptance, finding);
	return {
		status: WORDS[acceptance.changes].done,
		...startOf(acceptance),
		message: sentences(
			`${WORDS[acceptance.changes].success} Task ${task.jobId} ended with ${word}.`,
			note,
		),
	};
}

/** Nobody knows whether the change was made, and asking again does not help: that is not called a success. */
function unknownResult(
	acceptance: Acceptance,
	problem: Pick<ReadProblem, 'message' | 'error'>,
): Verdict {
	const { noun, check } = WORDS[acceptance.changes];
	return {
		status: 'failed',
		...startOf(acceptance),
		...(problem.error === undefined ? {} : { error: problem.error }),
		...openIf(acceptance, true),
		message: `The result is unknown, although the service accepted the ${noun} as task ${acceptance.jobId}. ${problem.message} ${check}`,
	};
}

/** Only of a rejoin it matters: an update may simply be sent again. */
function openIf({ changes }: Acceptance, isOpen: boolean): Pick<Verdict, 'isOpen'> {
	return isOpen && changes === 'domain' ? { isOpen } : {};
}

function failedVerdict(acceptance: Acceptance, finding: Finding): Verdict {
	const { word, errorCode, failReason, note } = finding;
	const { noun, notDone, fix } = WORDS[acceptance.changes];
	const code = [word, errorCode].filter((part) => part !== '').join(' ');
	const reason = failReason === '' ? 'The service gave no reason.' : asSentence(failReason);
	const errorMsg = failReason === '' ? `The task ended with ${word}.` : failReason;
	const isUnread = finding.state === 'unread';
	return {
		status: 'failed',
		...startOf(acceptance),
		error: { errorCode, errorMsg },
		...openIf(acceptance, isUnread),
		message: sentences(
			`${isUnread ? `The ${noun} was not confirmed` : notDone} (${code}): ${reason}`,
			isUnread ? TASK_FAILED_UNREAD : note,
			`This is the result of task ${acceptance.jobId}.`,
			fix,
		),
	};
}

const TASK_FAILED_UNREAD =
	'The task failed, and its sub tasks could not be read, so the result for this desktop is unknown.';
