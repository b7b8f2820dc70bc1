import { readJson, type ReadProblem } from '../transport/refusalText';
import { inBatches, MAX_BATCH_SIZE } from './sendBatches';
import type { Verdict } from './verdict';
import { whyNeverEqual } from '../desktops/drift';
import { isComparable, sameSid } from '../desktops/sidText';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import type { WorkspaceApi } from '../transport/workspaceApi';
import type { Clock } from '../runtime/clock';
import { eachInTurn } from '../runtime/eventLoop';

/** A desktop whose update is to be checked, and what is known about the SID it should have. */
export interface SidToVerify {
	readonly desktopId: string;
	/** The SID of the Active Directory: what it must be now. */
	readonly adSid?: string;
	/** The SID before the update. */
	readonly sidBefore?: string;
	/** Whether the service found nothing to change (`unchanged`); else the SID must not be the one before any more. */
	readonly wasRight: boolean;
}

export interface Verification {
	/** What the service lists now, as it writes it; absent where it could not be read or is empty. */
	readonly sidAfter?: string;
	/** False where the SID is not what it should be, or could not be read. */
	readonly verified: boolean;
	readonly message: string;
}

/** The listing may lag behind the end of a task by an unknown time: five looks within half a minute. Milliseconds. */
export const PAUSES_MS: readonly number[] = [0, 2000, 4000, 8000, 16000];

/**
 * Reads the SIDs again until each is what it should be, at most five times: equal to AD's where that is known, else different
 * from the one before, unless the service says that this was right. Only S-1-… text is compared; where something is expected,
 * any other text counts as not verified. Where nothing is known to compare with, the SID is read once and reported without a
 * judgement. Never throws.
 *
 * Requests: at most ⌈desktops / 100⌉ a look, and only for the desktops that are not confirmed yet.
 */
export async function verifySids(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	desktops: readonly SidToVerify[],
	clock: Clock,
): Promise<Map<string, Verification>> {
	const results = new Map<string, Verification>();
	let open = [...desktops];
	for (const pause of PAUSES_MS) {
		if (open.length === 0) break;
		if (pause > 0) await clock.sleep(pause);
		if (clock.cancelled()) break;
		const ids = [...new Set(open.map(({ desktopId }) => desktopId))];
		const { sids, problems } = await readSids(api, ids);
		await eachInTurn(open, (desktop) => {
			const { desktopId } = desktop;
			const problem = problems.get(desktopId);
			// A look that fails takes nothing back that an earlier one has shown.
			if (problem !== undefined && results.get(desktopId)?.sidAfter !== undefined) return;
			results.set(
				desktopId,
				problem === undefined ? judge(desktop, sids.get(desktopId)?.sid) : unread(problem),
			);
		});
		open = open.filter(({ desktopId }) =>
			mayChange(results.get(desktopId), problems.get(desktopId)),
		);
	}
	for (const { desktopId } of open) if (!results.has(desktopId)) results.set(desktopId, NOT_READ);
	return results;
}

/** Whether a further look could show something else. */
function mayChange(result: Verification | undefined, problem: ReadProblem | undefined): boolean {
	if (problem !== undefined && problem.hope !== 'later') return false;
	return result?.verified !== true;
}

function judge({ adSid, sidBefore, wasRight }: SidToVerify, sid: string | undefined): Verification {
	if (sid === undefined) return wrong(undefined, GONE);
	const after = sid.trim();
	const expected = [adSid, sidBefore].find(isComparable);
	if (expected === undefined) return right(after, after === '' ? NO_SID : NOTHING_KNOWN);
	if (!isComparable(after)) return wrong(after, after === '' ? NO_SID : NOT_A_SID);
	if (isComparable(adSid)) {
		return sameSid(after, adSid)
			? right(after, "The SID was read again and equals the Active Directory's.")
			: wrong(
					after,
					`The SID is ${after}, but the Active Directory has ${adSid}. ${whyNeverEqual(after, adSid) ?? AGAIN}`,
				);
	}
	if (!sameSid(after, expected)) return right(after, 'The SID was read again and has changed.');
	return wasRight
		? right(after, SAME_AS_BEFORE)
		: wrong(after, `The SID is still ${after}. ${STILL_THE_SAME}`);
}

const right = (sidAfter: string, message: string): Verification => ({
	...(sidAfter === '' ? {} : { sidAfter }),
	verified: true,
	message,
});

const wrong = (sidAfter: string | undefined, message: string): Verification => ({
	...(sidAfter === undefined || sidAfter === '' ? {} : { sidAfter }),
	verified: false,
	message,
});

