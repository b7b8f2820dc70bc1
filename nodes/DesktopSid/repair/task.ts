import { readJson, type ReadProblem } from '../transport/refusalText';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** A task as the service shows it. Texts are empty where the service gave none; times are as it wrote them. */
export interface Task {
	readonly jobId: string;
	readonly state: TaskState;
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	readonly begin: string;
	readonly end: string;
	readonly subTasks: readonly SubTask[];
	/** How many sub tasks the task says to have; 0 where it says nothing. */
	readonly subTaskTotal: number;
	/** Why its list of sub tasks could not be read, where that was tried in vain. */
	readonly unread?: ReadProblem;
}

export type TaskReading = { readonly kind: 'task'; readonly task: Task } | ReadProblem;

/** One look at a task, one request: ShowJob, with the sub tasks that come along. */
export async function readTask(
	api: Pick<WorkspaceApi, 'showJob'>,
	jobId: string,
): Promise<TaskReading> {
	const what = `The state of task ${jobId}`;
	const reading = readJson(await api.showJob(jobId), what);
	if (reading.kind === 'problem')
		return reading.hope === 'gone' ? unknownTask(jobId, reading) : reading;

	const { json } = reading;
	const state = readState(fieldOf(json, 'status'));
	if (state.word === '') {
		// As Terraform's provider does: an answer without a state is no answer.
		const message = `${what} could not be read: the answer names no state.`;
		return { kind: 'problem', hope: 'later', message, reason: message };
	}
	const total = fieldOf(json, 'sub_jobs_total');
	const task: Task = {
		jobId,
		...state,
		errorCode: textOf(json, 'job_error_code'),
		failReason: textOf(json, 'fail_reason'),
		begin: textOf(json, 'begin_time'),
		end: textOf(json, 'end_time'),
		subTasks: readSubTasks(fieldOf(json, 'sub_jobs'), jobId),
		subTaskTotal: typeof total === 'number' ? total : 0,
	};
	return { kind: 'task', task };
}

/** The same task with all its sub tasks: asks for their list only where the task came with none or with too few. */
export async function withSubTasks(
	api: Pick<WorkspaceApi, 'listSubJobs'>,
	task: Task,
): Promise<Task> {
	const { length } = task.subTasks;
	if (length > 0 && length >= task.subTaskTotal) return task;
	const listing = await listSubTasks(api, task.jobId);
	if (listing.kind === 'problem') return { ...task, unread: listing };
	return listing.subTasks.length > length ? { ...task, subTasks: listing.subTasks } : task;
}

function unknownTask(jobId: string, problem: ReadProblem): ReadProblem {
	const code = ['404', problem.error?.errorCode ?? ''].filter((part) => part !== '').join(' ');
	return {
		...problem,
		message: `Huawei Cloud knows no task ${jobId} (${code}). Check the ID, and that the credential is for the project and region of the task; an old task can no longer be read. What the desktops have now is shown by Compare SIDs.`,
	};
}

/** What a task did to one desktop. Texts are empty where the service gave none; times are as it wrote them. */
export interface SubTask {
	/** Absent where the service does not say which desktop it was about. */
	readonly desktopId?: string;
	readonly computerName: string;
	readonly state: TaskState;
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	readonly begin: string;
	readonly end: string;
}

/** The most that one page holds. Source: OpenAPI export of the Workspace API, ListItaSubJobs. */
const PAGE_SIZE = 1000;

/** Far more than any task of this node has (100 desktops); it only stops a service that never ends its list. */
const MAX_PAGES = 50;

/** Sub tasks from `sub_jobs[]` of ShowJob or `jobs[]` of ListItaSubJobs (JobDetailInfo), without those of other tasks. */
export function readSubTasks(list: unknown, jobId: string): SubTask[] {
	return entriesOf(list, jobId).map(subTaskOf);
}

