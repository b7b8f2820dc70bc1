import { readServiceError } from './errors';
import type { Answer, Fault, Reply } from './reply';
import { NO_TOKEN, type WorkspaceRequest } from './request';

/**
 * Why a request may succeed when it is sent again: the service had too much to do (`throttled`), or something broke on the way
 * or inside (`transient`).
 */
export type Trouble = 'throttled' | 'transient';

/**
 * Whether the same request is worth sending again. All requests of this node may be repeated: reads change nothing, and updating
 * a SID converges (a second time gives 204).
 *
 * A 401 never is: five refusals lock an access key. The gateway's codes decide before the status does; source: error-code page
 * of Huawei Cloud's API Signing Guide. Statuses: those of the AWS SDKs and of n8n's own classification.
 */
export function troubleOf(request: WorkspaceRequest, reply: Reply): Trouble | undefined {
	if (reply.kind === 'fault') return troubleOfFault(reply);
	if (reply.statusCode === 401) return undefined;
	if (isGarbled(request, reply)) return 'transient';
	if (isSuccess(reply)) return undefined;
	const { errorCode } = readServiceError(reply);
	if (NEVER_BY_CODE.has(errorCode)) return undefined;
	return BY_CODE[errorCode] ?? BY_STATUS[reply.statusCode];
}

/** Whether an update may have been carried out although this reply does not say so. */
export function mayHaveTakenEffect(request: WorkspaceRequest, reply: Reply): boolean {
	if (request.method !== 'PUT') return false;
	if (reply.kind === 'answer') {
		const { statusCode } = reply;
		return statusCode >= 500 || statusCode === 408 || isGarbled(request, reply);
	}
	switch (reply.cause) {
		case 'timeout':
		case 'oversized':
			return true;
		case 'connection':
			return !NEVER_ARRIVED.has(reply.code ?? '') && !NO_TLS.has(reply.code ?? '');
		case 'cancelled':
			return reply.code !== undefined;
		case 'signIn':
			return false;
	}
}

function troubleOfFault({ cause, code }: Fault): Trouble | undefined {
	if (cause === 'timeout') return 'transient';
	return cause === 'connection' && PASSING_FAULTS.has(code ?? '') ? 'transient' : undefined;
}

/** An answer that reports success in something that is not the service's language: a proxy's page, or a part of an answer. */
function isGarbled({ method }: WorkspaceRequest, answer: Answer): boolean {
	if (!isSuccess(answer) || answer.json !== undefined) return false;
	return method === 'GET' || answer.text.trim() !== '';
}

const isSuccess = ({ statusCode }: Answer) => statusCode >= 200 && statusCode < 300;

const BY_STATUS: Readonly<Record<number, Trouble>> = {
	408: 'transient',
	429: 'throttled',
	500: 'transient',
	502: 'transient',
	503: 'transient',
	504: 'transient',
};

/** Throttled; internal errors of the gateway or behind it; IAM unavailable. APIGW.0201 is left to its status. */
const BY_CODE: Readonly<Record<string, Trouble>> = {
	'APIGW.0308': 'throttled',
	'APIGW.0601': 'transient',
	'APIGW.0605': 'transient',
	'APIGW.0606': 'transient',
	'APIGW.0609': 'transient',
	'APIGW.0610': 'transient',
	'APIGW.0611': 'transient',
	'APIGW.0613': 'transient',
};

/** Sign-in, rights, project, region, quota: the same again, whatever status they come with. */
const NEVER_BY_CODE: ReadonlySet<string> = new Set([
	'APIGW.0101',
	'APIGW.0301',
	'APIGW.0302',
	'APIGW.0305',
	'APIGW.0306',
	'APIGW.0307',
	'APIGW.0310',
	'APIGW.0401',
	'APIGW.0402',
	'APIGW.0404',
	'APIGW.0501',
	'APIGW.0502',
	'APIGW.0801',
	'APIGW.0802',
]);

/** Faults that came about before anything was sent. */
const NEVER_ARRIVED: ReadonlySet<string> = new Set([
	NO_TOKEN,
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/** A distrusted certificate, or no TLS at all. It ends before anything was sent, and does not pass by itself. */
const NO_TLS: ReadonlySet<string> = new Set([
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'EPROTO',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Faults that may pass by themselves. Z_…: compressed and cut off. */
const PASSING_FAULTS: ReadonlySet<string> = new Set([
	...NEVER_ARRIVED,
	'ECONNRESET',
	'EPIPE',
	'ERR_NETWORK',
	'ERR_STREAM_PREMATURE_CLOSE',
	'UND_ERR_SOCKET',
	'Z_BUF_ERROR',
	'Z_DATA_ERROR',
]);
