import { Readable } from 'node:stream';

import type { IHttpRequestHelper } from 'n8n-workflow';

import {
	IAM_UNAVAILABLE,
	sessionOf,
	sessionProject,
	SIGN_IN_REFUSED,
} from '../../../credentials/huaweicloud/iamSession.ts';
import { type Answer, iamWith } from './fakeIam.mts';

const sessionToken = async (...given: Parameters<typeof sessionOf>) =>
	(await sessionOf(...given)).sessionToken;

let serial = 0;
/** Of a user nobody signed in before: sessions are shared in the whole process. */
const newUser = (more: object = {}) => ({
	authentication: 'iamUser',
	region: 'cn-north-4',
	projectId: '0123456789abcdef0123456789abcdef',
	domainName: 'corp',
	userName: `robot ${String((serial += 1))}`,
	password: 'Pass/word="1"',
	...more,
});

const token = (value: string, expiresAt?: string): Answer => ({
	headers: { 'X-Subject-Token': value },
	body: JSON.stringify({ token: { expires_at: expiresAt } }),
});
const NOW = Date.parse('2026-11-26T00:00:00Z');
const refused = (words: string): Answer => ({
	statusCode: 401,
	body: JSON.stringify({ error: { code: 401, message: words } }),
});

describe('the request', () => {
	it('has bounds of time, and no redirect carries the password to another host', async () => {
		const { asked, helpers } = iamWith(token('t-1'));
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		await sessionToken(helpers, newUser(), NOW);
		expect(timeout.mock.calls).toEqual([[30_000]]);
		expect(asked).toMatchObject([
			{
				method: 'POST',
				url: 'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true',
				headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: 30_000,
				encoding: 'stream',
				skipSslCertificateValidation: false,
			},
		]);
		expect(asked[0]?.abortSignal).toBeInstanceOf(AbortSignal);
		timeout.mockRestore();
	});

	it('names user, password and project as they were typed in', async () => {
		const { asked, helpers } = iamWith(token('t-1'));
		const user = newUser({ allowUnauthorizedCerts: true });
		await sessionToken(helpers, user, NOW);
		expect(JSON.parse(String(asked[0]?.body))).toMatchObject({
			auth: {
				identity: {
					password: {
						user: { name: user.userName, password: user.password, domain: { name: 'corp' } },
					},
				},
				scope: { project: { id: user.projectId } },
			},
		});
		expect(asked[0]?.skipSslCertificateValidation).toBe(true);
	});

	it.each([
		['a password is missing', { password: '' }, 'Password is missing'],
		[
			'the address of IAM is not known',
			{ authentication: 'token', token: 't', region: 'custom', endpoint: 'https://10.0.0.1' },
			'The IAM Endpoint is missing. Enter it in the credential.',
		],
	])('is not sent where %s', async (_, more, says) => {
		const { asked, helpers } = iamWith(token('t-1'));
		await expect(sessionToken(helpers, newUser(more), NOW)).rejects.toMatchObject({
			name: SIGN_IN_REFUSED,
			message: expect.stringContaining(says) as unknown,
		});
		expect(asked).toEqual([]);
	});

	it.each([
		['is silent', async () => await new Promise<never>(() => undefined)],
		[
			'begins an answer and falls silent',
			async () =>
				await Promise.resolve({
					statusCode: 201,
					headers: {},
					body: new Readable({ read: () => undefined }),
				}),
		],
	])('ends at its time limit if IAM %s', async (_, httpRequest) => {
		const late = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
		const helpers = { httpRequest } as unknown as IHttpRequestHelper['helpers'];
		const session = sessionToken(helpers, newUser(), NOW);
		setImmediate(() => {
			late.abort();
		});
		await expect(session).rejects.toMatchObject({
			name: IAM_UNAVAILABLE,
			message: expect.stringMatching(/within 30 s/) as unknown,
		});
		timeout.mockRestore();
	});

	it('gives the token whole, where other texts are cut, and also a renewed one', async () => {
		const long = `MII${'x'.repeat(8000)}`;
		const { helpers } = iamWith(token(long));
		const user = newUser({ sessionToken: 'MIIxxxxxxxx' });
		expect(await sessionToken(helpers, user, NOW)).toBe(long);
	});

	it('reads at most 1 MB', async () => {
		const body = Readable.from(
			Array.from({ length: 20 }, () => Buffer.alloc(100_000, 'x')),
			{ objectMode: false },
		);
		const { helpers } = iamWith({ ...token('t-1'), body });
		await expect(sessionToken(helpers, newUser(), NOW)).rejects.toMatchObject({
			message: expect.stringMatching(/larger than 1 MB/) as unknown,
		});
	});
});

