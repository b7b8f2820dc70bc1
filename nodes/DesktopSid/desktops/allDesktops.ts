import {
	readDesktopPage,
	type DesktopPage,
	type ListingRefusal,
	type ServiceDesktop,
} from './desktopPage';
import { endsList, overlapAfter, PAGE_SIZE } from './paging';
import type { DesktopFilter, WorkspaceApi } from '../transport/workspaceApi';

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
