import { desktopKey } from '../desktops/desktopId';
import { emptyWord, quoted } from '../desktops/foreignText';
import { singleText } from '../desktops/itemField';
import { readJson, type ReadProblem } from '../transport/refusalText';
import { cut } from '../../../credentials/huaweicloud/errors';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { eachInTurn } from '../runtime/eventLoop';

/** A task as the service shows it. Texts are empty if the service gave none; times are as it wrote them. */
export interface Task {
	readonly jobId: string;
	readonly state: TaskState;
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	readonly begin: string;
	readonly end: string;
	readonly subTasks: readonly SubTask[];
	/** How many sub tasks the task says to have; 0 if it says nothing. */
	readonly subTaskTotal: number;
	/** Why its list of sub tasks is not known to be complete. */
	readonly unread?: ReadProblem;
}

/** What a task did to one desktop. Texts are empty if the service gave none; times are as it wrote them. */
export interface SubTask {
	readonly id: string;
	/** Absent if the service does not say which desktop it was about. */
	readonly desktopId?: string;
	readonly computerName: string;
	readonly state: TaskState;
	readonly word: string;
	readonly errorCode: string;
	readonly failReason: string;
	readonly begin: string;
	readonly end: string;
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
	// As Terraform's provider does: an answer without a state is no answer.
	if (state.word === '') {
		const message = `${what} could not be read: the answer names no state.`;
		return { kind: 'problem', hope: 'later', message, reason: message };
	}
	const known: Known = new Map();
	await collect(arrayOf(fieldOf(json, 'sub_jobs'), true) ?? [], jobId, known);
	const task: Task = {
		jobId,
		...state,
		errorCode: textOf(json, 'job_error_code'),
		failReason: textOf(json, 'fail_reason'),
		begin: textOf(json, 'begin_time'),
		end: textOf(json, 'end_time'),
		subTasks: ofThisTask(known),
		subTaskTotal: countOf(fieldOf(json, 'sub_jobs_total')) ?? 0,
	};
	return { kind: 'task', task };
}

function unknownTask(jobId: string, problem: ReadProblem): ReadProblem {
	const code = ['404', problem.error?.errorCode ?? ''].filter((part) => part !== '').join(' ');
	return {
		...problem,
		message: `Huawei Cloud knows no task ${jobId} (${code}). Check the ID, and that the credential is for the project and region of the task. An old task can no longer be read; Compare SIDs shows what the desktops have now.`,
	};
}

/**
 * The same task with all its sub tasks: asks for their list unless the task came with all of them. It did if it lists as many as
 * it says to have, and names either every wanted desktop or none.
 *
 * Requests: those of {@link listSubTasks}, or none.
 *
 * @param wanted the desktops that the task was started for, if they are known
 */
export async function withSubTasks(
	api: Pick<WorkspaceApi, 'listSubJobs'>,
	task: Task,
	wanted?: readonly string[],
): Promise<Task> {
	const isEnough = (listed: readonly SubTask[]) => seemWhole(listed, task.subTaskTotal, wanted);
	if (isEnough(task.subTasks)) return task;
	const { subTasks, unread } = await listSubTasks(api, task.jobId, isEnough);
	return {
		...task,
		subTasks: joined(task.subTasks, subTasks),
		...(unread === undefined ? {} : { unread }),
	};
}

function seemWhole(
	subTasks: readonly SubTask[],
	total: number,
	wanted: readonly string[] | undefined,
): boolean {
	if (subTasks.length < Math.max(total, 1)) return false;
	if (wanted === undefined) return total > 0;
	const named = namesIn(subTasks);
	if (named.size === 0) return subTasks.length >= wanted.length;
	return wanted.every((id) => named.has(desktopKey(id)));
}

/** A later look that could not read all sub tasks takes nothing back that an earlier one had shown. */
export function withEarlier(task: Task, earlier: Task | undefined): Task {
	if (task.unread === undefined || earlier === undefined) return task;
	return { ...task, subTasks: joined(earlier.subTasks, task.subTasks) };
}

