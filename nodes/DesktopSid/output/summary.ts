import type { StopError } from './outputItem';
import {
	countOf,
	isFailed,
	nameAndReason,
	nameOf,
	type Reason,
	reasonOf,
	type StatusGroup,
} from './statusGroups';
import type { Outcome } from '../repair/updateDesktops';
import { acceptedAs, isFailure, type Status } from '../repair/verdict';
import { WORDS } from '../transport/refusalText';
import type { Change } from '../../../credentials/huaweicloud/gatewayCodes';

/** A line above the output. */
export interface Hint {
	readonly message: string;
	/** A warning if somebody has to do something. */
	readonly type: 'info' | 'warning';
}

/** How each status reads for one desktop and for many. */
const SAYS: Readonly<Record<Status, string>> = {
	updated: 'Updated to the SID in Active Directory.',
	rejoined: 'Rejoined the domain.',
	accepted: acceptedAs('update'),
	unchanged: 'Unchanged; the SID is the same as before.',
	inSync: 'Not sent, because the SID equals the one in Active Directory.',
	inDomain: 'Not sent, because the service lists it as in its domain.',
	inUse: 'Not sent, because somebody is connected to it.',
	notReported: 'Not sent, because the service does not say whether it is in its domain.',
	unmatched: 'Not sent, because no desktop of this project has this computer name.',
	notRejoinable: 'Not sent, because the service says that it cannot rejoin its domain.',
	notFound: 'Not known to Huawei Cloud.',
	notSupported: 'Not updated, because the service does not support it for this desktop.',
	failed: 'Not updated.',
	timedOut: 'Not finished: the task was still running when the wait ended.',
	unverified: 'Not verified: the SID read afterwards is not the expected one.',
	ambiguous: 'Not sent, because several desktops have this computer name.',
	invalid: 'Not sent, because there is no usable ID or name.',
};

/** What a rejoin says in other words than an update. */
const SAYS_OF_REJOIN: Partial<Record<Status, string>> = {
	accepted: acceptedAs('rejoin'),
	notSupported: 'Not rejoined, because the service does not support it for this desktop.',
	failed: 'Not rejoined.',
	unverified: 'Not verified: the service does not list it as back in its domain.',
};

/** The message of a status item: what became of its desktops, and for failures the reason, or the first of several. */
export function describeStatus({ status, reasons }: StatusGroup, changes: Change = 'sids'): string {
	const [first] = reasons.values();
	const says = (changes === 'domain' ? SAYS_OF_REJOIN[status] : undefined) ?? SAYS[status];
	if (!isFailure(status) || first === undefined) return says;
	return reasons.size === 1 && first.count === 1
		? first.first.verdict.message
		: `${says} ${reasons.size === 1 ? 'Reason' : 'First'}: ${first.text}`;
}

/** What is counted, if not desktops. */
const NOUN: Partial<Record<Status, string>> = {
	unmatched: 'computer',
	ambiguous: 'computer',
	invalid: 'item',
};

const SHOWN_REASONS = 3;

/**
 * The hint of a run: why nothing could be sent, if so; how many desktops ended how, failures first; each reason once.
 *
 * @param refusal why the whole run was refused
 * @param notes what else somebody has to know; each makes the hint a warning
 */
export function summaryOf(
	groups: readonly StatusGroup[],
	notes: readonly string[] = [],
	refusal?: string,
): Hint {
	if (groups.length === 0) {
		return { message: [refusal ?? NOTHING_NAMED, ...notes].join(' '), type: 'warning' };
	}
	const failures = groups.filter(isFailed);
	const others = groups.filter((group) => !isFailed(group));
	const failed = countOf(failures);
	const noun = groups.some(({ status }) => status in NOUN) ? 'result' : 'desktop';
	const failing = failed === 0 ? '' : `, ${plural(failed, 'failure')}`;
	const counts = `${plural(countOf(groups), noun)}${failing}: ${countsOf([...failures, ...others])}.`;
	const cause = refusal ?? causeOf(failures, others);
	const reasons = refusal === undefined ? reasonsOf(failures) : [];
	return {
		message: [...(cause === undefined ? [] : [cause]), counts, ...reasons, ...notes].join(' '),
		type: failed > 0 || notes.length > 0 ? 'warning' : 'info',
	};
}