describe('a shared token', () => {
	it('is asked for once, however many requests want one', async () => {
		const { asked, helpers } = iamWith(token('t-1'));
		const user = newUser();
		const tokens = await Promise.all(
			[undefined, undefined, ''].map(
				async (none) => await sessionToken(helpers, { ...user, sessionToken: none }, NOW),
			),
		);
		expect(tokens).toEqual(['t-1', 't-1', 't-1']);
		expect(asked).toHaveLength(1);
	});

	it.each([
		['password', { password: 'another one' }],
		['user', { userName: 'somebody else' }],
		['account', { domainName: 'other' }],
		['project', { projectId: 'f'.repeat(32) }],
		['region', { region: 'cn-south-1' }],
		['Workspace Endpoint', { endpoint: 'https://10.0.0.3' }],
		['IAM Endpoint', { iamEndpoint: 'https://10.0.0.4' }],
	])('is not given to a credential with another %s', async (_, difference) => {
		const { helpers } = iamWith(token('t-1'), token('t-2'));
		const user = newUser({
			region: 'custom',
			endpoint: 'https://10.0.0.1',
			iamEndpoint: 'https://10.0.0.2',
		});
		expect(await sessionToken(helpers, user, NOW)).toBe('t-1');
		expect(await sessionToken(helpers, { ...user, ...difference }, NOW)).toBe('t-2');
	});

	it('is not given once it has expired', async () => {
		const { helpers } = iamWith(token('t-1', '2026-11-26T01:00:00.000000Z'), token('t-2'));
		const user = newUser();
		const at = async (time: number) => await sessionToken(helpers, user, time);
		expect(await at(NOW)).toBe('t-1');
		expect(await at(NOW + 3_599_999)).toBe('t-1');
		expect(await at(NOW + 3_600_000)).toBe('t-2');
	});

	it('is given for 12 hours where IAM does not say when it expires', async () => {
		const { helpers } = iamWith(token('t-1'), token('t-2'));
		const user = newUser();
		const at = async (time: number) => await sessionToken(helpers, user, time);
		expect(await at(NOW)).toBe('t-1');
		expect(await at(NOW + 43_199_999)).toBe('t-1');
		expect(await at(NOW + 43_200_000)).toBe('t-2');
	});

	it('that has expired is asked for once, however many requests want one', async () => {
		const { asked, helpers } = iamWith(token('t-1', '2026-11-26T01:00:00Z'), token('t-2'));
		const user = newUser();
		await sessionToken(helpers, user, NOW);
		const wanted = [1, 2, 3].map(async () => await sessionToken(helpers, user, NOW + 3_600_000));
		expect(await Promise.all(wanted)).toEqual(['t-2', 't-2', 't-2']);
		expect(asked).toHaveLength(2);
	});

	it('stays, if an older sign-in fails after it', async () => {
		const first = iamWith();
		const fails = new AbortController();
		const failing = async () =>
			await new Promise<never>((_, reject) => {
				fails.signal.addEventListener('abort', () => {
					reject(new Error('late'));
				});
			});
		const user = newUser();
		const late = sessionToken({ ...first.helpers, httpRequest: failing }, user, NOW);
		const { asked, helpers } = iamWith(token('t-2'));
		const dead = { ...user, sessionToken: 'dead' };
		expect(await sessionToken(helpers, dead, NOW)).toBe('t-2');
		fails.abort();
		await expect(late).rejects.toMatchObject({ name: IAM_UNAVAILABLE });
		expect(await sessionToken(helpers, dead, NOW)).toBe('t-2');
		expect(asked).toHaveLength(1);
	});

	it('that was refused is replaced', async () => {
		const { helpers } = iamWith(token('t-1'), token('t-2'));
		const user = newUser();
		expect(await sessionToken(helpers, user, NOW)).toBe('t-1');
		expect(await sessionToken(helpers, { ...user, sessionToken: 't-1' }, NOW)).toBe('t-2');
	});

	it('is not remembered if there was none', async () => {
		const { helpers } = iamWith(refused('no'), token('t-2'));
		const user = newUser();
		await expect(sessionToken(helpers, user, NOW)).rejects.toMatchObject({ name: SIGN_IN_REFUSED });
		expect(await sessionToken(helpers, user, NOW)).toBe('t-2');
	});
});

