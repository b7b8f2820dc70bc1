import { type OutputItem, present } from './outputItem';
import { plural } from './updateItems';
import type { ComparedRow } from '../desktops/findDesktops';

/** What the plan says of an item, in the order in which summaries list it. */
const PLAN_STATUSES = [
	'drifted',
	'inSync',
	'notComparable',
	'unmatched',
	'ambiguous',
	'invalid',
] as const;

type PlanStatus = (typeof PLAN_STATUSES)[number];

/** One item for each row, in input order. None of the statuses is a failure: a plan only finds. */
export function planItems(rows: readonly ComparedRow[]): OutputItem[] {
	return rows.map((compared) => {
		const { row, desktop } = compared;
		return {
			json: present({
				desktop_id: row.desktopId,
				computer_name: row.computerName,
				sid: desktop?.sid,
				ad_sid: row.adSid,
				status: planStatus(compared),
				message: reasonOf(compared),
			}),
			pairedItem: { item: row.item },
		};
	});
}

export function planStatus({ row, comparison }: ComparedRow): PlanStatus {
	return row.settled?.status ?? comparison?.status ?? 'unmatched';
}

/** One line that sums up a plan, for the hint above the output. */
export function planSummary(rows: readonly ComparedRow[]): string {
	const counts = new Map<PlanStatus, number>();
	for (const row of rows) {
		const status = planStatus(row);
		counts.set(status, (counts.get(status) ?? 0) + 1);
	}
	const parts = PLAN_STATUSES.flatMap((status) => {
		const count = counts.get(status);
		return count === undefined ? [] : [`${count} ${status}`];
	});
	return `${plural(rows.length, 'item')}: ${parts.join(', ')}. Nothing was changed.`;
}

function reasonOf({ row, comparison }: ComparedRow): string | undefined {
	if (row.settled !== undefined) return row.settled.message;
	if (comparison === undefined) return NO_SUCH_ID;
	return comparison.status === 'inSync' ? undefined : comparison.reason;
}

const NO_SUCH_ID =
	'No desktop of this project has this ID. Check project and region in the credential, or drop the item if the desktop was deleted.';