/** The list counts; other entries are added if they are about something that it does not hold. */
function joined(others: readonly SubTask[], listed: readonly SubTask[]): readonly SubTask[] {
	if (listed.length === 0) return others;
	const ids = new Set(listed.map(({ id }) => id));
	const named = namesIn(listed);
	return listed.concat(
		others.filter(({ id, desktopId }) =>
			id === '' ? desktopId !== undefined && !named.has(desktopKey(desktopId)) : !ids.has(id),
		),
	);
}

function namesIn(subTasks: readonly SubTask[]): Set<string> {
	const named = new Set<string>();
	for (const { desktopId } of subTasks) {
		if (desktopId !== undefined) named.add(desktopKey(desktopId));
	}
	return named;
}

/** The most that one page holds. Source: OpenAPI export of the Workspace API, ListItaSubJobs. */
const PAGE_SIZE = 1000;

/** Enough for 100 desktops in pages of three, or for 49 000 sub tasks in full pages. */
const MAX_REQUESTS = 50;

/** `unread` is set if the list is not known to be complete: `subTasks` are then those that were read. */
export interface SubTaskListing {
	readonly subTasks: readonly SubTask[];
	readonly unread?: ReadProblem;
}

/**
 * The sub tasks of a task from ListItaSubJobs, `{ total_count, jobs[] }`, page by page, without those of other tasks.
 *
 * The list is complete if as many entries are known as the last `total_count` says, and they are enough or a page brings nothing
 * new. A total alone is not believed, because it may be that of the page. Each page begins with the last entry of the one before it: if it does not,
 * the list has moved and is not complete.
 *
 * Requests: at most 50. A complete list of n pages takes n if they are enough, else n + 1; an empty one takes 1.
 *
 * @param isEnough whether these are all that can be expected
 */
export async function listSubTasks(
	api: Pick<WorkspaceApi, 'listSubJobs'>,
	jobId: string,
	isEnough: (subTasks: readonly SubTask[]) => boolean = () => false,
): Promise<SubTaskListing> {
	const what = `The list of sub tasks of task ${jobId}`;
	const known: Known = new Map();
	const incomplete = (why: string): SubTaskListing => ({
		subTasks: ofThisTask(known),
		unread: {
			kind: 'problem',
			hope: 'later',
			message: `${what} is not complete. ${why}`,
			reason: why,
		},
	});
	let offset = 0;
	let overlap = 0;
	for (let request = 1; request <= MAX_REQUESTS; request += 1) {
		const reading = readJson(await api.listSubJobs(jobId, { offset, limit: PAGE_SIZE }), what);
		if (reading.kind === 'problem') return { subTasks: ofThisTask(known), unread: reading };
		const total = countOf(fieldOf(reading.json, 'total_count'));
		const page = arrayOf(fieldOf(reading.json, 'jobs'), total !== undefined);
		if (page === undefined) return incomplete('The answer holds no list.');

		const { fresh, again } = await collect(page, jobId, known);
		if (overlap > 0 && fresh > 0 && again === 0) return incomplete('It changed while it was read.');
		const subTasks = ofThisTask(known);
		if (known.size >= (total ?? 0) && (fresh === 0 || isEnough(subTasks))) return { subTasks };
		if (fresh === 0) return incomplete(`It has ${known.size} of ${total ?? 0} sub tasks.`);
		// Pages of one entry cannot overlap.
		overlap = page.length > 1 ? 1 : 0;
		offset += page.length - overlap;
	}
	return incomplete(`It did not end within ${MAX_REQUESTS} pages.`);
}

/** Entries by identity; `undefined` for one of another task, which a service lists if it ignores the filter. */
type Known = Map<string, SubTask | undefined>;

/**
 * Adds the entries of one page; what is known already is replaced by its newer state. Entries are distinguished by ID and desktop;
 * without an ID by all that is read of them, and equal ones on one page by their number there.
 */
async function collect(page: readonly unknown[], jobId: string, known: Known) {
	const onPage = new Map<string, number>();
	let fresh = 0;
	let again = 0;
	await eachInTurn(page, (entry) => {
		if (typeof entry !== 'object' || entry === null) return;
		const subTask = subTaskOf(entry);
		const { id, desktopId } = subTask;
		const identity = JSON.stringify(id === '' ? subTask : [id, desktopId]);
		const number = (onPage.get(identity) ?? 0) + 1;
		onPage.set(identity, number);
		const key = `${number} ${identity}`;
		if (known.has(key)) again += 1;
		else fresh += 1;
		const parent = textOf(entry, 'job_id');
		known.set(key, parent === '' || parent === jobId ? subTask : undefined);
	});
	return { fresh, again };
}

