import { unsent, type Verdict } from './verdict';
import type { Row } from '../desktops/rows';
import type { Pace } from '../transport/pace';

/** What was asked and what became of it: one for each row, in input order. */
export interface Outcome extends Row {
	readonly verdict: Verdict;
}

/** Gives every row its verdict; a row that names a desktop gets the one of that desktop. */
export async function outcomesOf(
	rows: readonly Row[],
	verdicts: ReadonlyMap<string, Verdict>,
	pace: Pace,
): Promise<Outcome[]> {
	return await pace.inSlices(rows, (slice) =>
		slice.map((row) => ({ ...row, verdict: verdictOfRow(row, verdicts) })),
	);
}

function verdictOfRow(row: Row, verdicts: ReadonlyMap<string, Verdict>): Verdict {
	if (row.settled !== undefined) return unsent(row.settled.status, row.settled.message);
	return verdicts.get(row.desktopId ?? '') ?? unsent('failed', NEVER_SENT);
}

const NEVER_SENT = 'The desktop was not sent. Run it again.';
