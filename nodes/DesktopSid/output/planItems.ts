import { type OutputItem, present } from './outputItem';
import { type Hint, plural } from './summary';
import { domainStateOf } from '../desktops/domainState';
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
				computer_name: row.computerName,
				status: planStatus(compared),
				message: reasonOf(compared),
				sid: desktop?.sid,
				ad_sid: row.adSid,
				domain_state: desktop && domainStateOf(desktop),
				desktop_id: row.desktopId,
			}),
			pairedItem: { item: row.item },
		};
	});
}

export function planStatus({ row, comparison }: ComparedRow): PlanStatus {
	return row.settled?.status ?? comparison?.status ?? 'unmatched';
}

/**
 * One line that sums up a plan, for the hint above the output.
 *
 * @param notes what else somebody has to know; each makes the hint a warning
 */
export function planSummary(rows: readonly ComparedRow[], notes: readonly string[] = []): Hint {
	const counts = new Map<PlanStatus, number>();
	for (const row of rows) {
		const status = planStatus(row);
		counts.set(status, (counts.get(status) ?? 0) + 1);
	}
	const parts = PLAN_STATUSES.flatMap((status) => {
		const count = counts.get(status);
		return count === undefined ? [] : [`${count} ${status}`];
	});
	const open = rows.find((row) => isOpen(planStatus(row)));
	const warnings = [
		...(open === undefined ? [] : [reasonOf(open)]),
		...notes,
		...(counts.get('unmatched') === rows.length ? [ALL_UNMATCHED] : []),
	];
	const counted = `${plural(rows.length, 'item')}: ${parts.join(', ')}. Nothing was changed.`;
	return {
		message: [counted, ...warnings].join(' '),
		type: warnings.length > 0 ? 'warning' : 'info',
	};
}

/** Somebody has to correct the item, or the name of the desktop. */
const isOpen = (status: PlanStatus) => status === 'ambiguous' || status === 'invalid';

const ALL_UNMATCHED =
	'No item belongs to a desktop of this project. Check project and region in the credential.';

function reasonOf({ row, comparison }: ComparedRow): string {
	if (row.settled !== undefined) return row.settled.message;
	if (comparison === undefined) return NO_SUCH_ID;
	return comparison.reason;
}

const NO_SUCH_ID =
	'No desktop of this project has this ID. Check project and region in the credential, or drop the item if the desktop was deleted.';
