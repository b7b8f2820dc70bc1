import type { IDataObject } from 'n8n-workflow';

import { errorFields } from './outputItem';
import type { Outcome } from '../repair/updateDesktops';
import { isFailure, type Status, STATUSES, type Verdict } from '../repair/verdict';
import { eachInTurn } from '../runtime/eventLoop';

/** A reason, how many desktops it holds for, and the first of them. */
export interface Reason {
	readonly text: string;
	readonly first: Outcome;
	readonly count: number;
}

/** A refusal and the desktops that it hit. */
interface DistinctError {
	readonly fields: IDataObject;
	readonly desktopIds: Set<string>;
}

/** All that is to be said of the outcomes with one status, gathered in one pass over them. */
export class StatusGroup {
	readonly status: Status;
	readonly items = new Set<number>();
	readonly desktopIds = new Set<string>();
	/** As far as they are known; of each desktop the first that was given. */
	readonly computerNames = new Set<string>();
	readonly jobIds = new Set<string>();
	/** Each refusal once, distinguished by code and words and not by request. */
	readonly errors = new Map<string, DistinctError>();
	/** Each reason of a failure once, in the order of appearance. */
	readonly reasons = new Map<string, Reason>();
	statusCode: number | undefined;
	firstError: Verdict['error'];
	private readonly known = new Set<string>();
	private nameless = 0;

	constructor(status: Status) {
		this.status = status;
	}

	/** How many desktops it speaks of: an ID or a name counts once, an item without either counts as one. */
	get count(): number {
		return this.known.size + this.nameless;
	}

	add(outcome: Outcome): void {
		const { item, desktopId, computerName, verdict } = outcome;
		this.items.add(item);
		if (verdict.jobId !== undefined) this.jobIds.add(verdict.jobId);
		this.statusCode ??= verdict.statusCode;
		if (verdict.error !== undefined) this.addError(verdict.error, desktopId);

		const key = desktopId ?? (computerName === undefined ? undefined : `name ${computerName}`);
		if (key === undefined) this.nameless += 1;
		else if (this.known.has(key)) return;
		else this.known.add(key);
		if (desktopId !== undefined) this.desktopIds.add(desktopId);
		if (computerName !== undefined) this.computerNames.add(computerName);
		this.addReason(outcome);
	}

	private addReason(outcome: Outcome): void {
		if (!isFailure(this.status)) return;
		const text = reasonOf(outcome);
		const known = this.reasons.get(text);
		this.reasons.set(text, {
			text,
			first: known?.first ?? outcome,
			count: (known?.count ?? 0) + 1,
		});
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

export function isFailed({ status }: StatusGroup): boolean {
	return isFailure(status);
}

export function countOf(groups: readonly StatusGroup[]): number {
	return groups.reduce((sum, { count }) => sum + count, 0);
}

/** People know a desktop by its name, the service by its ID. */
export function nameOf({ item, desktopId, computerName }: Outcome): string {
	return desktopId !== undefined && computerName !== undefined
		? `${computerName} (${desktopId})`
		: (desktopId ?? computerName ?? `Item ${item}`);
}

/** Of which desktop or item, and why. An entry of a list names itself in its message. */
export function nameAndReason(outcome: Outcome): string {
	const reason = reasonOf(outcome);
	const isEntry = outcome.desktopId === undefined && reason.startsWith('Entry ');
	return isEntry ? reason : `${nameOf(outcome)}: ${reason}`;
}

/** The message without the number of its item: so the same reason is the same text for many items. */
export function reasonOf({ item, verdict }: Outcome): string {
	const place = `Item ${item}: `;
	const { message } = verdict;
	return message.startsWith(place) ? message.slice(place.length) : message;
}
