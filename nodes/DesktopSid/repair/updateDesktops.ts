import { type Polling, withTasksFollowed } from './followTasks';
import { repairBy, sendInBatches } from './sendBatches';
import { unsent, type Verdict } from './verdict';
import { readSids, type SidToVerify, type Verification, verifySids, withProof } from './verifySids';
import { type Row, spelledAlike, uniqueIds } from '../desktops/targets';
import type { WorkspaceApi } from '../transport/workspaceApi';
import type { Clock } from '../runtime/clock';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

export interface UpdateOptions {
	/** 1 to 100. */
	readonly batchSize: number;
	/** Whether a rejected batch is split to find the failing desktops. */
	readonly isolate: boolean;
	/** Follows the tasks of accepted updates; without it they end as `accepted`. Milliseconds. */
	readonly wait?: { readonly pollIntervalMs: number; readonly waitTimeoutMs: number };
	/** Whether the SIDs are read before and after. */
	readonly verify: boolean;
}

/** The service with retries, and without them for polling: the next look is the retry. */
export interface Apis<Operations extends keyof WorkspaceApi> {
	readonly api: Pick<WorkspaceApi, Operations>;
	readonly pollingApi: Polling<Pick<WorkspaceApi, Operations>>;
}

type UpdateApis = Apis<'updateDesktopSids' | 'listDesktops' | 'showJob' | 'listSubJobs'>;

/** Updates the desktops of all rows that are not settled, and gives every row its outcome. Never throws. */
export async function carryOut(
	{ api, pollingApi }: UpdateApis,
	given: readonly Row[],
	options: UpdateOptions,
	clock: Clock,
): Promise<Outcome[]> {
	const rows = await spelledAlike(given);
	const known = options.verify ? await asListed(api, rows) : rows;
	const ids = await uniqueIds(known);
	const sent = await sendInBatches(repairBy(api.updateDesktopSids), ids, options);
	const ended =
		options.wait === undefined
			? sent
			: await withTasksFollowed(pollingApi, sent, { ...options.wait, clock });
	const outcomes = await outcomesOf(known, ended);
	return options.verify ? await verify(pollingApi, outcomes, ended, clock) : outcomes;
}

/** The rows with the SID and the name that the service lists now, if the look-up has not given them already. */
async function asListed(api: UpdateApis['api'], rows: readonly Row[]): Promise<readonly Row[]> {
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

/**
 * Reads the SIDs again of all rows that should have the right one by now, and judges each row by what it says itself. Rows whose
 * task was not waited for say that they were not verified.
 */
async function verify(
	pollingApi: UpdateApis['pollingApi'],
	outcomes: readonly Outcome[],
	verdicts: ReadonlyMap<string, Verdict>,
	clock: Clock,
): Promise<Outcome[]> {
	const sizes = sizesOfTasks(verdicts);
	const toVerify: SidToVerify[] = [];
	const places = new Map<Outcome, number>();
	await eachInTurn(outcomes, (outcome) => {
		const { desktopId, adSid, sidBefore, verdict } = outcome;
		const { status, jobId = '' } = verdict;
		if (desktopId === undefined || (status !== 'updated' && status !== 'unchanged')) return;
		const isAmongOthers = (sizes.get(jobId) ?? 0) > 1;
		places.set(outcome, toVerify.length);
		toVerify.push({
			desktopId,
			...(adSid === undefined ? {} : { adSid }),
			...(sidBefore === undefined ? {} : { sidBefore }),
			claim: isAmongOthers ? 'updatedAmongOthers' : status,
		});
	});
	const verifications = await verifySids(pollingApi, toVerify, clock);
	return await inSlices(outcomes, (slice) =>
		slice.map((outcome) => {
			const verification = verifications[places.get(outcome) ?? -1];
			return { ...outcome, verdict: verifiedVerdict(outcome.verdict, verification) };
		}),
	);
}

/** How many desktops each task of the run was for. */
function sizesOfTasks(verdicts: ReadonlyMap<string, Verdict>): Map<string, number> {
	const sizes = new Map<string, number>();
	for (const { jobId } of verdicts.values()) {
		if (jobId !== undefined) sizes.set(jobId, (sizes.get(jobId) ?? 0) + 1);
	}
	return sizes;
}

function verifiedVerdict(verdict: Verdict, verification: Verification | undefined): Verdict {
	if (verification !== undefined) return withProof(verdict, verification);
	return verdict.status === 'accepted'
		? { ...verdict, message: `${verdict.message} ${NOT_WAITED_FOR}` }
		: verdict;
}

const NOT_WAITED_FOR = 'The SID was not verified, because the task may still be running.';

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

const NEVER_SENT = 'The desktop was not sent. Run this again.';
