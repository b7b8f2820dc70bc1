import type { Answer, Fault, Reply } from './reply';
import type { WorkspaceRequest } from './request';
import {
	concernsRun,
	meaningOf,
	type Meaning,
} from '../../../credentials/huaweicloud/gatewayCodes';
import { arrived, isPassing } from '../../../credentials/huaweicloud/networkErrors';

/**
 * Why a request may succeed when it is sent again: the service had too much to do (`throttled`), or something broke on the way
 * or inside (`transient`).
 */
export type Trouble = 'throttled' | 'transient';

/**
 * Whether the same request is worth sending again. Reads change nothing, and updating a SID converges (a second time gives 204).
 * A rejoin may restart a desktop, so it is not sent again if it may have been started. A 401 never is: five refusals lock an
 * access key.
 */
export function troubleOf(request: WorkspaceRequest, reply: Reply): Trouble | undefined {
	if (isLeftOpen(request, reply)) return undefined;
	if (reply.kind === 'fault') return troubleOfFault(reply);
	if (reply.statusCode === 401) return undefined;
	if (isGarbled(request, reply)) return 'transient';
	if (isSuccess(reply)) return undefined;
	const retry = meaningOfAnswer(reply)?.retry;
	return retry === 'never' ? undefined : retry;
}

/** Whether this reply leaves open what became of a change that must not be made twice. */
export function isLeftOpen(
	request: Pick<WorkspaceRequest, 'purpose' | 'method'>,
	reply: Reply,
): boolean {
	return request.purpose.changes === 'domain' && mayHaveTakenEffect(request, reply);
}

/** What a refusal means; `undefined` for a success. */
export function meaningOfAnswer({ statusCode, error }: Answer): Meaning | undefined {
	return error === undefined ? undefined : meaningOf(statusCode, error);
}

/**
 * Whether every other request of the run would be refused as well: sign-in, project, region or account. Any 401 counts, because
 * five refusals lock an access key.
 */
export function endsRun({ purpose }: Pick<WorkspaceRequest, 'purpose'>, reply: Reply): boolean {
	if (purpose.mayBeMissing === true && isNotOffered(reply)) return false;
	if (reply.kind === 'fault') return reply.cause === 'signIn' || reply.cause === 'refused';
	if (reply.statusCode === 401) return true;
	const meaning = meaningOfAnswer(reply);
	return meaning !== undefined && concernsRun(meaning);
}

/** Whether the gateway knows no such API in this region. Source: API Signing Guide, APIGW.0101. */
export function isNotOffered(reply: Reply): boolean {
	return reply.kind === 'answer' && reply.error?.errorCode.toUpperCase() === 'APIGW.0101';
}

/** Whether a change may have been carried out although this reply does not say so. */
export function mayHaveTakenEffect(
	request: Pick<WorkspaceRequest, 'purpose' | 'method'>,
	reply: Reply,
): boolean {
	if (request.purpose.changes === undefined) return false;
	if (reply.kind === 'answer') {
		const { statusCode } = reply;
		return statusCode >= 500 || statusCode === 408 || isGarbled(request, reply);
	}
	switch (reply.cause) {
		case 'timeout':
		case 'oversized':
			return true;
		case 'connection':
			return arrived(reply.code ?? '');
		case 'cancelled':
			return reply.code !== undefined;
		case 'signIn':
		case 'refused':
		case 'throttled':
			return false;
	}
}

function troubleOfFault({ cause, code }: Fault): Trouble | undefined {
	if (cause === 'timeout') return 'transient';
	return cause === 'connection' && isPassing(code ?? '') ? 'transient' : undefined;
}

/** An answer that reports success in something that is not the service's language: a proxy's page, or a part of an answer. */
function isGarbled({ method }: Pick<WorkspaceRequest, 'method'>, answer: Answer): boolean {
	if (!isSuccess(answer) || answer.json !== undefined) return false;
	return method === 'GET' || answer.text.trim() !== '';
}

const isSuccess = ({ statusCode }: Answer) => statusCode >= 200 && statusCode < 300;
