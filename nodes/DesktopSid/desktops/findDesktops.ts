import { desktopKey } from './desktopId';
import type { ListingRefusal, ServiceDesktop } from './desktopPages';
import {
	adSidReader,
	compareSids,
	isOwnSid,
	itemsWithSid,
	ownSid,
	type SidComparison,
} from './compareSid';
import { isFieldPath } from './itemField';
import { FEW_IDS, listDesktops } from './listDesktops';
import { readSid } from './sid';
import {
	type Items,
	type Matching,
	NO_NAME_FIELD,
	type Row,
	type Target,
	targetsFromItems,
} from './targets';
import { readAllDesktops } from './wholeList';
import {
	type ComputerName,
	type DesktopIndex,
	indexDesktops,
	matchName,
	oddLetters,
} from './computerName';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { eachInTurn, inSlices, slicesOf } from '../runtime/eventLoop';

/** How items identify their desktops, and what has to be known of these. */
export type Fields = Matching & {
	/** Data path of the SID in AD, the value of a parameter; without it no SIDs are read or compared. */
	readonly adSid?: unknown;
	/** Lists the desktops of items with an ID even if no AD SID is to be compared: to know their names and states. */
	readonly needsList?: boolean;
};

/** One row for each input item, in input order, with the desktop and the comparison of SIDs if there is one. */
export interface Found {
	readonly kind: 'found';
	readonly rows: readonly ComparedRow[];
	/** Whether the desktops were listed; otherwise the rows are as the items name them. */
	readonly wasListed: boolean;
	/** Items that have something in the field of the AD SID, readable or not. */
	readonly itemsWithAdSid: number;
}

type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/**
 * Leads from input items to desktops: the list is read once for the run, then each item is looked up in constant time, so that
 * the cost grows with items + desktops, not with their product. A list that cannot be read completely refuses all.
 *
 * Requests: none if no item has a name, no item has an AD SID to compare, and `needsList` is not set; up to {@link FEW_IDS} ids
 * by id; otherwise those of the whole list.
 */
export async function findDesktops(
	api: ListingApi,
	items: Items,
	fields: Fields,
): Promise<Found | ListingRefusal> {
	const { adSid } = fields;
	if (adSid !== undefined && !isFieldPath(adSid)) return { kind: 'refused', message: NO_SID_FIELD };
	if (fields.matchBy === 'computerName' && !isFieldPath(fields.path)) {
		return { kind: 'refused', message: NO_NAME_FIELD };
	}
	if (adSid !== undefined && items.some(({ json }) => isOwnSid(json, adSid))) {
		return { kind: 'refused', message: ownSid(adSid) };
	}
	const targetsOf = (slice: Items, offset: number) => targetsFromItems(slice, fields, offset);
	const itemsWithAdSid = adSid === undefined ? 0 : await itemsWithSid(items, adSid);
	const needsIds = fields.needsList === true || itemsWithAdSid > 0;
	const wishes = await wishesOf(items, targetsOf);
	const list = await listFor(api, wishes, needsIds);
	if (list.kind === 'refused') return list;
	// Each slice is read, looked up and compared before the next: so little of it is alive at once that the garbage collector
	// has no long work on it.
	const rows = await inSlices(items, (slice, offset) => {
		const named = wishes.targets?.slice(offset, offset + slice.length);
		const found = (named ?? targetsOf(slice, offset)).map(list.rowOf);
		return adSid === undefined ? found : compareRows(found, items, adSid);
	});
	return { kind: 'found', rows, wasListed: list.wasListed, itemsWithAdSid };
}

/** The rows as the items name them, before any look-up: for a run that is refused. */
export async function rowsAsNamed(items: Items, matching: Matching): Promise<Row[]> {
	return await inSlices(items, (slice, offset) =>
		targetsFromItems(slice, matching, offset).map(({ row }) => row),
	);
}

/**
 * Gives each named entry its desktop; without any usable name no request is made.
 *
 * @param needsIds whether entries with an ID are looked up as well
 */
export async function findNamed(
	api: ListingApi,
	named: readonly Target[],
	needsIds = false,
): Promise<FoundRow[] | ListingRefusal> {
	const list = await listFor(api, await wishesOf(named, (slice) => slice), needsIds);
	return list.kind === 'refused' ? list : await inSlices(named, (slice) => slice.map(list.rowOf));
}