const NOTHING_NAMED =
	"Nothing was sent: no desktop was named. Check 'Desktops From' and the field that it reads.";

/** A refused sign-in concerns the run, not the desktops that it happened to hit. */
function causeOf(
	failures: readonly StatusGroup[],
	others: readonly StatusGroup[],
): string | undefined {
	const refused = reasonsIn(failures).filter(isSignIn);
	if (refused.length === 0) return undefined;
	const isAll = refused.length === reasonsIn(failures).length && others.every(isUnsent);
	return isAll ? NOTHING_SENT : `${SIGN_IN_REFUSED} Test the credential.`;
}

const SIGN_IN_REFUSED = 'Huawei Cloud refused the sign-in.';
const NOTHING_SENT = `Nothing was sent: ${SIGN_IN_REFUSED} Test the credential.`;

function isSignIn({ first }: Reason): boolean {
	return first.verdict.signInRefused === true;
}

function isUnsent({ status }: StatusGroup): boolean {
	return UNSENT.has(status);
}

const UNSENT: ReadonlySet<Status> = new Set<Status>([
	...(['inSync', 'inDomain', 'inUse', 'notReported', 'unmatched'] as const),
]);

/** The reasons that hold for most desktops, each once, with how many or which it holds for. */
function reasonsOf(failures: readonly StatusGroup[]): string[] {
	const open = reasonsIn(failures).filter((reason) => !isSignIn(reason));
	const own = open.filter(({ first }) => first.verdict.followsRefusal !== true);
	// What was not sent after a refusal has the reason of that refusal, if it is there to be read.
	const reasons = own.length === 0 ? open : own;
	const following = open.filter((reason) => !reasons.includes(reason));
	const notSent = following.reduce((sum, { count }) => sum + count, 0);
	const shown = reasons.sort((a, b) => b.count - a.count).slice(0, SHOWN_REASONS);
	const more = reasons.length - shown.length;
	return [
		...shown.map(({ text, first, count }) => {
			const noun = NOUN[first.verdict.status] ?? 'desktop';
			return count === 1 ? nameAndReason(first) : `${plural(count, noun)}: ${text}`;
		}),
		...(notSent > 0 ? [`After that, nothing was sent for the other ${notSent}.`] : []),
		...(more > 0 ? [`The output has ${plural(more, 'more reason')}.`] : []),
	];
}

function reasonsIn(groups: readonly StatusGroup[]): Reason[] {
	return groups.flatMap(({ reasons }) => [...reasons.values()]);
}

