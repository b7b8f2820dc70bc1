import { countOf, type StatusGroup } from './statusGroup';
import { isFailure, type Status } from '../update/verdict';

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
