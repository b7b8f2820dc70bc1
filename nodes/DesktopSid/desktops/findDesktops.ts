import { comparisonForm, type ComputerName } from './computerName';
import { compareRows, type ComparedRow } from './inSync';
import { isFieldPath } from './itemField';
import {
	FEW_IDS,
	FEW_NAMES,
	listDesktops,
	type ListingRefusal,
	type ServiceDesktop,
} from './listing';
import { indexDesktops } from './match';
import { rowsFromItems, type Row } from './rows';
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
	const lookUp = await (matchBy === 'computerName'
		? lookUpByName(api, items, path, pace)
		: lookUpById(api, items, path, pace));
	if (lookUp.kind === 'refused') return lookUp;
	// Each slice is read, looked up and compared before the next: so little of it is alive at once that the garbage collector
	// has no long work on it.
	const rows = await pace.inSlices(items, (slice, offset) => {
		const found = lookUp.rowsOf(slice, offset);
		return adSid === undefined ? found : compareRows(found, items, adSid);
	});
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
		? await pace.inSlices(items, (slice, offset) =>
				namedItems(slice, path, offset).map(({ row }) => row),
			)
		: items.map((_, item) => ({ item }));
}

/** Gives each named entry its desktop; without any usable name no request is made. */
export async function findNamed(
	api: ListingApi,
	named: readonly NamedItem[],
	pace: Pace,
): Promise<FoundRow[] | ListingRefusal> {
	const lookUp = await lookUpNames(api, named, (slice) => slice, pace);
	return lookUp.kind === 'refused' ? lookUp : await pace.inSlices(named, lookUp.rowsOf);
}

/** Knows the desktops, and finds those of some values; `offset` is the place of the first of them. */
interface LookUp<T> {
	readonly kind: 'lookUp';
	readonly rowsOf: (values: readonly T[], offset: number) => FoundRow[];
}

async function lookUpByName(
	api: ListingApi,
	items: Items,
	path: unknown,
	pace: Pace,
): Promise<LookUp<{ json: unknown }> | ListingRefusal> {
	if (!isFieldPath(path)) return { kind: 'refused', message: NO_NAME_FIELD };
	return await lookUpNames(api, items, (slice, offset) => namedItems(slice, path, offset), pace);
}

async function lookUpNames<T>(
	api: ListingApi,
	values: readonly T[],
	read: (values: readonly T[], offset: number) => readonly NamedItem[],
	pace: Pace,
): Promise<LookUp<T> | ListingRefusal> {
	const names = new Map<string, ComputerName>();
	for await (const { slice, offset } of pace.slices(values)) {
		for (const { name } of read(slice, offset)) {
			if (name !== undefined) names.set(comparisonForm(name.name), name);
		}
		if (names.size > FEW_NAMES) break;
	}
	const listing = await listDesktops(api, { by: 'names', names: [...names.values()] });
	if (listing.kind === 'refused') return listing;
	const index = await indexDesktops(listing.desktops, pace);
	return { kind: 'lookUp', rowsOf: (slice, offset) => rowsByName(read(slice, offset), index) };
}

/** A desktop that the list does not show keeps its row as it is: what becomes of it, the update itself will say. */
async function lookUpById(
	api: ListingApi,
	items: Items,
	path: unknown,
	pace: Pace,
): Promise<LookUp<{ json: unknown }> | ListingRefusal> {
	const ids = new Set<string>();
	for await (const { slice, offset } of pace.slices(items)) {
		for (const { desktopId } of rowsFromItems(slice, path, offset)) {
			if (desktopId !== undefined) ids.add(desktopId);
		}
		if (ids.size > FEW_IDS) break;
	}
	const listing = await listDesktops(api, { by: 'ids', ids: [...ids] });
	if (listing.kind === 'refused') return listing;
	const byId = new Map<string, ServiceDesktop>();
	await pace.each(listing.desktops, (desktop) => byId.set(desktop.desktop_id, desktop));
	return {
		kind: 'lookUp',
		rowsOf: (slice, offset) =>
			rowsFromItems(slice, path, offset).map((row) => listedRow(row, byId)),
	};
}

function listedRow(row: Row, byId: ReadonlyMap<string, ServiceDesktop>): FoundRow {
	const desktop = byId.get(row.desktopId ?? '');
	return desktop === undefined ? { row } : found(row, desktop);
}

const NO_NAME_FIELD =
	"'Computer Name Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
const NO_SID_FIELD =
	"'AD SID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
