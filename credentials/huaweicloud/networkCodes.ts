import { REGIONS } from './endpoints';

/** Code of the fault that IAM gave no token for now; nothing was sent to the service. */
export const NO_TOKEN = 'NO_TOKEN';

/** Code of the fault that the project is not known, for now or as the credential is; nothing was sent to the service. */
export const NO_PROJECT = 'NO_PROJECT';

export function noAnswerWithin(host: string, timeoutMs: number): string {
	return `${host} gave no answer within ${seconds(timeoutMs)}. Check the network to the endpoint, and proxies and firewalls on the way.`;
}

export function noWholeAnswerWithin(host: string, timeoutMs: number): string {
	return `The answer of ${host} did not end within ${seconds(timeoutMs)}. Check the network to the endpoint, and proxies on the way.`;
}

export function brokenOff(code: string): string {
	return `The connection broke off in the middle of the answer (${code}).`;
}

const seconds = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;

/** What a sentence about a broken request can name. */
export interface Facts {
	readonly host: string;
	readonly code: string;
	/** What `words` matched. */
	readonly words: string;
	readonly timeoutMs: number;
	/** The host that Node.js asked the name server for: a proxy, if it is another one. */
	readonly asked: string | undefined;
}

/** One kind of fault, and all that follows from it. */
export interface NetworkRow {
	/** Any of these codes; with a star at the end, all that begin so. Without codes, the words alone decide. */
	readonly codes?: readonly string[];
	/** What the text of the error has to say, too. */
	readonly words?: RegExp;
	/** `connection` unless it says something else. */
	readonly cause?: 'connection' | 'timeout' | 'cancelled';
	/** False if the request cannot have reached the service. */
	readonly arrived?: false;
	/** True if it may pass by itself. */
	readonly passes?: true;
	readonly says: (facts: Facts) => string;
}

const tooMuchHead = (host: string) =>
	`The headers that ${host} sent are too large. Check that the endpoint is the Workspace API, and proxies on the way.`;

const TLS = ['EPROTO', 'ERR_SSL_*'];

function isListed(host: string): boolean {
	const url = `https://${host}`;
	return REGIONS.some(({ workspace, iam, sts }) => [workspace, iam, sts].includes(url));
}

function unknownHost({ host, code, asked }: Facts): string {
	if (asked !== undefined && asked !== hostname(host)) {
		return `The proxy ${asked} is not known to the name server (${code}). Check the proxy settings of this n8n.`;
	}
	return isListed(host)
		? `The name ${host} could not be resolved (${code}). Check the name server (DNS) and the proxy settings of this n8n.`
		: `The host ${host} is not known (${code}). Check the endpoint in the credential, and the name server (DNS) and proxy settings of this n8n.`;
}

const hostname = (host: string) => host.replace(/:\d+$/, '');

/**
 * Codes of Node.js and axios, and what OpenSSL says, with all that follows from them; the first row that fits counts. Codes: Node.js
 * documentation, "Errors" and "TLS"; OpenSSL's texts as Node.js 20 and 24 give them, measured against servers of each kind.
 */
