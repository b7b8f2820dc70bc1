import type { IDataObject } from 'n8n-workflow';

import { errorFields } from './errorFields';
import type { Pace } from '../transport/pace';
import type { Outcome } from '../update/outcome';
import { STATUSES, type Status, type Verdict } from '../update/verdict';

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
export async function groupByStatus(
	outcomes: readonly Outcome[],
	pace: Pace,
): Promise<StatusGroup[]> {
	const groups = new Map<Status, StatusGroup>();
	await pace.each(outcomes, (outcome) => {
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
