import { compareRows, type ComparedRow } from './inSync';
import { isFieldPath } from './itemField';
import { listDesktops, type ListingRefusal, type ServiceDesktop } from './listing';
import { indexDesktops } from './match';
import { rowsFromItems, uniqueIds, type Row } from './rows';
import { found, namedItems, rowsByName, type FoundRow, type NamedItem } from './rowsByName';
import type { Pace } from '../transport/pace';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** How items name their desktops. Paths are the values of parameters, whatever an expression made of them. */
export interface Fields {
	readonly matchBy: 'desktopId' | 'computerName';
	/** Data path of the desktop ID or the computer name. */
	readonly path: unknown;
	/** Data path of the SID in AD; without it no SIDs are read or compared. */
	readonly adSid?: unknown;
}

/** One row for each input item, in input order, with the desktop and the comparison of SIDs where there is one. */
export interface Found {
	readonly kind: 'found';
	readonly rows: readonly ComparedRow[];
}

type Items = ReadonlyArray<{ json: unknown }>;
type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/**
 * Leads from input items to desktops: the list is read once for the run, then each item is looked up in constant time, so that
 * the cost grows with items + desktops, not with their product. A list that cannot be read whole refuses all.
 */
export async function findDesktops(
	api: ListingApi,
	items: Items,
	{ matchBy, path, adSid }: Fields,
	pace: Pace,
): Promise<Found | ListingRefusal> {
	if (adSid !== undefined && !isFieldPath(adSid)) return { kind: 'refused', message: NO_SID_FIELD };
	const found = await (matchBy === 'computerName' ? findByName : findById)(api, items, path, pace);
	if ('kind' in found) return found;
	const rows =
		adSid === undefined
			? found
			: await pace.inSlices(found, (slice) => compareRows(slice, items, adSid));
	return { kind: 'found', rows };
}

/** The rows as the items name them, before any look-up: for a run that is refused, or needs none. */
export async function rowsAsNamed(
	items: Items,
	{ matchBy, path }: Fields,
	pace: Pace,
): Promise<Row[]> {
	if (matchBy === 'desktopId') {
		return await pace.inSlices(items, (slice, offset) => rowsFromItems(slice, path, offset));
	}
	return isFieldPath(path)
		? (await namesOf(items, path, pace)).map(({ row }) => row)
		: items.map((_, item) => ({ item }));
}

async function namesOf(items: Items, path: string, pace: Pace): Promise<NamedItem[]> {
	return await pace.inSlices(items, (slice, offset) => namedItems(slice, path, offset));
}

async function findByName(
	api: ListingApi,
	items: Items,
	path: unknown,
	pace: Pace,
): Promise<FoundRow[] | ListingRefusal> {
	if (!isFieldPath(path)) return { kind: 'refused', message: NO_NAME_FIELD };
	return await findNamed(api, await namesOf(items, path, pace), pace);
}

/** Gives each named item or entry its desktop; without any usable name no request is made. */
export async function findNamed(
	api: ListingApi,
	named: readonly NamedItem[],
	pace: Pace,
): Promise<FoundRow[] | ListingRefusal> {
	const names = named.flatMap(({ name }) => (name === undefined ? [] : [name]));
	if (names.length === 0) return [...named];
	const listing = await listDesktops(api, { by: 'names', names });
	if (listing.kind === 'refused') return listing;
	const index = await indexDesktops(listing.desktops, pace);
	return await pace.inSlices(named, (slice) => rowsByName(slice, index));
}

/** A desktop that the list does not show keeps its row as it is: what becomes of it, the update itself will say. */
async function findById(
	api: ListingApi,
	items: Items,
	path: unknown,
	pace: Pace,
): Promise<FoundRow[] | ListingRefusal> {
	const rows = await rowsAsNamed(items, { matchBy: 'desktopId', path }, pace);
	const ids = await uniqueIds(rows, pace);
	if (ids.length === 0) return rows.map((row) => ({ row }));
	const listing = await listDesktops(api, { by: 'ids', ids });
	if (listing.kind === 'refused') return listing;
	const byId = new Map<string, ServiceDesktop>();
	await pace.each(listing.desktops, (desktop) => byId.set(desktop.desktop_id, desktop));
	return await pace.inSlices(rows, (slice) => slice.map((row) => listedRow(row, byId)));
}

function listedRow(row: Row, byId: ReadonlyMap<string, ServiceDesktop>): FoundRow {
	const desktop = byId.get(row.desktopId ?? '');
	return desktop === undefined ? { row } : found(row, desktop);
}

const NO_NAME_FIELD =
	"'Computer Name Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
const NO_SID_FIELD =
	"'AD SID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
