import { type AcceptedTask, followTasks } from './followTasks';
import { updateInBatches } from './sendBatches';
import { unsent, type Verdict } from './verdict';
import { readSids, type SidToVerify, verified, verifySids } from './verifySids';
import { type Row, uniqueIds } from '../desktops/targets';
import type { WorkspaceApi } from '../transport/workspaceApi';
import type { Clock } from '../runtime/clock';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

export interface UpdateOptions {
	/** 1 to 100. */
	readonly batchSize: number;
	/** Whether a refused batch is narrowed down to the desktops that are meant. */
	readonly isolate: boolean;
	/** Follows the tasks of accepted updates; without it they end as `accepted`. Milliseconds. */
	readonly wait?: { readonly pollIntervalMs: number; readonly waitTimeoutMs: number };
	/** Whether the SIDs are read before and after. */
	readonly verify: boolean;
}

/** The service with retries, and without them for whoever asks again anyway. */
export interface Apis {
	readonly api: WorkspaceApi;
	readonly pollingApi: WorkspaceApi;
}

/** Updates the desktops of all rows that are not settled, and gives every row its outcome. Never throws. */
export async function carryOut(
	{ api, pollingApi }: Apis,
	rows: readonly Row[],
	options: UpdateOptions,
	clock: Clock,
): Promise<Outcome[]> {
	const known = options.verify ? await asListed(api, rows) : rows;
	const ids = await uniqueIds(known);
	const sent = await updateInBatches(api, ids, options);
	const ended =
		options.wait === undefined
			? sent
			: withTasksEnded(
					sent,
					await followTasks(pollingApi, tasksOf(sent), { ...options.wait, clock }),
				);
	const verdicts = options.verify ? await verify(api, known, ended, clock) : ended;
	return await outcomesOf(known, verdicts);
}

/** The rows with the SID and the name that the service lists now, where the look-up has not told them already. */
async function asListed(api: WorkspaceApi, rows: readonly Row[]): Promise<readonly Row[]> {
	const isOpen = ({ sidBefore, settled }: Row) => sidBefore === undefined && settled === undefined;
	const { sids } = await readSids(api, await uniqueIds(rows.filter(isOpen)));
	const listed = (row: Row): Row => {
		const desktop = isOpen(row) ? sids.get(row.desktopId ?? '') : undefined;
		if (desktop === undefined) return row;
		const computerName = row.computerName ?? desktop.computerName;
		return {
			...row,
			...(computerName === undefined ? {} : { computerName }),
			...(desktop.sid === '' ? {} : { sidBefore: desktop.sid }),
		};
	};
	return await inSlices(rows, (slice) => slice.map(listed));
}

function tasksOf(verdicts: ReadonlyMap<string, Verdict>): AcceptedTask[] {
	const tasks = new Map<string, string[]>();
	for (const [id, { status, jobId }] of verdicts) {
		if (status !== 'accepted' || jobId === undefined) continue;
		const ids = tasks.get(jobId);
		if (ids === undefined) tasks.set(jobId, [id]);
		else ids.push(id);
	}
	return [...tasks].map(([jobId, desktopIds]) => ({ jobId, desktopIds }));
}

function withTasksEnded(
	sent: ReadonlyMap<string, Verdict>,
	ended: ReadonlyMap<string, Verdict>,
): Map<string, Verdict> {
	return new Map([...sent, ...ended]);
}

/** Only desktops that should have the right SID by now are read again. */
async function verify(
	api: WorkspaceApi,
	rows: readonly Row[],
	verdicts: ReadonlyMap<string, Verdict>,
	clock: Clock,
): Promise<Map<string, Verdict>> {
	const expected = new Map<string, SidToVerify>();
	await eachInTurn(rows, ({ desktopId, adSid, sidBefore }) => {
		const status = verdicts.get(desktopId ?? '')?.status;
		if (desktopId === undefined || (status !== 'updated' && status !== 'unchanged')) return;
		// Several items may name one desktop, and only one of them may carry the SID of AD.
		expected.set(desktopId, {
			desktopId,
			...(adSid === undefined ? {} : { adSid }),
			...(sidBefore === undefined ? {} : { sidBefore }),
			wasRight: status === 'unchanged',
			...expected.get(desktopId),
		});
	});
	const verifications = await verifySids(api, [...expected.values()], clock);
	return await verified(verdicts, verifications);
}

/** What was asked and what became of it: one for each row, in input order. */
export interface Outcome extends Row {
	readonly verdict: Verdict;
}

/** Gives every row its verdict; a row that names a desktop gets the one of that desktop. */
export async function outcomesOf(
	rows: readonly Row[],
	verdicts: ReadonlyMap<string, Verdict>,
): Promise<Outcome[]> {
	return await inSlices(rows, (slice) =>
		slice.map((row) => ({ ...row, verdict: verdictOfRow(row, verdicts) })),
	);
}

function verdictOfRow(row: Row, verdicts: ReadonlyMap<string, Verdict>): Verdict {
	if (row.settled !== undefined) return unsent(row.settled.status, row.settled.message);
	return verdicts.get(row.desktopId ?? '') ?? unsent('failed', NEVER_SENT);
}

const NEVER_SENT = 'The desktop was not sent. Run it again.';
