import type { ICredentialsDecrypted, IHttpRequestOptions } from 'n8n-workflow';

import { readConnection } from '../../../nodes/DesktopSid/transport/connection';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request';
import { PROJECT_USED, signedIn, TOKEN_USED } from '../../../credentials/huaweicloud/signIn';
import { Secrets } from '../../../credentials/huaweicloud/secrets';
import { LIST, UPDATE } from '../answers';
import { connectionTo } from './connections';
import { answering, sent, throwing } from './support/sent';

const PUT: WorkspaceRequest = {
	method: 'PUT',
	path: '/desktops/sids',
	query: [
		['desktop_id', 'a b&c'],
		['desktop_id', 'ü'],
	],
	body: { desktop_ids: ['a'] },
	purpose: UPDATE,
};

const EMPTY = () => ({ statusCode: 204, headers: {}, body: '' });
const named = (name: string) => Object.assign(new Error('No token: planted-secret'), { name });
const CONNECTION = connectionTo('https://workspace.example.com');
const CREDENTIAL: ICredentialsDecrypted = { id: '', name: '', type: 'x', data: {} };
const DECODE: WorkspaceRequest = {
	service: 'sts',
	method: 'POST',
	path: '/v5/decode-authorization-message',
	purpose: UPDATE,
};
/** Does as the sign-in does, which hands over what it has put into a request. */
function handOver(options: IHttpRequestOptions, what: symbol, value: unknown): void {
	(options as unknown as Record<symbol, (value: unknown) => void>)[what]?.(value);
}

