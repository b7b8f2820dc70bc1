import fc from 'fast-check';

import { credentialProblems } from '../../../credentials/huaweicloud/fieldProblems';
import { runs } from '../runs.mts';
import { type Fields, key, messagesOf, only, place, token, user } from './problemsOf';

const custom = (endpoint: string, iamEndpoint = '') => ({
	region: 'custom',
	endpoint,
	iamEndpoint,
});

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

	it('are all reported at once, in the order of the form', () => {
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
		for (const password of ['secret ', ' secret']) {
			expect(only({ ...user, password })).toContain(
				'password: Password begins or ends with a space',
			);
		}
		expect(only({ ...user, password: 'secret\n' })).toContain('contains line breaks or tabs');
	});

	it('token: too long', () => {
		expect(only({ ...token, token: 'x'.repeat(40_001) })).toContain(
			'token: Token has 40001 characters, but the API takes at most 40000',
		);
	});
});

describe('the project ID', () => {
	it.each([
		'cn-north-4',
		'cn-north-4_sub',
		'ap-southeast-3_a b',
		'eu-west-101',
		'my-kualalumpur-1',
	])('project name %s for the ID', (projectId) => {
		expect(only({ ...key, projectId })).toContain(`is the name of a project ('${projectId}')`);
	});

	it.each([
		['cn-north-4_My=Secret/Key', false],
		[`cn-north-4_${'a'.repeat(30)}`, true],
		[`cn-north-4_${'a'.repeat(31)}`, false],
		['cn-north-4_', false],
	])('repeats a project name only if it is short and plain: %s', (projectId, isShown) => {
		const problem = only({ ...key, projectId });
		expect(problem).toContain(
			isShown ? `is the name of a project ('${projectId}'), but` : 'is the name of a project, but',
		);
		expect(problem?.includes(projectId)).toBe(isShown);
	});

	it.each([
		'x-cn-north-4',
		'cn-north-4x',
		'c-north-4',
		'0'.repeat(23),
		`x${'0'.repeat(24)}`,
		`${'0'.repeat(24)}-x`,
	])('lets %s through, which may be an ID of another cloud', (projectId) => {
		expect(messagesOf({ ...key, projectId })).toEqual([]);
	});

	it.each([
		['0123456789abcdef0123456789abcde', 'has 31 characters instead of 32'],
		['0123456789abcdef0123456789abcdef0', 'has 33 characters instead of 32'],
		['0123456789abcdef01234567', 'has 24 characters instead of 32'],
		[place.projectId + place.projectId, 'has 64 characters instead of 32'],
		['abc/../def', 'contains characters that no ID has'],
		['abc?d', 'contains characters that no ID has'],
		['?abcd', 'contains characters that no ID has'],
		['abcd?', 'contains characters that no ID has'],
		['ab\u200bc', 'contains characters that no ID has'],
	])('project ID %j', (projectId, sentence) => {
		expect(only({ ...key, projectId })).toContain(sentence);
	});
});

describe('the enterprise project', () => {
	it.each(['my team', 'a/b', '/ab', 'ab/', 'é'])('is an ID, and not %j', (enterpriseProjectId) => {
		for (const fields of [key, user, token]) {
			expect(only({ ...fields, enterpriseProjectId })).toContain(
				'enterpriseProjectId: Enterprise Project ID contains characters that no ID has.',
			);
		}
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