function ofThisTask(known: Known): SubTask[] {
	const subTasks: SubTask[] = [];
	for (const subTask of known.values()) if (subTask !== undefined) subTasks.push(subTask);
	return subTasks;
}

function subTaskOf(entry: object): SubTask {
	const entities = fieldOf(entry, 'entities');
	const desktopId = textOf(entities, 'desktop_id');
	return {
		id: textOf(entry, 'id'),
		...(desktopId === '' ? {} : { desktopId }),
		computerName: textOf(entities, 'desktop_name'),
		...readState(fieldOf(entry, 'status')),
		errorCode: textOf(entry, 'error_code'),
		failReason: textOf(entry, 'fail_reason'),
		begin: textOf(entry, 'begin_time'),
		end: textOf(entry, 'end_time'),
	};
}

/** @returns an empty list if there is none and that may be; `undefined` for anything else that is no list */
function arrayOf(value: unknown, mayBeAbsent: boolean): readonly unknown[] | undefined {
	if (Array.isArray(value)) return value as unknown[];
	return mayBeAbsent && (value === undefined || value === null) ? [] : undefined;
}

/** A number of things, also written as text; `undefined` if the value is none. */
function countOf(value: unknown): number | undefined {
	const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
	return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function textOf(value: unknown, name: string): string {
	const field = fieldOf(value, name);
	return typeof field === 'string' ? cut(field.trim()) : '';
}

/** What a state word of a task or sub task means for the wait. */
export type TaskState = 'running' | 'succeeded' | 'failed';

/**
 * The words that end a task. No enumeration is declared for them: these are the filter words of ListItaSubJobs, those that
 * Terraform's provider waits for, and the states that the sibling service Workspace App documents, with both spellings.
 */
const GOOD_ENDS: ReadonlySet<string> = new Set(['SUCCESS', 'SUCCEEDED', 'COMPLETE', 'COMPLETED']);
const BAD_ENDS: ReadonlySet<string> = new Set([
	...['FAIL', 'FAILED', 'ABNORMAL', 'ERROR', 'CANCELED', 'CANCELLED'],
]);

/**
 * Reads a state word in any case. Every other word counts as running, because a wait that ends too late is safe; the word is
 * kept (empty if there is none), so that the final message can name it.
 */
export function readState(value: unknown): Pick<Task, 'state' | 'word'> {
	const word = typeof value === 'string' ? cut(value.trim()) : '';
	const key = word.toUpperCase();
	if (GOOD_ENDS.has(key)) return { word, state: 'succeeded' };
	return { word, state: BAD_ENDS.has(key) ? 'failed' : 'running' };
}

export type JobIdReading =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'empty' }
	| { readonly kind: 'unusable'; readonly reason: string };

/** The form of a job ID is not documented; refused is only what no ID can hold, and what would leave its place in the URL. */
const IMPOSSIBLE = /[\s\p{C}]|^\.{1,2}$/u;
/** Source: OpenAPI export of the Workspace API, job_id. */
const MAX_JOB_ID = 255;

/** Reads a job ID that a user or the service gives. `reason` follows the name of the field. */
export function readJobId(value: unknown): JobIdReading {
	const id = singleText(value);
	if (id === undefined) {
		return { kind: 'unusable', reason: 'holds an entry that is not text. Give task IDs as text.' };
	}
	if (id === '') return { kind: 'empty' };
	if (id.length > MAX_JOB_ID) {
		const reason = `holds an entry of ${id.length} characters; a task ID has at most ${MAX_JOB_ID}.`;
		return { kind: 'unusable', reason };
	}
	if (IMPOSSIBLE.test(id)) {
		return { kind: 'unusable', reason: 'holds an entry that cannot be a task ID. Copy it again.' };
	}
	const word = emptyWord(id);
	if (word === undefined) return { kind: 'id', id };
	const reason = `holds ${quoted(id)}, ${word}. Filter out items without a task ID before this node.`;
	return { kind: 'unusable', reason };
}
