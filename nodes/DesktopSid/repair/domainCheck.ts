import type { Polling } from './followTasks';
import { type BatchCall, type BatchOptions, MAX_BATCH_SIZE, sendInBatches } from './sendBatches';
import { unsent, type Verdict, verdictOf } from './verdict';
import { desktopKey } from '../desktops/desktopId';
import type { ServiceDesktop } from '../desktops/desktopPages';
import { type DomainState, domainStateOf } from '../desktops/domainState';
import { listByIds } from '../desktops/listDesktops';
import { asSentence, isSignInRefused, readJson, sentences } from '../transport/refusalText';
import { isNotOffered } from '../transport/retryable';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { cut, isSuccessCode } from '../../../credentials/huaweicloud/errors';
import { fieldOf, textOf } from '../../../credentials/huaweicloud/json';
import type { Clock } from '../runtime/clock';

/** What the check of the service says before anything is sent. */
export interface Checked {
	/** The verdicts of the desktops that are not to be sent. */
	readonly refused: ReadonlyMap<string, Verdict>;
	/** Why some were not checked, if somebody can do something about it. */
	readonly notes: readonly string[];
	/** Why some were not checked, if that is just how the region is. */
	readonly remarks: readonly string[];
}

/**
 * Asks the service which desktops can be joined again (BatchCheckDesktopRejoinDomain). What it does not answer for is sent all
 * the same: the rejoin itself will tell. Where the check is not offered or not allowed, one request shows it.
 *
 * Requests: ⌈ids / batch size⌉, and those of the isolation.
 */
export async function checkFirst(
	api: Pick<WorkspaceApi, 'checkRejoin'>,
	ids: readonly string[],
	options: BatchOptions & { readonly onlyOutOfDomain: boolean },
): Promise<Checked> {
	const refused = new Map<string, Verdict>();
	const remarks = new Set<string>();
	const notes: string[] = [];
	let isOff = false;
	const call: BatchCall<Verdict | undefined> = {
		send: async (batch) => await api.checkRejoin(batch),
		judge: (reply, batch) => {
			const reading = readJson(reply, 'The check');
			if (reading.kind === 'json') return findingsIn(reading.json, batch, options.onlyOutOfDomain);
			const alone = batch.length === 1 ? verdictOf(reply, batch) : undefined;
			if (alone?.status === 'notFound') return new Map(batch.map((id) => [id, alone]));
			if (isNotOffered(reply)) remarks.add(NOT_OFFERED);
			// A refused sign-in is said of the whole run.
			else if (reading.hope !== 'cancelled' && !isSignInRefused(reply))
				notes.push(`${UNCHECKED} ${reading.reason}`);
			isOff ||= isNotOffered(reply) || reading.hope === 'refused';
			return new Map();
		},
		isTaken: (reply) => readJson(reply, '').kind === 'json',
	};
	const rounds = [ids.slice(0, options.batchSize), ids.slice(options.batchSize)];
	for (const round of rounds) {
		if (isOff) break;
		for (const [id, verdict] of await sendInBatches(call, round, options)) {
			if (verdict !== undefined) refused.set(id, verdict);
		}
	}
	return { refused, notes: notes.slice(0, 1), remarks: [...remarks] };
}

const NOT_OFFERED =
	'This region offers no check before a rejoin, so the desktops were sent without it.';
const UNCHECKED = 'Some desktops could not be checked before the rejoin and were sent without it:';

/** Walks the entries of the answer, whatever they are; of several for one desktop, one that refuses counts. */
function findingsIn(
	json: object,
	ids: readonly string[],
	onlyOutOfDomain: boolean,
): Map<string, Verdict | undefined> {
	const entries = fieldOf(json, 'desktops');
	const found = new Map<string, Verdict | undefined>();
	for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
		const key = desktopKey(textOf(fieldOf(entry, 'desktop_id')));
		found.set(key, found.get(key) ?? findingOf(entry, onlyOutOfDomain));
	}
	return new Map(ids.map((id) => [id, found.get(desktopKey(id))]));
}

/** `rejoin_able` decides; if it is missing, an error code does. A desktop of which nothing else is said is not known. */
function findingOf(entry: unknown, onlyOutOfDomain: boolean): Verdict | undefined {
	const state = domainStateOf({ fields: { domain_status: fieldOf(entry, 'domain_status') } });
	if (onlyOutOfDomain && state === 'inDomain') return unsent('inDomain', IN_DOMAIN);
	const able = fieldOf(entry, 'rejoin_able');
	const isAble = typeof able === 'boolean' ? String(able) : textOf(able);
	const errorCode = cut(textOf(fieldOf(entry, 'error_code')));
	const errorMsg = cut(textOf(fieldOf(entry, 'error_msg')));
	const isRefused = errorCode !== '' && !isSuccessCode(errorCode);
	if (isAble.toLowerCase() === 'true' || (isAble === '' && !isRefused)) return undefined;
	const code = isRefused ? ` (${errorCode})` : '';
	const reason = errorMsg === '' ? NO_REASON : asSentence(errorMsg);
	const isKnown =
		isAble !== '' || state !== undefined || fieldOf(entry, 'desktop_name') !== undefined;
	const error = { errorCode, errorMsg };
	return isKnown
		? {
				...unsent(
					'notRejoinable',
					`Not sent: the service says that this desktop cannot rejoin its domain${code}: ${reason}`,
				),
				error,
			}
		: {
				...unsent(
					'notFound',
					`Not sent: the check of the service does not know this desktop${code}: ${reason}`,
				),
				error,
			};
}

