import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { type Connection, CREDENTIAL_TYPE } from './connection';
import { type Fault, MAX_BODY_BYTES, type Reply } from './reply';
import { ownTurn } from '../runtime/eventLoop';
import { asWritten } from '../../../credentials/huaweicloud/errors';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';
import { fieldOf } from '../../../credentials/huaweicloud/json';
import { exchange } from '../../../credentials/huaweicloud/exchange';
import { IAM_UNAVAILABLE, SIGN_IN_REFUSED } from '../../../credentials/huaweicloud/iamSession';
import { NO_PROJECT, NO_TOKEN } from '../../../credentials/huaweicloud/networkCodes';
import { innerValues } from '../../../credentials/huaweicloud/networkErrors';
import {
	type Project,
	PROJECT_UNKNOWN,
	PROJECT_USED,
	TOKEN_USED,
} from '../../../credentials/huaweicloud/signIn';

/** One request. For the Workspace API `path` follows `/v2/{project_id}`, for STS the endpoint. */
export interface WorkspaceRequest {
	readonly service?: 'sts';
	readonly method: 'GET' | 'PUT' | 'POST';
	readonly path: string;
	/** Pairs, because the API takes repeated keys (`desktop_id=a&desktop_id=b`). */
	readonly query?: ReadonlyArray<readonly [name: string, value: string]>;
	readonly body?: Readonly<Record<string, unknown>>;
	/** Set for a list of desktops, which the credential may narrow to an enterprise project: all of them, or those that pass a filter. */
	readonly lists?: 'all' | 'some';
	readonly purpose: Purpose;
}

/** Sends one request once. Never throws. */
export type Send = (request: WorkspaceRequest) => Promise<Reply>;

/** What this package sends from: a run, a list in the panel, and a poll of the trigger. */
export type SendingContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/**
 * Sends to Workspace and STS, through the one door and by n8n's own request helper, so that proxies, allowed domains and the
 * credential's sign-in work as everywhere in n8n.
 *
 * The body is written and the URL is built here, to the byte, because the signature covers both. Redirects are not followed:
 * the API has none, and a redirect would carry the sign-in to another host.
 *
 * @param timeoutMs limit for the whole answer, not for silence only
 * @param cancel of the execution, if there is one
 */
export function sender(
	context: SendingContext,
	connection: Connection,
	timeoutMs: number,
	cancel: AbortSignal | undefined,
): Send {
	const { secrets, unchanging } = connection;
	return async (request) => {
		const url = urlOf(connection, request);
		if (url === undefined) return STRAYED;
		const reply = await exchange<Fault>(
			async (signal): Promise<unknown> =>
				await context.helpers.httpRequestWithAuthentication.call(
					context,
					CREDENTIAL_TYPE,
					requestOptions(connection, request, { url, timeoutMs, signal }),
					unchanging === undefined ? undefined : { credentialsDecrypted: unchanging },
				),
			{
				host: new URL(url).host,
				timeoutMs,
				maxBytes: MAX_BODY_BYTES,
				cancel,
				hider: () => secrets.current,
				turn: ownTurn,
			},
			signInFault,
		);
		noteEmptyList(connection, request, reply);
		return reply;
	};
}

/** Rights on one enterprise project alone may show as an empty list. */
function noteEmptyList(
	{ enterpriseProjectId, seen }: Connection,
	{ lists }: WorkspaceRequest,
	reply: Reply,
): void {
	if (lists !== 'all' || enterpriseProjectId !== undefined || reply.kind === 'fault') return;
	if (reply.error === undefined && fieldOf(reply.json, 'total_count') === 0) seen.emptyList = true;
}

/** The address, encoded; `undefined` if a part of the path would lead to another one. */
function urlOf(connection: Connection, request: WorkspaceRequest): string | undefined {
	const base =
		request.service === 'sts'
			? (connection.sts ?? '')
			: `${connection.workspace}/v2/${encodeURIComponent(connection.projectId)}`;
	const { enterpriseProjectId } = connection;
	const isNarrowed = request.lists !== undefined && enterpriseProjectId !== undefined;
	const scope = isNarrowed ? ([['enterprise_project_id', enterpriseProjectId]] as const) : [];
	const query = [...(request.query ?? []), ...scope]
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
	const address = `${base}${request.path}`;
	const isStraight = URL.canParse(address) && new URL(address).href === address;
	if (!isStraight) return undefined;
	return query === '' ? address : `${address}?${query}`;
}

/** IDs that the service names become parts of paths; `..` would make it another path, also as `%2e%2e`. */
const STRAYED: Fault = {
	kind: 'fault',
	cause: 'connection',
	code: 'ERR_INVALID_URL',
	message: 'Not sent: the ID would change the address of the request. Check the ID.',
};

function requestOptions(
	{ authentication, allowUnauthorizedCerts, seen, secrets }: Connection,
	{ method, body }: WorkspaceRequest,
	{ url, timeoutMs, signal }: { url: string; timeoutMs: number; signal: AbortSignal },
): IHttpRequestOptions {
	return {
		method,
		url,
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		encoding: 'stream',
		returnFullResponse: true,
		// Only for the IAM user can a new token help after a 401, and n8n does that for a thrown 401 only. For keys and
		// ready tokens n8n would re-send the refused request as it is, and five refusals lock a key.
		ignoreHttpStatusErrors: authentication === 'iamUser' ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: allowUnauthorizedCerts,
		timeout: timeoutMs,
		// n8n puts the signal of the execution here, which knows nothing of the time limit. This one follows both, so it stays.
		get abortSignal() {
			return signal;
		},
		set abortSignal(_ofExecution) {},
		...{
			[TOKEN_USED]: (token: string) => {
				secrets.add(token);
			},
			[PROJECT_USED]: (project: Project) => {
				seen.project = project;
				secrets.show(project.id);
			},
		},
	};
}

/**
 * n8n's request helper throws for an IAM user who gets no token, for a project that is not found, and for a 401 that a new token did not
 * change.
 */
export function signInFault(error: unknown): Fault | undefined {
	const names = innerValues(error, 'name');
	const message = asWritten(error instanceof Error ? error.message : String(error));
	if (names.includes(SIGN_IN_REFUSED)) return { kind: 'fault', cause: 'signIn', message };
	if (names.includes(IAM_UNAVAILABLE)) {
		return { kind: 'fault', cause: 'connection', code: NO_TOKEN, message };
	}
	if (names.includes(PROJECT_UNKNOWN)) {
		return { kind: 'fault', cause: 'refused', code: NO_PROJECT, message };
	}
	if (innerValues(error, 'httpCode').includes('401')) {
		return { kind: 'fault', cause: 'signIn', code: '401', message: REFUSED_AFTER_RENEWAL };
	}
	return undefined;
}

const REFUSED_AFTER_RENEWAL =
	'Huawei Cloud refused the sign-in (401), also with a new token. Check that region and project in the credential belong together, and that the user has a role in the project.';
