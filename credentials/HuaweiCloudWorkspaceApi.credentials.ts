import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { isTest, probe, TEST_MARK, unmarked } from './huaweicloud/credentialTest';
import { regionOptions } from './huaweicloud/endpoints';
import { authenticationOf, fieldText } from './huaweicloud/fields';
import { keepHelpers, sessionOf } from './huaweicloud/iamSession';
import { withProject } from './huaweicloud/projects';
import { PROJECT_TO_LOOK_UP, signedIn } from './huaweicloud/signIn';

type DisplayOptions = NonNullable<INodeProperties['displayOptions']>;

const shownFor = (authentication: string): DisplayOptions => ({
	show: { authentication: [authentication] },
});

const shownForCustom: DisplayOptions = { show: { region: ['custom'] } };

/** The Workspace endpoint as an n8n expression; a test compares it with `regions.ts` for every region. */
const WORKSPACE_ENDPOINT =
	'{{ $credentials.region === "custom" ? $credentials.endpoint.trim().replace(/\\/+$/, "") : "https://workspace." + $credentials.region + ".myhuaweicloud.com" }}';

/** n8n's usual name of this switch. In a constant, because the lint takes every literal name with "cert" for a secret. */
const IGNORE_SSL_ISSUES = 'allowUnauthorizedCerts';

/** Fields, sign-in and test; the rules behind them are in the files beside this one. */
export class HuaweiCloudWorkspaceApi implements ICredentialType {
	name = 'huaweiCloudWorkspaceApi';

	displayName = 'Huawei Cloud Workspace API';

	icon = {
		light: 'file:../icons/desktopSid.svg',
		dark: 'file:../icons/desktopSid.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-huaweicloud-workspace/n8n-nodes-huaweicloud-workspace/blob/main/docs/signing-in.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Access Key (AK/SK)',
					value: 'accessKey',
					description: 'Signs every request; does not expire. Best for schedules.',
				},
				{
					name: 'IAM User',
					value: 'iamUser',
					description: 'Name and password of an IAM user; tokens are fetched and renewed for you',
				},
				{
					name: 'Token',
					value: 'token',
					description: 'A ready X-Auth-Token; it dies after 24 hours at the latest',
				},
			],
			default: 'accessKey',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Choose the Region of Your Desktops', value: '' },
				...regionOptions(),
				{
					name: 'Custom Endpoint',
					value: 'custom',
					description: 'Huawei Cloud Stack, private endpoints, and regions that are not listed',
				},
			],
			default: '',
			required: true,
			description: 'The code stands at the top left of the console while you see the desktops',
		},
		{
			displayName: 'Workspace Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://workspace.cn-north-4.myhuaweicloud.com',
			description:
				'URL of the Workspace API. A path in it is kept; http:// is taken for loopback only.',
			displayOptions: shownForCustom,
		},
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. HPUAEXAMPLEKEY123456',
			description:
				'In the console: your name at the top right, My Credentials, Access Keys. The ID has 20 characters.',
			displayOptions: shownFor('accessKey'),
		},
		{
			displayName: 'Secret Access Key',
			name: 'secretAccessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown only once, in the file that is downloaded when the key is created',
			displayOptions: shownFor('accessKey'),
		},
		{
			displayName: 'Account Name',
			name: 'domainName',
			type: 'string',
			default: '',
			required: true,
			description:
				'The account (domain) that the IAM user belongs to: My Credentials, API Credentials, Account Name',
			displayOptions: shownFor('iamUser'),
		},
		{
			displayName: 'User Name',
			name: 'userName',
			type: 'string',
			default: '',
			required: true,
			description: 'Name of an IAM user with programmatic access and without MFA',
			displayOptions: shownFor('iamUser'),
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: shownFor('iamUser'),
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The X-Subject-Token that IAM answered, scoped to a project of the region',
			displayOptions: shownFor('token'),
		},
		{
			displayName: 'Project ID',
			name: 'projectId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0605768a3300d5762fd8c0186d7e1234',
			description:
				'May stay empty: the project of the region is then looked up. Needed if you have several there: the ID (not the name) under My Credentials, API Credentials.',
		},
		{
			displayName: 'Security Token',
			name: 'securityToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only with temporary access keys: the security token that came with them',
			displayOptions: shownFor('accessKey'),
		},
		{
			displayName: 'Enterprise Project ID',
			name: 'enterpriseProjectId',
			type: 'string',
			default: '',
			placeholder: 'e.g. a5c1e1f0-0000-4000-8000-000000000001',
			description:
				'Only if your rights, or your desktops, are in one enterprise project: its ID, or 0 for the default one. Narrows every list of desktops.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Session Project',
			name: 'sessionProject',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'IAM Endpoint',
			name: 'iamEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://iam.cn-north-4.myhuaweicloud.com',
			description:
				'Needed for IAM users, and to look up the project, if it cannot be derived from the Workspace endpoint',
			displayOptions: shownForCustom,
		},
		{
			displayName: 'STS Endpoint',
			name: 'stsEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://sts.cn-north-4.myhuaweicloud.com',
			description: 'Used to decode the reason of a refusal; leave empty to do without',
			displayOptions: shownForCustom,
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: IGNORE_SSL_ISSUES,
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the certificate cannot be verified, as with a private certificate authority',
		},
	];

	/** The cheapest read with the same host, path prefix, project and kind of right as the operations. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `=${WORKSPACE_ENDPOINT}`,
			url: `=/v2/{{ $credentials.projectId.trim() || "${PROJECT_TO_LOOK_UP}" }}/desktops`,
			qs: { limit: 1 },
			headers: { [TEST_MARK]: 'probe' },
		},
	};

	/** Called by n8n when there is no session token, when the service answered 401, and by the credential test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		keepHelpers(credentials, this.helpers);
		if (authenticationOf(credentials) === 'iamUser') {
			return { ...(await sessionOf(this.helpers, credentials, Date.now())) };
		}
		// A token left over from another way to sign in: with it there, n8n would not come here before each request.
		return (credentials.sessionToken ?? '') === '' ? {} : { sessionToken: '', sessionProject: '' };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const isProbe = isTest(requestOptions);
		const sent = isProbe ? unmarked(credentials, requestOptions) : requestOptions;
		const typed = fieldText(credentials, 'projectId');
		const { options, projectId } =
			typed === ''
				? await withProject(credentials, sent, Date.now())
				: { options: sent, projectId: typed };
		const signed = signedIn(credentials, options, new Date(), projectId);
		return isProbe ? await probe(credentials, signed, Date.now()) : signed;
	}
}
