import { comparisonForm, readComputerName, type ComputerName } from './computerName';
import type { ServiceDesktop } from './desktopPage';
import { fieldReader, otherFieldsOf } from './itemField';
import { matchName, type DesktopIndex } from './match';
import type { Row } from './rows';

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
