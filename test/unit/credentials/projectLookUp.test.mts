import { IAM_UNAVAILABLE, SIGN_IN_REFUSED } from '../../../credentials/huaweicloud/iamSession.ts';
import { chooseProject } from '../../../credentials/huaweicloud/projects.ts';
import { PROJECT_UNKNOWN } from '../../../credentials/huaweicloud/signIn.ts';
import type { Answer } from './fakeIam.mts';
import { ID, listOf, MAIN, newKey, newToken, OPEN, send } from './projectSent.mts';

const OTHER = 'f'.repeat(32);
const saying = (statusCode: number, json: unknown): Answer => ({
	statusCode,
	body: JSON.stringify(json),
});

describe('a look-up that fails', () => {
	const failed = async (answer: Answer | Error, fields = newKey()) =>
		await send(fields, { url: OPEN }, answer).then(
			() => ({ name: 'none', message: '' }),
			(error: unknown) => error as Error,
		);
	const TYPE_IT = ' Or enter the Project ID in the credential; then it is not looked up.';

	it.each<[string, Answer | Error, string, string]>([
		[
			'no connection',
			Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
			IAM_UNAVAILABLE,
			'iam.cn-north-4.myhuaweicloud.com',
		],
		['IAM is down', { statusCode: 503 }, IAM_UNAVAILABLE, 'IAM is not available at the moment'],
		[
			'throttling',
			saying(429, { error_code: 'APIGW.0308', error_msg: 'slow' }),
			IAM_UNAVAILABLE,
			'IAM throttles the requests for the project (HTTP 429, APIGW.0308). Wait a few minutes',
		],
		[
			'a page',
			{ statusCode: 200, body: '<html></html>' },
			PROJECT_UNKNOWN,
			'A web page or plain text came back instead of the list of projects (HTTP 200)',
		],
		[
			'a page of a proxy that asks for a sign-in',
			{ statusCode: 401, body: '<html></html>' },
			PROJECT_UNKNOWN,
			'A web page or plain text came back',
		],
		[
			'another service',
			saying(200, { regions: [] }),
			PROJECT_UNKNOWN,
			'The answer holds no list of projects (HTTP 200). Check that the IAM Endpoint',
		],
		[
			'no list but a text',
			saying(299, { projects: 'none' }),
			PROJECT_UNKNOWN,
			'The answer holds no list of projects (HTTP 299)',
		],
		[
			'a list beside an error',
			saying(200, { projects: [MAIN], error_code: '1100', error_msg: 'half' }),
			PROJECT_UNKNOWN,
			'The answer holds no list of projects (HTTP 200, 1100)',
		],
		[
			'a redirect',
			{ ...listOf(MAIN), statusCode: 300 },
			PROJECT_UNKNOWN,
			'The IAM Endpoint redirects to another address (HTTP 300)',
		],
		[
			'no right',
			saying(403, { error: { code: 403, message: 'not allowed' } }),
			PROJECT_UNKNOWN,
			'IAM does not allow this sign-in to look up its project (HTTP 403)',
		],
		[
			'no IAM',
			saying(404, { error_code: 'APIGW.0101', error_msg: 'no API' }),
			PROJECT_UNKNOWN,
			'There is no IAM at this address (HTTP 404, APIGW.0101)',
		],
		[
			'anything else',
			saying(418, { tea: true }),
			PROJECT_UNKNOWN,
			'IAM gave no list of projects (HTTP 418). Check the region',
		],
		[
			'IAM itself refuses the key',
			saying(401, { error: { code: 401, message: 'no AK/SK here' } }),
			SIGN_IN_REFUSED,
			'does not accept the access key.',
		],
	])('says what to do, and how to do without: %s', async (_, answer, name, says) => {
		const error = await failed(answer);
		expect(error.name).toBe(name);
		expect(error.message).toContain(says);
		expect(error.message.endsWith(TYPE_IT)).toBe(true);
	});

	it('at the gateway, because of the sign-in itself: the Project ID would not help', async () => {
		const refused = saying(401, { error_code: 'APIGW.0301', error_msg: 'verify signature fail' });
		const ofKey = await failed(refused);
		expect(ofKey.name).toBe(SIGN_IN_REFUSED);
		expect(ofKey.message).toMatch(
			/^The secret access key is wrong: .* \(HTTP 401, APIGW\.0301: verify signature fail\)$/,
		);
		expect((await failed(refused, newToken())).message).toMatch(/not accept the token/);
	});

	it('is not remembered', async () => {
		const fields = newKey();
		expect((await failed({ statusCode: 503 }, fields)).name).toBe(IAM_UNAVAILABLE);
		expect(await send(fields, { url: OPEN }, listOf(MAIN))).toMatchObject({ projectId: ID });
	});

	it('quotes IAM', async () => {
		const { message } = await failed(saying(403, { error: { code: 403, message: 'not today' } }));
		expect(message).toContain(' IAM says: "not today"');
	});
});

