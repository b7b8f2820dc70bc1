import type { Polling } from './followTasks';
import { MAX_BATCH_SIZE } from './sendBatches';
import type { Verdict } from './verdict';
import { whyNeverEqual } from '../desktops/compareSid';
import { desktopKey } from '../desktops/desktopId';
import { type DomainState, domainStateOf } from '../desktops/domainState';
import type { ServiceDesktop } from '../desktops/desktopPages';
import { listByIds } from '../desktops/listDesktops';
import { isComparable, sameSid } from '../desktops/sid';
import type { ReadProblem } from '../transport/refusalText';
import type { WorkspaceApi } from '../transport/workspaceApi';
import type { Clock } from '../runtime/clock';
import { eachInTurn } from '../runtime/eventLoop';

/** One row whose update is to be checked, and what is known about the SID that it should have. */
export interface SidToVerify {
	readonly desktopId: string;
	/** The SID of the Active Directory, as this row gives it: what the SID must be now. */
	readonly adSid?: string;
	/** The SID before the update. */
	readonly sidBefore?: string;
	/**
	 * What the service says of it. Without an AD SID, a SID that is the same as before is
	 * - `unchanged`: right, the service found nothing to change;
	 * - `updated`: not right;
	 * - `updatedAmongOthers`: possible, because the task was for several desktops and only some of them may have drifted.
	 */
	readonly claim: 'unchanged' | 'updated' | 'updatedAmongOthers';
}

export interface Verification {
	/** `unchanged`: without an AD SID, a desktop among others whose SID is the same as before. */
	readonly result: 'verified' | 'unchanged' | 'unverified';
	/** The desktop at the last look; absent if it could not be read or is not listed. */
	readonly desktop?: ListedSid;
	readonly message: string;
}

/** The list may lag behind the end of a task by an unknown time: five looks within half a minute. Milliseconds. */
export const PAUSES_MS: readonly number[] = [0, 2000, 4000, 8000, 16000];

/** How long all looks may take together: two minutes, and a second for each request of a look. Milliseconds. */
const MOST_MS = { atLeast: 120_000, forRequest: 1000 };

/**
 * Reads the SIDs again until each row has what it should have, at most five times. Each row is judged by its own AD SID, also if
 * several rows name one desktop; without one, the SID must differ from the one before ({@link SidToVerify.claim}). Only S-1-…
 * text is compared; if something is expected, any other text counts as not verified. If nothing is known to compare with, the SID
 * is read once and reported without a judgement. Never throws.
 *
 * Bounds: five looks of at most ⌈desktops / 100⌉ requests, each sent once, and only for the desktops that are not confirmed yet; if the
 * service does not obey its filter for ids, those of the whole list beside them.
 * No request begins later than two minutes and ⌈desktops / 100⌉ seconds after the start, and no pause ends later.
 *
 * @returns one for each row, in their order
 */
export async function verifySids(
	pollingApi: Polling<Pick<WorkspaceApi, 'listDesktops'>>,
	rows: readonly SidToVerify[],
	clock: Clock,
): Promise<Verification[]> {
	const results: Verification[] = [];
	let open = rows.map((row, index) => ({ row, index }));
	const requests = Math.ceil(idsOf(rows).length / MAX_BATCH_SIZE);
	const deadline = clock.now() + MOST_MS.atLeast + requests * MOST_MS.forRequest;
	let isLate = false;
	for (const pause of PAUSES_MS) {
		isLate = clock.now() + pause > deadline;
		if (open.length === 0 || isLate) break;
		if (pause > 0) await clock.sleep(pause);
		if (clock.cancelled()) break;
		const { sids, problems } = await readSids(
			pollingApi(deadline),
			idsOf(open.map(({ row }) => row)),
		);
		await eachInTurn(open, ({ row, index }) => {
			const problem = problems.get(row.desktopId);
			// A look that fails takes nothing back that an earlier one has shown.
			if (problem !== undefined && results[index]?.desktop !== undefined) return;
			results[index] =
				problem === undefined ? judge(row, sids.get(row.desktopId)) : unread(problem);
		});
		open = open.filter(({ row, index }) => mayChange(results[index], problems.get(row.desktopId)));
	}
	if (clock.cancelled() || isLate) {
		const why = clock.cancelled() ? CANCELLED : OUT_OF_TIME;
		for (const { index } of open) results[index] = cutShort(results[index], why);
	}
	return results;
}

function idsOf(rows: readonly SidToVerify[]): string[] {
	return [...new Set(rows.map(({ desktopId }) => desktopId))];
}

/** Whether a further look could show something else. */
function mayChange(known: Verification | undefined, problem: ReadProblem | undefined): boolean {
	if (problem !== undefined && problem.hope !== 'later') return false;
	return known?.result !== 'verified';
}

