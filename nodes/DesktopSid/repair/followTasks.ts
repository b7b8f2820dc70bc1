import type { ReadProblem } from '../transport/refusalText';
import { readTask, type Task, type TaskReading, withSubTasks } from './task';
import { findingOf, isOpen, lastVerdict } from './taskVerdict';
import type { Verdict } from './verdict';
import type { Clock } from '../runtime/clock';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** A task that carries out an accepted update, and the desktops that were sent for it. */
export interface AcceptedTask {
	readonly jobId: string;
	readonly desktopIds: readonly string[];
}

export interface FollowOptions {
	/** Milliseconds from one look at a task to the next. */
	readonly pollIntervalMs: number;
	/** Milliseconds after which no further look is taken. */
	readonly waitTimeoutMs: number;
	readonly clock: Clock;
}

type TaskApi = Pick<WorkspaceApi, 'showJob' | 'listSubJobs'>;

/** Small updates end within seconds: the first look does not wait for a long interval. */
const FIRST_LOOK_MS = 2000;

/**
 * A task that was accepted a moment ago may not be known on every server of the service yet: one look that finds nothing is
 * not believed, two in a row are.
 */
const LOOKS_UNTIL_GONE = 2;

/**
 * Follows all tasks side by side until each has ended, and gives each of their desktops its verdict: `updated`, `failed`, or
 * `timedOut` where patience or the execution ended first. Never throws.
 *
 * A look costs one request (ShowJob). The list of sub tasks is asked for only when a task has ended and came without them. A
 * look that fails (throttled, overloaded, reset) costs its turn and nothing else: patience alone decides when to stop. Only a
 * refusal (401, 403) and an unknown task (404) end the following of a task early.
 *
 * Requests for one task: at most `duration / pollIntervalMs + 2` for its state. After the deadline one last look is taken.
 */
export async function followTasks(
	api: TaskApi,
	accepted: readonly AcceptedTask[],
	options: FollowOptions,
): Promise<Map<string, Verdict>> {
	const deadline = options.clock.now() + options.waitTimeoutMs;
	const verdicts = new Map<string, Verdict>();
	await Promise.all(
		merged(accepted).map(async (task) => {
			const result = await followTask(api, task, { ...options, deadline });
			for (const id of task.desktopIds) verdicts.set(id, result(id));
		}),
	);
	return verdicts;
}

/** The same task is followed once, however many batches it was the answer to. */
function merged(accepted: readonly AcceptedTask[]): AcceptedTask[] {
	const byId = new Map<string, Set<string>>();
	for (const { jobId, desktopIds } of accepted) {
		const ids = byId.get(jobId) ?? new Set<string>();
		for (const id of desktopIds) ids.add(id);
		byId.set(jobId, ids);
	}
	return [...byId].map(([jobId, ids]) => ({ jobId, desktopIds: [...ids] }));
}

/** Looks until the task has ended or it is time to stop; what comes back tells the verdict of each of its desktops. */
async function followTask(
	api: TaskApi,
	{ jobId, desktopIds }: AcceptedTask,
	{ pollIntervalMs, waitTimeoutMs, clock, deadline }: FollowOptions & { readonly deadline: number },
): Promise<(desktopId: string) => Verdict> {
	const stopped = (why: string) => (id: string) => lastVerdict(jobId, seen, id, why);
	const seen: { task?: Task; problem?: ReadProblem } = {};
	let looksGone = 0;
	for (let pause = Math.min(FIRST_LOOK_MS, pollIntervalMs); ; pause = pollIntervalMs) {
		await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now())));
		if (clock.cancelled()) return stopped(CANCELLED);

		const isLast = clock.now() >= deadline;
		const reading = await look(api, jobId);
		if (clock.cancelled()) return stopped(CANCELLED);
		remember(seen, reading);
		looksGone = seen.problem?.hope === 'gone' ? looksGone + 1 : 0;
		const isRefused = seen.problem?.hope === 'refused' || looksGone === LOOKS_UNTIL_GONE;
		if (isLast || isRefused || hasEnded(reading, desktopIds)) {
			return stopped(`The wait ended after ${Math.round(waitTimeoutMs / 1000)} s`);
		}
	}
}

const CANCELLED = 'The execution was cancelled';

/** One request while the task is running. */
async function look(api: TaskApi, jobId: string): Promise<TaskReading> {
	const reading = await readTask(api, jobId);
	if (reading.kind === 'problem' || reading.task.state === 'running') return reading;
	return { kind: 'task', task: await withSubTasks(api, reading.task) };
}

/** A task seen earlier stays known when a later look fails. */
function remember(seen: { task?: Task; problem?: ReadProblem }, reading: TaskReading): void {
	if (reading.kind === 'problem') {
		seen.problem = reading;
		return;
	}
	seen.task = reading.task;
	delete seen.problem;
}

/** Whether no desktop of the task can get another verdict by a further look. */
function hasEnded(reading: TaskReading, desktopIds: readonly string[]): boolean {
	if (reading.kind === 'problem' || reading.task.state === 'running') return false;
	const { task } = reading;
	return desktopIds.every((id) => !isOpen(findingOf(task, id), task));
}
