import fc from 'fast-check';

import { credentialProblems } from '../../../credentials/huaweicloud/fieldProblems';
import { runs } from '../runs.mts';

const place = { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' };
const key = {
	...place,
	authentication: 'accessKey',
	accessKeyId: 'A1'.repeat(10),
	secretAccessKey: 'bC3d'.repeat(10),
};
const user = {
	...place,
	authentication: 'iamUser',
	domainName: 'my account',
	userName: 'bot user',
	password: 'pass word',
};
const token = { ...place, authentication: 'token', token: 'MIIF.abc-_/+==' };

type Fields = Record<string, unknown>;

const messagesOf = (fields: Fields) =>
	credentialProblems(fields).map(({ field, message }) => `${field}: ${message}`);

const custom = (endpoint: string, iamEndpoint = '') => ({
	region: 'custom',
	endpoint,
	iamEndpoint,
});

/** The one problem of the fields. */
const only = (fields: Fields) => {
	const problems = messagesOf(fields);
	expect(problems).toHaveLength(1);
	return problems[0];
};

describe('a complete credential has no problem', () => {
	it.each<[string, Fields]>([
		['access key', key],
		['access key is the default', { ...key, authentication: undefined }],
		['temporary key', { ...key, securityToken: 'abc/+==' }],
		['IAM user', user],
		['token', token],
		['longest token', { ...token, token: 'x'.repeat(40_000) }],
		[
			'fields of the other ways to sign in are not looked at',
			{ ...key, password: ' x\n', token: 'a b' },
		],
		['an ID in capitals', { ...key, projectId: place.projectId.toUpperCase() }],
		[
			'an enterprise project',
			{ ...key, enterpriseProjectId: ' a5c1e1f0-0000-4000-8000-000000000001' },
		],
		['the default enterprise project', { ...key, enterpriseProjectId: 0 }],
		['all of them', { ...key, enterpriseProjectId: 'all_granted_eps' }],
		['an ID of another cloud', { ...key, projectId: 'project-7_x' }],
		['custom endpoint', { ...key, region: 'custom', endpoint: 'http://127.0.0.1:3000/gw/' }],
		['keys of another form', { ...key, accessKeyId: 'AccessKey', secretAccessKey: 'SecretKey' }],
		['a number from an expression', { ...user, domainName: 12345 }],
	])('%s', (_name, fields) => {
		expect(messagesOf(fields)).toEqual([]);
	});

	it('with spaces and line breaks around everything that is trimmed', () => {
		const padded = (fields: Fields) =>
			Object.fromEntries(
				Object.entries(fields).map(([name, value]) => [
					name,
					name === 'password' ? value : ` \t${String(value)}\r\n`,
				]),
			);
		for (const fields of [{ ...key, securityToken: 't' }, user, token]) {
			expect(messagesOf(padded(fields))).toEqual([]);
		}
	});
});

describe('missing fields', () => {
	it.each<[string, Fields, string]>([
		['accessKeyId', key, 'Access Key ID is missing'],
		['secretAccessKey', key, 'Secret Access Key is missing'],
		['domainName', user, 'Account Name is missing'],
		['userName', user, 'User Name is missing'],
		['password', user, 'Password is missing'],
		['token', token, 'Token is missing'],
		['region', token, 'Region is missing'],
	])('%s', (field, fields, sentence) => {
		for (const empty of [undefined, '', ' \n', null, {}]) {
			expect(only({ ...fields, [field]: empty })).toContain(`${field}: ${sentence}`);
		}
	});

	it('are all told at once, in the order of the form', () => {
		const fieldsOf = (fields: Fields) => credentialProblems(fields).map(({ field }) => field);
		expect(fieldsOf({})).toEqual(['region', 'accessKeyId', 'secretAccessKey']);
		expect(fieldsOf({ authentication: 'iamUser', region: 'custom' })).toEqual([
			'endpoint',
			'domainName',
			'userName',
			'password',
		]);
		expect(fieldsOf({ authentication: 'token' })).toEqual(['region', 'token']);
	});

	it.each<[string, Fields]>([
		['a key', key],
		['a user', user],
		['a token', token],
		[
			'a custom endpoint with a region',
			{ ...user, ...custom('https://workspace.a-b-1.cloud.example') },
		],
		['a custom endpoint with IAM', { ...key, ...custom('https://10.0.0.1', 'https://10.0.0.2') }],
	])('the project ID may be, with %s', (_, fields) => {
		for (const empty of [undefined, '', ' \n', null, {}]) {
			expect(messagesOf({ ...fields, projectId: empty })).toEqual([]);
		}
	});

	it.each<[string, Fields, string]>([
		['whom to ask', { ...key, ...custom('https://10.0.0.1') }, 'the address of IAM is not known'],
		['whom to ask', { ...token, ...custom('https://10.0.0.1') }, 'the address of IAM is not known'],
		[
			'the region',
			{ ...user, ...custom('https://10.0.0.1', 'https://10.0.0.2') },
			'names no region',
		],
	])('the project ID may not be where it is not known %s', (_, fields, says) => {
		expect(only({ ...fields, projectId: '' })).toMatch(
			new RegExp(`^projectId: Project ID is missing.*${says}`),
		);
	});

	it('a way to sign in that does not exist', () => {
		expect(only({ ...key, authentication: 'password' })).toContain(
			'authentication: Authentication has a value',
		);
	});
});

describe('what was pasted along', () => {
	it.each<[string, Fields]>([
		['accessKeyId', key],
		['secretAccessKey', key],
		['securityToken', key],
		['token', token],
		['projectId', key],
	])('%s: spaces and line breaks inside', (field, fields) => {
		for (const inside of ['abc def', 'abc\ndef', 'abc\u00a0def']) {
			expect(only({ ...fields, [field]: inside })).toMatch(
				new RegExp(`^${field}: .* contains spaces or line breaks, pasted along`),
			);
		}
	});

	it.each<[string, Fields]>([
		['accessKeyId', key],
		['secretAccessKey', key],
		['securityToken', key],
		['token', token],
	])('%s: characters that a header cannot carry', (field, fields) => {
		for (const odd of ['abcé', 'abc\u200bdef', 'abc…', 'a\0b', 'a\x7fb']) {
			expect(only({ ...fields, [field]: odd })).toMatch(
				new RegExp(`^${field}: .*header cannot carry`),
			);
		}
	});

	it.each(['domainName', 'userName', 'password'])('%s: line breaks and tabs', (field) => {
		for (const odd of ['a\nb', 'a\tb', 'a\r\nb', 'a\u2028b']) {
			expect(only({ ...user, [field]: odd })).toContain('contains line breaks or tabs');
		}
	});

	it('password: spaces and line breaks around it, as it is not trimmed', () => {
		expect(only({ ...user, password: 'secret ' })).toContain('begins or ends with a space');
		expect(only({ ...user, password: ' secret' })).toContain('begins or ends with a space');
		expect(only({ ...user, password: 'secret\n' })).toContain('contains line breaks or tabs');
	});

	it('token: too long', () => {
		expect(only({ ...token, token: 'x'.repeat(40_001) })).toContain(
			'has 40001 characters, but the API takes at most 40000',
		);
	});
});

describe('one value in the place of another', () => {
	const ID = 'A1'.repeat(10);
	const SECRET = 'bC3d'.repeat(10);
	const TOKEN = `MIIF${'aB3/'.repeat(40)}`;

	it.each([
		['as they are', SECRET, ID],
		['a longer secret', `${SECRET}aB3`, ID],
		['a shorter one and an ID in small letters', 'a'.repeat(39), 'a1'.repeat(10)],
		['an ID of 18', SECRET, 'A1'.repeat(9)],
		['a secret of digits', '12'.repeat(20), ID],
		['the shortest ones', 'a'.repeat(32), 'b'.repeat(16)],
		['the longest ones', 'a'.repeat(48), 'b'.repeat(24)],
	])('access key and secret swapped: %s', (_, accessKeyId, secretAccessKey) => {
		const told = only({ ...key, accessKeyId, secretAccessKey });
		expect(told).toContain('accessKeyId: Access Key ID and Secret Access Key are swapped');
		expect(told).not.toContain(accessKeyId);
		expect(told).not.toContain(secretAccessKey);
	});

	it.each([
		['a shorter secret', 31, 16],
		['a longer secret', 49, 24],
		['a shorter ID', 32, 15],
		['a longer ID', 48, 25],
	])('access key and secret not swapped for certain: %s', (_, ofId, ofSecret) => {
		const fields = { accessKeyId: 'a'.repeat(ofId), secretAccessKey: 'b'.repeat(ofSecret) };
		expect(messagesOf({ ...key, ...fields })).toEqual([]);
	});

	it.each<[string, Fields, string, string]>([
		['a secret as ID', key, 'accessKeyId', SECRET],
		['a token as ID', key, 'accessKeyId', TOKEN],
		['an ID as secret', key, 'secretAccessKey', ID],
		['a token as secret', key, 'secretAccessKey', TOKEN],
		['an ID as security token', key, 'securityToken', ID],
		['a secret as security token', key, 'securityToken', SECRET],
		['an ID as token', token, 'token', ID],
		['a secret as token', token, 'token', SECRET],
		['a secret as account', user, 'domainName', SECRET],
		['a token as account', user, 'domainName', TOKEN],
		['a secret as user', user, 'userName', SECRET],
		['a token as user', user, 'userName', TOKEN],
		['a token as password', user, 'password', TOKEN],
		['a secret as project ID', key, 'projectId', SECRET],
		['a token as project ID', token, 'projectId', TOKEN],
	])('%s', (_, fields, field, value) => {
		const told = only({ ...fields, [field]: value });
		expect(told).toMatch(new RegExp(`^${field}: .* holds .*Enter each value in its own field`));
		expect(told).not.toContain(value.slice(0, 8));
	});

	it.each<[string, Fields, string, string]>([
		['an ID of 20 small letters', key, 'accessKeyId', 'a'.repeat(20)],
		['a secret of 40 with other characters', key, 'secretAccessKey', 'aB3/'.repeat(10)],
		['a secret of 20 with small letters', key, 'secretAccessKey', 'aB3d'.repeat(5)],
		['a short token', token, 'token', '0123456789abcdef0123456789abcdef'],
		['an account of 40 small letters', user, 'domainName', 'a'.repeat(40)],
		['a user of 20 capitals and digits', user, 'userName', ID],
		['a password like an access key', user, 'password', SECRET],
		['a project ID of another cloud with 40 digits', key, 'projectId', 'project_'.repeat(5)],
	])('not certain, so not told: %s', (_, fields, field, value) => {
		expect(messagesOf({ ...fields, [field]: value })).toEqual([]);
	});

	it.each([
		'cn-north-4',
		'cn-north-4_sub',
		'ap-southeast-3_a b',
		'eu-west-101',
		'my-kualalumpur-1',
	])('project name %s for the ID', (projectId) => {
		expect(only({ ...key, projectId })).toContain(`is the name of a project ('${projectId}')`);
	});

	it('repeats a project name only if it is plain', () => {
		const message = only({ ...key, projectId: 'cn-north-4_My=Secret/Key' });
		expect(message).toContain('is the name of a project, but');
		expect(message).not.toContain('Secret');
	});

	it.each([
		['0123456789abcdef0123456789abcde', 'has 31 characters instead of 32'],
		['0123456789abcdef0123456789abcdef0', 'has 33 characters instead of 32'],
		[place.projectId + place.projectId, 'has 64 characters instead of 32'],
		['abc/../def', 'contains characters that no ID has'],
		['abc?d', 'contains characters that no ID has'],
		['ab\u200bc', 'contains characters that no ID has'],
	])('project ID %j', (projectId, sentence) => {
		expect(only({ ...key, projectId })).toContain(sentence);
	});
});

describe('place', () => {
	it('takes the sentences of region and endpoints over', () => {
		expect(only({ ...key, region: 'mars-1' })).toContain("no Workspace region 'mars-1'");
		expect(only({ ...key, region: 'Typed=By/Mistake' })).toContain('has a value that is not in');
		expect(only({ ...key, region: 'Typed=By/Mistake' })).not.toContain('Typed');
		expect(only({ ...key, region: 'custom', endpoint: 'http://example.com' })).toContain(
			'endpoint: Workspace Endpoint begins with http://',
		);
		expect(only({ ...user, region: 'custom', endpoint: 'https://example.com' })).toContain(
			'iamEndpoint: IAM Endpoint is missing',
		);
	});
});

describe('whatever the fields hold', () => {
	const value = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('', ' ', 'custom', 'cn-north-4', 'iamUser', 'token', 'accessKey', 'http://x@y'),
		fc.anything(),
	);
	const secret = fc.string({ unit: 'binary', minLength: 6 }).map((text) => `S3cret-${text}`);
	const credential = fc.record(
		{
			authentication: fc.oneof(fc.constantFrom('iamUser', 'token', 'accessKey'), value),
			region: fc.oneof(fc.constantFrom('custom', 'cn-north-4'), value),
			endpoint: fc.oneof(
				secret.map((text) => `https://u:${text}@h.example`),
				value,
			),
			iamEndpoint: value,
			stsEndpoint: value,
			accessKeyId: value,
			domainName: value,
			userName: value,
			secretAccessKey: secret,
			securityToken: secret,
			password: secret,
			token: secret,
			projectId: value,
			enterpriseProjectId: value,
		},
		{ requiredKeys: [] },
	);

	it('gives at most one sentence a field, never throws, and repeats no secret', () => {
		fc.assert(
			fc.property(credential, (fields) => {
				const problems = credentialProblems(fields);
				const names = problems.map(({ field }) => field);
				expect(new Set(names).size).toBe(names.length);
				for (const { message } of problems) {
					expect(message).toMatch(/^[A-Z][^]*\.$/);
					expect(message).not.toContain('S3cret-');
				}
			}),
			{ numRuns: runs(2000) },
		);
	});
});
