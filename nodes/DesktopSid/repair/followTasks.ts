import { readTask, type TaskReading, withEarlier, withSubTasks } from './task';
import { lastVerdict, type Seen, TaskFindings } from './taskVerdict';
import type { Verdict } from './verdict';
import type { Change } from '../../../credentials/huaweicloud/gatewayCodes';
import type { Clock } from '../runtime/clock';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** A task that carries out an accepted update, and the desktops that were sent for it. */
export interface AcceptedTask {
	readonly jobId: string;
	/** Of the answer that named the task: 202, or 200 with a job_id. */
	readonly statusCode: number;
	readonly desktopIds: readonly string[];
}

export interface FollowOptions {
	/** What the tasks change; SIDs by default. */
	readonly changes?: Change;
	/** Milliseconds from one look at a task to the next. */
	readonly pollIntervalMs: number;
	/** Milliseconds after which no further look is taken. */
	readonly waitTimeoutMs: number;
	/** When the wait began, in milliseconds of the run's clock; now by default. */
	readonly begunAt?: number;
	readonly clock: Clock;
}

type TaskApi = Pick<WorkspaceApi, 'showJob' | 'listSubJobs'>;

/** Without retries; a request whose turn has not come at `until` (milliseconds of the run's clock) is not sent. */
export type Polling<Api> = (until: number) => Api;

/** Small updates end within seconds: the first look does not wait for a long interval. */
const FIRST_LOOK_MS = 2000;

/**
 * A task that was accepted a moment ago may not be known on every server of the service yet: one look that finds nothing is
 * not believed, two in a row are.
 */
const LOOKS_UNTIL_GONE = 2;

/** The sub tasks of a task may be listed later than its end: a desktop that three looks in a row do not name is not among them. */
const LOOKS_UNTIL_UNNAMED = 3;

/**
 * Follows all tasks side by side until each has ended, and gives each of their desktops its verdict: `updated` or
 * `rejoined`, `failed`, or `timedOut` if Wait Timeout or the execution ended first. Never throws.
 *
 * A look costs one request (ShowJob). The list of sub tasks is asked for only when a task has ended and came without all of
 * them: at most 50 requests a look. A look that fails (throttled, overloaded, reset) is repeated at the next interval. Only a
 * refusal (401, 403), an unknown task (404) and desktops that an ended task does not name end the following early.
 *
 * Bounds for one task: at most `waitTimeoutMs / pollIntervalMs + 2` looks. No look begins after the deadline, and a request that
 * still waits for its turn then is given up: the wait ends with the deadline, or one request later.
 */
export async function followTasks(
	pollingApi: Polling<TaskApi>,
	accepted: readonly AcceptedTask[],
	options: FollowOptions,
): Promise<Map<string, Verdict>> {
	const { begunAt = options.clock.now(), waitTimeoutMs } = options;
	const deadline = begunAt + waitTimeoutMs;
	const verdicts = new Map<string, Verdict>();
	await Promise.all(
		[...merged(accepted)].map(async ([jobId, statusCodes]) => {
			const ids = [...statusCodes.keys()];
			const { seen, whyStopped } = await followTask(pollingApi, { jobId, ids }, options, deadline);
			for (const [id, statusCode] of statusCodes) {
				const acceptance = { jobId, statusCode, changes: options.changes ?? 'sids' };
				verdicts.set(id, lastVerdict(acceptance, seen, id, whyStopped));
			}
		}),
	);
	return verdicts;
}

/** The verdicts of a run after the tasks of those that are `accepted` have been followed. */
export async function withTasksFollowed(
	pollingApi: Polling<TaskApi>,
	sent: ReadonlyMap<string, Verdict>,
	options: FollowOptions,
): Promise<Map<string, Verdict>> {
	return new Map([...sent, ...(await followTasks(pollingApi, tasksOf(sent), options))]);
}