describe('a failed sign-in', () => {
	it.each<[string, Answer | Error, string]>([
		['throttling', { statusCode: 429 }, IAM_UNAVAILABLE],
		['an IAM that is down', { statusCode: 500 }, IAM_UNAVAILABLE],
		['no connection', Object.assign(new Error('x'), { code: 'ECONNRESET' }), IAM_UNAVAILABLE],
		['a refusal', { statusCode: 499 }, SIGN_IN_REFUSED],
		['no token', { statusCode: 201 }, SIGN_IN_REFUSED],
	])('may be tried again only where that can help: %s', async (_, answer, name) => {
		const { helpers } = iamWith(answer);
		await expect(sessionToken(helpers, newUser(), NOW)).rejects.toMatchObject({ name });
	});

	it.each([
		['in words', refused('the password Pass/word="1" is wrong')],
		[
			'escaped',
			{
				statusCode: 401,
				body: '{"error":{"code":401,"message":"Pass\\/word\\u003d\\u00221\\u0022"}}',
			},
		],
		['URL-encoded', refused(encodeURIComponent('Pass/word="1"'))],
		['in a page', { statusCode: 502, body: '<html>Pass/word=&quot;1&quot;</html>' }],
		['by the network', Object.assign(new Error('Pass/word="1"'), { code: 'EODD' })],
	])('does not repeat the password: %s', async (_, answer) => {
		const { helpers } = iamWith(answer);
		const failed = await sessionToken(helpers, newUser(), NOW).catch((error: unknown) => error);
		expect(failed).toBeInstanceOf(Error);
		const { message, stack, cause } = failed as Error;
		expect(`${message} ${String(stack)} ${String(cause)}`).not.toMatch(/Pass(?:\W|u00)/);
	});
});

describe('the project of a session', () => {
	const ID = '0123456789abcdef0123456789abcdef';
	const forRegion = (id: unknown, more: object = {}): Answer => ({
		headers: { 'X-Subject-Token': 't' },
		body: JSON.stringify({ token: { project: { id } } }),
		...more,
	});
	const empty = () => newUser({ projectId: ' ' });

	it('is requested by the name of the region, and read from the token', async () => {
		const { asked, helpers } = iamWith(forRegion(ID));
		const session = await sessionOf(helpers, empty(), NOW);
		expect(session).toEqual({ sessionToken: 't', sessionProject: `cn-north-4 ${ID}` });
		expect(JSON.parse(String(asked[0]?.body))).toMatchObject({
			auth: { scope: { project: { name: 'cn-north-4' } } },
		});
		expect(sessionProject({ ...empty(), ...session })).toEqual({ id: ID, name: 'cn-north-4' });
	});

	it('is not stored where it was typed in', async () => {
		const { helpers } = iamWith(forRegion('f'.repeat(32)));
		expect(await sessionOf(helpers, newUser(), NOW)).toMatchObject({ sessionProject: '' });
	});

	it.each([[undefined], [''], ['../../v3'], [7.5], [{}], ['x'.repeat(65)]])(
		'that IAM calls %j is none',
		async (id) => {
			const { helpers } = iamWith(forRegion(id));
			await expect(sessionOf(helpers, empty(), NOW)).rejects.toMatchObject({
				name: SIGN_IN_REFUSED,
				message: expect.stringContaining('Enter the Project ID') as unknown,
			});
		},
	);

	it.each([
		['', 'nothing'],
		[`cn-south-1 ${ID}`, 'another region'],
		['cn-north-4 ../x', 'no ID'],
		['cn-north-4', 'a name alone'],
		[ID, 'an ID alone'],
	])('stored as %j is none: %s', (stored) => {
		expect(sessionProject({ ...empty(), sessionProject: stored })).toBeUndefined();
	});
});
