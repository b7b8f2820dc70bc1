/** Every status a desktop can end with, in the order in which outputs list them. */
export const STATUSES = [
	'updated',
	'accepted',
	'unchanged',
	'inSync',
	'unmatched',
	'notFound',
	'notSupported',
	'failed',
	'timedOut',
	'unverified',
	'ambiguous',
	'invalid',
] as const;

export type Status = (typeof STATUSES)[number];

const FAILURES: ReadonlySet<Status> = new Set<Status>([
	'notFound',
	'notSupported',
	'failed',
	'timedOut',
	'unverified',
	'ambiguous',
	'invalid',
]);

/** Whether a status means that the desktop still needs somebody. */
export function isFailure(status: Status): boolean {
	return FAILURES.has(status);
}
