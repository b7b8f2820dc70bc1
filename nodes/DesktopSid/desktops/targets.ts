import { comparisonForm, type ComputerName, readComputerName } from './computerName';
import { desktopKey, readDesktopId, SAMPLE_ID } from './desktopId';
import type { DomainState } from './domainState';
import { quoted } from './foreignText';
import { fieldReader, isFieldPath, otherFieldsOf, singleText, strayItem } from './itemField';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

/** One desktop as the user named it: an input item, or one entry of a list. */
export interface Row {
	/** Index of the input item that it belongs to. */
	readonly item: number;
	readonly desktopId?: string;
	readonly computerName?: string;
	/** Canonical SID that the Active Directory has, if the item has it. */
	readonly adSid?: string;
	/** SID that the service had before this run, if it was read. */
	readonly sidBefore?: string;
	/** Domain state that the list showed before this run, if it was read. */
	readonly domainBefore?: DomainState;
	/** Set if nothing is to be sent: what is known already, and why. */
	readonly settled?: Settled;
}

/** A row that is finished before anything is sent. */
export interface Settled {
	readonly status: 'inSync' | 'unmatched' | 'ambiguous' | 'invalid';
	readonly message: string;
}

/** What an item or an entry of a list points at: a desktop ID in its row, a computer name, or neither (`row.settled` says why). */
export interface Target {
	readonly row: Row;
	readonly name?: ComputerName;
}

/**
 * How items identify their desktops. `auto` decides item by item, by {@link ID_FIELD} and {@link NAME_FIELDS}.
 * `path`: data path of the desktop ID or the computer name, the value of a parameter, whatever an expression made of it.
 */
export type Matching =
	| { readonly matchBy: 'auto' }
	| {
			readonly matchBy: 'desktopId' | 'computerName';
			readonly path: unknown;
			/** What to do if an item lacks the field, known from the first item: the same for all of them. */
			readonly advice?: string | undefined;
	  };

export type Items = ReadonlyArray<{ json: unknown }>;

/** The field of the desktop ID that Automatic looks at: the service's own name of it. */
const ID_FIELD = 'desktop_id';
/** The fields of the computer name that Automatic looks at, in this order: AD's, the service's, DNS's. */
const NAME_FIELDS = ['sAMAccountName', 'computer_name', 'dNSHostName'] as const;
/** After those, as PowerShell's Get-ADComputer spells them. */
const ALL_NAME_FIELDS = [...NAME_FIELDS, 'DNSHostName', 'SamAccountName'] as const;

/**
 * One target for each input item, in input order, read by data path.
 *
 * @param offset index of the first of these items in the input
 */
export function targetsFromItems(items: Items, matching: Matching, offset = 0): Target[] {
	const read = targetReader(matching);
	return items.map(({ json }, index) => read(json, offset + index));
}

/** Reads what one item points at; `item` is its index in the input. */
type TargetReader = (json: unknown, item: number) => Target;

function targetReader(matching: Matching): TargetReader {
	const read = readerOf(matching);
	const names = ALL_NAME_FIELDS.map(fieldReader);
	return (json, item) => {
		const target = read(json, item);
		const { row } = target;
		if (row.settled?.status === 'invalid') {
			const stray = strayItem(json);
			return stray === undefined ? target : invalid(item, `Item ${item}: ${stray}`);
		}
		// An item with an ID may name its desktop as well: people look for the name.
		if (row.desktopId === undefined) return target;
		for (const field of names) {
			const reading = readComputerName(field(json));
			if (reading.kind === 'name') return { row: { ...row, computerName: reading.name } };
		}
		return target;
	};
}

function readerOf(matching: Matching): TargetReader {
	if (matching.matchBy === 'auto') return automatic();
	const { matchBy, path, advice } = matching;
	if (!isFieldPath(path)) {
		const problem = matchBy === 'desktopId' ? NO_ID_FIELD : NO_NAME_FIELD;
		return (_, item) => invalid(item, `Item ${item}: ${problem}`);
	}
	return matchBy === 'desktopId'
		? idReader(path, { missing: advice ?? ID_MISSING, unusable: CHECK_ID_FIELD })
		: nameReader(path, advice ?? CHECK_NAME_FIELD);
}

/** A text in the ID's field is the ID, even if it is unusable: a name beside it could belong to another desktop. */
function automatic(): TargetReader {
	const idField = fieldReader(ID_FIELD);
	const readId = idReader(ID_FIELD, { missing: CHECK_MATCH_BY, unusable: CHECK_MATCH_BY });
	const names = ALL_NAME_FIELDS.map((field) => ({
		field: fieldReader(field),
		read: nameReader(field, CHECK_MATCH_BY),
	}));
	return (json, item) => {
		if ((singleText(idField(json)) ?? '') !== '') return readId(json, item);
		const name = names.find(({ field }) => readComputerName(field(json)).kind !== 'absent');
		return name?.read(json, item) ?? invalid(item, `Item ${item}: ${nothingFoundIn(json)}`);
	};
}

