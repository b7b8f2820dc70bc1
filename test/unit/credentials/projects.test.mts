import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	IAM_UNAVAILABLE,
	keepHelpers,
	SIGN_IN_REFUSED,
} from '../../../credentials/huaweicloud/iamSession.ts';
import { withProject } from '../../../credentials/huaweicloud/projects.ts';
import { PROJECT_UNKNOWN, PROJECT_USED } from '../../../credentials/huaweicloud/signIn.ts';
import { iamWith } from './fakeIam.mts';
import { HOST, ID, listOf, MAIN, newKey, newToken, NOW, OPEN, send } from './projectSent.mts';

type Fields = ICredentialDataDecryptedObject;

const OTHER = 'f'.repeat(32);
const FILLED = `${HOST}/v2/${ID}/desktops`;
const user = (more: object = {}): Fields => ({
	authentication: 'iamUser',
	region: 'cn-north-4',
	domainName: 'corp',
	userName: 'robot',
	password: 'Passw0rd!x',
	...more,
});

describe('the project is put into the path', () => {
	it.each([
		['of the newer helper', { url: OPEN, json: true }, { url: FILLED, json: true }],
		['of the older helper', { uri: OPEN, json: true }, { uri: FILLED, json: true }],
		['under both names', { url: OPEN, uri: OPEN }, { url: FILLED, uri: FILLED }],
	])('%s, and nothing else is changed', async (_, options, filled) => {
		for (const fields of [newKey(), newToken()]) {
			const sent = await send(fields, options, listOf(MAIN));
			expect(sent).toMatchObject({ projectId: ID });
			expect(sent.options).toEqual(filled);
		}
	});

	it('and reported to the sender', async () => {
		const reported: unknown[] = [];
		const options = { url: OPEN, [PROJECT_USED]: (project: unknown) => reported.push(project) };
		await send(newKey(), options, listOf(MAIN));
		expect(reported).toEqual([MAIN]);
		const odd = { url: OPEN, [PROJECT_USED]: 'nobody' };
		expect(await send(newKey(), odd, listOf(MAIN))).toMatchObject({ projectId: ID });
	});

	it('of the session of an IAM user, without asking', async () => {
		const { asked, options, projectId } = await send(user({ sessionProject: `cn-north-4 ${ID}` }), {
			url: OPEN,
		});
		expect([options, projectId]).toEqual([{ url: FILLED }, ID]);
		expect(asked).toEqual([]);
	});
});

describe('the question to IAM', () => {
	const ask = async (fields: Fields) => (await send(fields, { url: OPEN }, listOf(MAIN))).asked;

	it('is signed by an access key, and names no project', async () => {
		const asked = await ask(newKey({ securityToken: 'sts-token' }));
		expect(asked).toHaveLength(1);
		expect(asked[0]).toMatchObject({
			method: 'GET',
			url: 'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/projects',
			headers: {
				Accept: 'application/json',
				'X-Sdk-Date': '20261126T000000Z',
				'X-Security-Token': 'sts-token',
			},
		});
		expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual([
			'Accept',
			'Authorization',
			'Host',
			'X-Sdk-Date',
			'X-Security-Token',
		]);
	});

	it('names no project either where Workspace has the same address', async () => {
		const address = { endpoint: 'https://gw.example.com', iamEndpoint: 'https://gw.example.com' };
		const [request] = await ask(newKey({ region: 'custom', ...address }));
		expect(request?.url).toBe('https://gw.example.com/v3/auth/projects');
		expect(Object.keys(request?.headers ?? {})).not.toContain('X-Project-Id');
	});

	it('carries a token', async () => {
		const fields = newToken();
		expect((await ask(fields))[0]?.headers).toEqual({
			Accept: 'application/json',
			'X-Auth-Token': fields.token,
		});
	});
});

describe('a request without a place for the project', () => {
	const QUOTAS = `${HOST}/v3/quotas`;
	it('is signed for the project of an access key', async () => {
		for (const options of [
			{ url: QUOTAS },
			{ uri: QUOTAS },
			{ url: QUOTAS, headers: { Accept: 'a' } },
		]) {
			const sent = await send(newKey(), options, listOf(MAIN));
			expect(sent.options).toBe(options);
			expect(sent.projectId).toBe(ID);
		}
	});

	it.each<[string, Fields, object]>([
		['is for a token', newToken(), { url: QUOTAS }],
		['names its project', newKey(), { url: `${HOST}/v2/${OTHER}/desktops` }],
		['has the header', newKey(), { url: QUOTAS, headers: { Accept: 'a', 'x-project-ID': 'p' } }],
		['is for IAM', newKey(), { url: 'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/projects' }],
	])('costs no look-up if it %s', async (_, fields, options) => {
		const sent = await send(fields, options);
		expect(sent).toEqual({ asked: [], options, projectId: '' });
		expect(sent.options).toBe(options);
	});

	it('does without if there is no project, or more than one', async () => {
		for (const list of [listOf(), listOf({ ...MAIN, id: 'a' }, MAIN)]) {
			const { options, projectId } = await send(newKey(), { url: QUOTAS }, list);
			expect([options, projectId]).toEqual([{ url: QUOTAS }, '']);
		}
	});

	it('does not go out while IAM cannot be asked', async () => {
		await expect(send(newKey(), { url: QUOTAS }, { statusCode: 503 })).rejects.toMatchObject({
			name: IAM_UNAVAILABLE,
		});
	});
});

