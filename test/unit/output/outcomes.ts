import { groupByStatus, type StatusGroup } from '../../../nodes/DesktopSid/output/statusGroups';
import type { Outcome } from '../../../nodes/DesktopSid/repair/updateDesktops';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict';

/** An outcome of item `item` about desktop `desktopId`. */
export function outcome(
	item: number,
	desktopId: string,
	verdict: Partial<Verdict> & Pick<Verdict, 'status'>,
): Outcome {
	return { item, desktopId, verdict: { message: `${verdict.status}.`, ...verdict } };
}

export async function groupsOf(outcomes: readonly Outcome[]): Promise<StatusGroup[]> {
	return await groupByStatus(outcomes);
}