/** What some values point at, as far as it decides what is listed. */
interface Wishes {
	readonly hasNames: boolean;
	/** Each id once in any case; of more than {@link FEW_IDS} no more are collected. */
	readonly ids: readonly string[];
	/** What was read, if it was all: up to the first name only so much is read as decides. */
	readonly targets?: readonly Target[];
}

async function wishesOf<T>(
	values: readonly T[],
	targetsOf: (values: readonly T[], offset: number) => readonly Target[],
): Promise<Wishes> {
	const ids = new Map<string, string>();
	const targets: Target[] = [];
	for await (const { slice, offset } of slicesOf(values)) {
		for (const target of targetsOf(slice, offset)) {
			const { row, name } = target;
			if (name !== undefined) return { hasNames: true, ids: [] };
			targets.push(target);
			if (row.desktopId === undefined || ids.size > FEW_IDS) continue;
			const key = desktopKey(row.desktopId);
			if (!ids.has(key)) ids.set(key, row.desktopId);
		}
	}
	return { hasNames: false, ids: [...ids.values()], targets };
}

/** Knows the desktops, and gives each target its own. */
interface LookUp {
	readonly kind: 'lookUp';
	readonly wasListed: boolean;
	readonly rowOf: (target: Target) => FoundRow;
}

/** A name is looked for in the whole list: only that shows that no other desktop has it. */
async function listFor(
	api: ListingApi,
	{ hasNames, ids }: Wishes,
	needsIds: boolean,
): Promise<LookUp | ListingRefusal> {
	if (!hasNames && (ids.length === 0 || !needsIds)) {
		return { kind: 'lookUp', wasListed: false, rowOf: ({ row }) => ({ row }) };
	}
	const listing = hasNames
		? await readAllDesktops(api, {})
		: await listDesktops(api, { by: 'ids', ids });
	if (listing.kind === 'refused') return listing;
	const byId = new Map<string, ServiceDesktop>();
	await eachInTurn(listing.desktops, (desktop) =>
		byId.set(desktopKey(desktop.desktop_id), desktop),
	);
	const index = hasNames ? await indexDesktops(listing.desktops) : NO_NAMES;
	return {
		kind: 'lookUp',
		wasListed: true,
		rowOf: ({ row, name }) =>
			name === undefined ? rowById(row, byId) : rowByName(row, name, index),
	};
}

const NO_NAMES: DesktopIndex<ServiceDesktop> = { byName: new Map(), byCutName: new Map() };

/** A desktop that the list does not show keeps its row as it is: what becomes of it, the update itself will say. */
function rowById(row: Row, byId: ReadonlyMap<string, ServiceDesktop>): FoundRow {
	const desktop = row.desktopId === undefined ? undefined : byId.get(desktopKey(row.desktopId));
	return desktop === undefined ? { row } : found(row, desktop);
}

const NO_SID_FIELD =
	"'AD SID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";

/** A row with the desktop that the service lists for it. */
export interface FoundRow {
	readonly row: Row;
	readonly desktop?: ServiceDesktop;
}

/** The one desktop that has this name; or the row is settled as `unmatched` or `ambiguous`. */
function rowByName(row: Row, name: ComputerName, index: DesktopIndex<ServiceDesktop>): FoundRow {
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
						message: `No desktop of this project is named ${name.name}.${oddLetters(name.name)} If it should be one, check its spelling, and project and region in the credential.`,
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
	const read = adSidReader(adSidPath);
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
 * side proves nothing, so its desktop is sent; the service answers 204 if there was nothing to do. The same holds for the SID
 * of a user, a group or a whole domain in the field: it equals no desktop's, and the service takes the right one from its own AD.
 *
 * A desktop that several items name is left out only if all of them agree: a desktop has one verdict.
 */
export async function settleInSync(rows: readonly ComparedRow[]): Promise<Row[]> {
	const toSend = new Set<string>();
	await eachInTurn(rows, ({ row, comparison }) => {
		if (comparison?.status !== 'inSync') toSend.add(desktopKey(row.desktopId ?? ''));
	});
	return await inSlices(rows, (slice) =>
		slice.map(
			({ row, comparison }): Row =>
				comparison?.status === 'inSync' && !toSend.has(desktopKey(row.desktopId ?? ''))
					? { ...row, settled: { status: 'inSync', message: `Not sent. ${comparison.reason}` } }
					: row,
		),
	);
}