describe('which entries of the list count', () => {
	const chosen = async (...entries: readonly unknown[]) =>
		(await send(newKey(), { url: OPEN }, listOf(...entries))).projectId;

	it.each<[string, unknown[]]>([
		[
			'a disabled one does not',
			[
				{ ...MAIN, id: OTHER, enabled: false },
				{ ...MAIN, enabled: true },
			],
		],
		['one without an ID does not', [{ name: 'cn-north-4' }, MAIN]],
		['one whose ID fits no path does not', [{ ...MAIN, id: '../v3' }, MAIN]],
		['what is no project does not', [null, 'cn-north-4', 7, MAIN]],
		['the same one counts once', [MAIN, { ...MAIN }]],
		['spaces around ID and name do not', [{ id: ` ${ID} `, name: 'cn-north-4\n' }]],
	])('%s', async (_, entries) => {
		expect(await chosen(...entries)).toBe(ID);
	});

	it('without a region, that of the object storage does not, nor one without a name', async () => {
		const fields = newKey({
			region: 'custom',
			endpoint: 'https://10.0.0.1',
			iamEndpoint: 'https://10.0.0.2',
		});
		const list = listOf({ id: OTHER, name: 'MOS' }, { id: 'nameless' }, { id: ID, name: 'any' });
		expect(await send(fields, { url: OPEN }, list)).toMatchObject({ projectId: ID });
	});

	it('none of another region, and the sentence lists it', async () => {
		await expect(chosen({ id: OTHER, name: 'cn-south-1' })).rejects.toMatchObject({
			name: PROJECT_UNKNOWN,
			message: expect.stringMatching(
				/^This sign-in may use no project of the region cn-north-4\. .* It may use: cn-south-1 \(f{32}\)\.$/,
			) as unknown,
		});
	});
});

describe('chooseProject', () => {
	const named = (...names: readonly string[]) => names.map((name, at) => ({ id: `id${at}`, name }));

	it.each<[string, string[], string | undefined, number]>([
		['that of the region', ['cn-north-4_a', 'cn-north-4', 'cn-south-1'], 'cn-north-4', 1],
		['an own one of the region', ['cn-south-1', 'cn-north-4_a'], 'cn-north-4', 1],
		['the only one, without a region', ['anything'], undefined, 0],
	])('takes %s', (_, names, region, at) => {
		expect(chooseProject(named(...names), region)).toEqual({ id: `id${at}`, name: names[at] });
	});

	it.each<[string, string[], string | undefined, string]>([
		[
			'two of the region',
			['cn-north-4_a', 'cn-north-4_b', 'cn-south-1'],
			'cn-north-4',
			'This sign-in may use 2 projects of the region cn-north-4. Enter the ID of the right one as Project ID: cn-north-4_a (id0), cn-north-4_b (id1).',
		],
		[
			'two, without a region',
			['a', 'b'],
			undefined,
			'This sign-in may use 2 projects, and the Workspace Endpoint does not say which one to use. Enter the ID of the right one as Project ID: a (id0), b (id1).',
		],
		[
			'none, without a region',
			[],
			undefined,
			'This sign-in may use no project. Give its user a role in the project of the desktops, or enter the Project ID.',
		],
		[
			'none at all',
			[],
			'cn-north-4',
			'This sign-in may use no project of the region cn-north-4. Check the region. If it is right, open it once in the console, which makes its project, and give the user a role there; or enter the Project ID.',
		],
		[
			'one that only begins like the region',
			['cn-north-42'],
			'cn-north-4',
			'This sign-in may use no project of the region cn-north-4. Check the region. If it is right, open it once in the console, which makes its project, and give the user a role there; or enter the Project ID. It may use: cn-north-42 (id0).',
		],
	])('says of %s what to do', (_, names, region, says) => {
		expect(chooseProject(named(...names), region)).toBe(says);
	});

	it('lists 15 projects at most, and counts the others', () => {
		const many = (count: number) =>
			String(
				chooseProject(named(...Array.from({ length: count }, (_, at) => `p${at}`)), undefined),
			);
		expect(many(15)).toMatch(/, p14 \(id14\)\.$/);
		expect(many(17)).toMatch(/, p14 \(id14\) and 2 more\.$/);
	});

	it('shows names on one line, and the beginning of a long one', () => {
		const [exact, long] = ['x'.repeat(64), 'y'.repeat(65)];
		const sentence = chooseProject(named('a\n\t b\0c', exact, long), undefined);
		expect(sentence).toContain(`: a b c (id0), ${exact} (id1), ${'y'.repeat(64)}… (id2).`);
	});
});
