import { comparisonForm, type ComputerName, readComputerName } from './computerName';
import type { ListingRefusal, ServiceDesktop } from './desktopPages';
import { compareSids, type SidComparison } from './drift';
import { fieldReader, isFieldPath, otherFieldsOf } from './itemField';
import { FEW_IDS, FEW_NAMES, listDesktops } from './listDesktops';
import { type DesktopIndex, indexDesktops, matchName } from './matchName';
import { readSid } from './sid';
import { type Row, rowsFromItems } from './targets';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { eachInTurn, inSlices, slicesOf } from '../runtime/eventLoop';

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
	const lookUp = await (matchBy === 'computerName'
		? lookUpByName(api, items, path)
		: lookUpById(api, items, path));
	if (lookUp.kind === 'refused') return lookUp;
	// Each slice is read, looked up and compared before the next: so little of it is alive at once that the garbage collector
	// has no long work on it.
	const rows = await inSlices(items, (slice, offset) => {
		const found = lookUp.rowsOf(slice, offset);
		return adSid === undefined ? found : compareRows(found, items, adSid);
	});
	return { kind: 'found', rows };
}

/** The rows as the items name them, before any look-up: for a run that is refused, or needs none. */
export async function rowsAsNamed(items: Items, { matchBy, path }: Fields): Promise<Row[]> {
	if (matchBy === 'desktopId') {
		return await inSlices(items, (slice, offset) => rowsFromItems(slice, path, offset));
	}
	return isFieldPath(path)
		? await inSlices(items, (slice, offset) =>
				namedItems(slice, path, offset).map(({ row }) => row),
			)
		: items.map((_, item) => ({ item }));
}

/** Gives each named entry its desktop; without any usable name no request is made. */
export async function findNamed(
	api: ListingApi,
	named: readonly NamedItem[],
): Promise<FoundRow[] | ListingRefusal> {
	const lookUp = await lookUpNames(api, named, (slice) => slice);
	return lookUp.kind === 'refused' ? lookUp : await inSlices(named, lookUp.rowsOf);
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
): Promise<LookUp<{ json: unknown }> | ListingRefusal> {
	if (!isFieldPath(path)) return { kind: 'refused', message: NO_NAME_FIELD };
	return await lookUpNames(api, items, (slice, offset) => namedItems(slice, path, offset));
}

async function lookUpNames<T>(
	api: ListingApi,
	values: readonly T[],
	read: (values: readonly T[], offset: number) => readonly NamedItem[],
): Promise<LookUp<T> | ListingRefusal> {
	const names = new Map<string, ComputerName>();
	for await (const { slice, offset } of slicesOf(values)) {
		for (const { name } of read(slice, offset)) {
			if (name !== undefined) names.set(comparisonForm(name.name), name);
		}
		if (names.size > FEW_NAMES) break;
	}
	const listing = await listDesktops(api, { by: 'names', names: [...names.values()] });
	if (listing.kind === 'refused') return listing;
	const index = await indexDesktops(listing.desktops);
	return { kind: 'lookUp', rowsOf: (slice, offset) => rowsByName(read(slice, offset), index) };
}

