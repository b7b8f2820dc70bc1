import { errorFields, type OutputItem, present } from './outputItem';
import type { ReadProblem } from '../transport/refusalText';
import { desktopKey } from '../desktops/desktopId';
import type { SubTask, Task } from '../repair/task';
import { type Finding, TaskFindings } from '../repair/taskVerdict';

/** An input item that names a task, and the desktop of that task, if the item has one. */
export interface Asker {
	readonly item: number;
	readonly desktopId?: string | undefined;
}

/**
 * One item for each desktop of a task, and one without `desktop_id` for what the task lists without a desktop, or if it lists
 * nothing. A desktop that failed is a finding, not a failure of the reading: it stays among the others. Only sub tasks that could
 * not be read, so that the result stays open, make a failure.
 */
export function itemsOfTask(task: Task, askers: readonly Asker[]): OutputItem[] {
	const findings = new TaskFindings(task);
	const pairing = pairingOf(askers);
	const items: OutputItem[] = [];
	for (const subTask of findings.named.values()) {
		items.push(itemOf(task, findings.ofSubTask(subTask), subTask, pairing(subTask.desktopId)));
	}
	const rest = findings.ofRest();
	if (rest !== undefined) items.push(itemOf(task, rest, undefined, pairing(undefined)));
	return items;
}

/** The item for a task that could not be read. */
export function itemOfUnreadTask(
	jobId: string,
	problem: Pick<ReadProblem, 'message' | 'error'>,
	askers: readonly Asker[],
): OutputItem {
	return {
		json: { job_id: jobId, status: 'failed', ...errorFields(problem.error) },
		pairedItem: pairingOf(askers)(undefined),
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
	unnamed: 'failed',
};

function itemOf(
	task: Task,
	finding: Finding,
	subTask: SubTask | undefined,
	pairedItem: OutputItem['pairedItem'],
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
		pairedItem,
		failure: isOpen ? openMessage(task) : undefined,
	};
}

function openMessage(task: Task): string {
	const listed = `It lists ${task.subTasks.length} of its ${task.subTaskTotal} sub tasks.`;
	return `Task ${task.jobId} ended with ${task.word}, which may hide failed desktops. ${task.unread?.message ?? listed} Ask again later.`;
}

/** Finds the input items that name the task and a desktop; if none names the desktop, these are all that name the task. */
function pairingOf(
	askers: readonly Asker[],
): (desktopId: string | undefined) => OutputItem['pairedItem'] {
	const byDesktop = new Map<string, Asker[]>();
	for (const asker of askers) {
		if (asker.desktopId === undefined) continue;
		const key = desktopKey(asker.desktopId);
		const own = byDesktop.get(key);
		if (own === undefined) byDesktop.set(key, [asker]);
		else own.push(asker);
	}
	const all = pairsOf(askers);
	return (desktopId) => {
		const own = desktopId === undefined ? undefined : byDesktop.get(desktopKey(desktopId));
		return own === undefined ? all : pairsOf(own);
	};
}

function pairsOf(askers: readonly Asker[]): OutputItem['pairedItem'] {
	const [first, second] = askers;
	return first !== undefined && second === undefined
		? { item: first.item }
		: askers.map(({ item }) => ({ item }));
}
