import type { IDataObject } from 'n8n-workflow';

import { failureFields, type OutputItem, present } from './outputItem';
import type { StatusGroup } from './statusGroups';
import { describeStatus } from './summary';
import type { Outcome } from '../repair/updateDesktops';
import { isFailure } from '../repair/verdict';
import type { Change } from '../../../credentials/huaweicloud/gatewayCodes';

/** One item for each outcome, in input order, duplicates included. What a person looks for stands first in n8n's table. */
export function itemsPerDesktop(
	outcomes: readonly Outcome[],
	changes: Change = 'sids',
): OutputItem[] {
	return outcomes.map(({ item, desktopId, computerName, sidBefore, adSid, verdict, ...row }) => {
		const failure = isFailure(verdict.status) ? verdict.message : undefined;
		const isRejoin = changes === 'domain';
		return {
			json: present({
				computer_name: computerName,
				status: verdict.status,
				message: verdict.message,
				domain_state_before: row.domainBefore,
				domain_state_after: isRejoin ? verdict.domainState : undefined,
				sid_before: sidBefore,
				sid_after: verdict.sidAfter,
				ad_sid: adSid,
				domain_state: isRejoin ? undefined : verdict.domainState,
				desktop_id: desktopId,
				job_id: verdict.jobId,
				status_code: verdict.statusCode,
				...(failure === undefined ? {} : failureFields(failure, verdict.error)),
			}),
			pairedItem: { item },
			failure,
		};
	});
}

/** One item for each status that occurred; the lists come last. */
export function itemsPerStatus(
	groups: readonly StatusGroup[],
	changes: Change = 'sids',
): OutputItem[] {
	return groups.map((group) => {
		const { status, statusCode, count, jobIds, items } = group;
		const message = describeStatus(group, changes);
		const failure = isFailure(status) ? message : undefined;
		return {
			json: present({
				status,
				message,
				desktop_count: count,
				status_code: statusCode,
				...(failure === undefined ? {} : failureFields(failure, group.firstError)),
				...namesOf(group),
				job_ids: listUnlessEmpty(jobIds),
				errors: failure === undefined ? undefined : listUnlessEmpty(distinctErrorsOf(group)),
			}),
			pairedItem: Array.from(items, (item) => ({ item })),
			failure,
		};
	});
}

/** What an item is about: desktops by name and ID, as far as they are known; invalid input by its place. */
function namesOf({ status, items, desktopIds, computerNames }: StatusGroup) {
	return {
		computer_names: listUnlessEmpty(computerNames),
		desktop_ids: listUnlessEmpty(desktopIds),
		item_indexes: status === 'invalid' ? [...items] : undefined,
	};
}

/** Each distinct refusal with the desktops that it hit. */
function distinctErrorsOf({ errors }: StatusGroup): IDataObject[] {
	return Array.from(errors.values(), ({ fields, desktopIds }) => ({
		...fields,
		desktop_ids: [...desktopIds],
	}));
}

function listUnlessEmpty<T>(values: Iterable<T>): T[] | undefined {
	const list = [...values];
	return list.length > 0 ? list : undefined;
}