const IN_DOMAIN = 'Not sent: the check of the service says that it is in its domain.';
const NO_REASON = 'It gave no reason.';

/** A desktop whose rejoin may be proven by the state that the list shows. */
export interface Provable {
	readonly id: string;
	readonly verdict: Verdict;
	/** The state before the rejoin, as far as the list showed it. */
	readonly before: DomainState | undefined;
}

export interface ProofOptions {
	/** Milliseconds of the run's clock after which no further look is taken. */
	readonly deadline: number;
	readonly clock: Clock;
}

/** From one look at the list to the next: it may lag minutes behind. Milliseconds. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
export const MOST_LOOKS = 15;

/**
 * Reads the list until each desktop is back in its domain. Only desktops that should be by now are looked at: those whose task
 * succeeded or that were accepted without a task, and those whose answer was lost, of which only this tells what became of them.
 * Never throws.
 *
 * Bounds: at most {@link MOST_LOOKS} looks of ⌈desktops / 100⌉ requests (beside those of the whole list, if the service does not
 * obey its filter for ids), each sent once, for the desktops that are still open. The first look is always taken; none begins
 * after the deadline.
 *
 * @returns the new verdicts
 */
export async function proveByState(
	pollingApi: Polling<Pick<WorkspaceApi, 'listDesktops'>>,
	desktops: readonly Provable[],
	{ deadline, clock }: ProofOptions,
): Promise<Map<string, Verdict>> {
	const all = desktops.filter(({ verdict }) => isProvable(verdict));
	const last = new Map<string, Look>();
	let open = all;
	let pause = 0;
	for (let look = 1; look <= MOST_LOOKS && open.length > 0; look += 1) {
		if (look > 1 && clock.now() + pause > deadline) break;
		await clock.sleep(pause);
		if (clock.cancelled()) break;
		const turns = Math.ceil(open.length / MAX_BATCH_SIZE) * 1000;
		const listed = await listByIds(
			pollingApi(Math.max(deadline, clock.now() + turns)),
			open.map(({ id }) => id),
		);
		for (const { id } of open) {
			const problem = listed.problems.get(desktopKey(id));
			// A look that fails takes nothing back that an earlier one has shown.
			if (problem === undefined) last.set(id, { desktop: listed.desktops.get(desktopKey(id)) });
			else if (!last.has(id)) last.set(id, { problem: problem.message });
		}
		open = open.filter(({ id }) => !isSettled(last.get(id)));
		pause = Math.min(Math.max(2 * pause, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
	}
	return new Map(all.map((desktop) => [desktop.id, provenVerdict(desktop, last.get(desktop.id))]));
}

/** What a look at the list has shown of one desktop. */
interface Look {
	readonly desktop?: ServiceDesktop | undefined;
	readonly problem?: string;
}

function isProvable({ status, jobId, isOpen }: Verdict): boolean {
	return status === 'rejoined' || isOpen === true || (status === 'accepted' && jobId === undefined);
}

/** Back in the domain, or in a region that does not report it: a further look shows nothing else. */
function isSettled(look: Look | undefined): boolean {
	if (look?.desktop === undefined) return false;
	const state = domainStateOf(look.desktop);
	return state === 'inDomain' || state === undefined;
}

function provenVerdict({ verdict, before }: Provable, look: Look | undefined): Verdict {
	const state = look?.desktop === undefined ? undefined : domainStateOf(look.desktop);
	const sid = look?.desktop?.sid?.trim() ?? '';
	const seen: Verdict = {
		...verdict,
		...(state === undefined ? {} : { domainState: state }),
		...(sid === '' ? {} : { sidAfter: sid }),
	};
	const saying = (status: Verdict['status'], message: string): Verdict => ({
		...seen,
		status,
		message: sentences(verdict.message, message),
	});
	if (verdict.isOpen === true) {
		// Only a desktop that was out of its domain proves by being back that the rejoin was carried out.
		const isBack = state === 'inDomain' && before === 'outOfDomain';
		return isBack
			? { ...saying('rejoined', BACK_ALL_THE_SAME), error: undefined, isOpen: undefined }
			: saying(verdict.status, state === 'outOfDomain' ? STILL_OUT_OPEN : '');
	}
	if (look?.desktop === undefined) {
		return saying(
			'unverified',
			`${NOT_VERIFIED} ${look?.problem ?? (look === undefined ? CANCELLED : GONE)}`,
		);
	}
	switch (state) {
		case 'inDomain':
			return saying('rejoined', BACK);
		case 'outOfDomain':
			return saying('unverified', STILL_OUT);
		default:
			return saying('rejoined', state === undefined ? NO_STATE : NOT_REPORTED);
	}
}

const BACK = 'The service lists it as in its domain.';
const BACK_ALL_THE_SAME =
	'The service lists it as in its domain now, so it was rejoined all the same.';
const STILL_OUT_OPEN = 'The service still lists it as out of its domain.';
const STILL_OUT =
	'But the service still lists it as out of its domain. The list may lag behind: look again later with Get Many. If it stays so, check the domain administrator stored in the Workspace console.';
const NO_STATE = 'This region does not report domain states, so that is not proven.';
const NOT_REPORTED =
	'The service does not report its domain state yet, so that is not proven. Look again later with Get Many.';
const NOT_VERIFIED = 'Its domain state could not be verified.';
const CANCELLED = 'The execution was cancelled.';
const GONE = 'The service does not list this desktop any more.';
