import type { ListedDesktop } from './matchName';
import type { ServiceError } from '../../../credentials/huaweicloud/errors';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import {
	codeOf,
	isSignInRefused,
	nextStepOf,
	type ReadProblem,
	readJson,
	sentences,
	wordsOf,
} from '../transport/refusalText';
import type { ApiReply } from '../transport/reply';
import type { DesktopFilter, WorkspaceApi } from '../transport/workspaceApi';

/** A desktop as the service lists it, with all its fields under the API's own names. */
export interface ServiceDesktop extends ListedDesktop {
	readonly fields: Readonly<Record<string, unknown>>;
}

/** One page of the list of desktops. */
export interface DesktopPage {
	readonly kind: 'page';
	readonly desktops: readonly ServiceDesktop[];
	/** Entries on the page, those without a usable ID included: offsets count them all. */
	readonly length: number;
	/** `total_count`; `undefined` where the service gives none. */
	readonly total: number | undefined;
}

/** The list could not be read: one text for the user, and what the service said, where it did. */
export interface ListingRefusal {
	readonly kind: 'refused';
	readonly message: string;
	readonly statusCode?: number | undefined;
	readonly error?: ServiceError | undefined;
}

/**
 * Reads one answer of ListDesktops, `{ total_count, desktops: [{ desktop_id, … }] }`.
 * Source: OpenAPI export of the Workspace API, ListDesktops and SimpleDesktopInfo.
 *
 * @param part which part of the list was asked for, as it follows "could not be read": "page 7 (…)"
 */
export function readDesktopPage(reply: ApiReply, part: string): DesktopPage | ListingRefusal {
	const reading = readJson(reply, part);
	if (reading.kind === 'problem') return refusedPage(reply, part, reading);
	const entries = fieldOf(reading.json, 'desktops');
	if (!Array.isArray(entries)) return refusal(part, NO_LIST);
	const total = fieldOf(reading.json, 'total_count');
	return {
		kind: 'page',
		desktops: entries.flatMap(desktopOf),
		length: entries.length,
		total: typeof total === 'number' ? total : undefined,
	};
}

const NO_LIST =
	'The answer holds no list of desktops. Check that the endpoint in the credential is the Workspace API, or run this again later.';

function refusedPage(
	reply: ApiReply,
	part: string,
	{ reason, statusCode, error }: ReadProblem,
): ListingRefusal {
	if (reply.kind === 'fault') {
		const refused = reply.cause === 'signIn' ? signInRefusal(reply.message) : refusal(part, reason);
		return { ...refused, error: { errorCode: reply.code ?? '', errorMsg: reply.message } };
	}
	const refused = isSignInRefused(reply)
		? signInRefusal(
				`Huawei Cloud refused the sign-in (${codeOf(reply)}): ${sentences(wordsOf(reply), nextStepOf(reply))}`,
			)
		: refusal(part, reason);
	return { ...refused, statusCode, error };
}

/** Whatever part of the list was asked for has nothing to do with it, so to name it would mislead. */
function signInRefusal(reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `Nothing was done, because the list of desktops could not be read: ${reason}`,
	};
}

/** Half a list would leave desktops out without a word, so nothing is done with it. */
function refusal(part: string, reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `The list of desktops could not be read whole, so nothing was done: ${part}: ${reason}`,
	};
}

