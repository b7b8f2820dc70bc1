import type { INodeExecutionData } from 'n8n-workflow';

import type { OutputItem } from './outputItem';
import { countOf, countsOf, plural, type StatusGroup } from './updateItems';
import type { Outcome } from '../repair/updateDesktops';
import { isFailure } from '../repair/verdict';

/** The node's On Error setting: Stop Workflow, Continue, Continue (using error output). */
export type OnError = 'stop' | 'continue' | 'errorOutput';

/** The single error of *Stop Workflow*: what to show as title, text and item. */
export interface StopError {
	readonly message: string;
	readonly description: string;
	/** Of the only item that failed: n8n shows it beside the title, as if it were the culprit. */
	readonly itemIndex?: number | undefined;
}

const LISTED = 10;

/** The error that stops the workflow, `undefined` where nothing failed. */
export function stopErrorOf(
	outcomes: readonly Outcome[],
	groups: readonly StatusGroup[],
): StopError | undefined {
	const failures = outcomes.filter(({ verdict }) => isFailure(verdict.status));
	const [first] = failures;
	if (first === undefined) return undefined;
	const failed = countOf(groups.filter(isFailed));
	const list = listOf(failures);
	const lines = [...adviceOf(failures), ...list.lines, ...restOf(failed - list.count, groups)];
	return {
		message: `${failed} of ${plural(countOf(groups), 'desktop')} ${failed === 1 ? 'was' : 'were'} not updated`,
		description: lines.join('\n'),
		itemIndex: failures.every(({ item }) => item === first.item) ? first.item : undefined,
	};
}

/** What is wrong with the whole run belongs before what it did to single desktops. */
function adviceOf(failures: readonly Outcome[]): string[] {
	return failures.some(({ verdict }) => verdict.signInRefused) ? [SIGN_IN_REFUSED] : [];
}

const SIGN_IN_REFUSED =
	"Huawei Cloud refused the sign-in. Open the credential, correct it, let its test ('Retry') confirm it, and run this again.";

/**
 * The first ten desktops, those with the same reason on one line: which ones, why, what to do next. n8n's editor shows line
 * ends as blanks, so each line has to be told apart by its bullet.
 */
function listOf(failures: readonly Outcome[]): { lines: string[]; count: number } {
	const listed = new Map<string, Outcome>();
	for (const failure of failures) {
		const key = failure.desktopId ?? nameOf(failure);
		if (!listed.has(key)) listed.set(key, failure);
		if (listed.size === LISTED) break;
	}
	const namesByReason = new Map<string, string[]>();
	for (const failure of listed.values()) {
		const name = nameOf(failure);
		const reason = withoutPlace(failure.verdict.message, failure.item);
		const names = namesByReason.get(reason);
		if (names === undefined) namesByReason.set(reason, [name]);
		else names.push(name);
	}
	const lines = [...namesByReason].map(([reason, names]) => `• ${names.join(', ')}: ${reason}`);
	return { lines, count: listed.size };
}

/** An error has no output: without a word, what became of all that is not listed would be lost. */
function restOf(notListed: number, groups: readonly StatusGroup[]): string[] {
	const others = groups.filter((group) => !isFailed(group));
	const lines = [
		...(notListed > 0 ? [`… and ${notListed} more.`] : []),
		...(others.length > 0 ? [`The others: ${countsOf(others)}.`] : []),
	];
	return lines.length > 0 ? [...lines, SEE_EACH] : [];
}

const SEE_EACH = "To get the result of each, set 'On Error' to 'Continue'.";

function isFailed({ status }: StatusGroup): boolean {
	return isFailure(status);
}

/** People know a desktop by its name, the service by its ID. */
function nameOf({ item, desktopId, computerName }: Outcome): string {
	return desktopId !== undefined && computerName !== undefined
		? `${computerName} (${desktopId})`
		: (desktopId ?? computerName ?? `item ${item}`);
}

/** The bullet names the item already; without its number, what ails many items alike is one reason. */
function withoutPlace(message: string, item: number): string {
	const place = `Item ${item}: `;
	return message.startsWith(place) ? message.slice(place.length) : message;
}

/**
 * The final shape of items under *Continue* and *Continue (using error output)*.
 *
 * The error branch takes an item only if its json has the keys `error` and `message` and no other; `error` may hold the
 * fields, `item.error` would wipe them, and only the first paired item counts there. Measured in n8n 1.123 and 2.40.
 */
export function finalItems(items: readonly OutputItem[], onError: OnError): INodeExecutionData[] {
	return items.map(({ json, pairedItem, failure }) => {
		if (failure === undefined) return { json, pairedItem };
		if (onError !== 'errorOutput') return { json: { ...json, error: failure }, pairedItem };
		const item = Array.isArray(pairedItem) ? (pairedItem[0]?.item ?? 0) : pairedItem.item;
		return { json: { error: { ...json, error: failure }, message: failure }, pairedItem: { item } };
	});
}
