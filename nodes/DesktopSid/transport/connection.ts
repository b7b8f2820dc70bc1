import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';

import { resolveEndpoints } from '../../../credentials/huaweicloud/endpoints';
import { credentialProblems } from '../../../credentials/huaweicloud/fieldProblems';
import {
	type Authentication,
	authenticationOf,
	fieldText,
} from '../../../credentials/huaweicloud/fields';
import { Secrets } from '../../../credentials/huaweicloud/secrets';
import { type Project, PROJECT_TO_LOOK_UP } from '../../../credentials/huaweicloud/signIn';

export const CREDENTIAL_TYPE = 'huaweiCloudWorkspaceApi';

/** What a run needs to know of its credential. Secrets stay inside: they can be hidden in a text, not read. */
export interface Connection {
	readonly authentication: Authentication;
	/** Workspace endpoint with its path prefix, without a trailing slash. */
	readonly workspace: string;
	/** Where reasons of refusals are decoded; not known for every region. */
	readonly sts?: string;
	/** As typed in, or what stands in a path for the project to look up. */
	readonly projectId: string;
	/** Narrows every list of desktops. */
	readonly enterpriseProjectId?: string;
	/** What came to light during the run: the project that was looked up, and that the whole list of desktops is empty. */
	readonly seen: { project?: Project; emptyList?: true };
	readonly allowUnauthorizedCerts: boolean;
	/**
	 * The credential as it was read when the run began, for n8n's request helper, which would otherwise fetch it from the database
	 * and decrypt it anew for each request (a fifth of the time of a run). Absent for the IAM user, whose token n8n renews there.
	 */
	readonly unchanging?: ICredentialsDecrypted;
	/** What must not be shown: a service may repeat what it was sent. */
	readonly secrets: Secrets;
}

/** Either a usable connection, or one sentence for each field that is wrong. */
export type ConnectionReading =
	| { readonly kind: 'connection'; readonly connection: Connection }
	| { readonly kind: 'unusable'; readonly problems: readonly string[] };

export function readConnection(fields: ICredentialDataDecryptedObject): ConnectionReading {
	const problems = credentialProblems(fields).map(({ message }) => message);
	const endpoints = resolveEndpoints(fields);
	if (problems.length > 0 || endpoints.kind === 'problem') return { kind: 'unusable', problems };

	const authentication = authenticationOf(fields) ?? 'accessKey';
	const enterpriseProjectId = fieldText(fields, 'enterpriseProjectId');
	return {
		kind: 'connection',
		connection: {
			authentication,
			workspace: endpoints.workspace,
			...(endpoints.sts === undefined ? {} : { sts: endpoints.sts }),
			projectId: fieldText(fields, 'projectId') || PROJECT_TO_LOOK_UP,
			...(enterpriseProjectId === '' ? {} : { enterpriseProjectId }),
			seen: {},
			allowUnauthorizedCerts: fields.allowUnauthorizedCerts === true,
			...(authentication === 'iamUser' ? {} : { unchanging: unchanging(fields) }),
			secrets: new Secrets(fields),
		},
	};
}

/** n8n looks at the data only. */
function unchanging(data: ICredentialDataDecryptedObject): ICredentialsDecrypted {
	return { id: '', name: '', type: CREDENTIAL_TYPE, data };
}
