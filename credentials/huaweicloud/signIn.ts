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
	outgoingRequest,
} from './wireFormat';

/**
 * Where a request may carry a function that is told the token with which it goes out: n8n renews an IAM user's token by itself, and
 * nothing may show the one that an answer repeats. A registered symbol, because node and credential are bundled separately.
 */
export const TOKEN_USED = Symbol.for('n8n-nodes-huaweicloud-workspace.tokenUsed');

/**
 * Puts the sign-in on a request: a signature for access keys, a token for the other two.
 *
 * @throws Error with a sentence for the first field that cannot be used, and for an address that would carry the sign-in unencrypted
 */
export function signedIn(
	fields: CredentialFields,
	options: OutgoingOptions,
	now: Date,
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
			sign(fields, fixed, outgoing.url, outgoing.body, headers, now);
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
	url: string,
	body: string | undefined | null,
	headers: IDataObject,
	now: Date,
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
		...(isOfProject(fields, url) ? { projectId: fieldText(fields, 'projectId') } : {}),
		now,
	});
	Object.assign(headers, signature);
}

/**
 * IAM and STS belong to the account, not to a project: the official SDKs send them no X-Project-Id. The longest address that fits counts,
 * because all may be on one host; Workspace has the first call where two are the same.
 */
function isOfProject(fields: CredentialFields, url: string): boolean {
	const endpoints = resolveEndpoints(fields);
	if (endpoints.kind === 'problem') return false;
	const lengthOf = (address: string | undefined) =>
		address !== undefined && url.startsWith(`${address}/`) ? address.length : 0;
	const { workspace, iam, sts } = endpoints;
	return lengthOf(workspace) >= Math.max(lengthOf(iam), lengthOf(sts));
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
