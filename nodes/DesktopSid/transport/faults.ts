import type { Connection } from './connection';
import { fieldOf, type Fault } from './reply';

/**
 * Turns whatever n8n's request helper threw into a fault with a sentence. n8n wraps the original error, sometimes twice, and
 * replaces its text; the code that Node.js gave survives in one of the inner errors.
 */
export function faultOf(error: unknown, connection: Connection): Fault {
	const codes = innerCodes(error);
	if (httpStatusOf(error) === 401 || codes.includes('401')) {
		return {
			kind: 'fault',
			cause: 'signIn',
			code: '401',
			message:
				'Huawei Cloud refused the sign-in (401), also with a new token. Check the user, its password and the project in the credential.',
		};
	}
	const host = hostOf(connection.workspace);
	for (const { code, says } of EXPLAINED) {
		if (codes.includes(code)) return { kind: 'fault', ...says(host), code };
	}
	const code = codes[0];
	const text = connection.hideSecrets(error instanceof Error ? error.message : String(error));
	return {
		kind: 'fault',
		cause: 'connection',
		...(code === undefined ? {} : { code }),
		message: `The request to ${host} could not be completed: ${text}`,
	};
}

interface Explanation {
	readonly code: string;
	readonly says: (host: string) => Pick<Fault, 'cause' | 'message'>;
}

const connectionFault = (code: string, says: (host: string) => string): Explanation => ({
	code,
	says: (host) => ({ cause: 'connection', message: says(host) }),
});

const timeoutFault = (code: string): Explanation => ({
	code,
	says: (host) => ({
		cause: 'timeout',
		message: `${host} gave no answer within the 'Request Timeout'. Raise it under Options, or check the network to the endpoint.`,
	}),
});

const certificateFault = (code: string): Explanation =>
	connectionFault(
		code,
		(host) =>
			`The TLS certificate of ${host} is not trusted (${code}). Give n8n the certificate authority (NODE_EXTRA_CA_CERTS), or turn on 'Ignore SSL Issues (Insecure)' in the credential.`,
	);

/** Node.js' and axios' codes, most telling first. */
const EXPLAINED: readonly Explanation[] = [
	{
		code: 'ERR_CANCELED',
		says: () => ({
			cause: 'cancelled',
			message: 'The execution was cancelled before the answer came.',
		}),
	},
	connectionFault(
		'ENOTFOUND',
		(host) => `The host ${host} is not known. Check the region or the endpoint in the credential.`,
	),
	connectionFault(
		'EAI_AGAIN',
		(host) =>
			`The name server did not answer for ${host}. Check the network of this n8n, then run again.`,
	),
	connectionFault(
		'ECONNREFUSED',
		(host) =>
			`${host} refused the connection. Check host and port of the endpoint, and proxies and firewalls on the way.`,
	),
	connectionFault(
		'EHOSTUNREACH',
		(host) =>
			`There is no route to ${host}. Check the network of this n8n, its proxy settings and firewalls.`,
	),
	connectionFault(
		'ENETUNREACH',
		(host) =>
			`There is no route to ${host}. Check the network of this n8n, its proxy settings and firewalls.`,
	),
	...[
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'CERT_HAS_EXPIRED',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	].map(certificateFault),
	...['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'].map(timeoutFault),
	...['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET'].map((code) =>
		connectionFault(
			code,
			(host) =>
				`The connection to ${host} broke off (${code}). The update may have been carried out; running it again is safe.`,
		),
	),
	connectionFault(
		'EPROTO',
		(host) =>
			`${host} does not speak TLS on this port. Check the port and http/https of the endpoint.`,
	),
];

/** n8n keeps the original error under one of these names. */
const INNER = ['cause', 'errorResponse', 'reason', 'error'] as const;
const MAX_DEPTH = 6;

/** All error codes, the outermost first. */
function innerCodes(error: unknown, depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
	const own = ['code', 'httpCode']
		.map((name) => fieldOf(error, name))
		.filter((code) => typeof code === 'string');
	return [...own, ...INNER.flatMap((name) => innerCodes(fieldOf(error, name), depth + 1))];
}

function httpStatusOf(error: unknown): number | undefined {
	const status = Number(fieldOf(error, 'httpCode'));
	return Number.isInteger(status) ? status : undefined;
}

function hostOf(endpoint: string): string {
	try {
		return new URL(endpoint).host;
	} catch {
		return endpoint;
	}
}