function judge(
	{ adSid, sidBefore, claim }: SidToVerify,
	desktop: ListedSid | undefined,
): Verification {
	const saying = (result: Verification['result'], message: string): Verification => ({
		result,
		...(desktop === undefined ? {} : { desktop }),
		message,
	});
	if (desktop === undefined) return saying('unverified', GONE);
	const after = desktop.sid;
	const expected = [adSid, sidBefore].find(isComparable);
	if (expected === undefined) return saying('verified', after === '' ? NO_SID : NOTHING_KNOWN);
	if (!isComparable(after)) return saying('unverified', after === '' ? NO_SID : NOT_A_SID);
	if (isComparable(adSid)) {
		if (sameSid(after, adSid)) return saying('verified', EQUAL);
		const next = whyNeverEqual(after, adSid) ?? AGAIN;
		return saying(
			'unverified',
			`The SID is ${after}, but the Active Directory has ${adSid}. ${next}`,
		);
	}
	if (!sameSid(after, expected)) return saying('verified', CHANGED);
	switch (claim) {
		case 'unchanged':
			return saying('verified', SAME_AS_BEFORE);
		case 'updatedAmongOthers':
			return saying('unchanged', UNCHANGED_AMONG_OTHERS);
		case 'updated':
			return saying('unverified', `The SID is still ${after}. ${STILL_THE_SAME}`);
	}
}

function unread(problem: ReadProblem): Verification {
	return {
		result: 'unverified',
		message: `The update could not be verified. ${problem.message}`,
	};
}

function cutShort(known: Verification | undefined, why: string): Verification {
	return known === undefined
		? { result: 'unverified', message: `The update could not be verified: ${why}.` }
		: { ...known, message: `${known.message} The checks ended early: ${why}.` };
}

const CANCELLED = 'the execution was cancelled';
const OUT_OF_TIME = 'the service took too long to list the desktops';

const EQUAL = "The SID was read again and equals the Active Directory's.";
const CHANGED =
	'The SID was read again and has changed; no SID of the Active Directory was given to compare it with.';
const AGAIN =
	'The list may lag behind, or the update did not take effect. Check again later with Compare SIDs, then run the update again.';
const STILL_THE_SAME =
	"Either it was right already, or the update did not take effect. Compare it with the Active Directory's (Compare SIDs).";
const SAME_AS_BEFORE =
	'The SID was read again and is the same as before; no SID of the Active Directory was given to compare it with.';
const UNCHANGED_AMONG_OTHERS =
	'The SID is the same as before. The task was for several desktops, so this one may have needed no update. No SID of the Active Directory was given to compare it with. Run this for it alone, and the service itself says whether its SID is right.';
const NOTHING_KNOWN =
	'The SID was read again; no SID of the Active Directory was given to compare it with.';
const NO_SID = 'The service lists no SID for this desktop, so the update could not be verified.';
const NOT_A_SID =
	'What the service lists as the SID is not of the form S-1-…, so the update could not be verified.';
const GONE =
	'The service does not list this desktop any more, so the update could not be verified.';

const STILL_OUT =
	'The service still lists it as out of its domain. If it does so in some minutes too, Rejoin Domain brings it back.';

/** The verdict after the SID was read again: proven, `unchanged` or `unverified`. */
export function withProof(verdict: Verdict, { result, desktop, message }: Verification): Verdict {
	const seen = desktop === undefined ? {} : lastLook(desktop);
	const isProven = verdict.status === 'updated' && (message === EQUAL || message === CHANGED);
	const before = isProven ? 'SID updated and verified.' : verdict.message;
	const isOut = desktop?.domainState === 'outOfDomain' && result !== 'unverified';
	const after = isOut ? `${message} ${STILL_OUT}` : message;
	return result === 'verified'
		? { ...verdict, ...seen, message: `${before} ${after}` }
		: { ...verdict, ...seen, status: result, message: after };
}

function lastLook({ sid, domainState }: ListedSid): Pick<Verdict, 'sidAfter' | 'domainState'> {
	return {
		...(sid === '' ? {} : { sidAfter: sid }),
		...(domainState === undefined ? {} : { domainState }),
	};
}

/** What the service lists of a desktop, as it writes it. */
export interface ListedSid {
	/** Trimmed; empty if the service lists the desktop without a SID. */
	readonly sid: string;
	readonly computerName?: string;
	readonly domainState?: DomainState;
}

export interface SidsReading {
	/** By the id as it was asked for; absent if the service does not list the desktop. */
	readonly sids: ReadonlyMap<string, ListedSid>;
	/** Why there is no answer for an id, by that id. */
	readonly problems: ReadonlyMap<string, ReadProblem>;
}

/** Reads the SIDs of these desktops by `listByIds`. Never throws: a request that fails leaves its ids in `problems`. */
export async function readSids(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	ids: readonly string[],
): Promise<SidsReading> {
	const listed = await listByIds(api, ids);
	const sids = new Map<string, ListedSid>();
	const problems = new Map<string, ReadProblem>();
	await eachInTurn(ids, (id) => {
		const key = desktopKey(id);
		const problem = listed.problems.get(key);
		const desktop = listed.desktops.get(key);
		if (problem !== undefined) problems.set(id, problem);
		if (desktop !== undefined) sids.set(id, sidOf(desktop));
	});
	return { sids, problems };
}

function sidOf(desktop: ServiceDesktop): ListedSid {
	const { sid = '', computer_name } = desktop;
	const domainState = domainStateOf(desktop);
	return {
		...(domainState === undefined ? {} : { domainState }),
		sid: sid.trim(),
		...(computer_name === undefined || computer_name === '' ? {} : { computerName: computer_name }),
	};
}
