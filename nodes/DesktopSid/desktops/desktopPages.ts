import type { ListedDesktop } from './computerName';
import type { ServiceError } from '../../../credentials/huaweicloud/errors';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import {
	codeOf,
	isSignInRefused,
	nextStepOf,
	type ReadProblem,
	readJson,
	sentences,
	wordsOf,
} from '../transport/refusalText';
import type { ApiReply } from '../transport/reply';
import type { DesktopFilter } from '../transport/workspaceApi';

/** A desktop as the service lists it, with all its fields under the API's own names. */
export interface ServiceDesktop extends ListedDesktop {
	readonly fields: Readonly<Record<string, unknown>>;
}

/** One page of the list of desktops. */
export interface DesktopPage {
	readonly kind: 'page';
	/** In the service's order; `undefined` stands for an entry without a usable ID, because offsets count these, too. */
	readonly entries: ReadonlyArray<ServiceDesktop | undefined>;
	/** `total_count`; `undefined` if the service gives none. */
	readonly total: number | undefined;
}

/** The list could not be read: one text for the user, and what the service said, if it did. */
export interface ListingRefusal {
	readonly kind: 'refused';
	readonly message: string;
	readonly statusCode?: number | undefined;
	readonly error?: ServiceError | undefined;
	/** Set if the sign-in was refused: the hint of the run then says just that. */
	readonly signInRefused?: boolean | undefined;
	/** The same in words that say nothing of a run, and whether another attempt may succeed. */
	readonly problem?: ReadProblem | undefined;
}

/**
 * Reads one answer of ListDesktops, `{ total_count, desktops: [{ desktop_id, … }] }`.
 * Source: OpenAPI export of the Workspace API, ListDesktops and SimpleDesktopInfo.
 *
 * @param part which part of the list was asked for, in words: "page 7 (…)"
 */
export function readDesktopPage(reply: ApiReply, part: string): DesktopPage | ListingRefusal {
	const reading = readJson(reply, LIST);
	if (reading.kind === 'problem') return refusedPage(reply, part, reading);
	const total = totalOf(reading.json);
	const entries = entriesOf(reading.json, total);
	return entries === undefined
		? { ...refusal(part, NO_LIST), problem: listingProblem(NO_LIST) }
		: { kind: 'page', entries: entries.map(desktopOf), total };
}

/** Some services write an empty list as `null`, `{}` or `""`, or leave it out: then a total of 0 says that it is empty. */
function entriesOf(json: object, total: number | undefined): unknown[] | undefined {
	const entries = fieldOf(json, 'desktops');
	if (Array.isArray(entries)) return entries;
	const isEmpty = isRecord(entries) ? Object.keys(entries).length === 0 : (entries ?? '') === '';
	return isEmpty && total === 0 ? [] : undefined;
}

/** A whole number, also as text. */
function totalOf(json: object): number | undefined {
	const total = fieldOf(json, 'total_count');
	const number = typeof total === 'string' && total.trim() !== '' ? Number(total) : total;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
		? number
		: undefined;
}

const LIST = 'The list of desktops';
const NO_LIST =
	'The answer holds no list of desktops. Check that the endpoint in the credential is the Workspace API, or run this again later.';

/** Why the list could not be used although it was answered; another attempt may succeed. */
export function listingProblem(reason: string): ReadProblem {
	return {
		kind: 'problem',
		hope: 'later',
		message: `${LIST} could not be read. ${reason}`,
		reason,
	};
}

function refusedPage(reply: ApiReply, part: string, problem: ReadProblem): ListingRefusal {
	const { reason, statusCode, error } = problem;
	if (reply.kind === 'fault') {
		const refused = reply.cause === 'signIn' ? signInRefusal(reply.message) : refusal(part, reason);
		return { ...refused, error: { errorCode: reply.code ?? '', errorMsg: reply.message }, problem };
	}
	const refused = isSignInRefused(reply)
		? signInRefusal(
				`Huawei Cloud refused the sign-in (${codeOf(reply)}): ${sentences(wordsOf(reply), nextStepOf(reply))}`,
			)
		: refusal(part, reason);
	return { ...refused, statusCode, error, problem };
}

/** Whatever part of the list was asked for has nothing to do with it, so to name it would mislead. */
function signInRefusal(reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `Nothing was done, because the list of desktops could not be read: ${reason}`,
		signInRefused: true,
	};
}

/** Half a list would leave desktops out without a word, so nothing is done with it. */
function refusal(part: string, reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `Nothing was done, because the list of desktops could not be read completely. ${upperFirst(part)}: ${reason}`,
	};
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function desktopOf(entry: unknown): ServiceDesktop | undefined {
	const id = fieldOf(entry, 'desktop_id');
	if (!isRecord(entry) || typeof id !== 'string' || id.trim() === '') return undefined;
	const { computer_name, os_host_name, sid } = entry;
	return {
		desktop_id: id,
		...(typeof computer_name === 'string' ? { computer_name } : {}),
		...(typeof os_host_name === 'string' ? { os_host_name } : {}),
		...(typeof sid === 'string' ? { sid } : {}),
		fields: entry,
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The most desktops of one page. Source: OpenAPI export of the Workspace API, ListDesktops. */
export const PAGE_SIZE = 1000;

/** What the list may be narrowed to, by the service itself. */
export type ListFilter = Omit<DesktopFilter, 'offset' | 'limit'>;

/** Desktops, each once, in the service's order. */
export interface Listed {
	readonly kind: 'listed';
	readonly desktops: readonly ServiceDesktop[];
	/** Whether there are more than were asked for, as far as the service counts them. */
	readonly hasMore: boolean;
}