function desktopOf(entry: unknown): ServiceDesktop[] {
	const id = fieldOf(entry, 'desktop_id');
	if (!isRecord(entry) || typeof id !== 'string' || id === '') return [];
	const { computer_name, os_host_name, sid } = entry;
	return [
		{
			desktop_id: id,
			...(typeof computer_name === 'string' ? { computer_name } : {}),
			...(typeof os_host_name === 'string' ? { os_host_name } : {}),
			...(typeof sid === 'string' ? { sid } : {}),
			fields: entry,
		},
	];
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The most desktops of one page. Source: OpenAPI export of the Workspace API, ListDesktops. */
export const PAGE_SIZE = 1000;

/** More than are deleted between two pages; should it be too few, the reader notices and goes back. */
const MAX_OVERLAP = 50;

/**
 * How many desktops the next page is to share with this one: as many as fit into the pages that are needed anyway. Only where
 * nothing is to spare (20 000 desktops are 20 full pages) do pages not overlap.
 */
export function overlapAfter({ total = 0, length }: DesktopPage): number {
	const pages = Math.ceil(total / PAGE_SIZE);
	const toSpare =
		pages < 2 ? 1 : Math.min(MAX_OVERLAP, Math.floor((pages * PAGE_SIZE - total) / (pages - 1)));
	// Half of a page at most, so that reading gets on where the service serves smaller pages than were asked for.
	return Math.min(toSpare, Math.floor(length / 2));
}

/** Where a page stands: the page before it, what was asked for, and whether it held any desktop that was not known. */
export interface PagePlace {
	readonly before: DesktopPage | undefined;
	readonly offset: number;
	readonly limit: number;
	readonly hasNews: boolean;
}

/**
 * Whether the list ends with this page. `total_count` is not trusted alone: a short page ends the list unless the total announces
 * more (and then the next page must have news), a full page only where the total had foretold the pages before it.
 */
export function endsList(
	{ length, total = 0 }: DesktopPage,
	{ before, offset, limit, hasNews }: PagePlace,
): boolean {
	const end = offset + length;
	if (length < limit) return total <= end || !hasNews;
	return total === end && total === before?.total && total !== LARGEST_DECLARED_TOTAL;
}

/** The schema declares this as the greatest `total_count`; should that be a cap, a full page at it is not the end. */
const LARGEST_DECLARED_TOTAL = 2000;

/** What the list may be narrowed to, by the service itself. */
export type ListFilter = Omit<DesktopFilter, 'offset' | 'limit'>;

/** Desktops, each once, in the service's order. */
export interface Listed {
	readonly kind: 'listed';
	readonly desktops: readonly ServiceDesktop[];
}

/** More desktops than any project can have: such a list is not one. */
const MAX_DESKTOPS = 1_000_000;
/** A list that shifts may give a page or two without news; more than this, and it goes round in circles. */
const MAX_PAGES_WITHOUT_NEWS = 5;

/**
 * Reads the list of desktops page by page, to its end or until `atMost` are known.
 *
 * The service counts by offset, so a desktop that is deleted while pages are read pulls the rest forward, and one of them would
 * slip through between two pages. Therefore pages overlap, and a page that does not connect to what is known is read again from
 * further ahead. A new desktop pushes others to a later page; these come twice and count once. All this holds as long as the
 * service keeps the order of its list.
 *
 * Any page that cannot be read refuses the whole: half a list would pass for a list.
 */
export async function readAllDesktops(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	filter: ListFilter,
	atMost = Infinity,
): Promise<Listed | ListingRefusal> {
	const known = new Map<string, ServiceDesktop>();
	const limit = Math.min(PAGE_SIZE, atMost);
	let offset = 0;
	/** Desktops that the next page shares with the last one if nothing has shifted. */
	let overlap = 0;
	let before: DesktopPage | undefined;
	let pagesWithoutNews = 0;

	for (let request = 1; known.size <= MAX_DESKTOPS; request++) {
		const reply = await api.listDesktops({ ...filter, offset, limit });
		const page = readDesktopPage(reply, partOf(request, offset, limit));
		if (page.kind === 'refused') return page;

		const connects = offset === 0 || isConnected(page, before, overlap, known);
		const hasNews = remember(page, known);
		pagesWithoutNews = hasNews ? 0 : pagesWithoutNews + 1;
		if (pagesWithoutNews > MAX_PAGES_WITHOUT_NEWS) break;
		if (known.size >= atMost || (connects && endsList(page, { before, offset, limit, hasNews }))) {
			return { kind: 'listed', desktops: [...known.values()].slice(0, atMost) };
		}
		overlap = connects ? overlapAfter(page) : PAGE_SIZE;
		offset = connects ? offset + page.length - overlap : Math.max(0, offset - PAGE_SIZE);
		before = page;
	}
	return { kind: 'refused', message: GOES_IN_CIRCLES };
}

/**
 * Whether nothing can lie between this page and what is known: its first desktop is known, or, where pages do not overlap, the
 * list has not become shorter in the meantime.
 */
function isConnected(
	page: DesktopPage,
	before: DesktopPage | undefined,
	overlap: number,
	known: ReadonlyMap<string, ServiceDesktop>,
): boolean {
	const [first] = page.desktops;
	if (first !== undefined && known.has(first.desktop_id)) return true;
	return overlap === 0 && (page.total ?? 0) >= (before?.total ?? 0);
}

/** Adds what is new, and tells whether anything was. */
function remember(page: DesktopPage, known: Map<string, ServiceDesktop>): boolean {
	const knownBefore = known.size;
	for (const desktop of page.desktops) {
		if (!known.has(desktop.desktop_id)) known.set(desktop.desktop_id, desktop);
	}
	return known.size > knownBefore;
}

function partOf(request: number, offset: number, limit: number): string {
	return `page ${request} (desktops ${offset + 1} to ${offset + limit})`;
}

const GOES_IN_CIRCLES =
	'The list of desktops could not be read whole, so nothing was done: it did not come to an end. Check that the endpoint in the credential is the Workspace API, or run it again later.';
