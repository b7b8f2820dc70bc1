import { readJson, type ReadProblem } from './readProblem';
import { readState, type TaskState } from './taskState';
import { fieldOf } from '../transport/reply';
import type { WorkspaceApi } from '../transport/workspaceApi';

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
	const question = {
		what: `The list of sub tasks of task ${jobId}`,
		action: 'workspace:jobs:listSubJobs',
	};
	const entries: unknown[] = [];
	const known = new Set<string>();
	for (let page = 0, offset = 0; page < MAX_PAGES; page += 1) {
		const reading = readJson(await api.listSubJobs(jobId, { offset, limit: PAGE_SIZE }), question);
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
