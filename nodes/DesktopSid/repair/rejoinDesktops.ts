import { type Polling, withTasksFollowed } from './followTasks';
import { type BatchOptions, repairBy, sendInBatches } from './sendBatches';
import { checkFirst, type Provable, proveByState } from './domainCheck';
import { unsent, type Verdict } from './verdict';
import { desktopKey } from '../desktops/desktopId';
import type { ServiceDesktop } from '../desktops/desktopPages';
import { type DomainState, domainStateOf, isInUse } from '../desktops/domainState';
import { listByIds } from '../desktops/listDesktops';
import { type Row, spelledAlike, uniqueIds } from '../desktops/targets';
import type { ApiReply } from '../transport/reply';
import { isNotOffered } from '../transport/retryable';
import type { WorkspaceApi } from '../transport/workspaceApi';
import type { Clock } from '../runtime/clock';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

/** Which desktops are left out. */
export interface Guard {
	/** Leaves out what is in its domain, and what is not known to be out of it. */
	readonly onlyOutOfDomain: boolean;
	/** Also desktops that somebody is connected to. */
	readonly includeInUse: boolean;
}

export interface RejoinOptions extends BatchOptions, Guard {
	/** Follows the tasks, repeats for desktops that are busy; without it accepted ones end as `accepted`. Milliseconds. */
	readonly wait?: { readonly pollIntervalMs: number; readonly waitTimeoutMs: number };
	/** Whether the domain state is looked at afterwards. */
	readonly verify: boolean;
}

/** The desktops of a run, before anything is sent. */
export interface Selection {
	/** With the domain state that the list shows. */
	readonly rows: readonly Row[];
	/** Those to be rejoined, each once, with their domain state. */
	readonly states: ReadonlyMap<string, DomainState | undefined>;
	/** The verdicts of those that are left out. */
	readonly unsent: ReadonlyMap<string, Verdict>;
}

/**
 * Leaves out the desktops that the guard keeps from being sent, by what the list says of each.
 *
 * @param listed by `desktopKey`; a desktop that is not there does not exist
 */
export async function selectDesktops(
	given: readonly Row[],
	listed: ReadonlyMap<string, ServiceDesktop>,
	guard: Guard,
): Promise<Selection> {
	const rows = await spelledAlike(given);
	const states = new Map<string, DomainState | undefined>();
	const left = new Map<string, Verdict>();
	await eachInTurn(await uniqueIds(rows), (id) => {
		const desktop = listed.get(desktopKey(id));
		const verdict = desktop === undefined ? unsent('notFound', NOT_LISTED) : whyNot(desktop, guard);
		if (verdict !== undefined) left.set(id, verdict);
		else if (desktop !== undefined) states.set(id, domainStateOf(desktop));
	});
	const withState = (row: Row): Row => {
		const desktop = listed.get(desktopKey(row.desktopId ?? ''));
		const domainBefore = desktop === undefined ? undefined : domainStateOf(desktop);
		return domainBefore === undefined ? row : { ...row, domainBefore };
	};
	return {
		rows: await inSlices(rows, (slice) => slice.map(withState)),
		states,
		unsent: left,
	};
}

/** Why a desktop is not sent; `undefined` if it is. */
function whyNot(desktop: ServiceDesktop, guard: Guard): Verdict | undefined {
	const state = domainStateOf(desktop);
	if (guard.onlyOutOfDomain && state === 'inDomain') return unsent('inDomain', IN_DOMAIN);
	if (!guard.includeInUse && isInUse(desktop)) return unsent('inUse', IN_USE);
	if (!guard.onlyOutOfDomain || state === 'outOfDomain') return undefined;
	return unsent('notReported', state === undefined ? NO_STATE : NOT_REPORTED);
}

const NOT_LISTED =
	'Huawei Cloud lists no desktop with this ID, so it was not sent. Check the ID, and project and region in the credential. Remove it from the input if it was deleted.';
const IN_DOMAIN = 'Not sent: the service lists it as in its domain.';
const IN_USE =
	"Not sent: somebody is connected to it. Run this again when nobody works on it, or turn on 'Include in Use' under Options.";
const NOT_REPORTED =
	"Not sent: the service does not report whether it is in its domain. Start it if it is stopped, or turn off 'Only Out of Domain'.";
const NO_STATE =
	"Not sent: the service does not report domain states in this region. Turn off 'Only Out of Domain' to rejoin it all the same.";

/** What a rejoin needs of the service. */
export type RejoinApi = Pick<
	WorkspaceApi,
	'listDesktops' | 'checkRejoin' | 'rejoinDesktops' | 'rejoinDesktop' | 'showJob' | 'listSubJobs'
>;

export interface RejoinRun {
	readonly api: RejoinApi;
	readonly pollingApi: Polling<RejoinApi>;
	readonly clock: Clock;
}

export interface Rejoined {
	/** Of every desktop of the selection. */
	readonly verdicts: ReadonlyMap<string, Verdict>;
	/** What somebody has to do something about, and what is just said once of the way that was taken. */
	readonly notes: readonly string[];
	readonly remarks: readonly string[];
}

/**
 * Rejoins the selected desktops to their domain: check, batches (or single calls), tasks, and the domain state afterwards. Every
 * desktop gets one verdict. Never throws.
 *
 * A rejoin may restart a desktop. So one whose answer was lost is not sent again: its domain state tells what became of it. One
 * that the service refuses because another task works on it is sent again, at most {@link REPEATS} times within Wait Timeout, if
 * the list still shows it as out of its domain and unused.
 *
 * Requests that change something, for n desktops in b batches: b and those of the isolation; without the batch 1 + n; each again
 * for at most five repeats of those that are busy.
 */