describe('a project that is found', () => {
	/** The same place, typed in. */
	const CUSTOM = {
		region: 'custom',
		endpoint: HOST,
		iamEndpoint: 'https://iam.cn-north-4.myhuaweicloud.com',
	};

	it('is asked for once, also by many requests at once', async () => {
		const fields = newKey();
		const { asked, helpers } = iamWith(listOf(MAIN));
		keepHelpers(fields, helpers);
		const found = await Promise.all(
			[1, 2, 3].map(async () => await withProject(fields, { url: OPEN }, NOW)),
		);
		expect(found.map(({ projectId }) => projectId)).toEqual([ID, ID, ID]);
		expect(asked).toHaveLength(1);
		expect(await send({ ...fields }, { url: OPEN })).toMatchObject({ asked: [], projectId: ID });
		expect(await send({ ...fields, sessionToken: 'left over' }, { url: OPEN })).toMatchObject({
			asked: [],
		});
	});

	it('is used for the same place in other words', async () => {
		const fields = newKey();
		await send(fields, { url: OPEN }, listOf(MAIN));
		expect(await send({ ...fields, ...CUSTOM }, { url: OPEN })).toMatchObject({ asked: [] });
	});

	it.each<[string, object]>([
		['key', { accessKeyId: 'ANOTHERKEY' }],
		['secret', { secretAccessKey: 't'.repeat(40) }],
		['security token', { securityToken: 'sts-token' }],
		['region', { ...CUSTOM, endpoint: 'https://workspace.cn-south-1.myhuaweicloud.com' }],
		['address of IAM', { ...CUSTOM, iamEndpoint: 'https://iam.example' }],
		['check of certificates', { allowUnauthorizedCerts: true }],
		['way to sign in', { authentication: 'token' }],
	])('is not used for another %s', async (_, difference) => {
		const fields = newKey({ token: 'ready-token' });
		await send(fields, { url: OPEN }, listOf(MAIN));
		const others = listOf(MAIN, { id: OTHER, name: 'cn-south-1' });
		const sent = await send({ ...fields, ...difference }, { url: OPEN }, others);
		expect(sent.asked).toHaveLength(1);
	});

	it('is forgotten after 500 others, and not before', async () => {
		const fields = newKey();
		await send(fields, { url: OPEN }, listOf(MAIN));
		for (let others = 1; others < 500; others += 1) {
			await send(newToken(), { url: OPEN }, listOf(MAIN));
		}
		expect(await send(fields, { url: OPEN })).toMatchObject({ asked: [] });
		await send(newToken(), { url: OPEN }, listOf(MAIN));
		expect((await send(fields, { url: OPEN }, listOf(MAIN))).asked).toHaveLength(1);
	});
});

describe('without a question to IAM', () => {
	it('nothing is looked up where its address is not known', async () => {
		const fields = newKey({ region: 'custom', endpoint: 'https://10.0.0.1', projectId: OTHER });
		await expect(send(fields, { url: OPEN })).rejects.toMatchObject({
			name: PROJECT_UNKNOWN,
			message: 'The IAM Endpoint is missing. Enter it, or the Project ID.',
		});
	});

	it('a credential that cannot be used is refused', async () => {
		await expect(send(newKey({ secretAccessKey: '' }), { url: OPEN })).rejects.toMatchObject({
			name: SIGN_IN_REFUSED,
			message: expect.stringContaining('Secret Access Key is missing') as unknown,
		});
	});

	it.each([
		['an IAM user has no session yet', user(), true],
		['the session is for another region', user({ sessionProject: `cn-south-1 ${ID}` }), true],
		['a key signs in, and n8n has not prepared it', newKey(), false],
		// A session that an IAM user left in the credential.
		['a token signs in, likewise', newToken({ sessionProject: `cn-north-4 ${ID}` }), false],
	])('n8n is asked to sign in, by a 401: %s', async (_, fields, isPrepared) => {
		const { asked, helpers } = iamWith(listOf(MAIN));
		if (isPrepared) keepHelpers(fields, helpers);
		await expect(withProject(fields, { url: OPEN }, NOW)).rejects.toMatchObject({
			name: IAM_UNAVAILABLE,
			message: 'The project of the region is not known yet. Run this again, or enter Project ID.',
			response: { status: 401 },
		});
		expect(asked).toEqual([]);
	});
});