function tasksOf(verdicts: ReadonlyMap<string, Verdict>): AcceptedTask[] {
	const tasks = new Map<string, AcceptedTask & { readonly desktopIds: string[] }>();
	for (const [id, { status, jobId, statusCode }] of verdicts) {
		if (status !== 'accepted' || jobId === undefined || statusCode === undefined) continue;
		const key = `${statusCode} ${jobId}`;
		const task = tasks.get(key) ?? { jobId, statusCode, desktopIds: [] };
		tasks.set(key, task);
		task.desktopIds.push(id);
	}
	return [...tasks.values()];
}

/** By task, the desktops that it is about, each with its status code: a task is followed once, however many batches started it. */
function merged(accepted: readonly AcceptedTask[]): Map<string, Map<string, number>> {
	const byTask = new Map<string, Map<string, number>>();
	for (const { jobId, statusCode, desktopIds } of accepted) {
		const desktops = byTask.get(jobId) ?? new Map<string, number>();
		for (const id of desktopIds) desktops.set(id, statusCode);
		byTask.set(jobId, desktops);
	}
	return byTask;
}

/** Looks until the task has ended or it is time to stop. */
async function followTask(
	pollingApi: Polling<TaskApi>,
	{ jobId, ids }: { readonly jobId: string; readonly ids: readonly string[] },
	{ pollIntervalMs, waitTimeoutMs, clock }: FollowOptions,
	deadline: number,
): Promise<{ readonly seen: Seen; readonly whyStopped: string }> {
	let seen: Seen = {};
	let looksGone = 0;
	let looksUnnamed = 0;
	for (let pause = Math.min(FIRST_LOOK_MS, pollIntervalMs); ; pause = pollIntervalMs) {
		await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now())));
		if (clock.cancelled()) return { seen, whyStopped: CANCELLED };

		// Timers wake late by some milliseconds: that must not cost the look at the deadline.
		const reading = await look(pollingApi(Math.max(deadline, clock.now())), jobId, ids);
		if (reading.kind === 'task' || !clock.cancelled()) seen = after(seen, reading);
		if (clock.cancelled()) return { seen, whyStopped: CANCELLED };

		looksGone = seen.problem?.hope === 'gone' ? looksGone + 1 : 0;
		const open = openIn(reading, seen, ids);
		looksUnnamed = open === 'unnamed' ? looksUnnamed + 1 : 0;
		if (looksUnnamed === LOOKS_UNTIL_UNNAMED) seen = { ...seen, unnamedForGood: true };
		const isRefused = seen.problem?.hope === 'refused' || looksGone === LOOKS_UNTIL_GONE;
		const isOver = open === 'none' || seen.unnamedForGood === true;
		if (isRefused || isOver || clock.now() >= deadline) {
			const whyStopped = `The wait ended after ${Math.round(waitTimeoutMs / 1000)} s`;
			return { seen, whyStopped };
		}
	}
}

const CANCELLED = 'The execution was cancelled';

/** One request while the task is running. */
async function look(api: TaskApi, jobId: string, ids: readonly string[]): Promise<TaskReading> {
	const reading = await readTask(api, jobId);
	if (reading.kind === 'problem' || reading.task.state === 'running') return reading;
	return { kind: 'task', task: await withSubTasks(api, reading.task, ids) };
}

/** What was seen earlier stays known when a later look fails, as a whole or in part. */
function after(seen: Seen, reading: TaskReading): Seen {
	return reading.kind === 'task'
		? { findings: new TaskFindings(withEarlier(reading.task, seen.findings?.task)) }
		: { ...seen, problem: reading };
}

/** What a further look could still tell of some desktop of the task: `unnamed` if only whether it is named at all. */
function openIn(
	reading: TaskReading,
	{ findings }: Seen,
	ids: readonly string[],
): 'none' | 'some' | 'unnamed' {
	if (findings === undefined || reading.kind === 'problem') return 'some';
	if (findings.task.state === 'running') return 'some';
	let open: 'none' | 'unnamed' = 'none';
	for (const id of ids) {
		const finding = findings.of(id);
		if (finding.state === 'unnamed') open = 'unnamed';
		else if (findings.isOpen(finding)) return 'some';
	}
	return open;
}
