import { errorFields, type OutputItem, present } from './outputItem';
import type { ReadProblem } from '../transport/refusalText';
import type { SubTask, Task } from '../repair/task';
import { decisiveOf, type Finding, findingOfNamed, findingOfUnnamed } from '../repair/taskVerdict';

/** An input item that names a task, with the desktop that it is about, where it tells. */
export interface Asker {
	readonly item: number;
	readonly desktopId?: string | undefined;
}

/**
 * One item for each desktop of a task, and one without `desktop_id` for what the task lists without a desktop, or where it lists
 * nothing. A desktop that failed is a finding, not a failure of the reading: it stays among the others. Only sub tasks that could
 * not be read, so that the result stays open, make a failure.
 */
export function itemsOfTask(task: Task, askers: readonly Asker[]): OutputItem[] {
	const named = new Map<string, SubTask[]>();
	for (const subTask of task.subTasks) {
		if (subTask.desktopId === undefined) continue;
		const key = subTask.desktopId.toLowerCase();
		named.set(key, [...(named.get(key) ?? []), subTask]);
	}
	const isAllNamed = named.size > 0 && task.subTasks.every((one) => one.desktopId !== undefined);
	const items = [...named.values()].map((own) =>
		itemOf(task, findingOfNamed(task, own), decisiveOf(own), askers),
	);
	const rest = findingOfUnnamed(task);
	return isAllNamed && rest.state !== 'unread'
		? items
		: [...items, itemOf(task, rest, undefined, askers)];
}

/** The item for a task that could not be read. */
export function itemOfUnreadTask(
	jobId: string,
	problem: Pick<ReadProblem, 'message' | 'error'>,
	askers: readonly Asker[],
): OutputItem {
	return {
		json: { job_id: jobId, status: 'failed', ...errorFields(problem.error) },
		pairedItem: pairing(undefined, askers),
		failure: problem.message,
	};
}

/** The item for an input item that names no task. */
export function itemOfUnusable(item: number, message: string): OutputItem {
	return { json: { status: 'invalid' }, pairedItem: { item }, failure: message };
}

/** The words of this operation's `status`. */
export type TaskStatus = 'running' | 'updated' | 'failed';

const STATUS: Readonly<Record<Finding['state'], TaskStatus>> = {
	running: 'running',
	succeeded: 'updated',
	failed: 'failed',
	// Not known to be a success is not called one.
	unread: 'failed',
};

function itemOf(
	task: Task,
	finding: Finding,
	subTask: SubTask | undefined,
	askers: readonly Asker[],
): OutputItem {
	const isOpen = finding.state === 'unread' && task.state !== 'failed';
	return {
		json: present({
			job_id: task.jobId,
			job_status: task.word,
			desktop_id: subTask?.desktopId,
			computer_name: subTask?.computerName,
			status: STATUS[finding.state],
			error_code: finding.errorCode,
			fail_reason: finding.failReason,
			begin_time: (subTask ?? task).begin,
			end_time: (subTask ?? task).end,
			message: finding.note,
		}),
		pairedItem: pairing(subTask?.desktopId, askers),
		failure: isOpen ? openMessage(task) : undefined,
	};
}

function openMessage(task: Task): string {
	const listed = `It lists ${task.subTasks.length} of its ${task.subTaskTotal} sub tasks.`;
	return `Task ${task.jobId} ended with ${task.word}, which may hide failed desktops. ${task.unread?.message ?? listed} Ask again later.`;
}

/** The input items that name the task and this desktop; where none names the desktop, all that name the task. */
function pairing(
	desktopId: string | undefined,
	askers: readonly Asker[],
): OutputItem['pairedItem'] {
	const wanted = desktopId?.toLowerCase();
	const own = askers.filter((asker) => asker.desktopId?.toLowerCase() === wanted);
	const meant = wanted === undefined || own.length === 0 ? askers : own;
	const [first, second] = meant;
	return first !== undefined && second === undefined
		? { item: first.item }
		: meant.map(({ item }) => ({ item }));
}
