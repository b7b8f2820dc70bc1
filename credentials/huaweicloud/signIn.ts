import type { IDataObject } from 'n8n-workflow';

import { isLoopback, resolveEndpoints } from './endpoints';
import { keptByN8n } from './errors';
import { credentialProblems } from './fieldProblems';
import { authenticationOf, type CredentialFields, fieldText } from './fields';
import { signRequest } from './signature';
import {
	fixedOptions,
	isForOlderHelper,
	type OutgoingOptions,
	type OutgoingRequest,
	outgoingRequest,
} from './wireFormat';

/**
 * Where a request may carry a function that receives the token with which it goes out: n8n renews an IAM user's token by itself, and
 * nothing may show the one that an answer repeats. A registered symbol, because node and credential are bundled separately.
 */
export const TOKEN_USED = Symbol.for('n8n-nodes-huaweicloud-workspace.tokenUsed');

/** A project that the sign-in may use. */
export interface Project {
	readonly id: string;
	/** That of its region, or region_name for one of the account's own. */
	readonly name: string;
}

/** Stands for the project in the path of a request, until the sign-in puts in the one that it looked up. */
export const PROJECT_TO_LOOK_UP = 'project-of-the-region';

/** Where a request may carry a function that receives the project that was put in. */
export const PROJECT_USED = Symbol.for('n8n-nodes-huaweicloud-workspace.projectUsed');

/** Name of the errors that say that no project, or more than one, fits. */
export const PROJECT_UNKNOWN = 'ProjectUnknown';

/**
 * Puts the sign-in on a request: a signature for access keys, a token for the other two.
 *
 * @param projectId for a signature, if the path names no project; empty if there is none
 * @throws Error with a sentence for the first field that cannot be used, and for an address that would carry the sign-in unencrypted
 */
export function signedIn(
	fields: CredentialFields,
	options: OutgoingOptions,
	now: Date,
	projectId = fieldText(fields, 'projectId'),
): OutgoingOptions {
	const [problem] = credentialProblems(fields);
	if (problem !== undefined) throw new Error(keptByN8n(problem.message));

	const outgoing = outgoingRequest(options);
	refusePlainHttp(outgoing.url);
	const fixed = fixedOptions(options, outgoing);
	const headers: IDataObject = { ...fixed.headers };
	switch (authenticationOf(fields)) {
		case 'iamUser':
			headers['X-Auth-Token'] = String(fields.sessionToken ?? '');
			tellToken(options, headers['X-Auth-Token']);
			break;
		case 'token':
			headers['X-Auth-Token'] = fieldText(fields, 'token');
			break;
		default:
			sign(fields, fixed, outgoing, { headers, projectId, now });
	}
	return { ...fixed, headers, ...certificateCheck(fields, options) };
}

function tellToken(options: OutgoingOptions & { [TOKEN_USED]?: unknown }, token: string): void {
	const tell = options[TOKEN_USED];
	if (typeof tell === 'function') (tell as (token: string) => void)(token);
}

/** The two request helpers of n8n have different names for the same switch. */
function certificateCheck(
	fields: CredentialFields,
	options: OutgoingOptions,
): Partial<OutgoingOptions> {
	const isSkipped =
		options.skipSslCertificateValidation === true || fields.allowUnauthorizedCerts === true;
	return {
		skipSslCertificateValidation: isSkipped,
		...(isSkipped && isForOlderHelper(options) ? { rejectUnauthorized: false } : {}),
	};
}

function sign(
	fields: CredentialFields,
	options: OutgoingOptions,
	{ url, body }: OutgoingRequest,
	{ headers, projectId, now }: { headers: IDataObject; projectId: string; now: Date },
): void {
	// The bytes of a file or a form are not known yet; the signature then covers everything but them.
	if (body === null) headers['X-Sdk-Content-Sha256'] = 'UNSIGNED-PAYLOAD';
	const securityToken = fieldText(fields, 'securityToken');
	const signature = signRequest({
		method: options.method ?? 'GET',
		url,
		headers,
		body: body ?? undefined,
		accessKeyId: fieldText(fields, 'accessKeyId'),
		secretAccessKey: fieldText(fields, 'secretAccessKey'),
		...(securityToken === '' ? {} : { securityToken }),
		...(isOfProject(fields, url) ? { projectId: projectInPath(fields, url) ?? projectId } : {}),
		now,
	});
	Object.assign(headers, signature);
}

/**
 * IAM and STS belong to the account, not to a project: the official SDKs send them no X-Project-Id. The longest address that fits counts,
 * because all may be on one host; Workspace has the first call if two are the same.
 */
export function isOfProject(fields: CredentialFields, url: string): boolean {
	const endpoints = resolveEndpoints(fields);
	if (endpoints.kind === 'problem') return false;
	const lengthOf = (address: string | undefined) =>
		address !== undefined && url.startsWith(`${address}/`) ? address.length : 0;
	const { workspace, iam, sts } = endpoints;
	return lengthOf(workspace) >= Math.max(lengthOf(iam), lengthOf(sts));
}

/**
 * The project that the path of a request names: `/v2/{project_id}/…` of the Workspace API, and what looks like an ID in that place of any
 * other, and of an address that Workspace shares with IAM (`/v3/auth/…`). The signature has to name the same one.
 */
export function projectInPath(fields: CredentialFields, url: string): string | undefined {
	const endpoints = resolveEndpoints(fields);
	const { workspace, iam } =
		endpoints.kind === 'endpoints' ? endpoints : { workspace: '', iam: undefined };
	const isWorkspace = workspace !== '' && url.startsWith(`${workspace}/`);
	const path = isWorkspace ? url.slice(workspace.length) : new URL(url).pathname;
	const segment = /^\/v\d+(?:\.\d+)?\/([\w-]+)\//.exec(path)?.[1];
	const isProject = isWorkspace && workspace !== iam;
	return isProject || (segment !== undefined && /^[0-9a-f]{32}$/i.test(segment))
		? segment
		: undefined;
}

/** Also for the HTTP Request node, where the address is typed by hand. */
function refusePlainHttp(url: string): void {
	const { protocol, hostname } = new URL(url);
	if (protocol === 'http:' && !isLoopback(hostname)) {
		throw new Error(
			keptByN8n(
				`The request to ${hostname} begins with http://, so the sign-in would travel unencrypted. Use https://.`,
			),
		);
	}
}
