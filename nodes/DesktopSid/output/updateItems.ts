import type { IDataObject } from 'n8n-workflow';

import { errorFields, type OutputItem, present } from './outputItem';
import type { Outcome } from '../repair/updateDesktops';
import { isFailure, type Status, STATUSES, type Verdict } from '../repair/verdict';
import { eachInTurn } from '../runtime/eventLoop';

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
			failure: failed ? verdict.message : undefined,
		};
	});
}

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
			failure: failed ? message : undefined,
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
	return present({
		...errorFields(firstError),
		errors: distinct.length > 0 ? distinct : undefined,
	});
}

function listUnlessEmpty(values: ReadonlySet<string>): string[] | undefined {
	return values.size > 0 ? [...values] : undefined;
}

/** A refusal and the desktops that it hit. */
interface DistinctError {
	readonly fields: IDataObject;
	readonly desktopIds: Set<string>;
}

/** All that is to be told of the outcomes with one status, gathered in one pass over them. */
export class StatusGroup {
	readonly status: Status;
	readonly items = new Set<number>();
	readonly desktopIds = new Set<string>();
	/** Of outcomes without a desktop ID only. */
	readonly computerNames = new Set<string>();
	readonly jobIds = new Set<string>();
	/** Each refusal once, told apart by code and words and not by request. */
	readonly errors = new Map<string, DistinctError>();
	statusCode: number | undefined;
	firstMessage = '';
	firstError: Verdict['error'];
	private nameless = 0;

	constructor(status: Status) {
		this.status = status;
	}

	/** How many desktops it speaks of: an ID or a name counts once, an item without either counts as one. */
	get count(): number {
		return this.desktopIds.size + this.computerNames.size + this.nameless;
	}

	add({ item, desktopId, computerName, verdict }: Outcome): void {
		if (this.items.size === 0) this.firstMessage = verdict.message;
		this.items.add(item);
		if (desktopId !== undefined) this.desktopIds.add(desktopId);
		else if (computerName !== undefined) this.computerNames.add(computerName);
		else this.nameless += 1;
		if (verdict.jobId !== undefined) this.jobIds.add(verdict.jobId);
		this.statusCode ??= verdict.statusCode;
		if (verdict.error !== undefined) this.addError(verdict.error, desktopId);
	}

	private addError(error: NonNullable<Verdict['error']>, desktopId: string | undefined): void {
		this.firstError ??= error;
		const { errorCode, errorMsg, errorDetail } = error;
		const key = JSON.stringify([errorCode, errorMsg, errorDetail]);
		const known = this.errors.get(key) ?? { fields: errorFields(error), desktopIds: new Set() };
		if (desktopId !== undefined) known.desktopIds.add(desktopId);
		this.errors.set(key, known);
	}
}

/** The statuses that occurred, in the order of {@link STATUSES}. */
export async function groupByStatus(outcomes: readonly Outcome[]): Promise<StatusGroup[]> {
	const groups = new Map<Status, StatusGroup>();
	await eachInTurn(outcomes, (outcome) => {
		const { status } = outcome.verdict;
		const group = groups.get(status) ?? new StatusGroup(status);
		groups.set(status, group);
		group.add(outcome);
	});
	return STATUSES.flatMap((status) => groups.get(status) ?? []);
}

export function countOf(groups: readonly StatusGroup[]): number {
	return groups.reduce((sum, { count }) => sum + count, 0);
}

/** How each status reads behind "1 desktop:" and "250 desktops:" alike. */
const SAYS: Readonly<Record<Status, string>> = {
	updated: 'updated to the SID of the Active Directory',
	accepted: 'accepted; the service carries the update out as a task',
	unchanged: 'unchanged; the SID is the same as before',
	inSync: "not sent, because the SID equals the Active Directory's",
	unmatched: 'not sent, because no desktop of this project goes by the name',
	notFound: 'not known to Huawei Cloud',
	notSupported: 'not updated, because the service does not support it there',
	failed: 'not updated',
	timedOut: 'still in a running task when the time was up',
	unverified: 'not showing the expected SID afterwards',
	ambiguous: 'not sent, because several desktops go by the same name',
	invalid: 'not sent, because there is no usable ID or name',
};

/** What is counted where it is not desktops. */
const NOUN: Partial<Record<Status, string>> = {
	unmatched: 'computer',
	ambiguous: 'computer',
	invalid: 'item',
};

/** The message of a status item: how many, what became of them, and for failures the first reason. */
export function describeStatus(status: Status, count: number, firstMessage: string): string {
	const summary = `${plural(count, NOUN[status] ?? 'desktop')}: ${SAYS[status]}.`;
	return isFailure(status) && firstMessage !== '' ? `${summary} First: ${firstMessage}` : summary;
}

/** One line that sums up a run, for the hint above the output. */
export function summaryOf(groups: readonly StatusGroup[]): string {
	if (groups.length === 0)
		return "No desktop was named, so nothing was sent. Check 'Desktops From' and the field that it reads.";
	const count = countOf(groups);
	const failed = countOf(groups.filter(({ status }) => isFailure(status)));
	const noun = groups.some(({ status }) => status in NOUN) ? 'result' : 'desktop';
	const failures = failed === 0 ? '' : `, ${plural(failed, 'failure')}`;
	return `${plural(count, noun)}${failures}: ${countsOf(groups)}.`;
}

/** "2 updated, 1 unchanged" */
export function countsOf(groups: readonly StatusGroup[]): string {
	return groups.map(({ status, count }) => `${count} ${status}`).join(', ');
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
