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

const SAYS: Readonly<Record<Status, string>> = {
	updated: 'got the SID of the Active Directory',
	accepted: 'accepted; the service carries the update out as a task',
	unchanged: 'had the right SID already',
	inSync: 'had the same SID as the Active Directory and were not sent',
	unmatched: 'have no desktop in Huawei Cloud',
	notFound: 'not known to Huawei Cloud',
	notSupported: 'cannot have their SID updated',
	failed: 'not updated',
	timedOut: 'still in a running task when the time was up',
	unverified: 'did not show the expected SID afterwards',
	ambiguous: 'share their computer name with another desktop and were not sent',
	invalid: 'without a usable ID, not sent',
};

/** The message of a status item: how many, what became of them, and for failures the first reason. */
export function describeStatus(status: Status, count: number, firstMessage: string): string {
	const subject = status === 'invalid' ? plural(count, 'item') : plural(count, 'desktop');
	const summary = `${subject}: ${SAYS[status]}.`;
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
