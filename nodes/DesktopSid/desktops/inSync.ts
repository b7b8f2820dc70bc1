import { compareSids, type SidComparison } from './drift';
import { fieldReader } from './itemField';
import type { Row } from './rows';
import type { FoundRow } from './rowsByName';
import { readSid } from './sid';
import type { Pace } from '../transport/pace';

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
export async function settleInSync(rows: readonly ComparedRow[], pace: Pace): Promise<Row[]> {
	const toSend = new Set<string | undefined>();
	await pace.each(rows, ({ row, comparison }) => {
		if (comparison?.status !== 'inSync') toSend.add(row.desktopId);
	});
	return await pace.inSlices(rows, (slice) =>
		slice.map(
			({ row, comparison }): Row =>
				comparison?.status === 'inSync' && !toSend.has(row.desktopId)
					? { ...row, settled: { status: 'inSync', message: comparison.reason } }
					: row,
		),
	);
}
