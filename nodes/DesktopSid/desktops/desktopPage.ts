import type { ListedDesktop } from './match';
import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
	type ServiceError,
} from '../transport/errors';
import { nextStep } from '../transport/nextStep';
import { fieldOf, type Answer, type Reply } from '../transport/reply';
import { asSentence } from '../transport/sentence';

/** A desktop as the service lists it, with all its fields under the API's own names. */
export interface ServiceDesktop extends ListedDesktop {
	readonly fields: Readonly<Record<string, unknown>>;
}

/** One page of the list of desktops. */
export interface DesktopPage {
	readonly kind: 'page';
	readonly desktops: readonly ServiceDesktop[];
	/** Entries on the page, those without a usable ID included: offsets count them all. */
	readonly length: number;
	/** `total_count`; `undefined` where the service gives none. */
	readonly total: number | undefined;
}

/** The list could not be read: one text for the user, and what the service said, where it did. */
export interface ListingRefusal {
	readonly kind: 'refused';
	readonly message: string;
	readonly statusCode?: number;
	readonly error?: ServiceError;
}

/**
 * Reads one answer of ListDesktops, `{ total_count, desktops: [{ desktop_id, … }] }`.
 * Source: OpenAPI export of the Workspace API, ListDesktops and SimpleDesktopInfo.
 *
 * @param part which part of the list was asked for, as it follows "could not be read": "page 7 (…)"
 */
export function readDesktopPage(reply: Reply, part: string): DesktopPage | ListingRefusal {
	if (reply.kind === 'fault') {
		const { cause, code: errorCode = '', message: errorMsg } = reply;
		const refused = cause === 'signIn' ? signInRefusal(errorMsg) : refusal(part, errorMsg);
		return { ...refused, error: { errorCode, errorMsg } };
	}
	const { statusCode, json } = reply;
	const entries = fieldOf(json, 'desktops');
	if (statusCode !== 200 || hasErrorCode(json) || !Array.isArray(entries)) {
		return refusedAnswer(reply, part);
	}
	const total = fieldOf(json, 'total_count');
	return {
		kind: 'page',
		desktops: entries.flatMap(desktopOf),
		length: entries.length,
		total: typeof total === 'number' ? total : undefined,
	};
}

function refusedAnswer(answer: Answer, part: string): ListingRefusal {
	const { statusCode } = answer;
	const error = readServiceError(answer);
	const code = `${statusCode} ${error.errorCode}`.trim();
	const words = asSentence(error.errorMsg);
	const next = answer.refusal?.words ?? nextStepOf(statusCode, error);
	const refused =
		statusCode === 401
			? signInRefusal(`Huawei Cloud refused the sign-in (${code}): ${words} ${next}`)
			: refusal(part, `${code}: ${words} ${next}`);
	return { ...refused, statusCode, error };
}

/** Whatever part of the list was asked for has nothing to do with it, so to name it would mislead. */
function signInRefusal(reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `Nothing was done, because the list of desktops could not be read: ${reason}`,
	};
}

/** Half a list would leave desktops out without a word, so nothing is done with it. */
function refusal(part: string, reason: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `The list of desktops could not be read whole, so nothing was done: ${part}: ${reason}`,
	};
}

function desktopOf(entry: unknown): ServiceDesktop[] {
	const id = fieldOf(entry, 'desktop_id');
	if (!isRecord(entry) || typeof id !== 'string' || id === '') return [];
	const { computer_name, os_host_name, sid } = entry;
	return [
		{
			desktop_id: id,
			...(typeof computer_name === 'string' ? { computer_name } : {}),
			...(typeof os_host_name === 'string' ? { os_host_name } : {}),
			...(typeof sid === 'string' ? { sid } : {}),
			fields: entry,
		},
	];
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nextStepOf(statusCode: number, error: ServiceError): string {
	const { errorCode } = error;
	if (statusCode === 200) {
		return 'Check that the endpoint in the credential is the Workspace API, or run it again later.';
	}
	if (statusCode === 403 && !isGatewayCode(errorCode)) {
		return 'Ask for the IAM action workspace:desktops:list in this project.';
	}
	const isAboutAccess = statusCode === 401 || statusCode === 404 || statusCode === 429;
	return isAboutAccess || isGatewayCode(errorCode)
		? nextStep(statusCode, error)
		: 'Run it again later.';
}
