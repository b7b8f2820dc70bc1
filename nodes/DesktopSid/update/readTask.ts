import { readJson, type ReadProblem } from './readProblem';
import { listSubTasks, readSubTasks, textOf, type SubTask } from './subTasks';
import { readState, type TaskState } from './taskState';
import { fieldOf } from '../transport/reply';
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
	const question = { what: `The state of task ${jobId}`, action: 'workspace:jobs:get' };
	const reading = readJson(await api.showJob(jobId), question);
	if (reading.kind === 'problem')
		return reading.hope === 'gone' ? unknownTask(jobId, reading) : reading;

	const { json } = reading;
	const state = readState(fieldOf(json, 'status'));
	if (state.word === '') {
		// As Terraform's provider does: an answer without a state is no answer.
		const message = `${question.what} could not be read: the answer names no state.`;
		return { kind: 'problem', hope: 'later', message };
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
