import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readConnection } from '../../../nodes/DesktopSid/transport/connection';
import { sender } from '../../../nodes/DesktopSid/transport/request';
import { UPDATE } from '../answers';
import { connectionTo } from './connections';

/** What n8n's request helper was asked for, and the reply that came of it. */
async function sent(answer: unknown, workspace = 'https://workspace.example.com') {
	const asked: Array<[type: string, options: IHttpRequestOptions]> = [];
	const httpRequestWithAuthentication = async (type: string, options: IHttpRequestOptions) => {
		asked.push([type, options]);
		if (answer instanceof Error) throw answer;
		return await Promise.resolve(answer);
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const send = sender(context, connectionTo(workspace), 60_000, () => 0);
	const reply = await send({
		method: 'PUT',
		path: '/desktops/sids',
		query: [
			['desktop_id', 'a b&c'],
			['desktop_id', 'ü'],
		],
		body: { desktop_ids: ['a'] },
		purpose: UPDATE,
	});
	return { asked, reply };
}

describe('sender', () => {
	it('builds URL and body to the byte, with the path prefix and the project', async () => {
		const answer = { statusCode: 204, headers: {}, body: '' };
		const { asked } = await sent(answer, 'https://workspace.example.com/gateway');
		expect(asked).toMatchObject([
			[
				'huaweiCloudWorkspaceApi',
				{
					method: 'PUT',
					url: 'https://workspace.example.com/gateway/v2/0123456789abcdef0123456789abcdef/desktops/sids?desktop_id=a%20b%26c&desktop_id=%C3%BC',
					headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
					body: '{"desktop_ids":["a"]}',
					disableFollowRedirect: true,
					skipSslCertificateValidation: false,
					timeout: 60_000,
				},
			],
		]);
	});

	it('asks a listed region at its own address', async () => {
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
		const headers = { 'X-Request-Id': 'r-1', 'Set-Cookie': ['a', 'b'] };
		const { reply } = await sent({ statusCode: 400, headers, body: '{"error_msg":"planted"}' });
		expect(reply).toMatchObject({
			kind: 'answer',
			statusCode: 400,
			error: { errorMsg: '***' },
			headers: { 'x-request-id': 'r-1' },
			text: '{"error_msg":"***"}',
			json: { error_msg: '***' },
		});
	});

	it('turns what the helper throws into a fault', async () => {
		const { reply } = await sent(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
		expect(reply).toMatchObject({ kind: 'fault', code: 'ECONNREFUSED' });
	});
});