export const NETWORK_TABLE: readonly NetworkRow[] = [
	{
		codes: ['ERR_CANCELED'],
		cause: 'cancelled',
		says: () => 'The execution was cancelled before the answer came.',
	},
	{
		codes: [NO_TOKEN, NO_PROJECT],
		arrived: false,
		passes: true,
		says: ({ host }) => `There was no sign-in for ${host}. Run this again later.`,
	},
	{
		words:
			/\bproxy\b.{0,60}?\b407\b|(?:tunnel|bad response).{0,60}?\b407\b|Proxy Authentication Required/i,
		arrived: false,
		says: ({ host }) =>
			`The proxy on the way to ${host} asks for a sign-in (407). Put user name and password into the proxy settings of this n8n.`,
	},
	{
		codes: ['ERR_PROXY_TUNNEL'],
		arrived: false,
		says: ({ host }) =>
			`A proxy refused to connect to ${host}. The network team has to allow this host.`,
	},
	{
		words: /(?:\bproxy\b|tunnel|bad response).{0,60}?\b([45]\d\d)\b/i,
		arrived: false,
		says: ({ host, words }) =>
			`A proxy refused to connect to ${host} (${words}). The network team has to allow this host.`,
	},
	{
		words: /proxy connection (?:ended|timed out)/i,
		arrived: false,
		passes: true,
		says: ({ host }) =>
			`The proxy ended the connection on the way to ${host}. Check the proxy settings of this n8n.`,
	},
	{
		words: /domain not allowed|restricted from accessing/i,
		arrived: false,
		says: ({ host }) =>
			`'Allowed HTTP Request Domains' in the credential does not include ${host}. Add it there.`,
	},
	{ codes: ['ENOTFOUND'], arrived: false, passes: true, says: unknownHost },
	{
		codes: ['EAI_AGAIN'],
		arrived: false,
		passes: true,
		says: ({ host }) =>
			`The name server did not answer for ${host}. Check the network of this n8n, then run again.`,
	},
	{
		codes: ['ECONNREFUSED'],
		arrived: false,
		passes: true,
		says: ({ host }) =>
			`${host} refused the connection. Check host and port of the endpoint, and proxies and firewalls on the way.`,
	},
	{
		codes: ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN'],
		arrived: false,
		passes: true,
		says: ({ host }) =>
			`There is no route to ${host}. Check the network of this n8n, its proxy settings and firewalls.`,
	},
	{
		codes: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
		arrived: false,
		says: ({ host, code }) =>
			`The TLS certificate that came from ${host} is for another host (${code}). Check the endpoint, and whether a proxy on the way answers in its place. Do not connect until this is clear.`,
	},
	{
		codes: ['CERT_HAS_EXPIRED', 'CRL_HAS_EXPIRED'],
		arrived: false,
		says: ({ host, code }) =>
			`The TLS certificate of ${host} has expired (${code}). Ask the operator of the endpoint to renew it; if it is still valid, set the clock of this n8n.`,
	},
	{
		codes: ['CERT_NOT_YET_VALID', 'CRL_NOT_YET_VALID'],
		arrived: false,
		says: ({ host, code }) =>
			`The TLS certificate of ${host} is not valid yet (${code}). The clock of this n8n is most likely behind: set it, then run again.`,
	},
	{
		codes: ['CERT_REVOKED'],
		arrived: false,
		says: ({ host, code }) =>
			`The TLS certificate of ${host} has been revoked (${code}). Do not connect; ask the operator of the endpoint.`,
	},
	{
		codes: [
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'UNABLE_TO_GET_ISSUER_CERT*',
			'UNABLE_TO_GET_CRL',
			'CERT_UNTRUSTED',
			'CERT_REJECTED',
			'CERT_SIGNATURE_FAILURE',
			'CERT_CHAIN_TOO_LONG',
			'INVALID_CA',
			'INVALID_PURPOSE',
			'PATH_LENGTH_EXCEEDED',
		],
		arrived: false,
		says: ({ host, code }) =>
			`The TLS certificate of ${host} is not trusted (${code}). Give n8n the certificate authority (NODE_EXTRA_CA_CERTS), or turn on 'Ignore SSL Issues (Insecure)' in the credential.`,
	},
	{
		codes: TLS,
		words:
			/wrong version number|packet length too long|http request|unknown protocol|record layer failure/i,
		arrived: false,
		says: ({ host, words }) =>
			`${host} does not speak TLS on this port (${words}). Check the port and http/https of the endpoint.`,
	},
	{
		codes: TLS,
		words:
			/alert protocol version|unsupported protocol|no protocols available|unsupported (?:ssl|tls) version|version too low|inappropriate fallback/i,
		arrived: false,
		says: ({ host, words }) =>
			`${host} and n8n have no version of TLS in common (${words}). n8n needs TLS 1.2 or newer: have it turned on at the endpoint, or at the proxy that answers for it.`,
	},
	{
		codes: TLS,
		words:
			/certificate required|bad certificate|alert (?:no certificate|certificate \w+|unknown ca|access denied)|peer did not return a certificate/i,
		arrived: false,
		says: ({ host, words }) =>
			`${host} wants a client certificate, which this credential cannot give (${words}). Use an endpoint that does not ask for one.`,
	},
	{
		codes: TLS,
		words: /unrecognized name/i,
		arrived: false,
		says: ({ host, words }) =>
			`The server at ${host} does not serve this name (${words}). Check the endpoint, and proxies on the way.`,
	},
	{
		codes: TLS,
		words: /handshake failure|no shared cipher|no cipher\w* \w+|insufficient security/i,
		arrived: false,
		says: ({ host, words }) =>
			`${host} and n8n have no TLS cipher in common, or ${host} wants a client certificate (${words}). Ask the operator of the endpoint which of the two it is.`,
	},
	{
		codes: TLS,
		words:
			/(?:dh|ee|ca|rsa) (?:key|md) too (?:small|weak)|unsafe legacy renegotiation disabled|(?:wrong|legacy|unsupported) signature \w+|legacy sigalg/i,
		arrived: false,
		says: ({ host, words }) =>
			`The TLS of ${host} is too weak for Node.js (${words}). Ask the operator of the endpoint for stronger keys and ciphers.`,
	},
	{
		codes: ['EPROTO'],
		arrived: false,
		says: ({ host, code }) =>
			`${host} and n8n could not agree on TLS (${code}). Check the port and http/https of the endpoint, and proxies on the way.`,
	},
	{
		codes: ['ERR_SSL_*', 'ERR_TLS_*'],
		says: ({ host, code }) =>
			`The encrypted connection to ${host} failed (${code}). Check proxies and firewalls on the way.`,
	},
	{
		codes: ['ECONNRESET'],
		words: /before secure TLS connection was established/i,
		passes: true,
		says: ({ host, code }) =>
			`${host} ended the connection before TLS was set up (${code}). Check the port of the endpoint, and proxies and firewalls on the way.`,
	},
	{
		codes: ['ETIMEDOUT'],
		words: /connect ETIMEDOUT/,
		cause: 'timeout',
		passes: true,
		says: ({ host, code }) =>
			`${host} did not take the connection in time (${code}). Check host and port of the endpoint, and proxies and firewalls on the way.`,
	},
	{
		codes: ['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'],
		cause: 'timeout',
		passes: true,
		says: ({ host, timeoutMs }) => noAnswerWithin(host, timeoutMs),
	},
	{
		codes: [
			'ECONNRESET',
			'EPIPE',
			'ERR_NETWORK',
			'ERR_STREAM_PREMATURE_CLOSE',
			'ERR_STREAM_DESTROYED',
			'UND_ERR_SOCKET',
		],
		passes: true,
		says: ({ host, code }) => `The connection to ${host} broke off (${code}).`,
	},
	{
		codes: ['Z_*', 'ERR_BROTLI*', 'ERR__ERROR_FORMAT*'],
		passes: true,
		says: ({ host, code }) =>
			`The compressed answer of ${host} was damaged or cut off (${code}). Check proxies on the way.`,
	},
	{
		codes: ['HPE_HEADER_OVERFLOW'],
		says: ({ host }) => tooMuchHead(host),
	},
	{
		codes: ['HPE_*'],
		says: ({ host, code }) =>
			`What ${host} sent is not HTTP (${code}). Check host and port of the endpoint, and proxies on the way.`,
	},
	// n8n 1 passes on the words of Node.js without its code.
	{
		words: /parse error: header overflow/i,
		says: ({ host }) => tooMuchHead(host),
	},
	{
		words: /parse error: ([\w ,'-]+)/i,
		says: ({ host, words }) =>
			`What ${host} sent is not HTTP (${words}). Check host and port of the endpoint, and proxies on the way.`,
	},
];
