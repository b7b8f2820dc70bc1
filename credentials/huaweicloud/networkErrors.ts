/** Why there was no usable answer. */
export interface ConnectionProblem {
	readonly cause: 'connection' | 'timeout' | 'cancelled';
	/** Node.js' or axios' code, for example `ECONNREFUSED`. */
	readonly code?: string;
	/** A sentence: what happened and what to do next. */
	readonly message: string;
}

/**
 * Turns whatever an HTTP client threw into a sentence. n8n wraps the original error, sometimes twice, and replaces its text; the
 * code that Node.js gave survives in one of the inner errors.
 */
export function connectionProblem(error: unknown, host: string): ConnectionProblem {
	const codes = innerValues(error, 'code');
	const found = EXPLAINED.find(({ code }) => codes.includes(code));
	if (found !== undefined) {
		return { cause: found.cause, code: found.code, message: found.says(host) };
	}
	const [code] = codes;
	const text = error instanceof Error ? error.message : String(error);
	return {
		cause: 'connection',
		...(code === undefined ? {} : { code }),
		message: `The request to ${host} could not be completed: ${text}`,
	};
}

/** n8n keeps the original error under one of these names. */
const INNER = ['cause', 'errorResponse', 'reason', 'error'] as const;
const MAX_DEPTH = 6;

/** The texts that an error and the errors inside it have under one name, the outermost first. */
export function innerValues(error: unknown, name: string, depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
	const fields = error as Record<string, unknown>;
	const own = fields[name];
	return [
		...(typeof own === 'string' ? [own] : []),
		...INNER.flatMap((inner) => innerValues(fields[inner], name, depth + 1)),
	];
}

interface Explanation {
	readonly code: string;
	readonly cause: ConnectionProblem['cause'];
	readonly says: (host: string) => string;
}

const explain = (
	codes: readonly string[],
	cause: ConnectionProblem['cause'],
	says: (host: string, code: string) => string,
): Explanation[] => codes.map((code) => ({ code, cause, says: (host) => says(host, code) }));

/** Node.js' and axios' codes, most telling first. */
const EXPLAINED: readonly Explanation[] = [
	...explain(
		['ERR_CANCELED'],
		'cancelled',
		() => 'The execution was cancelled before the answer came.',
	),
	...explain(
		['ENOTFOUND'],
		'connection',
		(host) => `The host ${host} is not known. Check the region or the endpoint in the credential.`,
	),
	...explain(
		['EAI_AGAIN'],
		'connection',
		(host) =>
			`The name server did not answer for ${host}. Check the network of this n8n, then run again.`,
	),
	...explain(
		['ECONNREFUSED'],
		'connection',
		(host) =>
			`${host} refused the connection. Check host and port of the endpoint, and proxies and firewalls on the way.`,
	),
	...explain(
		['EHOSTUNREACH', 'ENETUNREACH'],
		'connection',
		(host) =>
			`There is no route to ${host}. Check the network of this n8n, its proxy settings and firewalls.`,
	),
	...explain(
		[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'CERT_HAS_EXPIRED',
			'ERR_TLS_CERT_ALTNAME_INVALID',
		],
		'connection',
		(host, code) =>
			`The TLS certificate of ${host} is not trusted (${code}). Give n8n the certificate authority (NODE_EXTRA_CA_CERTS), or turn on 'Ignore SSL Issues (Insecure)' in the credential.`,
	),
	...explain(
		['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'],
		'timeout',
		(host) => `${host} gave no answer in time. Check the network to the endpoint.`,
	),
	...explain(
		['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET'],
		'connection',
		(host, code) => `The connection to ${host} broke off (${code}).`,
	),
	...explain(
		['HPE_INVALID_CONSTANT', 'HPE_INVALID_HEADER_TOKEN', 'HPE_INVALID_VERSION'],
		'connection',
		(host, code) =>
			`What ${host} sent is not HTTP (${code}). Check host and port of the endpoint, and proxies on the way.`,
	),
	...explain(
		['HPE_HEADER_OVERFLOW'],
		'connection',
		(host) =>
			`The headers that ${host} sent are too large. Check that the endpoint is the Workspace API, and proxies on the way.`,
	),
	...explain(
		['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
		'connection',
		(host) =>
			`${host} does not speak TLS on this port. Check the port and http/https of the endpoint.`,
	),
];