function idReader(path: string, advice: { missing: string; unusable: string }): TargetReader {
	const read = fieldReader(path);
	return (json, item) => {
		const reading = readDesktopId(read(json));
		if (reading.kind === 'id') return { row: { item, desktopId: reading.id } };
		const next =
			reading.kind === 'missing'
				? otherFieldsOf(json, advice.missing, path)
				: `${ONE_PIECE} ${advice.unusable}`;
		return invalid(item, `Item ${item}: the field ${quoted(path)} ${reading.reason}. ${next}`);
	};
}

function nameReader(path: string, advice: string): TargetReader {
	const read = fieldReader(path);
	return (json, item) =>
		named(
			read(json),
			item,
			(reason) =>
				`Item ${item}: the field ${quoted(path)} ${reason}. ${otherFieldsOf(json, advice, path)}`,
		);
}

function named(value: unknown, item: number, describe: (reason: string) => string): Target {
	const reading = readComputerName(value);
	if (reading.kind === 'name') return { row: { item, computerName: reading.name }, name: reading };
	return invalid(
		item,
		describe(reading.kind === 'absent' ? 'is missing or empty' : reading.reason),
	);
}

/** One row for each distinct desktop ID of a list that was given once, all of them belonging to the first input item. */
export function rowsFromList(entries: readonly unknown[]): Row[] {
	const known = new Set<string>();
	return entries.flatMap((entry, position): Row[] => {
		const reading = readDesktopId(entry);
		if (reading.kind !== 'id') {
			const isName = readComputerName(entry).kind === 'name';
			const next = isName ? A_NAME : ONE_PIECE;
			const message = `Entry ${position + 1} of 'Desktop IDs' ${reading.reason}. ${next}`;
			return [invalid(0, message).row];
		}
		return isNew(desktopKey(reading.id), known) ? [{ item: 0, desktopId: reading.id }] : [];
	});
}

/** One target for each distinct computer name of a list that was given once, all of them belonging to the first input item. */
export function namedEntries(entries: readonly unknown[]): Target[] {
	const known = new Set<string>();
	return entries
		.map((entry, position) =>
			named(
				entry,
				0,
				(reason) =>
					`Entry ${position + 1} of 'Computer Names' ${reason}. Give computer names as text, such as FIN-01.`,
			),
		)
		.filter(({ name }) => name === undefined || isNew(comparisonForm(name.name), known));
}

/** The row of a single desktop, by the value of the parameter 'Desktop'. */
export function rowOfOne(value: unknown): Row {
	const reading = readDesktopId(value);
	return reading.kind === 'id'
		? { item: 0, desktopId: reading.id }
		: invalid(0, `'Desktop' ${reading.reason}. ${ONE_PIECE}`).row;
}

/** The ids to send, each once in any case, in order and spelling of first appearance. */
export async function uniqueIds(rows: readonly Row[]): Promise<string[]> {
	const ids = new Map<string, string>();
	await eachInTurn(rows, ({ desktopId, settled }) => {
		if (desktopId === undefined || settled !== undefined) return;
		const key = desktopKey(desktopId);
		if (!ids.has(key)) ids.set(key, desktopId);
	});
	return [...ids.values()];
}

/** The same rows, with one spelling of the id for all rows of one desktop: that of the first. So maps by id hold for each of them. */
export async function spelledAlike(rows: readonly Row[]): Promise<Row[]> {
	const spellings = new Map<string, string>();
	return await inSlices(rows, (slice) =>
		slice.map((row) => {
			if (row.desktopId === undefined) return row;
			const key = desktopKey(row.desktopId);
			const first = spellings.get(key) ?? row.desktopId;
			spellings.set(key, first);
			return first === row.desktopId ? row : { ...row, desktopId: first };
		}),
	);
}

function isNew(key: string, known: Set<string>): boolean {
	const before = known.size;
	return known.add(key).size > before;
}

function invalid(item: number, message: string): Target {
	return { row: { item, settled: { status: 'invalid', message } } };
}

function nothingFoundIn(json: unknown): string {
	const empty = [ID_FIELD, ...ALL_NAME_FIELDS].find(
		(name) => fieldReader(name)(json) !== undefined,
	);
	if (empty !== undefined) {
		return `the field "${empty}" is empty. ${otherFieldsOf(json, 'It should hold the computer name or the desktop ID.', empty)}`;
	}
	return otherFieldsOf(
		json,
		`no desktop ID in ${ID_FIELD} and no computer name in ${NAME_FIELDS.join(', ')}. Set 'Match By', then enter the name of the field.`,
		'',
	);
}

const ID_MISSING = "Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'.";
const CHECK_ID_FIELD = "Check the value, and 'Desktop ID Field'.";
const CHECK_NAME_FIELD = "Check 'Computer Name Field'.";
const CHECK_MATCH_BY = "Check the value, or choose another field with 'Match By'.";
const A_NAME =
	"It looks like a computer name. Give it in a node of its own with 'Match By' set to 'Computer Name'.";
const ONE_PIECE = `A desktop ID is one piece of text, such as ${SAMPLE_ID}.`;
const NO_ID_FIELD =
	"'Desktop ID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
export const NO_NAME_FIELD =
	"'Computer Name Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
