import { mayBeOneOfThem } from './culprit';
import type { Status } from './status';
import { looksLikeDesktopId, SAMPLE_ID } from '../desktops/desktopId';
import { readServiceError } from '../transport/errors';
import { nextStep } from '../transport/nextStep';
import type { Answer } from '../transport/reply';
import { asSentence } from '../transport/sentence';

/** What an answer that refuses can mean for a desktop. */
export type RefusalStatus = Extract<Status, 'notFound' | 'notSupported' | 'failed'>;

/** The desktops that a request named together. */
export interface Group {
	readonly ids: readonly string[];
	/** With several: why nobody looked for the one that a refusal means, and what to do about it. */
	readonly unresolved: string;
}

/** A refusal in words: what happened, with which code, to which of the desktops, and what to do next. */
export function describeRefusal(status: RefusalStatus, answer: Answer, group: Group): string {
	const error = readServiceError(answer);
	const code = `${answer.statusCode} ${error.errorCode}`.trim();
	const sentences = [
		`${whatHappened(status, answer)} (${code}): ${asSentence(error.errorMsg)}`,
		othersOf(answer, group),
		answer.refusal?.words ?? '',
		oddIdOf(status, group) ?? nextStep(answer.statusCode, error),
	];
	return sentences.filter((sentence) => sentence !== '').join(' ');
}

const WHAT_HAPPENED: Record<RefusalStatus, string> = {
	notFound: 'Huawei Cloud knows no desktop with this ID',
	notSupported: 'The SID of this desktop cannot be updated',
	failed: 'The SID was not updated',
};

/** A server error may come after the work was done, so it must not be said that it was not. */
function whatHappened(status: RefusalStatus, { statusCode }: Answer): string {
	const isUnclear = status === 'failed' && (statusCode >= 500 || statusCode === 408);
	return isUnclear ? 'The update was not confirmed' : WHAT_HAPPENED[status];
}

/** A refusal for what a single desktop is, given to several: which of them is meant is not known. */
function othersOf(answer: Answer, { ids, unresolved }: Group): string {
	if (ids.length === 1 || !mayBeOneOfThem(answer)) return '';
	return `The service refused ${ids.length} desktops together; at least one of them is meant. ${unresolved}`.trim();
}

/** The format of an ID is not documented, so this is no reason to send none; but where it is not known, it most likely is why. */
function oddIdOf(status: RefusalStatus, { ids }: Group): string | undefined {
	const odd = status === 'notFound' ? ids.find((id) => !looksLikeDesktopId(id)) : undefined;
	if (odd === undefined) return undefined;
	// Of one desktop it is told already which; without the ID, the same advice for many is one sentence.
	const which = ids.length === 1 ? 'It' : `"${odd}"`;
	return `${which} does not look like a desktop ID (36 characters, such as ${SAMPLE_ID}): check that it is complete. If it is a computer name, set 'Match By' to 'Computer Name' and give it there; with 'One Desktop', choose it 'From list'.`;
}
