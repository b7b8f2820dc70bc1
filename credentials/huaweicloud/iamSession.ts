import { createHash } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { resolveEndpoints } from './endpoints';
import { keptByN8n, type PlatformAnswer } from './errors';
import { exchange } from './exchange';
import { credentialProblems } from './fieldProblems';
import { type CredentialFields, fieldText, rawText } from './fields';
import { iamTokenRequest, readIamToken } from './iamToken';
import { Secrets } from './secrets';

/** Name of the errors after which trying again with the same user and password would only bring a lock closer. */
export const SIGN_IN_REFUSED = 'SignInRefused';

/** Name of the errors that pass by themselves: IAM was busy, throttling or out of reach. */
export const IAM_UNAVAILABLE = 'IamUnavailable';

/** What n8n stores of a sign-in, in fields of the credential. */
export interface StoredSession {
	readonly sessionToken: string;
	/** Name and ID of the project, with a space between; empty if the ID was typed in. */
	readonly sessionProject: string;
}

interface Session extends StoredSession {
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

interface Renewal {
	/** Fingerprint of the token that was to be replaced. */
	readonly replaces: string;
	readonly session: Promise<Session>;
	/** Milliseconds since 1970; known once the session is there. */
	expiresAt: number;
}

/** The newest renewal of each identity, in the memory of this process. */
const renewals = new Map<string, Renewal>();

/** IAM tokens live 24 hours; if the answer does not say so, less is assumed. */
const DEFAULT_LIFETIME_MS = 12 * 60 * 60 * 1000;

/**
 * A token for an IAM user, with its project. n8n asks for one whenever it has none or the service answered 401, and asks once for every request
 * in flight: all who hold the same dead token share one sign-in, so that several batches renew it once.
 *
 * A wrong password is tried exactly once: the error it gives carries no status, because n8n would sign in a second time after
 * an error with status 401.
 *
 * @throws Error with a sentence; its name is {@link SIGN_IN_REFUSED}, or {@link IAM_UNAVAILABLE} if trying later may help
 */
export async function sessionOf(
	helpers: IHttpRequestHelper['helpers'],
	fields: CredentialFields,
	now: number,
): Promise<StoredSession> {
	const identity = fingerprint(
		...(['region', 'endpoint', 'iamEndpoint', 'domainName', 'userName', 'projectId'] as const).map(
			(name) => fieldText(fields, name),
		),
		rawText(fields, 'password'),
	);
	const replaces = fingerprint(String(fields.sessionToken ?? ''));
	const known = renewals.get(identity);
	if (known?.replaces === replaces && known.expiresAt > now) return stored(await known.session);
	const session = signIn(helpers, fields, now);
	const renewal: Renewal = { replaces, session, expiresAt: Infinity };
	renewals.set(identity, renewal);
	session.then(
		({ expiresAt }) => {
			renewal.expiresAt = expiresAt;
		},
		// A failed sign-in is not remembered: the next run may find a corrected password or a reachable IAM.
		() => {
			if (renewals.get(identity) === renewal) renewals.delete(identity);
		},
	);
	return stored(await session);
}

function stored({ sessionToken, sessionProject }: Session): StoredSession {
	return { sessionToken, sessionProject };
}

/** The project of the stored session of an IAM user, if the session is for the region that the credential has now. */
export function sessionProject(
	fields: CredentialFields,
): { readonly id: string; readonly name: string } | undefined {
	const endpoints = resolveEndpoints(fields);
	const text = typeof fields.sessionProject === 'string' ? fields.sessionProject : '';
	const [name = '', id = ''] = text.split(' ');
	const isOfRegion = endpoints.kind === 'endpoints' && endpoints.region === name;
	return isOfRegion && PROJECT_ID.test(id) ? { id, name } : undefined;
}

/** What may become a part of a path. */
export const PROJECT_ID = /^[\w-]{1,64}$/;

async function signIn(
	helpers: IHttpRequestHelper['helpers'],
	fields: CredentialFields,
	now: number,
): Promise<Session> {
	const [problem] = credentialProblems(fields);
	const endpoints = resolveEndpoints(fields);
	if (problem !== undefined) throw named(SIGN_IN_REFUSED, problem.message);
	if (endpoints.kind === 'problem' || endpoints.iam === undefined) {
		throw named(SIGN_IN_REFUSED, 'The IAM Endpoint is missing. Enter it in the credential.');
	}
	const password = rawText(fields, 'password');
	const projectId = fieldText(fields, 'projectId');
	const { region = '' } = endpoints;
	const request = iamTokenRequest({
		iamEndpoint: endpoints.iam,
		domainName: fieldText(fields, 'domainName'),
		userName: fieldText(fields, 'userName'),
		password,
		project: projectId === '' ? { name: region } : { id: projectId },
	});
	const answer = await ask(helpers, fields, {
		...request,
		headers: { ...request.headers },
		skipSslCertificateValidation: fields.allowUnauthorizedCerts === true,
	});
	if (answer.kind === 'unreachable') throw named(IAM_UNAVAILABLE, answer.message);
	const reading = readIamToken(answer, [password]);
	if (!reading.ok) {
		const name = isPassing(answer.statusCode) ? IAM_UNAVAILABLE : SIGN_IN_REFUSED;
		throw named(name, reading.message);
	}
	const { token, expiresAt, projectId: found = '' } = reading;
	if (projectId === '' && !PROJECT_ID.test(found)) throw named(SIGN_IN_REFUSED, NO_PROJECT_NAMED);
	return {
		sessionToken: token,
		sessionProject: projectId === '' ? `${region} ${found}` : '',
		expiresAt: expiresAt?.getTime() ?? now + DEFAULT_LIFETIME_MS,
	};
}

const NO_PROJECT_NAMED =
	'IAM gave a token but did not say which project it is for. Enter the Project ID in the credential.';

/** Whether a status of IAM says nothing about the sign-in: busy, throttling. */
export function isPassing(statusCode: number): boolean {
	return statusCode === 429 || statusCode >= 500;
}

/** The name survives n8n's wrapping; a `code` would be shown by the credential test in place of the sentence. */
export function named(name: string, message: string): Error {
	const error = new Error(keptByN8n(message));
	error.name = name;
	return error;
}

/** A short name for values that are not to be kept. */
export function fingerprint(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * `authenticate` gets no request helper, `preAuthentication` does, and n8n calls both with the same credential object: this keeps
 * the helper from the one to the other, for as long as that object lives.
 */
const keptHelpers = new WeakMap<CredentialFields, IHttpRequestHelper['helpers']>();

export function keepHelpers(
	credentials: ICredentialDataDecryptedObject,
	helpers: IHttpRequestHelper['helpers'],
): void {
	keptHelpers.set(credentials, helpers);
}

export function helpersOf(fields: CredentialFields): IHttpRequestHelper['helpers'] | undefined {
	return keptHelpers.get(fields);
}

/** What came back, cleared of secrets; of a failure only the sentence. */
export type Asked =
	| ({ readonly kind: 'answer' } & PlatformAnswer)
	| { readonly kind: 'unreachable'; readonly message: string };

/** For the whole answer. */
export const SIGN_IN_TIMEOUT_MS = 30_000;

/** A token without its catalog has some thousand bytes, a list of projects some ten thousand. */
const MAX_BYTES = 1024 * 1024;

/** Sends one request of the sign-in itself or of the credential test, whatever its status will be. Never throws. */
export async function ask(
	helpers: IHttpRequestHelper['helpers'],
	fields: CredentialFields,
	options: IHttpRequestOptions,
): Promise<Asked> {
	const secrets = new Secrets(fields);
	const reply = await exchange(
		async (abortSignal): Promise<unknown> =>
			await helpers.httpRequest({
				...options,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// A redirect would carry the password to another host.
				disableFollowRedirect: true,
				encoding: 'stream',
				timeout: SIGN_IN_TIMEOUT_MS,
				abortSignal,
			}),
		{
			host: new URL(options.url).host,
			timeoutMs: SIGN_IN_TIMEOUT_MS,
			maxBytes: MAX_BYTES,
			hider: () => secrets.current,
			secretHeader: 'x-subject-token',
		},
	);
	return reply.kind === 'answer' ? reply : { kind: 'unreachable', message: reply.message };
}
