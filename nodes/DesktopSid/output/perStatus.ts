import { errorFields } from './errorFields';
import { present, type OutputItem } from './outputItem';
import type { StatusGroup } from './statusGroup';
import { describeStatus } from './wording';
import { isFailure } from '../update/verdict';

/** One item for each status that occurred. */
export function itemsPerStatus(groups: readonly StatusGroup[]): OutputItem[] {
	return groups.map((group) => {
		const { status, statusCode, count, firstMessage, jobIds } = group;
		const failed = isFailure(status);
		const message = describeStatus(status, count, firstMessage);
		return {
			json: {
				...present({
					status,
					status_code: statusCode,
					message,
					desktop_count: count,
					...namesOf(group),
					job_ids: listUnlessEmpty(jobIds),
				}),
				...(failed ? failureFields(group) : {}),
			},
			pairedItem: Array.from(group.items, (item) => ({ item })),
			...(failed ? { failure: message } : {}),
		};
	});
}

/** What an item is about: desktops by ID, by computer name where no ID is known, invalid input by its place. */
function namesOf({ status, items, desktopIds, computerNames }: StatusGroup) {
	if (status === 'invalid') return { item_indexes: [...items] };
	return {
		desktop_ids: listUnlessEmpty(desktopIds),
		computer_names: listUnlessEmpty(computerNames),
	};
}

/** Code and text of the first refusal, and each distinct one with the desktops that it hit. */
function failureFields({ firstError, errors }: StatusGroup) {
	const distinct = Array.from(errors.values(), ({ fields, desktopIds }) => ({
		...fields,
		desktop_ids: [...desktopIds],
	}));
	return {
		...errorFields(firstError),
		...(distinct.length > 0 ? { errors: distinct } : {}),
	};
}

function listUnlessEmpty(values: ReadonlySet<string>): string[] | undefined {
	return values.size > 0 ? [...values] : undefined;
}