/** "2 updated, 1 unchanged" */
export function countsOf(groups: readonly StatusGroup[]): string {
	return groups.map(({ status, count }) => `${count} ${status}`).join(', ');
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const LISTED = 10;

export interface StoppedRun {
	/** Whether the desktops were given as a list and not by items. */
	readonly isList: boolean;
	/** Whether its output is one item for each desktop. */
	readonly perDesktop: boolean;
	/** What it was to change. */
	readonly changes: Change;
}

/**
 * The error that stops the workflow, `undefined` if nothing failed: how many, then the first ten with the reason of each, and the
 * SIDs that nobody can read any more. A single desktop needs no count: what happened to it is the title.
 */
export function stopErrorOf(
	outcomes: readonly Outcome[],
	groups: readonly StatusGroup[],
	{ isList, perDesktop, changes }: StoppedRun,
): StopError | undefined {
	const failures = outcomes.filter(({ verdict }) => isFailure(verdict.status));
	const [first] = failures;
	if (first === undefined) return undefined;
	const isOnlyOne = countOf(groups) === 1;
	const failed = countOf(groups.filter(isFailed));
	// A computer without a desktop is none that could have been updated.
	const desktops = countOf(groups.filter(({ status }) => status !== 'unmatched'));
	const list = listOf(failures, isOnlyOne ? '' : '• ');
	const rest = [...restOf(failed - list.count, groups), ...oldSidsOf(outcomes)];
	const advice = perDesktop ? SET_ON_ERROR : SEE_EACH;
	const seeEach = rest.length === 0 ? [] : [advice];
	const lines = [...adviceOf(failures), ...list.lines, ...rest, ...seeEach];
	return {
		message: isOnlyOne
			? titleOf(first, isList, changes)
			: `${failed} of ${plural(desktops, 'desktop')} ${whatFailed(failures, failed, changes)}`,
		description: lines.join('\n'),
		itemIndex: failures.every(({ item }) => item === first.item) ? first.item : undefined,
	};
}

/** What could not be verified may well have been changed. */
function whatFailed(failures: readonly Outcome[], failed: number, changes: Change): string {
	if (failures.every(({ verdict }) => verdict.status === 'unverified'))
		return 'could not be verified';
	return `${failed === 1 ? 'was' : 'were'} not ${WORDS[changes].done}`;
}

function titleOf({ verdict }: Outcome, isList: boolean, changes: Change): string {
	if (verdict.signInRefused === true) return 'Huawei Cloud refused the sign-in';
	const { noun, refusals } = WORDS[changes];
	switch (verdict.status) {
		case 'notSupported':
			return refusals.notSupported;
		case 'timedOut':
			return `The ${noun} did not end in time`;
		case 'unverified':
			return `The ${noun} could not be verified`;
		case 'invalid':
			return isList ? 'The list names no desktop' : 'The item names no desktop';
		default:
			return TITLES[verdict.status] ?? `The ${noun} did not succeed`;
	}
}

const TITLES: Partial<Record<Status, string>> = {
	notFound: 'The desktop was not found',
	notRejoinable: 'The desktop cannot rejoin its domain',
	ambiguous: 'Several desktops have this computer name',
};

/** What is wrong with the whole run belongs before what it did to single desktops. */
function adviceOf(failures: readonly Outcome[]): string[] {
	return failures.some(({ verdict }) => verdict.signInRefused) ? [OPEN_CREDENTIAL] : [];
}

const OPEN_CREDENTIAL = `${SIGN_IN_REFUSED} Open the credential, correct it, let its test ('Retry') confirm it, and run this again.`;

/**
 * The first ten desktops, those with the same reason on one line: which ones, why, what to do next. n8n's editor shows line
 * ends as spaces, so each line needs a bullet of its own.
 */
function listOf(failures: readonly Outcome[], bullet: string): { lines: string[]; count: number } {
	const listed = new Map<string, Outcome>();
	for (const failure of failures) {
		const key = failure.desktopId ?? nameAndReason(failure);
		if (!listed.has(key)) listed.set(key, failure);
		if (listed.size === LISTED) break;
	}
	const byReason = new Map<string, Outcome[]>();
	for (const failure of listed.values()) {
		const reason = reasonOf(failure);
		byReason.set(reason, [...(byReason.get(reason) ?? []), failure]);
	}
	const lines = [...byReason].map(([reason, [first, ...others]]) => {
		if (first === undefined) return '';
		return others.length === 0
			? `${bullet}${nameAndReason(first)}`
			: `${bullet}${[first, ...others].map(nameOf).join(', ')}: ${reason}`;
	});
	return { lines, count: listed.size };
}

/** An error has no output: without a word, what became of all that is not listed would be lost. */
function restOf(notListed: number, groups: readonly StatusGroup[]): string[] {
	const others = groups.filter((group) => !isFailed(group));
	return [
		...(notListed > 0 ? [`… and ${notListed} more.`] : []),
		...(others.length > 0 ? [`The others: ${countsOf(others)}.`] : []),
	];
}

/** A SID that was read before its update is nowhere else. */
function oldSidsOf(outcomes: readonly Outcome[]): string[] {
	const known = new Set<string>();
	const shown: string[] = [];
	for (const outcome of outcomes) {
		const { desktopId, sidBefore, verdict } = outcome;
		if (desktopId === undefined || sidBefore === undefined || known.has(desktopId)) continue;
		if (verdict.status !== 'updated') continue;
		known.add(desktopId);
		if (shown.length < LISTED) shown.push(`${nameOf(outcome)}: ${sidBefore}`);
	}
	if (known.size === 0) return [];
	const more = known.size > LISTED ? `, … and ${known.size - LISTED} more` : '';
	return [`SIDs before the update: ${shown.join(', ')}${more}.`];
}

const SET_ON_ERROR =
	"To get the result of each desktop, set 'On Error' under Settings to 'Continue'.";
const SEE_EACH =
	"To get the result of each desktop, set 'Output' to 'One Item per Desktop', and 'On Error' under Settings to 'Continue'.";
