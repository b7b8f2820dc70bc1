import type { OutgoingOptions } from '../../../credentials/huaweicloud/wireFormat';
import { isOfProject, signedIn, TOKEN_USED } from '../../../credentials/huaweicloud/signIn';
import { signRequest } from '../../../credentials/huaweicloud/signature';

const HOST = 'https://workspace.cn-north-4.myhuaweicloud.com';
const PROJECT = '0123456789abcdef0123456789abcdef';
const NOW = new Date('2026-11-24T10:11:12Z');
const PLACE = { region: 'cn-north-4', projectId: PROJECT };
const KEY = {
	...PLACE,
	authentication: 'accessKey',
	accessKeyId: 'A'.repeat(20),
	secretAccessKey: 's'.repeat(40),
};
const USER = {
	...PLACE,
	authentication: 'iamUser',
	domainName: 'corp',
	userName: 'robot',
	password: 'Passw0rd!x',
	sessionToken: 'session-token',
};
const TOKEN = { ...PLACE, authentication: 'token', token: ' ready-token\n' };

const newer = (more: Partial<OutgoingOptions> = {}): OutgoingOptions => ({
	url: `${HOST}/v2/${PROJECT}/desktops`,
	...more,
});
const older = (more: Partial<OutgoingOptions> = {}): OutgoingOptions => {
	const options: Partial<OutgoingOptions> = { uri: `${HOST}/v2/${PROJECT}/desktops`, ...more };
	return options as OutgoingOptions;
};

/** The signature of what travels, made from the finished options alone: as a server makes it. */
function signatureOf(url: string, body: string | undefined, more: object = {}) {
	return signRequest({
		method: 'PUT',
		url,
		body,
		accessKeyId: KEY.accessKeyId,
		secretAccessKey: KEY.secretAccessKey,
		projectId: PROJECT,
		now: NOW,
		...more,
	});
}

describe('a token', () => {
	it.each([
		['the session of an IAM user', USER, 'session-token'],
		['a ready one, without the spaces around it', TOKEN, 'ready-token'],
		['no session yet', { ...USER, sessionToken: undefined }, ''],
	])('%s', (_name, fields, token) => {
		for (const options of [newer(), older()]) {
			const { headers } = signedIn(fields, { ...options, headers: { Accept: 'a' } }, NOW);
			expect(headers).toEqual({ Accept: 'a', 'X-Auth-Token': token });
		}
	});

	it('is reported to the sender if n8n has renewed it', () => {
		const reported: string[] = [];
		const telling = (listener: unknown) => Object.assign(newer(), { [TOKEN_USED]: listener });
		for (const fields of [USER, TOKEN, KEY]) {
			signedIn(
				fields,
				telling((token: string) => reported.push(token)),
				NOW,
			);
		}
		expect(reported).toEqual(['session-token']);
		expect(() => signedIn(USER, telling('nobody'), NOW)).not.toThrow();
	});
});