export async function rejoinDesktops(
	run: RejoinRun,
	{ states, unsent: left }: Selection,
	options: RejoinOptions,
): Promise<Rejoined> {
	const verdicts = new Map(left);
	const enter = (others: Iterable<readonly [string, Verdict]>) => {
		for (const [id, verdict] of others) verdicts.set(id, verdict);
	};
	const checked = await checkFirst(run.api, [...states.keys()], options);
	enter(checked.refused);
	const ids = [...states.keys()].filter((id) => !checked.refused.has(id));
	const sent = await send(run.api, ids, options);
	enter(sent.verdicts);
	const { notes } = checked;
	const remarks = [...checked.remarks, ...sent.remarks];
	const { wait } = options;
	if (wait === undefined) {
		if (options.verify) enter(withoutProof(sent.verdicts));
		return { verdicts, notes, remarks };
	}

	const begunAt = run.clock.now();
	const deadline = begunAt + wait.waitTimeoutMs;
	const how = { ...wait, begunAt, changes: 'domain', clock: run.clock } as const;
	const follow = async (some: ReadonlyMap<string, Verdict>) =>
		await withTasksFollowed(run.pollingApi, some, how);
	enter(await follow(sent.verdicts));
	const pause = wait.pollIntervalMs * POLLS_PER_REPEAT;
	for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
		const busy = ids.filter((id) => verdicts.get(id)?.isBusy === true);
		if (busy.length === 0 || run.clock.now() + pause > deadline) break;
		await run.clock.sleep(pause);
		if (run.clock.cancelled()) break;
		const still = await lookAgain(run.api, busy, options);
		enter(still.settled);
		enter(await follow((await send(run.api, still.ids, options)).verdicts));
	}
	if (options.verify) {
		const provable = ids.flatMap((id): Provable[] => {
			const verdict = verdicts.get(id);
			return verdict === undefined ? [] : [{ id, verdict, before: states.get(id) }];
		});
		enter(await proveByState(run.pollingApi, provable, { deadline, clock: run.clock }));
	}
	return { verdicts, notes, remarks };
}

/** As Terraform's provider repeats the same call of Workspace App: every 30 s, with the default interval. */
const POLLS_PER_REPEAT = 3;
export const REPEATS = 5;

function* withoutProof(sent: ReadonlyMap<string, Verdict>): Iterable<[string, Verdict]> {
	for (const [id, verdict] of sent) {
		if (verdict.status !== 'accepted') continue;
		yield [id, { ...verdict, message: `${verdict.message} ${NOT_WAITED_FOR}` }];
	}
}

const NOT_WAITED_FOR =
	"Its domain state was not looked at, because its task may still be running. Turn on 'Wait for Completion' for that.";

/** Whether busy desktops may be sent again: minutes may have passed since the list was read. */
async function lookAgain(
	api: RejoinApi,
	busy: readonly string[],
	guard: Guard,
): Promise<{ readonly ids: readonly string[]; readonly settled: Map<string, Verdict> }> {
	const { desktops } = await listByIds(api, busy);
	const settled = new Map<string, Verdict>();
	const ids = busy.filter((id) => {
		const desktop = desktops.get(desktopKey(id));
		if (desktop === undefined) return false;
		const verdict = whyNot(desktop, guard);
		if (verdict !== undefined) settled.set(id, verdict);
		return verdict === undefined;
	});
	return { ids, settled };
}

interface Sent {
	readonly verdicts: ReadonlyMap<string, Verdict>;
	readonly remarks: readonly string[];
}

/** By the batch; if a region does not offer it, desktop by desktop. */
async function send(api: RejoinApi, ids: readonly string[], options: BatchOptions): Promise<Sent> {
	const batch = await sendWhereOffered(api.rejoinDesktops, ids, options);
	if (batch.missing.length === 0) return { verdicts: batch.verdicts, remarks: [] };
	const single = await sendWhereOffered(
		async ([id = '']) => await api.rejoinDesktop(id),
		batch.missing,
		{ batchSize: 1, isolate: false },
	);
	const neither = single.missing.map((id) => [id, unsent('failed', NEITHER)] as const);
	const isNeither = neither.length === batch.missing.length;
	return {
		verdicts: new Map([...batch.verdicts, ...single.verdicts, ...neither]),
		remarks: isNeither ? [] : [ONE_BY_ONE],
	};
}

const ONE_BY_ONE =
	'This region does not offer the rejoin of several desktops at once, so each was sent by itself.';
const NEITHER =
	'The desktop did not rejoin its domain, because this region offers no rejoin by API: use the Workspace console.';

/** The first request goes alone: if the region does not know it, the others are not sent. */
async function sendWhereOffered(
	post: (ids: readonly string[]) => Promise<ApiReply>,
	ids: readonly string[],
	options: BatchOptions,
): Promise<{ readonly verdicts: Map<string, Verdict>; readonly missing: readonly string[] }> {
	const missing = new Set<string>();
	const call = repairBy(async (batch) => {
		const reply = await post(batch);
		if (isNotOffered(reply)) for (const id of batch) missing.add(id);
		return reply;
	});
	const first = ids.slice(0, options.batchSize);
	const others = ids.slice(options.batchSize);
	const verdicts = new Map(await sendInBatches(call, first, options));
	if (missing.size > 0) for (const id of others) missing.add(id);
	else {
		for (const [id, verdict] of await sendInBatches(call, others, options))
			verdicts.set(id, verdict);
	}
	for (const id of missing) verdicts.delete(id);
	return { verdicts, missing: [...missing] };
}
