import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { readBody } from './body';
import { type Connection, CREDENTIAL_TYPE } from './connection';
import type { Answer, Fault, Reply } from './reply';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';
import { platformAnswer } from '../../../credentials/huaweicloud/errors';
import { parseJson } from '../../../credentials/huaweicloud/json';
import { IAM_UNAVAILABLE, SIGN_IN_REFUSED } from '../../../credentials/huaweicloud/iamSession';
import { connectionProblem, innerValues } from '../../../credentials/huaweicloud/networkErrors';

/** One request. For the Workspace API `path` follows `/v2/{project_id}`, for STS the endpoint. */
export interface WorkspaceRequest {
	readonly service?: 'sts';
	readonly method: 'GET' | 'PUT' | 'POST';
	readonly path: string;
	/** Pairs, because the API takes repeated keys (`desktop_id=a&desktop_id=b`). */
	readonly query?: ReadonlyArray<readonly [name: string, value: string]>;
	readonly body?: Readonly<Record<string, unknown>>;
	readonly purpose: Purpose;
}

/** Sends one request once. Never throws. */
export type Send = (request: WorkspaceRequest) => Promise<Reply>;

/** The two kinds of context this node sends from: a run, and a list in the panel. */
export type SendingContext = IExecuteFunctions | ILoadOptionsFunctions;

interface FullResponse {
	body: unknown;
	headers: Record<string, unknown>;
	statusCode: number;
}

/**
 * The one function through which every request leaves. It uses n8n's own request helper, so that proxies, allowed domains,
 * cancelling and the credential's sign-in work as everywhere in n8n.
 *
 * The body is written and the URL is built here, to the byte, because the signature covers both. Redirects are not followed:
 * the API has none, and a redirect would carry the sign-in to another host.
 *
 * @param timeoutMs limit for the whole answer, not for silence only
 */
export function sender(
	context: SendingContext,
	connection: Connection,
	timeoutMs: number,
	now: () => number,
): Send {
	return async (request) => {
		const deadline = now() + timeoutMs;
		try {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_TYPE,
				requestOptions(connection, request, timeoutMs),
				connection.unchanging === undefined
					? undefined
					: { credentialsDecrypted: connection.unchanging },
			)) as FullResponse;
			const body = await readBody(response.body, deadline, now);
			if (body.kind === 'fault') return body;
			return answerOf(response, body.text, await secretHider(context, connection));
		} catch (error) {
			return faultOf(error, connection);
		}
	};
}

function requestOptions(
	connection: Connection,
	request: WorkspaceRequest,
	timeoutMs: number,
): IHttpRequestOptions {
	const query = (request.query ?? [])
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
	const base =
		request.service === 'sts'
			? (connection.sts ?? '')
			: `${connection.workspace}/v2/${encodeURIComponent(connection.projectId)}`;
	const url = `${base}${request.path}`;
	return {
		method: request.method,
		url: query === '' ? url : `${url}?${query}`,
		headers: {
			Accept: 'application/json',
			...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
		encoding: 'stream',
		returnFullResponse: true,
		// Only for the IAM user can a 401 be mended (by a new token), and n8n does that for a thrown 401 only. For keys and
		// ready tokens n8n would re-send the refused request as it is, and five refusals lock a key.
		ignoreHttpStatusErrors:
			connection.authentication === 'iamUser' ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: connection.allowUnauthorizedCerts,
		timeout: timeoutMs,
	};
}

/** n8n may have renewed the token of an IAM user since the run began, so the credential is looked at again. */
async function secretHider(
	context: SendingContext,
	connection: Connection,
): Promise<(text: string) => string> {
	if (connection.authentication !== 'iamUser') return connection.hideSecrets;
	const current = await context.getCredentials(CREDENTIAL_TYPE);
	return (text) => connection.hideSecrets(text, current);
}

function answerOf(
	response: FullResponse,
	body: string,
	hideSecrets: (text: string) => string,
): Answer {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers)) {
		if (typeof value === 'string') headers[name.toLowerCase()] = hideSecrets(value);
	}
	const text = hideSecrets(body);
	const parts = { statusCode: response.statusCode, headers, text, json: parseJson(text) };
	return { kind: 'answer', ...platformAnswer(parts) };
}

/**
 * Turns whatever n8n's request helper threw into a fault with a sentence. It throws for a connection that fails, for an IAM user
 * who gets no token, and for a 401 that a new token did not mend.
 */
export function faultOf(error: unknown, connection: Connection): Fault {
	const names = innerValues(error, 'name');
	const message = connection.hideSecrets(error instanceof Error ? error.message : String(error));
	if (names.includes(SIGN_IN_REFUSED)) return { kind: 'fault', cause: 'signIn', message };
	if (names.includes(IAM_UNAVAILABLE)) {
		return { kind: 'fault', cause: 'connection', code: NO_TOKEN, message };
	}
	if (innerValues(error, 'httpCode').includes('401')) {
		return { kind: 'fault', cause: 'signIn', code: '401', message: REFUSED_AFTER_RENEWAL };
	}
	const problem = connectionProblem(error, hostOf(connection.workspace));
	return { kind: 'fault', ...problem, message: connection.hideSecrets(problem.message) };
}

/** Code of the fault that IAM gave no token for now; nothing was sent to the service. */
export const NO_TOKEN = 'NO_TOKEN';

const REFUSED_AFTER_RENEWAL =
	'Huawei Cloud refused the sign-in (401), also with a new token. Check that region and project in the credential belong together, and that the user has a role in the project.';

function hostOf(endpoint: string): string {
	try {
		return new URL(endpoint).host;
	} catch {
		return endpoint;
	}
}
