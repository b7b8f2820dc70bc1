import type { DesktopPage } from './desktopPage';

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