function unread(problem: ReadProblem): Verification {
	return { verified: false, message: `The update could not be verified. ${problem.message}` };
}

const NOT_READ: Verification = {
	verified: false,
	message: 'The update could not be verified: the execution was cancelled.',
};

const AGAIN =
	'The list may lag behind, or the update did not take effect: look again later with Compare SIDs, then run the update again.';
const STILL_THE_SAME =
	"Either it was right already, or the update did not take effect: compare it with the Active Directory's (Compare SIDs).";
const SAME_AS_BEFORE =
	'The SID was read again and is the same as before; no SID of the Active Directory was given to compare it with.';
const NOTHING_KNOWN =
	'The SID was read again; no SID of the Active Directory was given to compare it with.';
const NO_SID = 'The service lists no SID for this desktop, so the update could not be verified.';
const NOT_A_SID =
	'What the service lists as the SID is not of the form S-1-…, so the update could not be verified.';
const GONE =
	'The service does not list this desktop any more, so the update could not be verified.';

/** The verdicts after the SIDs were read again: proven, or `unverified`. What was not read again stays as it is, and says so. */
export async function verified(
	verdicts: ReadonlyMap<string, Verdict>,
	verifications: ReadonlyMap<string, Verification>,
): Promise<Map<string, Verdict>> {
	const results = new Map<string, Verdict>();
	await eachInTurn([...verdicts], ([id, verdict]) => {
		results.set(id, withProof(verdict, verifications.get(id)));
	});
	return results;
}

function withProof(verdict: Verdict, proof: Verification | undefined): Verdict {
	if (proof === undefined) {
		return verdict.status === 'accepted'
			? { ...verdict, message: `${verdict.message} ${NOT_ENDED}` }
			: verdict;
	}
	const { sidAfter } = proof;
	return {
		...verdict,
		...(sidAfter === undefined ? {} : { sidAfter }),
		...(proof.verified
			? { message: `${verdict.message} ${proof.message}` }
			: { status: 'unverified', message: proof.message }),
	};
}

const NOT_ENDED =
	"It was not verified, because its task may still be running: turn on 'Wait for Completion' for that.";

/** What the service lists of a desktop, as it writes it. */
export interface ListedSid {
	/** Empty text where the service lists the desktop without a SID. */
	readonly sid: string;
	readonly computerName?: string;
}

export interface SidsReading {
	/** By the id as it was asked for; absent where the service does not list the desktop. */
	readonly sids: ReadonlyMap<string, ListedSid>;
	/** Why there is no answer for an id, by that id. */
	readonly problems: ReadonlyMap<string, ReadProblem>;
}

/**
 * Reads the SIDs of these desktops from ListDesktops, at most 100 ids a request (the filter takes no more). Never throws: a
 * request that fails leaves its ids in `problems` and the others as they are.
 */
export async function readSids(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	ids: readonly string[],
): Promise<SidsReading> {
	const sids = new Map<string, ListedSid>();
	const problems = new Map<string, ReadProblem>();
	await Promise.all(
		inBatches(ids, MAX_BATCH_SIZE).map(async (desktopIds) => {
			const reply = await api.listDesktops({ desktopIds, offset: 0, limit: PAGE_SIZE });
			const reading = readJson(reply, 'The SID');
			if (reading.kind === 'problem') {
				for (const id of desktopIds) problems.set(id, reading);
				return;
			}
			const listed = sidsByKey(fieldOf(reading.json, 'desktops'));
			for (const id of desktopIds) {
				const known = listed.get(id.toLowerCase());
				if (known !== undefined) sids.set(id, known);
			}
		}),
	);
	return { sids, problems };
}

/** The largest page: a filter that is ignored or read more widely must not push the wanted desktops off the page. */
const PAGE_SIZE = 1000;

/** By id in lower case: the service need not write it as the user does. */
function sidsByKey(desktops: unknown): Map<string, ListedSid> {
	const sids = new Map<string, ListedSid>();
	for (const desktop of Array.isArray(desktops) ? desktops : []) {
		const id = fieldOf(desktop, 'desktop_id');
		if (typeof id !== 'string') continue;
		const sid = fieldOf(desktop, 'sid');
		const name = fieldOf(desktop, 'computer_name');
		sids.set(id.toLowerCase(), {
			sid: typeof sid === 'string' ? sid : '',
			...(typeof name === 'string' && name !== '' ? { computerName: name } : {}),
		});
	}
	return sids;
}
