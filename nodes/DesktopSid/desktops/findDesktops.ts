import { compareRows, type ComparedRow } from './inSync';
import { isFieldPath } from './itemField';
import { listDesktops, type ListingRefusal, type ServiceDesktop } from './listing';
import { indexDesktops } from './match';
import { rowsFromItems, uniqueIds, type Row } from './rows';
import { found, namedItems, rowsByName, type FoundRow, type NamedItem } from './rowsByName';
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
): Promise<Found | ListingRefusal> {
	if (adSid !== undefined && !isFieldPath(adSid)) return { kind: 'refused', message: NO_SID_FIELD };
	const rows = await (matchBy === 'computerName' ? findByName : findById)(api, items, path);
	if ('kind' in rows) return rows;
	return { kind: 'found', rows: adSid === undefined ? rows : compareRows(rows, items, adSid) };
}

/** The rows as the items name them, before any look-up: for a run that is refused. */
export function rowsAsNamed(items: Items, { matchBy, path }: Fields): Row[] {
	if (matchBy === 'desktopId') return rowsFromItems(items, path);
	return isFieldPath(path)
		? namedItems(items, path).map(({ row }) => row)
		: items.map((_, item) => ({ item }));
}

async function findByName(
	api: ListingApi,
	items: Items,
	path: unknown,
): Promise<FoundRow[] | ListingRefusal> {
	if (!isFieldPath(path)) return { kind: 'refused', message: NO_NAME_FIELD };
	return await findNamed(api, namedItems(items, path));
}

/** Gives each named item or entry its desktop; without any usable name no request is made. */
export async function findNamed(
	api: ListingApi,
	named: readonly NamedItem[],
): Promise<FoundRow[] | ListingRefusal> {
	const names = named.flatMap(({ name }) => (name === undefined ? [] : [name]));
	if (names.length === 0) return [...named];
	const listing = await listDesktops(api, { by: 'names', names });
	return listing.kind === 'refused' ? listing : rowsByName(named, indexDesktops(listing.desktops));
}

/** A desktop that the list does not show keeps its row as it is: what becomes of it, the update itself will say. */
async function findById(
	api: ListingApi,
	items: Items,
	path: unknown,
): Promise<FoundRow[] | ListingRefusal> {
	const rows = rowsFromItems(items, path);
	const ids = uniqueIds(rows);
	if (ids.length === 0) return rows.map((row) => ({ row }));
	const listing = await listDesktops(api, { by: 'ids', ids });
	if (listing.kind === 'refused') return listing;
	const byId = new Map<string, ServiceDesktop>();
	for (const desktop of listing.desktops) byId.set(desktop.desktop_id, desktop);
	return rows.map((row) => {
		const desktop = byId.get(row.desktopId ?? '');
		return desktop === undefined ? { row } : found(row, desktop);
	});
}

const NO_NAME_FIELD =
	"'Computer Name Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
const NO_SID_FIELD =
	"'AD SID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
