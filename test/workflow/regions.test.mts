import nock from 'nock';

import { REGIONS } from '../../credentials/huaweicloud/endpoints.ts';
import { runNode } from './support/engine.mts';

const PROJECT = '0123456789abcdef0123456789abcdef';
const PATH = `/v2/${PROJECT}/desktops/sids`;
const ITEMS = [{ desktop_id: 'desktop-1' }];

/** The service's own host names, which nothing on this machine can stand in for. */
describe('a region of the list', () => {
	beforeEach(() => {
		nock.disableNetConnect();
	});
	afterEach(() => {
		expect(nock.pendingMocks()).toEqual([]);
		nock.cleanAll();
		nock.enableNetConnect();
	});

	it.each(REGIONS.map(({ id, workspace }) => [id, workspace]))(
		'%s is reached at %s',
		async (region, workspace) => {
			nock(workspace, { reqheaders: { 'x-auth-token': 'a-ready-token' } })
				.put(PATH, { desktop_ids: ['desktop-1'] })
				.reply(204);
			const { output } = await runNode({
				items: ITEMS,
				credential: { authentication: 'token', region, projectId: PROJECT, token: 'a-ready-token' },
			});
			expect(output.map(({ json }) => json.status)).toEqual(['unchanged']);
		},
	);

	it('signs an IAM user in at the IAM of the region, with the project as scope', async () => {
		nock('https://iam.cn-north-4.myhuaweicloud.com')
			.post('/v3/auth/tokens?nocatalog=true', (body: unknown) =>
				JSON.stringify(body).includes(`"scope":{"project":{"id":"${PROJECT}"}}`),
			)
			.reply(201, {}, { 'X-Subject-Token': 'a-fetched-token' });
		nock('https://workspace.cn-north-4.myhuaweicloud.com', {
			reqheaders: { 'x-auth-token': 'a-fetched-token' },
		})
			.put(PATH)
			.reply(200);
		const { output, credentials } = await runNode({
			items: ITEMS,
			credential: {
				authentication: 'iamUser',
				region: 'cn-north-4',
				projectId: PROJECT,
				domainName: 'corp',
				userName: 'robot',
				password: 'Example-Passw0rd!',
			},
		});
		expect(output.map(({ json }) => json.status)).toEqual(['updated']);
		expect(credentials.stored.sessionToken).toBe('a-fetched-token');
	});

	it('decodes a refusal at the STS of the region, signed with the same key', async () => {
		nock('https://workspace.cn-north-4.myhuaweicloud.com').put(PATH).reply(403, {
			error_code: 'WKS.0403',
			error_msg: 'denied',
			encoded_authorization_message: 'Egpjbi1ub',
		});
		nock('https://sts.cn-north-4.myhuaweicloud.com', {
			reqheaders: { authorization: /^SDK-HMAC-SHA256 Access=HPUAEXAMPLEKEY000001, / },
			badheaders: ['x-project-id'],
		})
			.post('/v5/decode-authorization-message', { encoded_message: 'Egpjbi1ub' })
			.reply(200, { decoded_message: '{"action":"workspace:desktops:updateSids"}' });
		const { output } = await runNode({
			items: ITEMS,
			onError: 'continueRegularOutput',
			credential: {
				authentication: 'accessKey',
				region: 'cn-north-4',
				projectId: PROJECT,
				accessKeyId: 'HPUAEXAMPLEKEY000001',
				secretAccessKey: 'ExampleSecretExampleSecretExampleSecret1',
			},
		});
		expect(output[0]?.json.message).toContain('no policy allows workspace:desktops:updateSids');
	});
});
