import type { Outcome } from '../update/outcome';
import { isFailure, STATUSES, type Status } from '../update/verdict';

/** How many desktops outcomes speak of: an ID or a name counts once, an item without either counts as one. */
export function countOf(outcomes: readonly Outcome[]): number {
	const ids = new Set<string>();
	const names = new Set<string>();
	let nameless = 0;
	for (const { desktopId, computerName } of outcomes) {
		if (desktopId !== undefined) ids.add(desktopId);
		else if (computerName !== undefined) names.add(computerName);
		else nameless += 1;
	}
	return ids.size + names.size + nameless;
}

/** How each status reads behind "1 desktop:" and "250 desktops:" alike. */
const SAYS: Readonly<Record<Status, string>> = {
	updated: 'updated to the SID of the Active Directory',
	accepted: 'accepted; the service carries the update out as a task',
	unchanged: 'unchanged, because the SID was right already',
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
export function summaryOf(outcomes: readonly Outcome[]): string {
	if (outcomes.length === 0) return 'No desktop was named, so nothing was sent.';
	const parts = STATUSES.flatMap((status) => {
		const group = outcomes.filter(({ verdict }) => verdict.status === status);
		return group.length === 0 ? [] : [`${countOf(group)} ${status}`];
	});
	return `${plural(countOf(outcomes), 'desktop')}: ${parts.join(', ')}.`;
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
