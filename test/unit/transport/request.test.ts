import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readConnection } from '../../../nodes/DesktopSid/transport/connection';
import { sender, type WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request';
import { signedIn, TOKEN_USED } from '../../../credentials/huaweicloud/signIn';
import { UPDATE } from '../answers';
import { connectionTo } from './connections';

type Asked = [type: string, options: IHttpRequestOptions];
type Helper = (options: IHttpRequestOptions) => unknown;

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

/** What n8n's request helper was asked for, and the reply that came of it. */
async function sent(
	helper: Helper,
	request = PUT,
	connection = connectionTo('https://workspace.example.com'),
	cancel?: AbortSignal,
) {
	const asked: Asked[] = [];
	const httpRequestWithAuthentication = async (type: string, options: IHttpRequestOptions) => {
		asked.push([type, options]);
		// As n8n does, which does not know of any other signal.
		options.abortSignal = new AbortController().signal;
		return await Promise.resolve(helper(options));
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const reply = await sender(context, connection, 200, cancel)(request);
	return { asked, reply };
}

const EMPTY = () => ({ statusCode: 204, headers: {}, body: '' });
const throwing = (error: unknown) => () => {
	throw error;
};
const named = (name: string) => Object.assign(new Error('No token: planted-secret'), { name });

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
			],
		]);
	});

	it('asks a listed region at its own address', () => {
		const reading = readConnection({
			authentication: 'token',
			region: 'cn-north-4',
			projectId: '0123456789abcdef0123456789abcdef',
			token: 'a-ready-token',
		});
		expect(reading).toMatchObject({
			connection: { workspace: 'https://workspace.cn-north-4.myhuaweicloud.com' },
		});
	});

	it('reads headers in lower case and hides an echoed secret', async () => {
		const headers = { 'X-Request-Id': 'r-1', 'X-Echo': 'planted-secret', 'Set-Cookie': ['a'] };
		const body = '{"error_msg":"planted-secret"}';
		const { reply } = await sent(() => ({ statusCode: 400, headers, body }));
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
			'a 401 after renewal',
			Object.assign(new Error('x'), { httpCode: '401' }),
			{ cause: 'signIn', code: '401' },
		],
		[
			'something unknown',
			new Error('odd: planted-secret'),
			{
				cause: 'connection',
				message: 'The request to workspace.example.com could not be completed: odd: ***.',
			},
		],
	])('turns what the helper throws for %s into a fault', async (_, error, fault) => {
		const { reply } = await sent(throwing(error));
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
			const { asked, reply } = await sent(EMPTY, {
				method: 'GET',
				path: `/workspace-jobs/${id}`,
				purpose: UPDATE,
			});
			expect(asked).toEqual([]);
			expect(reply).toMatchObject({ kind: 'fault', code: 'ERR_INVALID_URL' });
		},
	);

	it('sends an ID with odd characters in its own place', async () => {
		const path = `/workspace-jobs/${encodeURIComponent("%2e%2e/ü'?#")}`;
		const { asked } = await sent(EMPTY, { method: 'GET', path, purpose: UPDATE });
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
			undefined,
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
		const { reply } = await sent((options) => {
			(options as unknown as Record<symbol, (token: string) => void>)[TOKEN_USED]?.(
				'renewed-token',
			);
			throw new Error('it was renewed-token');
		});
		expect(reply).toMatchObject({ message: expect.stringMatching(/it was \*\*\*\.$/) as unknown });
	});
});