/**
 * All sub tasks of a task from ListItaSubJobs, page by page. Entries that appear twice, because the list moved between two
 * pages, count once; `total_count` only ends the reading early, it is not believed where the pages say less.
 */
export async function listSubTasks(
	api: Pick<WorkspaceApi, 'listSubJobs'>,
	jobId: string,
): Promise<{ readonly kind: 'subTasks'; readonly subTasks: SubTask[] } | ReadProblem> {
	const what = `The list of sub tasks of task ${jobId}`;
	const entries: unknown[] = [];
	const known = new Set<string>();
	for (let page = 0, offset = 0; page < MAX_PAGES; page += 1) {
		const reading = readJson(await api.listSubJobs(jobId, { offset, limit: PAGE_SIZE }), what);
		if (reading.kind === 'problem') return reading;
		const listed = fieldOf(reading.json, 'jobs');
		const length = Array.isArray(listed) ? listed.length : 0;
		const fresh = entriesOf(listed, jobId).filter((entry) => isNew(entry, known));
		entries.push(...fresh);
		offset += length;
		const total = fieldOf(reading.json, 'total_count');
		const isAll = typeof total === 'number' ? offset >= total : length < PAGE_SIZE;
		if (isAll || fresh.length === 0) break;
	}
	return { kind: 'subTasks', subTasks: entries.map(subTaskOf) };
}

/** A service that ignored the filter would list sub tasks of other tasks as well. */
function entriesOf(list: unknown, jobId: string): unknown[] {
	if (!Array.isArray(list)) return [];
	return list.filter((entry: unknown) => {
		const parent = textOf(entry, 'job_id');
		return typeof entry === 'object' && entry !== null && (parent === '' || parent === jobId);
	});
}

function isNew(entry: unknown, known: Set<string>): boolean {
	const id = textOf(entry, 'id');
	if (id === '') return true;
	if (known.has(id)) return false;
	known.add(id);
	return true;
}

function subTaskOf(entry: unknown): SubTask {
	const entities = fieldOf(entry, 'entities');
	const desktopId = textOf(entities, 'desktop_id');
	return {
		...(desktopId === '' ? {} : { desktopId }),
		computerName: textOf(entities, 'desktop_name'),
		...readState(fieldOf(entry, 'status')),
		errorCode: textOf(entry, 'error_code'),
		failReason: textOf(entry, 'fail_reason'),
		begin: textOf(entry, 'begin_time'),
		end: textOf(entry, 'end_time'),
	};
}

/** A text of an answer; empty where there is none. */
export function textOf(value: unknown, name: string): string {
	const field = fieldOf(value, name);
	return typeof field === 'string' ? field.trim() : '';
}

/** What a state word of a task or sub task means for whoever waits. */
export type TaskState = 'running' | 'succeeded' | 'failed';

export interface StateReading {
	readonly state: TaskState;
	/** The service's own word, trimmed; empty where it gave none. */
	readonly word: string;
}

/**
 * The words that end a task. No enumeration is declared for them: these are the filter words of ListItaSubJobs, those that
 * Terraform's provider waits for, and the states that the sibling service Workspace App documents, with both spellings.
 */
const ENDS: Readonly<Record<string, TaskState>> = {
	SUCCESS: 'succeeded',
	SUCCEEDED: 'succeeded',
	COMPLETE: 'succeeded',
	COMPLETED: 'succeeded',
	FAIL: 'failed',
	FAILED: 'failed',
	ABNORMAL: 'failed',
	ERROR: 'failed',
	CANCELED: 'failed',
	CANCELLED: 'failed',
};

/**
 * Reads a state word in any case. Every other word counts as running, because a wait that ends too late does no harm; the word
 * is kept, so that the final message can name it.
 */
export function readState(value: unknown): StateReading {
	const word = typeof value === 'string' ? value.trim() : '';
	const key = word.toUpperCase();
	return { word, state: Object.hasOwn(ENDS, key) ? (ENDS[key] ?? 'running') : 'running' };
}