/** A desktop that the list does not show keeps its row as it is: what becomes of it, the update itself will say. */
async function lookUpById(
	api: ListingApi,
	items: Items,
	path: unknown,
): Promise<LookUp<{ json: unknown }> | ListingRefusal> {
	const ids = new Set<string>();
	for await (const { slice, offset } of slicesOf(items)) {
		for (const { desktopId } of rowsFromItems(slice, path, offset)) {
			if (desktopId !== undefined) ids.add(desktopId);
		}
		if (ids.size > FEW_IDS) break;
	}
	const listing = await listDesktops(api, { by: 'ids', ids: [...ids] });
	if (listing.kind === 'refused') return listing;
	const byId = new Map<string, ServiceDesktop>();
	await eachInTurn(listing.desktops, (desktop) => byId.set(desktop.desktop_id, desktop));
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

/** An input item, or an entry of a list, as it names its computer: with a name, or settled because it has no usable one. */
export interface NamedItem {
	readonly row: Row;
	readonly name?: ComputerName;
}

/** A row with the desktop that the service lists for it. */
export interface FoundRow {
	readonly row: Row;
	readonly desktop?: ServiceDesktop;
}

/**
 * Reads the computer name of each item by its data path: sAMAccountName, dNSHostName or a plain name.
 *
 * @param offset index of the first of these items in the input
 */
export function namedItems(
	items: ReadonlyArray<{ json: unknown }>,
	path: string,
	offset = 0,
): NamedItem[] {
	const read = fieldReader(path);
	return items.map(({ json }, index) =>
		namedBy(
			read(json),
			offset + index,
			(reason) =>
				`Item ${offset + index}: the field "${path}" ${reason}. ${otherFieldsOf(json, "Check 'Computer Name Field'.")}`,
		),
	);
}

/** The names of a list that was given once, each distinct one once, all of them belonging to the first input item. */
export function namedEntries(entries: readonly unknown[]): NamedItem[] {
	const known = new Set<string>();
	return entries
		.map((entry, position) =>
			namedBy(
				entry,
				0,
				(reason) =>
					`Entry ${position + 1} of 'Computer Names' ${reason}. Give computer names as text, such as FIN-01.`,
			),
		)
		.filter(({ name }) => {
			if (name === undefined) return true;
			const form = comparisonForm(name.name);
			const isNew = !known.has(form);
			known.add(form);
			return isNew;
		});
}

function namedBy(value: unknown, item: number, describe: (reason: string) => string): NamedItem {
	const reading = readComputerName(value);
	if (reading.kind === 'name') return { row: { item, computerName: reading.name }, name: reading };
	const reason = reading.kind === 'absent' ? 'is missing or empty' : reading.reason;
	return { row: { item, settled: { status: 'invalid', message: describe(reason) } } };
}

/** Gives each item the one desktop that goes by its name, or settles it as `unmatched` or `ambiguous`. */
export function rowsByName(
	items: readonly NamedItem[],
	index: DesktopIndex<ServiceDesktop>,
): FoundRow[] {
	return items.map(({ row, name }) => (name === undefined ? { row } : rowOf(row, name, index)));
}

function rowOf(row: Row, name: ComputerName, index: DesktopIndex<ServiceDesktop>): FoundRow {
	const match = matchName(index, name);
	switch (match.kind) {
		case 'one':
			return found(row, match.desktop);
		case 'none':
			return {
				row: {
					...row,
					settled: {
						status: 'unmatched',
						message: `No desktop of this project is named ${name.name}. If it should be one, check project and region in the credential.`,
					},
				},
			};
		case 'several':
			return {
				row: {
					...row,
					settled: { status: 'ambiguous', message: ambiguous(name.name, match.desktops) },
				},
			};
	}
}

/** The row with what the service says of its desktop. */
export function found(row: Row, desktop: ServiceDesktop): FoundRow {
	const computerName = row.computerName ?? desktop.computer_name;
	return {
		row: {
			...row,
			desktopId: desktop.desktop_id,
			...(computerName === undefined ? {} : { computerName }),
			...(desktop.sid === undefined || desktop.sid === '' ? {} : { sidBefore: desktop.sid }),
		},
		desktop,
	};
}

const SHOWN_DESKTOPS = 5;

function ambiguous(name: string, desktops: readonly ServiceDesktop[]): string {
	const ids = desktops.slice(0, SHOWN_DESKTOPS).map(({ desktop_id }) => desktop_id);
	const more = desktops.length > ids.length ? ', …' : '';
	return `${desktops.length} desktops are named ${name} (${ids.join(', ')}${more}), so none was chosen. Rename all but one, or give the desktop ID.`;
}

/** A row whose desktop's SID was compared with the one that its item gives; settled and unknown rows are not compared. */
export interface ComparedRow extends FoundRow {
	readonly comparison?: SidComparison;
}

/** Reads the AD SID of each item by its data path, and compares it with what the service lists. */
export function compareRows(
	rows: readonly FoundRow[],
	items: ReadonlyArray<{ json: unknown }>,
	adSidPath: string,
): ComparedRow[] {
	const read = fieldReader(adSidPath);
	return rows.map((found) => {
		const adSid = readSid(read(items[found.row.item]?.json));
		const row = adSid.kind === 'sid' ? { ...found.row, adSid: adSid.sid } : found.row;
		if (found.desktop === undefined) return { row };
		const comparison = compareSids(found.desktop.fields.sid, adSid);
		return { row, desktop: found.desktop, comparison };
	});
}

/**
 * Settles the rows that need no update: only those whose two SIDs are proven equal. A SID that is missing or unreadable on either
 * side proves nothing, so its desktop is sent; the service answers 204 where there was nothing to do. The same holds for the SID
 * of a user, a group or a whole domain in the field: it equals no desktop's, and the service takes the right one from its own AD.
 *
 * A desktop that several items name is left out only if all of them agree: a desktop has one verdict.
 */
export async function settleInSync(rows: readonly ComparedRow[]): Promise<Row[]> {
	const toSend = new Set<string | undefined>();
	await eachInTurn(rows, ({ row, comparison }) => {
		if (comparison?.status !== 'inSync') toSend.add(row.desktopId);
	});
	return await inSlices(rows, (slice) =>
		slice.map(
			({ row, comparison }): Row =>
				comparison?.status === 'inSync' && !toSend.has(row.desktopId)
					? { ...row, settled: { status: 'inSync', message: comparison.reason } }
					: row,
		),
	);
}
