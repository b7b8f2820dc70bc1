import { desktopKey } from './desktopId';
import { type DomainState, domainStateOf, domainStatusOf } from './domainState';
import {
	type DesktopPage,
	type Listed,
	listingProblem,
	type ListFilter,
	type ListingRefusal,
	PAGE_SIZE,
	readDesktopPage,
	type ServiceDesktop,
} from './desktopPages';
import { readAllDesktops } from './wholeList';
import type { ReadProblem } from '../transport/refusalText';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/** Which desktops a run has to know. */
export type Wanted =
	| { readonly by: 'ids'; readonly ids: readonly string[] }
	/** `atMost`: enough after so many; otherwise all. */
	| { readonly by: 'filter'; readonly filter: ListFilter; readonly atMost?: number };

/** Up to so many ids are asked for by id; for more the whole list is as cheap. */
export const FEW_IDS = 500;

/**
 * Lists the desktops that a run has to know, once: a few ids by the service's own filter, otherwise the whole list in pages of
 * 1000. More desktops than were wanted may come back; fewer only if they do not exist.
 *
 * There is no look-up by a few names: the service's filter does not see names inside the operating system, so it would overlook
 * a machine that was cloned with its host name.
 */
export async function listDesktops(
	api: ListingApi,
	wanted: Wanted,
): Promise<Listed | ListingRefusal> {
	if (wanted.by === 'filter') return await readAllDesktops(api, wanted.filter, wanted.atMost);
	if (wanted.ids.length > FEW_IDS) return await readAllDesktops(api, {});
	const { desktops, refusals } = await askByIds(api, wanted.ids);
	const [refusal] = refusals.values();
	return refusal ?? { kind: 'listed', desktops: [...desktops.values()], hasMore: false };
}

/** The desktops in one domain state. */
export interface ListedInState extends Listed {
	/** False if desktops came back and none of them carries a state: then this region does not report it. */
	readonly isReported: boolean;
}

/**
 * Lists the desktops in one domain state, by the service's filter and by what each desktop says itself: a region that does not
 * know the filter lists all desktops, and then those beyond `atMost` are looked at as well. The list is whole, or it is refused.
 */
export async function listInState(
	api: ListingApi,
	state: DomainState,
	filter: ListFilter,
	atMost = Infinity,
): Promise<ListedInState | ListingRefusal> {
	const filtered = { ...filter, domainStatus: domainStatusOf(state) };
	const found = await readAllDesktops(api, filtered, atMost);
	if (found.kind === 'refused') return found;
	const inState = await desktopsIn(state, found.desktops);
	const isObeyed = inState.length === found.desktops.length;
	if (isObeyed) return { ...found, isReported: true };
	const isWhole = atMost === Infinity;
	const all = isWhole ? found : await readAllDesktops(api, filter);
	if (all.kind === 'refused') return all;
	const ofAll = isWhole ? inState : await desktopsIn(state, all.desktops);
	return {
		kind: 'listed',
		desktops: isWhole ? ofAll : ofAll.slice(0, atMost),
		hasMore: ofAll.length > atMost,
		isReported: all.desktops.some((desktop) => domainStateOf(desktop) !== undefined),
	};
}

async function desktopsIn(
	state: DomainState,
	desktops: readonly ServiceDesktop[],
): Promise<ServiceDesktop[]> {
	return await inSlices(desktops, (slice) =>
		slice.filter((desktop) => domainStateOf(desktop) === state),
	);
}

/** What the service lists of some desktops; the keys of both maps are those of `desktopKey`. */
export interface ListedByIds {
	/** A desktop that is neither here nor in `problems` does not exist. */
	readonly desktops: ReadonlyMap<string, ServiceDesktop>;
	/** Why nothing is known of a desktop. */
	readonly problems: ReadonlyMap<string, ReadProblem>;
}

/** Source: OpenAPI export of the Workspace API, ListDesktops: `desktop_id` has at most 100 values. */
const IDS_PER_REQUEST = 100;
/** 100 UUIDs fill 4 800 characters of the URL; with longer ids the request line would grow past what gateways take. */
const MAX_FILTERED_ID_LENGTH = 64;

/**
 * Lists these desktops by the service's filter for ids, at most 100 a request, all requests side by side. Never throws: a request
 * that fails leaves its ids in `problems` and the others as they are.
 *
 * An answer that does not obey the filter, or that is only a page of what it found, decides nothing: then the whole list is read,
 * once for all such answers. Requests: ⌈ids / 100⌉, and then those of `readAllDesktops`.
 */
export async function listByIds(api: ListingApi, ids: readonly string[]): Promise<ListedByIds> {
	const { desktops, refusals } = await askByIds(api, ids);
	const problems = new Map<string, ReadProblem>();
	for (const [key, { problem, message }] of refusals) {
		problems.set(key, problem ?? listingProblem(message));
	}
	return { desktops, problems };
}

interface AskedByIds {
	readonly desktops: ReadonlyMap<string, ServiceDesktop>;
	readonly refusals: ReadonlyMap<string, ListingRefusal>;
}

async function askByIds(api: ListingApi, ids: readonly string[]): Promise<AskedByIds> {
	const desktops = new Map<string, ServiceDesktop>();
	const refusals = new Map<string, ListingRefusal>();
	const undecided: string[] = [];
	await Promise.all(
		batchesOf(ids).map(async (asked) => {
			const answer = await askForIds(api, asked);
			const keys = asked.map(desktopKey);
			if (answer === 'undecided') undecided.push(...keys);
			else if (answer.kind === 'refused') for (const key of keys) refusals.set(key, answer);
			else enter(answer.entries, desktops);
		}),
	);
	if (undecided.length > 0) {
		const whole = await readAllDesktops(api, {});
		if (whole.kind === 'refused') for (const key of undecided) refusals.set(key, whole);
		else await eachInTurn(whole.desktops, (desktop) => enter([desktop], desktops));
	}
	for (const key of desktops.keys()) refusals.delete(key);
	return { desktops, refusals };
}

/** Each id once. One with capitals is asked for in small letters, too: how the filter compares ids is not documented. */
function batchesOf(ids: readonly string[]): string[][] {
	const values = [...new Set(ids.flatMap((id) => [desktopKey(id), id]))];
	const batches: string[][] = [];
	for (let start = 0; start < values.length; start += IDS_PER_REQUEST) {
		batches.push(values.slice(start, start + IDS_PER_REQUEST));
	}
	return batches;
}

async function askForIds(
	api: ListingApi,
	desktopIds: readonly string[],
): Promise<DesktopPage | ListingRefusal | 'undecided'> {
	if (desktopIds.some((id) => id.length > MAX_FILTERED_ID_LENGTH)) return 'undecided';
	const reply = await api.listDesktops({ desktopIds, offset: 0, limit: PAGE_SIZE });
	const page = readDesktopPage(reply, `${desktopIds.length} desktops by ID`);
	if (page.kind === 'refused') return page;

	const wanted = new Set(desktopIds.map(desktopKey));
	const found = new Set(
		page.entries.map((entry) => (entry === undefined ? '' : desktopKey(entry.desktop_id))),
	);
	const isObeyed = [...found].every((key) => wanted.has(key));
	const isAll = found.size === wanted.size || page.total === page.entries.length;
	return isObeyed && isAll ? page : 'undecided';
}

function enter(entries: DesktopPage['entries'], desktops: Map<string, ServiceDesktop>): void {
	for (const entry of entries) {
		const key = desktopKey(entry?.desktop_id ?? '');
		if (entry !== undefined && !desktops.has(key)) desktops.set(key, entry);
	}
}
