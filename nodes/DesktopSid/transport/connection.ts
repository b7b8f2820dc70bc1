import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';

import { resolveEndpoints } from '../../../credentials/huaweicloud/endpoints';
import { credentialProblems } from '../../../credentials/huaweicloud/fieldProblems';

export const CREDENTIAL_TYPE = 'huaweiCloudWorkspaceApi';

/** What a run needs to know of its credential. Secrets stay inside: they can be hidden in a text, not read. */
export interface Connection {
	readonly authentication: 'accessKey' | 'iamUser' | 'token';
	/** Workspace endpoint with its path prefix, without a trailing slash. */
	readonly workspace: string;
	/** Where reasons of refusals are decoded; not known for every region. */
	readonly sts?: string;
	readonly projectId: string;
	readonly allowUnauthorizedCerts: boolean;
	/**
	 * The credential as it was read when the run began, for n8n's request helper, which would otherwise fetch it from the database
	 * and decrypt it anew for each request (a fifth of the time of a run). Absent for the IAM user, whose token n8n renews there.
	 */
	readonly unchanging?: ICredentialsDecrypted;
	/**
	 * Replaces every secret of the credential in a text that came from outside: a service may echo what it was sent.
	 *
	 * @param current the credential as it is now, where a session token may have been renewed since the run began
	 */
	hideSecrets(text: string, current?: ICredentialDataDecryptedObject): string;
}

/** Either a usable connection, or one sentence for each field that is wrong. */
export type ConnectionReading =
	| { readonly kind: 'connection'; readonly connection: Connection }
	| { readonly kind: 'unusable'; readonly problems: readonly string[] };

const SECRET_FIELDS = [
	'token',
	'sessionToken',
	'secretAccessKey',
	'securityToken',
	'password',
] as const;

/** A short secret would turn ordinary words of an answer into stars; such a short one protects nothing either. */
const MIN_HIDDEN_LENGTH = 6;

/** The signature of a request is no secret for long, but it is valid for 15 minutes. */
const SIGNATURE = /Signature=[0-9a-f]+/gi;

type Hide = (text: string) => string;

/** Each secret is put into its spellings once for a run, not once for each header of each answer. */
function hiderOf(fields: ICredentialDataDecryptedObject): Hide {
	const spellings = SECRET_FIELDS.map((name) => String(fields[name] ?? '').trim())
		.filter((secret) => secret.length >= MIN_HIDDEN_LENGTH)
		.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
	const distinct = [...new Set(spellings)];
	return (text) =>
		distinct
			.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
			.replace(SIGNATURE, 'Signature=***');
}

export function readConnection(fields: ICredentialDataDecryptedObject): ConnectionReading {
	const problems = credentialProblems(fields).map(({ message }) => message);
	const endpoints = resolveEndpoints(fields);
	if (problems.length > 0) return { kind: 'unusable', problems };
	if (endpoints.kind === 'problem') return { kind: 'unusable', problems: [endpoints.message] };

	const authentication = authenticationOf(fields);
	const hide = hiderOf(fields);
	return {
		kind: 'connection',
		connection: {
			authentication,
			workspace: endpoints.workspace,
			...(endpoints.sts === undefined ? {} : { sts: endpoints.sts }),
			projectId: String(fields.projectId).trim(),
			allowUnauthorizedCerts: fields.allowUnauthorizedCerts === true,
			...(authentication === 'iamUser' ? {} : { unchanging: unchanging(fields) }),
			hideSecrets: (text, current) => hide(current === undefined ? text : hiderOf(current)(text)),
		},
	};
}

/** n8n looks at the data only. */
function unchanging(data: ICredentialDataDecryptedObject): ICredentialsDecrypted {
	return { id: '', name: '', type: CREDENTIAL_TYPE, data };
}

function authenticationOf(fields: ICredentialDataDecryptedObject): Connection['authentication'] {
	return fields.authentication === 'iamUser' || fields.authentication === 'token'
		? fields.authentication
		: 'accessKey';
}
