import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { TEST_MARK } from '../../../credentials/huaweicloud/credentialTest.ts';
import { type Answer, iamWith } from './fakeIam.mts';
import { HOST, ID, listOf, MAIN, newKey, newToken, OPEN } from './projectSent.mts';

const type = new HuaweiCloudWorkspaceApi();
const OTHER = 'f'.repeat(32);
const TYPED = { projectId: ` ${OTHER}\n` };
const LIST = `${HOST}/v2/${OTHER}/desktops`;

/** As n8n calls the credential before a request. */
async function authenticated(
	fields: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	...answers: readonly Answer[]
) {
	const { asked, helpers } = iamWith(...answers);
	const renewed = await type.preAuthentication.call({ helpers }, fields);
	Object.assign(fields, renewed);
	return { asked, renewed, sent: await type.authenticate(fields, options) };
}

describe('the session', () => {
	const user = {
		authentication: 'iamUser',
		region: 'cn-north-4',
		domainName: 'corp',
		userName: 'robot of n8n',
		password: 'Passw0rd!x',
	};
	it('of an IAM user is stored with its project, and used', async () => {
		const { asked, renewed, sent } = await authenticated(
			{ ...user },
			{ url: OPEN },
			{
				headers: { 'X-Subject-Token': 'session-token' },
				body: JSON.stringify({ token: { project: MAIN } }),
			},
		);
		expect(renewed).toEqual({ sessionToken: 'session-token', sessionProject: `cn-north-4 ${ID}` });
		expect(sent).toMatchObject({
			url: `${HOST}/v2/${ID}/desktops`,
			headers: { 'X-Auth-Token': 'session-token' },
		});
		expect(asked).toHaveLength(1);
	});

	it.each([
		[
			'is dropped where it is left over',
			{ sessionToken: 'old' },
			{ sessionToken: '', sessionProject: '' },
		],
		['is not touched where there is none', { sessionToken: '' }, {}],
		['is not touched where there never was one', {}, {}],
	])('of another way to sign in %s', async (_, session, renewed) => {
		for (const fields of [newKey({ ...TYPED, ...session }), newToken({ ...TYPED, ...session })]) {
			const answered = await authenticated(fields, { url: LIST });
			expect(answered.renewed).toEqual(renewed);
			expect(answered.asked).toEqual([]);
		}
	});
});

describe('a request', () => {
	it('is signed for the project that was typed in, without a look-up', async () => {
		const options = { url: `${HOST}/v3/quotas` };
		const { asked, sent } = await authenticated(newKey(TYPED), options);
		expect(asked).toEqual([]);
		expect(sent).toMatchObject({ ...options, headers: { 'X-Project-Id': OTHER } });
		expect(sent).not.toHaveProperty('ignoreHttpStatusErrors');
	});

	it('is signed for the project that was looked up', async () => {
		const { asked, sent } = await authenticated(newKey(), { url: OPEN }, listOf(MAIN));
		expect(asked).toHaveLength(1);
		expect(sent).toMatchObject({
			url: `${HOST}/v2/${ID}/desktops`,
			headers: { 'X-Project-Id': ID },
		});
	});
});

describe('the request of the credential test', () => {
	const options = (url: string): IHttpRequestOptions => ({
		url,
		qs: { limit: 1 },
		headers: { [TEST_MARK]: 'probe' },
	});

	it('is sent first by the credential itself, without the mark', async () => {
		const fields = newToken({ ...TYPED, enterpriseProjectId: '0' });
		const { asked, sent } = await authenticated(fields, options(LIST), { statusCode: 200 });
		const url = `${LIST}?limit=1&enterprise_project_id=0`;
		const headers = { 'X-Auth-Token': fields.token };
		expect(asked).toMatchObject([{ url, headers }]);
		expect(asked[0]?.headers).toEqual(headers);
		expect(sent).toMatchObject({ url, headers, ignoreHttpStatusErrors: true });
	});

	it('is for the project that was looked up', async () => {
		const { asked } = await authenticated(newKey(), options(OPEN), listOf(MAIN), {
			statusCode: 200,
		});
		expect(asked.map(({ url }) => url)).toEqual([
			'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/projects',
			`${HOST}/v2/${ID}/desktops?limit=1`,
		]);
	});

	it('that is refused says why', async () => {
		const refusal = {
			statusCode: 401,
			body: '{"error_code":"APIGW.0301","error_msg":"verify signature fail"}',
		};
		await expect(authenticated(newKey(TYPED), options(LIST), refusal)).rejects.toThrow(
			'The secret access key is wrong',
		);
	});
});
