import { readDesktopId, SAMPLE_ID } from './desktopId';
import { fieldReader, isFieldPath, otherFieldsOf } from './itemField';
import { eachInTurn } from '../runtime/eventLoop';

/** One desktop as the user named it: an input item, or one entry of a list. */
export interface Row {
	/** Index of the input item that it belongs to. */
	readonly item: number;
	readonly desktopId?: string;
	readonly computerName?: string;
	/** Canonical SID that the Active Directory has, where the item tells it. */
	readonly adSid?: string;
	/** SID that the service had before this run, where it was read. */
	readonly sidBefore?: string;
	/** Set where nothing is to be sent: what is known already, and why. */
	readonly settled?: Settled;
}

/** A row that is finished before anything is sent. */
export interface Settled {
	readonly status: 'inSync' | 'unmatched' | 'ambiguous' | 'invalid';
	readonly message: string;
}

/**
 * One row for each input item, read by data path.
 *
 * @param path the value of the parameter, whatever an expression made of it
 * @param offset index of the first of these items in the input
 */
export function rowsFromItems(
	items: ReadonlyArray<{ json: unknown }>,
	path: unknown,
	offset = 0,
): Row[] {
	if (!isFieldPath(path)) {
		return items.map((_, index) =>
			invalid(offset + index, `Item ${offset + index}: ${NO_FIELD_NAME}`),
		);
	}
	const read = fieldReader(path);
	return items.map(({ json }, index) => {
		const item = offset + index;
		const reading = readDesktopId(read(json));
		if (reading.kind === 'id') return { item, desktopId: reading.id };
		const advice =
			reading.kind === 'missing'
				? otherFieldsOf(json, "Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'.")
				: `${ONE_PIECE} Check the value, and 'Desktop ID Field'.`;
		return invalid(item, `Item ${item}: the field "${path}" ${reading.reason}. ${advice}`);
	});
}

/** One row for each distinct entry of a list that was given once, all of them belonging to the first input item. */
export function rowsFromList(entries: readonly unknown[]): Row[] {
	const known = new Set<string>();
	return entries.flatMap((entry, position): Row[] => {
		const reading = readDesktopId(entry);
		if (reading.kind !== 'id') {
			return [invalid(0, `Entry ${position + 1} of 'Desktop IDs' ${reading.reason}. ${ONE_PIECE}`)];
		}
		if (known.has(reading.id)) return [];
		known.add(reading.id);
		return [{ item: 0, desktopId: reading.id }];
	});
}

/** The row of a single desktop, by the value of the parameter 'Desktop'. */
export function rowOfOne(value: unknown): Row {
	const reading = readDesktopId(value);
	return reading.kind === 'id'
		? { item: 0, desktopId: reading.id }
		: invalid(0, `'Desktop' ${reading.reason}. ${ONE_PIECE}`);
}

function invalid(item: number, message: string): Row {
	return { item, settled: { status: 'invalid', message } };
}

/** The ids to send, each once, in order of first appearance. */
export async function uniqueIds(rows: readonly Row[]): Promise<string[]> {
	const ids = new Set<string>();
	await eachInTurn(rows, ({ desktopId, settled }) => {
		if (desktopId !== undefined && settled === undefined) ids.add(desktopId);
	});
	return [...ids];
}

const ONE_PIECE = `A desktop ID is one piece of text, such as ${SAMPLE_ID}.`;
const NO_FIELD_NAME =
	"'Desktop ID Field' must be the name of a field, as text. Enter the name itself, not an expression that gives the value.";