describe('a signature', () => {
	it.each([
		[
			'base URL, query and JSON',
			newer({ baseURL: HOST, url: '/x', qs: { b: 2, a: [1, 3] } }),
			'/x?b=2&a=1&a=3',
		],
		[
			'the same of the older helper',
			older({ uri: `${HOST}/x`, qs: { b: 2, a: [1, 3] } }),
			'/x?b=2&a=1&a=3',
		],
	])('covers %s as they travel', (_name, options, target) => {
		const signed = signedIn(KEY, { ...options, method: 'PUT', body: { ids: ['ä'] } }, NOW);
		expect(signed.url).toBe(`${HOST}${target}`);
		expect(signed.body).toBe('{"ids":["ä"]}');
		expect(signed.headers).toEqual({
			'Content-Type': 'application/json',
			...signatureOf(`${HOST}${target}`, '{"ids":["ä"]}'),
		});
	});

	it.each([
		['a form', older({ method: 'POST', form: { a: 1 } })],
		['a multipart form', older({ method: 'POST', formData: { a: 1 } })],
		['bytes', newer({ method: 'POST', body: Buffer.from('a') })],
	])('does not cover %s, and says so', (_name, options) => {
		const { headers } = signedIn(KEY, options, NOW);
		expect(headers).toMatchObject({ 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' });
		expect(String(headers?.Authorization)).toContain('x-sdk-content-sha256');
	});

	it('carries the security token of a temporary key', () => {
		const { headers } = signedIn({ ...KEY, securityToken: 'sts' }, newer({ method: 'PUT' }), NOW);
		expect(headers).toEqual(
			signatureOf(`${HOST}/v2/${PROJECT}/desktops`, undefined, { securityToken: 'sts' }),
		);
	});

	it('covers a security token that the request has already', () => {
		const headers = { 'X-Security-Token': 'sts' };
		expect(signedIn(KEY, newer({ method: 'PUT', headers }), NOW).headers).toEqual(
			signatureOf(`${HOST}/v2/${PROJECT}/desktops`, undefined, { securityToken: 'sts' }),
		);
	});

	it('is for GET where no method is named', () => {
		expect(signedIn(KEY, newer(), NOW).headers).toEqual(
			signatureOf(`${HOST}/v2/${PROJECT}/desktops`, undefined, { method: 'GET' }),
		);
	});

	it.each([
		['Workspace', `${HOST}/v2/p/desktops`, true],
		['IAM', 'https://iam.cn-north-4.myhuaweicloud.com/v3/projects', false],
		['STS', 'https://sts.cn-north-4.myhuaweicloud.com/v5/decode', false],
		['a service beside them', 'https://ecs.cn-north-4.myhuaweicloud.com/v1/p', true],
	])('names the project for %s: %s', (_name, url, isNamed) => {
		const { headers } = signedIn(KEY, newer({ url }), NOW);
		expect('X-Project-Id' in (headers ?? {})).toBe(isNamed);
	});

	it.each([
		['Workspace below a path', '/ws', '', '/sts', '/ws/v2/p/desktops', true],
		['IAM at the root', '/ws', '', '/sts', '/v3/auth/tokens', false],
		['STS below a path', '/ws', '', '/sts', '/sts/v5/decode-authorization-message', false],
		['one address for all', '', '', '', '/v2/p/desktops', true],
		['Workspace at the root', '', '/iam', '/sts', '/v2/p/desktops', true],
		['IAM below a path', '', '/iam', '/sts', '/iam/v3/auth/projects', false],
	])(
		'one host for all services, %s: the project is named only to Workspace',
		(_, workspace, iam, sts, path, isNamed) => {
			const host = 'https://gateway.example.com';
			const fields = {
				...KEY,
				region: 'custom',
				endpoint: `${host}${workspace}`,
				iamEndpoint: `${host}${iam}`,
				stsEndpoint: `${host}${sts}`,
			};
			const { headers } = signedIn(fields, { url: `${host}${path}` }, NOW);
			expect('X-Project-Id' in (headers ?? {})).toBe(isNamed);
		},
	);

	it('names no project where the address of Workspace is not known', () => {
		expect(isOfProject({ ...KEY, region: 'mars-1' }, `${HOST}/v2/p/desktops`)).toBe(false);
	});

	const ECS = 'https://ecs.cn-north-4.myhuaweicloud.com';
	const OTHER = 'fedcba9876543210fedcba9876543210';
	it.each([
		['the path of the Workspace API', `${HOST}/v2/${OTHER}/desktops`, OTHER],
		['an ID of another form', `${HOST}/v2/project-7_x/desktops?a=/v2/${PROJECT}/`, 'project-7_x'],
		['the path of another service', `${ECS}/v2.1/${OTHER}/x`, OTHER],
		['a path of another service without an ID', `${ECS}/v1/x/y`, ''],
		['a path without a version', `${HOST}/${OTHER}/desktops`, ''],
		['a version of two digits', `${HOST}/v10/${OTHER}/x`, OTHER],
		['a minor version of two digits', `${HOST}/v2.10/${OTHER}/x`, OTHER],
		['a version further on', `${HOST}/x/v2/${OTHER}/desktops`, ''],
		['an ID in capitals', `${ECS}/v1/${OTHER.toUpperCase()}/x`, OTHER.toUpperCase()],
		['more than an ID', `${ECS}/v1/${OTHER}0/x`, ''],
		['an ID behind something else', `${ECS}/v1/0${OTHER}/x`, ''],
		['a path that is encoded', `${HOST}/v2/%66edcba9876543210fedcba987654321/desktops`, ''],
		['IAM', `https://iam.cn-north-4.myhuaweicloud.com/v3/${OTHER}/x`, undefined],
	])('is for the project of the path, else for the given one: %s', (_, url, named) => {
		for (const given of [PROJECT, '']) {
			const { headers } = signedIn({ ...KEY, projectId: '' }, { url }, NOW, given);
			const expected = named === undefined ? undefined : named || given || undefined;
			expect(headers?.['X-Project-Id']).toBe(expected);
		}
	});

	it('replaces an older one, as after an expired clock', () => {
		const first = signedIn(KEY, older({ method: 'PUT', body: { a: 1 } }), NOW);
		const later = new Date('2026-11-24T11:00:00Z');
		const second = signedIn(KEY, first, later);
		expect(Object.keys(second.headers ?? {})).toEqual(Object.keys(first.headers ?? {}));
		expect(second.headers).toMatchObject({ 'X-Sdk-Date': '20261124T110000Z' });
	});
});

describe('certificates', () => {
	const options = [newer(), older()];
	it('are checked', () => {
		for (const signed of options.map((each) => signedIn(TOKEN, each, NOW))) {
			expect(signed.skipSslCertificateValidation).toBe(false);
			expect(signed).not.toHaveProperty('rejectUnauthorized');
		}
	});

	it('are not checked where the credential says so, whichever helper sends', () => {
		const [ofNewer, ofOlder] = options.map((each) =>
			signedIn({ ...TOKEN, allowUnauthorizedCerts: true }, each, NOW),
		);
		expect(ofNewer?.skipSslCertificateValidation).toBe(true);
		expect(ofNewer).not.toHaveProperty('rejectUnauthorized');
		expect(ofOlder?.rejectUnauthorized).toBe(false);
	});

	it("are not checked where the node's own switch says so", () => {
		expect(
			signedIn(TOKEN, newer({ skipSslCertificateValidation: true }), NOW)
				.skipSslCertificateValidation,
		).toBe(true);
		expect(signedIn(TOKEN, older({ rejectUnauthorized: false }), NOW).rejectUnauthorized).toBe(
			false,
		);
	});
});

describe('nothing is signed', () => {
	it.each([
		['http://workspace.example.com/v2', 'workspace.example.com begins with http://'],
		['http://10.0.0.1/v2', '10.0.0.1 begins with http://'],
		['http://127.0.0.1.evil.example/', 'begins with http://'],
	])('for %s', (url, sentence) => {
		for (const fields of [KEY, USER, TOKEN]) {
			for (const options of [newer({ url }), older({ uri: url })]) {
				expect(() => signedIn(fields, options, NOW)).toThrow(sentence);
			}
		}
	});

	it.each(['http://127.0.0.1:1/', 'http://localhost:1/', 'http://[::1]:1/'])(
		'except on loopback: %s',
		(url) => {
			expect(signedIn(TOKEN, newer({ url }), NOW).url).toBe(url);
		},
	);

	it('with a credential that cannot be used, and the sentence is its first problem', () => {
		expect(() => signedIn({ ...KEY, accessKeyId: '' }, newer(), NOW)).toThrow(
			'Access Key ID is missing',
		);
		expect(() => signedIn({ ...TOKEN, token: '' }, older(), NOW)).toThrow('Token is missing');
	});
});
