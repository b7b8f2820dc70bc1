import { readConnection } from '../../../nodes/DesktopSid/transport/connection';

const KEY = {
	authentication: 'accessKey',
	region: 'cn-north-4',
	projectId: '0123456789abcdef0123456789abcdef',
	accessKeyId: 'key-id',
	secretAccessKey: 'key-secret-key-secret',
};
const USER = {
	...KEY,
	authentication: 'iamUser',
	domainName: 'corp',
	userName: 'robot',
	password: 'pass-word-pass-word',
};

describe('readConnection', () => {
	it('takes over what the credential says, in a form that is ready to use', () => {
		expect(readConnection(KEY)).toMatchObject({
			kind: 'connection',
			connection: {
				authentication: 'accessKey',
				workspace: 'https://workspace.cn-north-4.myhuaweicloud.com',
				sts: 'https://sts.cn-north-4.myhuaweicloud.com',
				projectId: KEY.projectId,
				seen: {},
				allowUnauthorizedCerts: false,
			},
		});
	});

	it.each<[what: string, fields: object, connection: object]>([
		['an access key by default', { authentication: undefined }, { authentication: 'accessKey' }],
		['one enterprise project', { enterpriseProjectId: ' a5c1 ' }, { enterpriseProjectId: 'a5c1' }],
		['a project to look up', { projectId: ' ' }, { projectId: 'project-of-the-region' }],
		['untrusted certificates', { allowUnauthorizedCerts: true }, { allowUnauthorizedCerts: true }],
		[
			'trusted certificates only, where an expression gave a text',
			{ allowUnauthorizedCerts: 'true' },
			{ allowUnauthorizedCerts: false },
		],
	])('reads %s', (_what, fields, connection) => {
		expect(readConnection({ ...KEY, ...fields })).toMatchObject({ connection });
	});

	it.each<[absent: string, fields: object]>([
		['sts', { region: 'cn-east-5' }],
		['enterpriseProjectId', { enterpriseProjectId: ' ' }],
		['unchanging', USER],
	])('leaves out %s where there is none', (absent, fields) => {
		const reading = readConnection({ ...KEY, ...fields });
		expect(reading).toHaveProperty('connection');
		expect(reading).not.toHaveProperty(`connection.${absent}`);
	});

	it('keeps the credential as it was read, for the whole run', () => {
		expect(readConnection(KEY)).toMatchObject({
			connection: {
				unchanging: { id: '', name: '', type: 'huaweiCloudWorkspaceApi', data: KEY },
			},
		});
	});

	it('hides what is secret in it', () => {
		const reading = readConnection(USER);
		const hidden =
			reading.kind === 'connection' && reading.connection.secrets.current.text(USER.password);
		expect(hidden).toBe('***');
	});

	it.each<[what: string, fields: object, problems: string[]]>([
		[
			'every field that is wrong',
			{ accessKeyId: '', region: '', projectId: 'ü' },
			['Region is missing', 'Access Key ID is missing', 'Project ID contains characters'],
		],
		['a way to sign in that does not exist', { authentication: 'magic' }, ['Authentication has a']],
	])('names %s', (_what, fields, problems) => {
		expect(readConnection({ ...KEY, ...fields })).toEqual({
			kind: 'unusable',
			problems: problems.map((start) => expect.stringContaining(start) as unknown),
		});
	});
});
