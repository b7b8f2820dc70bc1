import { type INode, NodeApiError } from 'n8n-workflow';

import {
	arrived,
	connectionProblem,
	isPassing,
} from '../../../credentials/huaweicloud/networkErrors';

const HOST = 'workspace.example.com:8443';
const node: INode = {
	id: '1',
	name: 'SID',
	type: 'desktopSid',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const coded = (code: string, message = 'low-level words') =>
	Object.assign(new Error(message), { code });
const openSsl = (reason: string) =>
	`write EPROTO 80BC45DE:error:0A00042E:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number 70`;
const problemOf = (error: unknown, host = HOST) => connectionProblem(error, host, 1500);

/** Whether the request may have arrived, and whether it may get through later: what decides about sending it again. */
type Effects = 'perhaps, passing' | 'perhaps, lasting' | 'no, passing' | 'no, lasting';
const effectsOf = (code: string): Effects =>
	`${arrived(code) ? 'perhaps' : 'no'}, ${isPassing(code) ? 'passing' : 'lasting'}`;

describe('words of Node.js that n8n 1 passes on without the code', () => {
	it.each([
		['Parse Error: Invalid character in Content-Length', /sent is not HTTP \(invalid character in/],
		['Parse Error: Expected HTTP/', /sent is not HTTP \(expected http\)\. Check host and port/],
		['Parse Error: Header overflow', /headers that .* sent are too large/],
		['Nothing that anybody knows.', /could not be completed: Nothing that anybody knows\.$/],
		['No full stop', /: No full stop\.$/],
		['Why?', /: Why\?$/],
		['Stop!', /: Stop!$/],
		['And so on…', /: And so on…$/],
		['It said "No."', /: It said "No\."$/],
		["It said 'No.'", /: It said 'No\.'$/],
		['No (really.)', /: No \(really\.\)$/],
		['Version 1.2 of it', /: Version 1\.2 of it\.$/],
		['No [really]', /: No \[really\]\.$/],
	])('%s', (words, says) => {
		const problem = problemOf(new Error(words));
		expect(problem.cause).toBe('connection');
		expect(problem.message).toMatch(says);
		expect(problem).not.toHaveProperty('code');
	});
});

describe('what Node.js says', () => {
	it.each<[code: string, cause: string, effects: Effects, says: RegExp]>([
		['ENOTFOUND', 'connection', 'no, passing', /is not known \(ENOTFOUND\)\. Check the endpoint/],
		['EAI_AGAIN', 'connection', 'no, passing', /name server did not answer/],
		['ECONNREFUSED', 'connection', 'no, passing', /refused the connection\. Check host and port/],
		['EHOSTUNREACH', 'connection', 'no, passing', /no route/],
		['ENETUNREACH', 'connection', 'no, passing', /no route/],
		['NO_TOKEN', 'connection', 'no, passing', /There was no sign-in for .* Run this again later/],
		['ERR_PROXY_TUNNEL', 'connection', 'no, lasting', /proxy refused to connect to .*network team/],
		[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'connection',
			'no, lasting',
			/not trusted.*NODE_EXTRA_CA_CERTS/,
		],
		['SELF_SIGNED_CERT_IN_CHAIN', 'connection', 'no, lasting', /not trusted/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'connection', 'no, lasting', /not trusted/],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'connection', 'no, lasting', /not trusted/],
		['CERT_UNTRUSTED', 'connection', 'no, lasting', /not trusted/],
		['CERT_HAS_EXPIRED', 'connection', 'no, lasting', /has expired.*renew/],
		['CERT_NOT_YET_VALID', 'connection', 'no, lasting', /not valid yet.*clock of this n8n/],
		['CERT_REVOKED', 'connection', 'no, lasting', /revoked.*Do not connect/],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'connection', 'no, lasting', /is for another host/],
		['ETIMEDOUT', 'timeout', 'perhaps, passing', /no answer within 1\.5 s/],
		['ECONNABORTED', 'timeout', 'perhaps, passing', /no answer within 1\.5 s/],
		['ESOCKETTIMEDOUT', 'timeout', 'perhaps, passing', /no answer within 1\.5 s/],
		['ECONNRESET', 'connection', 'perhaps, passing', /broke off \(ECONNRESET\)/],
		['EPIPE', 'connection', 'perhaps, passing', /broke off/],
		['ERR_NETWORK', 'connection', 'perhaps, passing', /broke off/],
		['UND_ERR_SOCKET', 'connection', 'perhaps, passing', /broke off/],
		['Z_DATA_ERROR', 'connection', 'perhaps, passing', /damaged or cut off/],
		['Z_BUF_ERROR', 'connection', 'perhaps, passing', /damaged or cut off/],
		['HPE_INVALID_CONSTANT', 'connection', 'perhaps, lasting', /is not HTTP/],
		['HPE_CB_HEADERS_COMPLETE', 'connection', 'perhaps, lasting', /is not HTTP/],
		['HPE_HEADER_OVERFLOW', 'connection', 'perhaps, lasting', /headers .* are too large/],
		['EPROTO', 'connection', 'no, lasting', /could not agree on TLS/],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'connection', 'no, lasting', /does not speak TLS/],
		['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'connection', 'no, lasting', /does not speak TLS/],
		[
			'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
			'connection',
			'no, lasting',
			/client certificate/,
		],
		['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'connection', 'perhaps, lasting', /failed/],
		[
			'ERR_TLS_HANDSHAKE_TIMEOUT',
			'connection',
			'perhaps, lasting',
			/encrypted connection .* failed/,
		],
		// A name is a code of the table only as a whole, unless the table has a star.
		['ENOTFOUNDS', 'connection', 'perhaps, lasting', /could not be completed/],
		['XZ_DATA_ERROR', 'connection', 'perhaps, lasting', /could not be completed/],
		['EWEIRD', 'connection', 'perhaps, lasting', /could not be completed: low-level words\.$/],
	])('%s', (code, cause, effects, says) => {
		const problem = problemOf(coded(code));
		expect(problem).toMatchObject({ cause, code });
		expect(problem.message).toMatch(says);
		expect(problem.message).toContain('workspace.example.com');
		expect(effectsOf(code)).toBe(effects);
	});

	it.each<[code: string, words: string, says: RegExp]>([
		['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443', /did not take the connection in time \(ETIMED/],
		[
			'ECONNRESET',
			'Client network socket disconnected before secure TLS connection was established',
			/ended the connection before TLS was set up \(ECONNRESET\)\. Check the port/,
		],
	])('%s whose words say more than the code: %s', (code, words, says) => {
		expect(problemOf(coded(code, words)).message).toMatch(says);
	});
});

describe('what OpenSSL says', () => {
	it.each<[reason: string, says: RegExp]>([
		['tlsv1 alert protocol version', /no version of TLS in common.*TLS 1\.2 or newer/],
		['unsupported protocol', /no version of TLS in common/],
		['no protocols available', /no version of TLS in common/],
		['sslv3 alert handshake failure', /no TLS cipher in common, or .* client certificate/],
		['ssl/tls alert handshake failure', /no TLS cipher in common, or .* client certificate/],
		['no shared cipher', /no TLS cipher in common/],
		['tlsv13 alert certificate required', /wants a client certificate/],
		['sslv3 alert bad certificate', /wants a client certificate/],
		['tlsv1 alert unknown ca', /wants a client certificate/],
		['wrong version number', /does not speak TLS on this port \(wrong version number\)/],
		['packet length too long', /does not speak TLS on this port/],
		['http request', /does not speak TLS on this port/],
		['tlsv1 unrecognized name', /does not serve this name/],
		['dh key too small', /too weak for Node\.js/],
		['unsafe legacy renegotiation disabled', /too weak for Node\.js/],
	])('%s', (reason, says) => {
		const { code, message } = problemOf(coded('EPROTO', openSsl(reason)));
		expect(code).toBe('EPROTO');
		expect(message).toMatch(says);
		// As a code of its own, which newer versions of Node.js give.
		const name = `ERR_SSL_${reason.toUpperCase().replace(/[ /]/g, '_')}`;
		expect(problemOf(coded(name)).message).toMatch(says);
	});

	it('gives the reason that stands in a code in small letters', () => {
		const { message } = problemOf(coded('ERR_SSL_WRONG_VERSION_NUMBER'));
		expect(message).toContain('(wrong version number)');
	});

	it('is not read on and on: the reason stands in the first 2000 characters', () => {
		const words = (before: number) => `${' '.repeat(before)}wrong version number`;
		expect(problemOf(coded('EPROTO', words(1980))).message).toContain('does not speak TLS');
		expect(problemOf(coded('EPROTO', words(1981))).message).toContain('could not agree on TLS');
	});

	it('finds the reason beside words that do not give it', () => {
		const error = Object.assign(coded('EPROTO'), { reason: 'wrong version number' });
		expect(problemOf(error).message).toContain('does not speak TLS on this port');
	});

	it('finds the reason below what n8n wraps around it', () => {
		const wrapped = new NodeApiError(node, {
			cause: coded('EPROTO', openSsl('tlsv1 alert protocol version')),
		} as never);
		expect(problemOf(wrapped).message).toContain('no version of TLS in common');
	});
});

describe('what a proxy says', () => {
	it.each<[text: string, says: RegExp]>([
		['tunneling socket could not be established, statusCode=407', /asks for a sign-in \(407\)/],
		['Proxy response (407) !== 200 when HTTP Tunneling', /asks for a sign-in \(407\)/],
		['tunneling socket could not be established, statusCode=403', /refused to connect.*\(403\)/],
		['Proxy response (403) !== 200 when HTTP Tunneling', /refused to connect.*\(403\)/],
		['Bad response: 502', /refused to connect.*\(502\)/],
		['Proxy connection ended before receiving CONNECT response', /proxy ended the connection/],
	])('%s', (text, says) => {
		expect(problemOf(new Error(text)).message).toMatch(says);
	});

	it('goes before the code that came with it, which is kept', () => {
		const error = coded('ECONNRESET', 'Proxy response (403) !== 200 when HTTP Tunneling');
		expect(problemOf(error)).toEqual({
			cause: 'connection',
			code: 'ECONNRESET',
			message: `A proxy refused to connect to ${HOST} (403). The network team has to allow this host.`,
		});
	});

	it('names the proxy that is not known', () => {
		const error = Object.assign(coded('ENOTFOUND'), { hostname: 'proxy.corp' });
		expect(problemOf(error).message).toMatch(/^The proxy proxy\.corp is not known/);
	});

	it('names no proxy where the host itself is not known', () => {
		const error = Object.assign(coded('ENOTFOUND'), { hostname: 'workspace.example.com' });
		expect(problemOf(error).message).toMatch(/^The host workspace\.example\.com:8443 is not known/);
	});
});

it('advises against switching the check off if the name is wrong, the certificate revoked, expired or not yet valid', () => {
	for (const code of [
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'CERT_REVOKED',
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
	]) {
		expect(problemOf(coded(code)).message).not.toContain('Ignore SSL');
	}
});

it.each(['workspace', 'iam', 'sts'])(
	'does not send the reader to the region if the host of a listed one cannot be resolved: %s',
	(service) => {
		const host = `${service}.cn-north-4.myhuaweicloud.com`;
		const { message } = problemOf(coded('ENOTFOUND'), host);
		expect(message).toMatch(/could not be resolved.*\(DNS\) and the proxy settings/);
		expect(message).not.toMatch(/region|credential/i);
	},
);

it('sends the reader to the credential if n8n itself keeps the request in', () => {
	expect(problemOf(new Error('Domain not allowed')).message).toBe(
		`'Allowed HTTP Request Domains' in the credential does not include ${HOST}. Add it there.`,
	);
});

describe('connectionProblem', () => {
	it('finds the code below what n8n wraps around it', () => {
		const wrapped = new NodeApiError(node, { cause: coded('ECONNREFUSED') } as never);
		expect(problemOf(wrapped)).toMatchObject({ code: 'ECONNREFUSED' });
		const twice = { cause: { errorResponse: { reason: coded('ENOTFOUND') } } };
		expect(problemOf(twice)).toMatchObject({ code: 'ENOTFOUND' });
	});

	it('tells a cancelled execution', () => {
		expect(problemOf(coded('ERR_CANCELED'))).toEqual({
			cause: 'cancelled',
			code: 'ERR_CANCELED',
			message: 'The execution was cancelled before the answer came.',
		});
	});

	it('names neither an update nor an option: it does not know what the request was for', () => {
		for (const code of ['ETIMEDOUT', 'ECONNRESET', 'EPROTO', 'HPE_INVALID_CONSTANT', 'X']) {
			expect(problemOf(coded(code)).message).not.toMatch(/update|Options|Timeout'/i);
		}
	});

	it.each([undefined, null, 'text', 5, {}, []])('copes with %j thrown', (thrown) => {
		const problem = problemOf(thrown);
		expect(problem).toMatchObject({ cause: 'connection' });
		expect(problem).not.toHaveProperty('code');
	});

	it('looks six errors deep', () => {
		const nested = (levels: number) =>
			Array.from({ length: levels }).reduce<unknown>((cause) => ({ cause }), coded('ECONNREFUSED'));
		expect(problemOf(nested(6))).toMatchObject({ code: 'ECONNREFUSED' });
		expect(problemOf(nested(7))).not.toHaveProperty('code');
	});

	it('takes the outermost code where none is known', () => {
		const error = Object.assign(coded('E_OUTER'), { cause: coded('E_INNER') });
		expect(problemOf(error)).toMatchObject({ code: 'E_OUTER' });
	});

	it('takes a known code before an unknown one around it', () => {
		const error = Object.assign(coded('E_OUTER'), { cause: coded('ECONNREFUSED') });
		expect(problemOf(error)).toMatchObject({ code: 'ECONNREFUSED' });
	});

	it('does not run in circles', () => {
		const circle: { cause?: unknown } = {};
		circle.cause = circle;
		expect(problemOf(circle).cause).toBe('connection');
	});
});
