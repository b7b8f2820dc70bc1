import { errorFields } from './errorFields';
import { present, type OutputItem } from './outputItem';
import type { Outcome } from '../update/outcome';
import { isFailure } from '../update/verdict';

/** One item for each outcome, in input order, duplicates included. */
export function itemsPerDesktop(outcomes: readonly Outcome[]): OutputItem[] {
	return outcomes.map(({ item, desktopId, computerName, sidBefore, adSid, verdict }) => {
		const failed = isFailure(verdict.status);
		return {
			json: {
				...present({
					desktop_id: desktopId,
					computer_name: computerName,
					status: verdict.status,
					status_code: verdict.statusCode,
					message: verdict.message,
					job_id: verdict.jobId,
					sid_before: sidBefore,
					sid_after: verdict.sidAfter,
					ad_sid: adSid,
				}),
				...(failed ? errorFields(verdict.error) : {}),
			},
			pairedItem: { item },
			...(failed ? { failure: verdict.message } : {}),
		};
	});
}