describe('sender', () => {
	it('builds URL and body to the byte, with the path prefix and the project', async () => {
		const connection = connectionTo('https://workspace.example.com/gateway');
		const { asked } = await sent(EMPTY, PUT, connection);
		expect(asked).toMatchObject([
			[
				'huaweiCloudWorkspaceApi',
				{
					method: 'PUT',
					url: 'https://workspace.example.com/gateway/v2/0123456789abcdef0123456789abcdef/desktops/sids?desktop_id=a%20b%26c&desktop_id=%C3%BC',
					headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
					body: '{"desktop_ids":["a"]}',
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					skipSslCertificateValidation: false,
				},
				undefined,
			],
		]);
	});

	it('asks n8n for JSON, and says nothing of a body where there is none', async () => {
		const { asked } = await sent(
			EMPTY,
			{ method: 'GET', path: '/desktops', purpose: LIST },
			CONNECTION,
		);
		expect(asked[0]?.[1].headers).toEqual({ Accept: 'application/json' });
		expect(asked[0]?.[1]).not.toHaveProperty('body');
		expect(asked[0]?.[1]).toMatchObject({
			url: 'https://workspace.example.com/v2/0123456789abcdef0123456789abcdef/desktops',
			encoding: 'stream',
			returnFullResponse: true,
			timeout: 200,
		});
	});

	it.each<[what: string, unchanging: ICredentialsDecrypted | undefined, given: unknown]>([
		['a credential that does not change', CREDENTIAL, { credentialsDecrypted: CREDENTIAL }],
		['no other credential than its own', undefined, undefined],
	])('gives n8n %s', async (_what, unchanging, given) => {
		const connection = { ...CONNECTION, ...(unchanging === undefined ? {} : { unchanging }) };
		const { asked } = await sent(EMPTY, PUT, connection);
		expect(asked[0]?.[2]).toEqual(given);
	});

	it('asks STS at its own address, which has no project in it', async () => {
		const connection = { ...CONNECTION, sts: 'https://sts.example.com' };
		const { asked } = await sent(EMPTY, DECODE, connection);
		expect(asked[0]?.[1].url).toBe('https://sts.example.com/v5/decode-authorization-message');
	});

	it('sends nothing to an STS whose address is not known', async () => {
		const { asked, reply } = await sent(EMPTY, DECODE, CONNECTION);
		expect(asked).toEqual([]);
		expect(reply).toMatchObject({ kind: 'fault', code: 'ERR_INVALID_URL' });
	});

	it('reads headers in lower case and hides an echoed secret', async () => {
		const headers = { 'X-Request-Id': 'r-1', 'X-Echo': 'planted-secret', 'Set-Cookie': ['a'] };
		const body = '{"error_msg":"planted-secret"}';
		const { reply } = await sent(() => ({ statusCode: 400, headers, body }), PUT, CONNECTION);
		expect(reply).toMatchObject({
			kind: 'answer',
			statusCode: 400,
			error: { errorMsg: '***' },
			headers: { 'x-request-id': 'r-1', 'x-echo': '***' },
			text: '{"error_msg":"***"}',
			json: { error_msg: '***' },
		});
	});

	it.each([
		[
			'the network',
			Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
			{ cause: 'connection', code: 'ECONNREFUSED' },
		],
		['a refused sign-in', named('SignInRefused'), { cause: 'signIn', message: 'No token: ***' }],
		[
			'IAM out of reach',
			named('IamUnavailable'),
			{ cause: 'connection', code: 'NO_TOKEN', message: 'No token: ***' },
		],
		[
			'an unknown project',
			named('ProjectUnknown'),
			{ cause: 'refused', code: 'NO_PROJECT', message: 'No token: ***' },
		],
		[
			'a 401 after renewal',
			Object.assign(new Error('x'), { httpCode: '401' }),
			{
				cause: 'signIn',
				code: '401',
				message: expect.stringMatching(/^Huawei Cloud refused the sign-in \(401\)/) as unknown,
			},
		],
		[
			'another status',
			Object.assign(new Error('x'), { httpCode: '400' }),
			{
				cause: 'connection',
				message: expect.stringContaining('could not be completed') as unknown,
			},
		],
		['no reason at all', undefined, { cause: 'connection' }],
		[
			'something unknown',
			new Error('odd: planted-secret'),
			{
				cause: 'connection',
				message: 'The request to workspace.example.com could not be completed: odd: ***.',
			},
		],
	])('turns what the helper throws for %s into a fault', async (_, error, fault) => {
		const { reply } = await sent(throwing(error), PUT, CONNECTION);
		expect(reply).toMatchObject({ kind: 'fault', ...fault });
	});

	it('has a 401 thrown for the IAM user only, whose token n8n then renews', async () => {
		const connection = { ...connectionTo('https://a.example'), authentication: 'iamUser' as const };
		const { asked } = await sent(EMPTY, PUT, connection);
		expect(asked[0]?.[1].ignoreHttpStatusErrors).toEqual({ ignore: true, except: [401] });
	});

	it.each(['..', '.', '../../v3/auth', 'a/../../b'])(
		'sends nothing to a path with %s',
		async (id) => {
			const { asked, reply } = await sent(
				EMPTY,
				{
					method: 'GET',
					path: `/workspace-jobs/${id}`,
					purpose: UPDATE,
				},
				CONNECTION,
			);
			expect(asked).toEqual([]);
			expect(reply).toMatchObject({ kind: 'fault', code: 'ERR_INVALID_URL' });
		},
	);

	it('sends an ID with odd characters in its own place', async () => {
		const path = `/workspace-jobs/${encodeURIComponent("%2e%2e/ü'?#")}`;
		const { asked } = await sent(EMPTY, { method: 'GET', path, purpose: UPDATE }, CONNECTION);
		expect(asked[0]?.[1].url).toContain("/workspace-jobs/%252e%252e%2F%C3%BC'%3F%23");
	});

	it('keeps its own signal, which follows time limit and cancelling', async () => {
		const cancelling = new AbortController();
		let seen: IHttpRequestOptions['abortSignal'];
		const { reply } = await sent(
			async (options) => {
				seen = options.abortSignal;
				cancelling.abort();
				return await new Promise(() => undefined);
			},
			PUT,
			CONNECTION,
			cancelling.signal,
		);
		expect(reply).toMatchObject({ cause: 'cancelled' });
		expect(seen?.aborted).toBe(true);
	});

	it('hides every token that an IAM user had in a run, the renewed one and those before', async () => {
		const fields = {
			authentication: 'iamUser',
			region: 'cn-north-4',
			projectId: '0123456789abcdef0123456789abcdef',
			domainName: 'corp',
			userName: 'robot',
			password: 'pass-word-pass-word',
			sessionToken: 'first-token',
		};
		const reading = readConnection(fields);
		if (reading.kind !== 'connection') throw new Error('expected a connection');
		const body = '{"error_msg":"first-token, second-token, third-token, (pass-word-pass-word)"}';
		const { reply } = await sent(
			(options) => {
				for (const sessionToken of ['second-token', 'third-token']) {
					signedIn({ ...fields, sessionToken }, options, new Date(0));
				}
				return { statusCode: 409, headers: {}, body };
			},
			PUT,
			reading.connection,
		);
		expect(reply).toMatchObject({ json: { error_msg: '***, ***, ***, (***)' } });
	});

	it('hides the renewed token in an error, too', async () => {
		const { reply } = await sent(
			(options) => {
				handOver(options, TOKEN_USED, 'renewed-token');
				throw new Error('it was renewed-token');
			},
			PUT,
			CONNECTION,
		);
		expect(reply).toMatchObject({ message: expect.stringMatching(/it was \*\*\*\.$/) as unknown });
	});

	it('notes the project that was looked up, whose ID may be shown like one that was typed in', async () => {
		const id = 'planted-secret-project';
		const connection = {
			...CONNECTION,
			secrets: new Secrets({ token: 'planted-secret' }),
			seen: {},
		};
		const { reply } = await sent(
			(options) => {
				handOver(options, PROJECT_USED, { id, name: 'cn-north-4' });
				return answering(409, { error_msg: id })();
			},
			PUT,
			connection,
		);
		expect(connection.seen).toEqual({ project: { id, name: 'cn-north-4' } });
		expect(reply).toMatchObject({ error: { errorMsg: id } });
	});
});
