import type { Outcome } from '../../../nodes/DesktopSid/update/outcome';
import type { Verdict } from '../../../nodes/DesktopSid/update/verdict';

/** An outcome of item `item` about desktop `desktopId`. */
export function outcome(
	item: number,
	desktopId: string,
	verdict: Partial<Verdict> & Pick<Verdict, 'status'>,
): Outcome {
	return { item, desktopId, verdict: { message: `${verdict.status}.`, ...verdict } };
}
