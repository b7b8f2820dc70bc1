import type { Connection } from '../../../../nodes/DesktopSid/transport/connection.ts';
import { platformAnswer } from '../../../../credentials/huaweicloud/errors.ts';
import { parseJson } from '../../../../credentials/huaweicloud/json.ts';
import { connectionProblem } from '../../../../credentials/huaweicloud/networkErrors.ts';
import { Secrets } from '../../../../credentials/huaweicloud/secrets.ts';
import type { Reply } from '../../../../nodes/DesktopSid/transport/reply.ts';

/** What goes wrong with one request: before it reaches the service, or after the service has done its work. */
export interface Mishap {
	readonly when: 'before' | 'after';
	readonly reply: Reply;
}

const answer = (statusCode: number, text = '', headers: Record<string, string> = {}): Reply => {
	const parts = { statusCode, headers, text, json: parseJson(text) };
	return { kind: 'answer', ...platformAnswer(parts) };
};

const gateway = (statusCode: number, code: string, headers: Record<string, string> = {}): Reply =>
	answer(
		statusCode,
		JSON.stringify({ error_code: code, error_msg: 'Scripted', request_id: 'r' }),
		headers,
	);

/** The node's own words for what n8n's request helper throws. */
const thrown = (code: string): Reply => ({
	kind: 'fault',
	...connectionProblem(
		Object.assign(new Error('scripted'), { code }),
		'workspace.example.com',
		60_000,
	),
});

export const CONNECTION: Connection = {
	authentication: 'token',
	workspace: 'https://workspace.example.com',
	projectId: 'p',
	seen: {},
	allowUnauthorizedCerts: false,
	secrets: new Secrets({}),
};

const OVERSIZED: Reply = {
	kind: 'fault',
	cause: 'oversized',
	message: 'The answer was too large.',
};

const HTML = '<html><body>Bad gateway</body></html>';

/** Every kind of mishap; `now` is for dates. */
export const MISHAPS: Readonly<Record<string, (now: number) => Mishap>> = {
	timeout408: () => ({ when: 'before', reply: answer(408) }),
	throttled: () => ({ when: 'before', reply: gateway(429, 'APIGW.0308') }),
	throttledSeconds: () => ({
		when: 'before',
		reply: gateway(429, 'APIGW.0308', { 'retry-after': '3' }),
	}),
	throttledDate: (now) => ({
		when: 'before',
		reply: gateway(429, 'APIGW.0308', { 'retry-after': new Date(now + 5000).toUTCString() }),
	}),
	throttledForLong: () => ({
		when: 'before',
		reply: gateway(429, 'APIGW.0308', { 'retry-after': '3600' }),
	}),
	throttledByCodeOnly: () => ({ when: 'before', reply: gateway(403, 'APIGW.0308') }),
	internal: () => ({ when: 'before', reply: gateway(500, 'APIGW.0601') }),
	internalAfter: () => ({ when: 'after', reply: gateway(500, 'APIGW.0611') }),
	badGateway: () => ({ when: 'before', reply: answer(502, HTML) }),
	unavailable: () => ({ when: 'before', reply: answer(503, '', { 'retry-after': '1' }) }),
	gatewayTimeout: () => ({ when: 'after', reply: gateway(504, 'APIGW.0201') }),
	forbidden: () => ({ when: 'before', reply: gateway(403, 'APIGW.0302') }),
	notPublished: () => ({ when: 'before', reply: gateway(404, 'APIGW.0101') }),
	conflict: () => ({ when: 'before', reply: answer(409, '{"error_code":"WKS.00010032"}') }),
	badRequestOfGateway: () => ({ when: 'before', reply: gateway(400, 'APIGW.0201') }),
	pageOf400: () => ({ when: 'before', reply: answer(400, HTML) }),
	pageOf403: () => ({ when: 'before', reply: answer(403, HTML) }),
	pageOf412: () => ({ when: 'before', reply: answer(412, HTML) }),
	pageOf431: () => ({ when: 'before', reply: answer(431, HTML) }),
	foreignCode: () => ({ when: 'before', reply: gateway(400, 'SYS.0001') }),
	firewall: () => ({ when: 'before', reply: gateway(412, 'WAF.00022002') }),
	foreignShape: () => ({
		when: 'before',
		reply: answer(400, '{"badRequest":{"message":"Scripted","code":400}}'),
	}),
	foreignSuccess: () => ({ when: 'after', reply: answer(200, '{"message":"ok","code":"0"}') }),
	foreignStatus: () => ({ when: 'after', reply: answer(206, '{}') }),
	foreignKey: () => ({ when: 'before', reply: gateway(400, 'constructor') }),
	htmlSuccess: () => ({ when: 'before', reply: answer(200, HTML) }),
	cutOffSuccess: () => ({ when: 'after', reply: answer(202, '{"job_id":"a') }),
	refused: () => ({ when: 'before', reply: thrown('ECONNREFUSED') }),
	unknownHost: () => ({ when: 'before', reply: thrown('ENOTFOUND') }),
	distrusted: () => ({ when: 'before', reply: thrown('CERT_HAS_EXPIRED') }),
	reset: () => ({ when: 'before', reply: thrown('ECONNRESET') }),
	resetAfter: () => ({ when: 'after', reply: thrown('ECONNRESET') }),
	silence: () => ({ when: 'before', reply: thrown('ETIMEDOUT') }),
	silenceAfter: () => ({ when: 'after', reply: thrown('ECONNABORTED') }),
	huge: () => ({ when: 'after', reply: OVERSIZED }),
};

/** The kinds that never end a request at once: 14 tokens of the retry budget each, and 5. */
export const PASSING_KINDS: ReadonlySet<string> = new Set([
	...['timeout408', 'internal', 'internalAfter', 'badGateway', 'unavailable', 'gatewayTimeout'],
	...['htmlSuccess', 'cutOffSuccess', 'refused', 'unknownHost', 'reset', 'resetAfter'],
	...['silence', 'silenceAfter'],
]);
export const THROTTLING_KINDS: ReadonlySet<string> = new Set([
	...['throttled', 'throttledSeconds', 'throttledDate', 'throttledForLong', 'throttledByCodeOnly'],
]);

export const SIGN_IN_REFUSED: Reply = gateway(401, 'APIGW.0301');

/** What the world does to the requests of one run. */
export interface Weather {
	/** The kinds that occur; all with the same chance. */
	readonly kinds: readonly string[];
	/** The chance that a request meets one of them. */
	readonly chance: number;
	/** From when to when, in seconds of the run, every request meets one. */
	readonly outage: { readonly from: number; readonly seconds: number } | undefined;
	/** The second of the run from which on every sign-in is refused. */
	readonly tokenEndsAt: number | undefined;
	/** The second at which the execution is cancelled. */
	readonly cancelledAt: number | undefined;
	/** How many requests a second the gateway takes. */
	readonly perSecond: number | undefined;
	/** The longest time that an answer takes, in milliseconds. */
	readonly slowestMs: number;
}
