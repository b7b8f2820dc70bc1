import { errorFields } from './errorFields';
import { present, type OutputItem } from './outputItem';
import { countOf, describeStatus } from './wording';
import type { Outcome } from '../update/outcome';
import { isFailure, STATUSES, type Status } from '../update/verdict';

/** One item for each status that occurred, in the order of {@link STATUSES}. */
export function itemsPerStatus(outcomes: readonly Outcome[]): OutputItem[] {
	const byStatus = new Map<Status, Outcome[]>();
	for (const outcome of outcomes) {
		const group = byStatus.get(outcome.verdict.status);
		if (group === undefined) byStatus.set(outcome.verdict.status, [outcome]);
		else group.push(outcome);
	}
	return STATUSES.flatMap((status) => {
		const group = byStatus.get(status);
		return group === undefined ? [] : [itemOfGroup(status, group)];
	});
}

function itemOfGroup(status: Status, group: readonly Outcome[]): OutputItem {
	const jobIds = unique(group.map(({ verdict }) => verdict.jobId));
	const [first] = group;
	const failed = isFailure(status);
	const count = countOf(group);
	const message = describeStatus(status, count, first?.verdict.message ?? '');
	return {
		json: {
			...present({
				status,
				status_code: group.find(({ verdict }) => verdict.statusCode !== undefined)?.verdict
					.statusCode,
				message,
				desktop_count: count,
				...namesOf(status, group),
				job_ids: jobIds.length > 0 ? jobIds : undefined,
			}),
			...(failed ? failureFields(group) : {}),
		},
		pairedItem: unique(group.map(({ item }) => item)).map((item) => ({ item })),
		...(failed ? { failure: message } : {}),
	};
}

/** What an item is about: desktops by ID, by computer name where no ID is known, invalid input by its place. */
function namesOf(status: Status, group: readonly Outcome[]) {
	if (status === 'invalid') return { item_indexes: unique(group.map(({ item }) => item)) };
	const desktopIds = unique(group.map(({ desktopId }) => desktopId));
	const computerNames = unique(
		group.map(({ desktopId, computerName }) =>
			desktopId === undefined ? computerName : undefined,
		),
	);
	return {
		desktop_ids: desktopIds.length > 0 ? desktopIds : undefined,
		computer_names: computerNames.length > 0 ? computerNames : undefined,
	};
}

/** Code and text of the first refusal, and each distinct one with the desktops that it hit. */
function failureFields(group: readonly Outcome[]) {
	const distinct = new Map<string, { fields: object; ids: Set<string> }>();
	for (const { verdict, desktopId } of group) {
		if (verdict.error === undefined) continue;
		const { errorCode, errorMsg, errorDetail } = verdict.error;
		const key = JSON.stringify([errorCode, errorMsg, errorDetail]);
		const known = distinct.get(key) ?? { fields: errorFields(verdict.error), ids: new Set() };
		if (desktopId !== undefined) known.ids.add(desktopId);
		distinct.set(key, known);
	}
	const errors = [...distinct.values()].map(({ fields, ids }) => ({
		...fields,
		desktop_ids: [...ids],
	}));
	return {
		...errorFields(group.find(({ verdict }) => verdict.error !== undefined)?.verdict.error),
		...(errors.length > 0 ? { errors } : {}),
	};
}

function unique<T>(values: ReadonlyArray<T | undefined>): T[] {
	const seen = new Set<T>();
	for (const value of values) if (value !== undefined) seen.add(value);
	return [...seen];
}
