/** An empty Project ID: the project of the region is looked up, once, and never at the cost of a second refused sign-in. */
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { TEST_MARK } from '../../credentials/huaweicloud/credentialTest.ts';
import { PROJECT_TO_LOOK_UP } from '../../credentials/huaweicloud/signIn.ts';
import type { OutgoingOptions } from '../../credentials/huaweicloud/wireFormat.ts';
import { searchDesktops } from '../../nodes/DesktopSid/operations/searchDesktops.ts';
import { manyDesktops } from '../../simulator/estate.mts';
import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator/simulator.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { httpHelpers } from './support/httpHelpers.mts';
import { panelOf } from './support/panel.mts';
import { asBefore, onlyLoopback, regionAt } from './support/regionHosts.mts';
import { textOf } from './support/run.mts';

const PROJECT = 'f00d00000000000000000000000000aa';
const id = (digit: string) => digit.repeat(32);
const DESKTOPS = manyDesktops(200, { drifted: 1 });
const ITEMS = DESKTOPS.map(({ desktop_id }) => ({ desktop_id }));

let serial = 0;
let simulator: Simulator;
let key: { id: string; secret: string };
let user: { domain: string; name: string; password: string };

/** Found projects are kept in the whole process, so each test has sign-ins of its own. */
async function start(options: SimulatorOptions = {}): Promise<void> {
	serial += 1;
	key = {
		id: `LOOKUPKEYIDQXRTVWZ${String(serial + 10)}`,
		secret: 'LookUpSecret'.repeat(3) + 'Abc1',
	};
	user = { domain: 'corp', name: `robot-${String(serial)}`, password: 'Look-Up-Passw0rd!' };
	simulator = await startSimulator({
		desktops: DESKTOPS,
		projectId: PROJECT,
		accessKeys: [key],
		users: [user],
		tokens: [`MIIready-token-${String(serial)}`],
		...options,
	});
	regionAt(simulator);
}

beforeEach(onlyLoopback);
afterEach(async () => {
	asBefore();
	await simulator.close();
});

const WAYS = {
	accessKey: () => ({ accessKeyId: key.id, secretAccessKey: key.secret }),
	iamUser: () => ({ domainName: user.domain, userName: user.name, password: user.password }),
	token: () => ({ token: simulator.token }),
};
type Way = keyof typeof WAYS;
const ALL = Object.keys(WAYS) as Way[];

const signedInBy = (way: Way, more: object = {}) => ({
	authentication: way,
	region: 'cn-north-4',
	projectId: '',
	...WAYS[way](),
	...more,
});
const custom = () => ({ region: 'custom', endpoint: simulator.url, iamEndpoint: simulator.url });
const run = async (credential: RunOptions['credential'], more: Partial<RunOptions> = {}) =>
	await runNode({
		items: ITEMS,
		credential,
		parameters: { options: { batchSize: 10, concurrency: 10 } },
		...more,
	});

const lookUps = () => simulator.journal.of({ path: /auth\/projects/ });
const signIns = () => simulator.journal.of({ path: '/v3/auth/tokens' });
const updates = () => simulator.journal.of({ method: 'PUT' });
const refused = () => simulator.journal.entries.filter(({ refusedSignIn }) => refusedSignIn);
const askedOf = (way: Way) => (way === 'iamUser' ? [0, 1] : [1, 0]);

describe.each(ALL)('signed in by %s', (way) => {
	it('the project is found once, and every request goes to it', async () => {
		await start({
			projects: [
				{ id: id('1'), name: 'cn-south-1' },
				{ id: PROJECT, name: 'cn-north-4' },
			],
		});
		const { output, error, credentials, task } = await run(signedInBy(way));
		expect(error).toBeUndefined();
		expect(task?.hints?.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				new RegExp(`^200 desktops: 200 accepted\\. .* Project: cn-north-4 \\(${PROJECT}\\)\\.$`),
			),
		]);
		expect(output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['accepted', 200],
		]);
		expect(updates().map(({ path }) => path)).toEqual(
			Array<string>(20).fill(`/v2/${PROJECT}/desktops/sids`),
		);
		expect([lookUps().length, signIns().length]).toEqual(askedOf(way));
		expect(refused()).toEqual([]);

		await run(credentials.stored);
		expect([lookUps().length, signIns().length]).toEqual(askedOf(way));
	});

	it('ten executions at once ask once', async () => {
		await start({ latencyMs: 20 });
		const runs = await Promise.all(
			Array.from(
				{ length: 10 },
				async (_, index) => await run(signedInBy(way), { items: ITEMS.slice(index, index + 1) }),
			),
		);
		expect(runs.map(({ error }) => error)).toEqual(Array(10).fill(undefined));
		expect([lookUps().length, signIns().length]).toEqual(askedOf(way));
	});

	it('a project ID that was typed in is used as it is, and costs no request', async () => {
		await start({ projects: [{ id: id('1'), name: 'cn-north-4' }] });
		const { error } = await run(signedInBy(way, { projectId: PROJECT }), {
			items: ITEMS.slice(0, 1),
		});
		if (way === 'iamUser') {
			expect(textOf(error)).toContain('no access to this project');
			return;
		}
		expect(error).toBeUndefined();
		expect(simulator.journal.entries.map(({ path }) => path)).toEqual([
			`/v2/${PROJECT}/desktops/sids`,
		]);
	});

	it('a sign-in that is refused is refused once, whatever the size of the run', async () => {
		await start();
		const wrong = {
			accessKey: { secretAccessKey: 'WrongSecretWrongSecretWrongSecretWrong12' },
			iamUser: { password: 'Wrong-Passw0rd!' },
			token: { token: 'MIIno-such-token' },
		}[way];
		const { error } = await run(signedInBy(way, wrong));
		expect(refused()).toHaveLength(1);
		expect(simulator.journal.entries).toHaveLength(1);
		expect(error?.message).toBe('200 of 200 desktops were not updated');
		expect(error?.description).toMatch(/^Huawei Cloud refused the sign-in\. Open the credential/);
		expect(error?.description).toMatch(
			/The secret access key is wrong|IAM refused account name|does not accept the token/,
		);
	});

	it('no project of the region: nothing is sent to Workspace, and every desktop says why', async () => {
		await start({ projects: [{ id: id('1'), name: 'cn-south-1' }] });
		const { output } = await run(signedInBy(way), {
			onError: 'continueRegularOutput',
			parameters: { output: 'perDesktop', options: { batchSize: 10 } },
		});
		const messages = new Set(output.map(({ json }) => json.message));
		expect(updates()).toEqual([]);
		if (way === 'iamUser') return;
		expect([...messages]).toEqual([
			`This sign-in may use no project of the region cn-north-4. Check the region. If it is right, open it once in the console, which makes its project, and give the user a role there; or enter the Project ID. It may use: cn-south-1 (${id('1')}).`,
		]);
		expect(output[0]?.json).toMatchObject({ status: 'failed', error_code: 'NO_PROJECT' });
		expect(lookUps()).toHaveLength(1);
	});
});

describe('which project is taken', () => {
	const MAIN = { id: PROJECT, name: 'cn-north-4' };
	const TEAM = { id: PROJECT, name: 'cn-north-4_team' };
	const failure = async (projects: SimulatorOptions['projects'], more: object = {}) => {
		await start({ projects: projects ?? [] });
		return textOf((await run(signedInBy('accessKey', more), { items: ITEMS.slice(0, 1) })).error);
	};
	const taken = async (projects: SimulatorOptions['projects'], more: object = {}) => {
		expect(await failure(projects, more)).toBe('');
		expect(updates().map(({ path }) => path)).toEqual([`/v2/${PROJECT}/desktops/sids`]);
	};

	it('that of the region, and not one of the account’s own in it', async () => {
		await taken([
			{ id: id('1'), name: 'cn-north-4_a' },
			MAIN,
			{ id: id('2'), name: 'cn-north-4_b' },
		]);
	});

	it('an own project of the region, if that of the region is not there', async () => {
		await taken([TEAM, { id: id('1'), name: 'cn-north-9' }, { id: id('2'), name: 'MOS' }]);
	});

	it('no disabled one', async () => {
		await taken([TEAM, { id: id('1'), name: 'cn-north-4', enabled: false }]);
	});

	it('none where the only one is disabled', async () => {
		expect(await failure([{ ...MAIN, enabled: false }])).toContain('no project of the region');
	});

	it('of several none: names and IDs are listed', async () => {
		const several = await failure([TEAM, { id: id('2'), name: 'cn-north-4_b' }]);
		expect(several).toContain(
			`This sign-in may use 2 projects of the region cn-north-4. Enter the ID of the right one as Project ID: cn-north-4_team (${PROJECT}), cn-north-4_b (${id('2')}).`,
		);
		expect(updates()).toEqual([]);
	});

	it('no project whose name only begins like the region', async () => {
		expect(await failure([{ id: id('1'), name: 'cn-north-42' }])).toContain(
			'no project of the region',
		);
	});

	it('with a custom endpoint without a region, the only one', async () => {
		await start({
			projects: [
				{ id: PROJECT, name: 'anything' },
				{ id: id('2'), name: 'MOS' },
			],
		});
		const { error } = await run(signedInBy('accessKey', custom()), { items: ITEMS.slice(0, 1) });
		expect(error).toBeUndefined();
	});

	it('with a custom endpoint without a region, of several none', async () => {
		await start({ projects: [MAIN, { id: id('2'), name: 'cn-south-1' }] });
		const { error } = await run(signedInBy('token', custom()), { items: ITEMS.slice(0, 1) });
		expect(textOf(error)).toContain(
			`This sign-in may use 2 projects, and the Workspace Endpoint does not say which one to use. Enter the ID of the right one as Project ID: cn-north-4 (${PROJECT}), cn-south-1 (${id('2')}).`,
		);
	});

	it.each(ALL)('with a custom endpoint that names its region, as there: %s', async (way) => {
		await start({ projects: [MAIN, { id: id('2'), name: 'cn-south-1' }] });
		const endpoint = 'https://workspace.cn-north-4.myhuaweicloud.com/';
		const { error } = await run(signedInBy(way, { region: 'custom', endpoint }), {
			items: ITEMS.slice(0, 1),
		});
		expect(error).toBeUndefined();
	});

	it.each([
		[
			'iamUser',
			{},
			'Project ID is missing. Signing in as an IAM user needs it, because the host of the Workspace Endpoint names no region. Enter it in the credential.',
		],
		[
			'accessKey',
			{ iamEndpoint: '' },
			'Project ID is missing, and it cannot be looked up, because the address of IAM is not known. Enter it, or the IAM Endpoint.',
		],
		[
			'token',
			{ iamEndpoint: '' },
			'Project ID is missing, and it cannot be looked up, because the address of IAM is not known. Enter it, or the IAM Endpoint.',
		],
	] as const)('if it cannot be known, it has to be typed in: %s %j', async (way, more, says) => {
		await start();
		const { error } = await run(signedInBy(way, { ...custom(), ...more }));
		expect(textOf(error)).toContain(says);
		expect(simulator.journal.entries).toEqual([]);
	});
});

describe('a look-up that does not succeed', () => {
	const DOES = [
		[
			'a page of a proxy',
			{ kind: 'html', status: 200 },
			'A web page or plain text came back instead of the list of projects',
		],
		['a firewall', { kind: 'html', status: 403 }, 'A web page or plain text came back'],
		[
			'another service',
			{ kind: 'status', status: 200, body: { regions: [] } },
			'The answer holds no list of projects',
		],
		[
			'half an answer',
			{ kind: 'notJson', status: 200, text: '{"projects":[{"id"' },
			'A web page or plain text came back',
		],
		[
			'a redirect',
			{ kind: 'redirect', status: 302, location: 'http://127.0.0.1:1/x' },
			'The IAM Endpoint redirects to another address',
		],
		[
			'no right',
			{ kind: 'status', status: 403, body: { error: { code: 403, message: 'no' } } },
			'IAM does not allow this sign-in to look up its project (HTTP 403)',
		],
		[
			'no IAM',
			{ kind: 'status', status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no' } },
			'There is no IAM at this address (HTTP 404, APIGW.0101)',
		],
	] as const;

	it.each(DOES)('because of %s is reported, and not repeated', async (_, does, says) => {
		await start();
		simulator.faults.add({ match: { path: /auth\/projects/ }, times: 9, do: does });
		const { error } = await run(signedInBy('accessKey'));
		expect(textOf(error)).toContain(says);
		expect(textOf(error)).toContain(
			'Or enter the Project ID in the credential; then it is not looked up.',
		);
		expect(simulator.journal.entries).toHaveLength(1);
		simulator.faults.clear();
		expect((await run(signedInBy('accessKey'))).error).toBeUndefined();
	});

	it.each([
		[
			'throttling',
			{ kind: 'status', status: 429, body: { error_code: 'APIGW.0308', error_msg: 'slow' } },
		],
		['an IAM that is down', { kind: 'status', status: 503 }],
		['a connection that breaks off', { kind: 'truncate' }],
	] as const)('because of %s is tried again', async (_, does) => {
		await start();
		simulator.faults.add({ match: { path: /auth\/projects/ }, times: 1, do: does });
		const { error } = await run(signedInBy('accessKey', custom()));
		expect(error).toBeUndefined();
		expect(lookUps()).toHaveLength(2);
	});

	it('because IAM takes tokens only is a refused sign-in like any other', async () => {
		await start({ behaviour: { projectLookUp: 'tokenOnly' } });
		const { error } = await run(signedInBy('accessKey'));
		expect(textOf(error)).toContain('enter the Project ID');
		expect(refused()).toHaveLength(1);
	});

	it('because IAM does not say which project a token is for', async () => {
		await start({ behaviour: { tokenNamesProject: false } });
		const { error } = await run(signedInBy('iamUser'));
		expect(textOf(error)).toContain('did not say which project it is for. Enter the Project ID');
		expect(signIns()).toHaveLength(1);
		expect(updates()).toEqual([]);
	});
});

describe('a session of an IAM user that was stored', () => {
	it('for a project that was typed in is renewed once the field is emptied', async () => {
		await start();
		const typed = await run(signedInBy('iamUser', { projectId: PROJECT }));
		expect(typed.credentials.stored).toMatchObject({ sessionProject: '' });
		const { error, credentials } = await run({ ...typed.credentials.stored, projectId: '' });
		expect(error).toBeUndefined();
		expect(signIns()).toHaveLength(2);
		expect(credentials.stored.sessionProject).toBe(`cn-north-4 ${PROJECT}`);
	});

	it('is not used for another region', async () => {
		await start();
		const { credentials } = await run(signedInBy('iamUser'));
		regionAt(simulator, 'cn-south-1');
		const { error } = await run({ ...credentials.stored, region: 'cn-south-1' });
		expect(textOf(error)).toContain('has no access to this project');
		expect(signIns().map(({ status }) => status)).toEqual([201, 401]);
		expect(simulator.journal.entries.at(-1)?.path).toBe('/v3/auth/tokens');
	});

	it('is dropped by a credential that signs in by key from now on', async () => {
		await start();
		const { credentials } = await run(signedInBy('iamUser'));
		const after = await run({ ...credentials.stored, ...signedInBy('accessKey') });
		expect(after.error).toBeUndefined();
		expect(lookUps()).toHaveLength(1);
	});
});

describe.each(ALL)('the list in the panel, signed in by %s', (way) => {
	it('finds the project once for every opening', async () => {
		await start();
		for (let opened = 0; opened < 3; opened += 1) {
			const { results } = await searchDesktops.call(panelOf(signedInBy(way)));
			expect(results).toHaveLength(100);
		}
		// The IAM user of this panel is never stored, so each opening begins without a session.
		expect([lookUps().length, signIns().length]).toEqual(askedOf(way));
	});
});

describe('a refused key and the list in the panel', () => {
	const wrong = (more: object = {}) =>
		panelOf(signedInBy('accessKey', { secretAccessKey: 'Wr0ngSecret'.repeat(3), ...more }));
	const says = async (context: ReturnType<typeof panelOf>) =>
		await searchDesktops.call(context).then(
			() => '',
			(error: unknown) => (error as Error).message,
		);

	it.each([
		['looked up', ''],
		['typed in', PROJECT],
	])(
		'each opening costs one refusal, and none while the key is locked; the project is %s',
		async (_, projectId) => {
			await start();
			for (let opened = 1; opened <= 5; opened += 1) {
				expect(await says(wrong({ projectId }))).toMatch(
					/secret access key is wrong|signature fail/,
				);
				expect(simulator.journal.entries).toHaveLength(opened);
			}
			for (let opened = 1; opened <= 3; opened += 1) {
				expect(await says(wrong({ projectId }))).toContain('The access key is locked');
			}
			expect(simulator.journal.entries).toHaveLength(6);
			expect(
				await says(wrong({ projectId, secretAccessKey: 'An0therSecret'.repeat(3) })),
			).toContain('The access key is locked');
			expect(simulator.journal.entries).toHaveLength(7);
		},
	);
});

const type = new HuaweiCloudWorkspaceApi();

/** As n8n calls the credential before a request, whichever of its helpers sends it. */
async function authenticated(fields: Record<string, unknown>, options: OutgoingOptions) {
	const credential = { sessionToken: '', ...fields } as never;
	const helpers = { helpers: httpHelpers() } as IHttpRequestHelper;
	Object.assign(credential, await type.preAuthentication.call(helpers, credential));
	return (await type.authenticate(credential, options)) as OutgoingOptions;
}

describe('the credential test', () => {
	const test = async (fields: Record<string, unknown>) =>
		await authenticated(fields, {
			baseURL: 'https://workspace.cn-north-4.myhuaweicloud.com',
			url: `/v2/${PROJECT_TO_LOOK_UP}/desktops`,
			qs: { limit: 1 },
			headers: { [TEST_MARK]: 'probe' },
		} as IHttpRequestOptions);

	it.each(ALL)('asks for the list of the project that was found: %s', async (way) => {
		await start();
		const { url } = await test(signedInBy(way));
		expect(url).toBe(
			`https://workspace.cn-north-4.myhuaweicloud.com/v2/${PROJECT}/desktops?limit=1`,
		);
		expect(simulator.journal.entries.map(({ status }) => status)).toEqual([
			way === 'iamUser' ? 201 : 200,
			200,
		]);
	});

	it.each([
		['accessKey', { secretAccessKey: 'Wr0ngSecret'.repeat(3) }, 'The secret access key is wrong'],
		['accessKey', { accessKeyId: 'NOSUCHKEY00000000000' }, 'does not know the access key ID'],
		['iamUser', { password: 'Wr0ng-Passw0rd!' }, 'IAM refused account name, user name or password'],
		['token', { token: 'MIInone' }, 'does not accept the token'],
	] as const)('says what is wrong, at one refusal: %s %j', async (way, more, says) => {
		await start();
		await expect(test(signedInBy(way, more))).rejects.toThrow(says);
		expect(simulator.journal.entries).toHaveLength(1);
	});

	it('tells of several projects and of none', async () => {
		await start({ projects: [] });
		await expect(test(signedInBy('accessKey'))).rejects.toThrow('no project of the region');
		expect(simulator.journal.entries).toHaveLength(1);
	});
});

describe('the HTTP Request node', () => {
	const HOST = 'https://workspace.cn-north-4.myhuaweicloud.com';

	it.each(ALL)('names its project itself, so nothing is looked up: %s', async (way) => {
		await start();
		const { uri, headers } = await authenticated(signedInBy(way), {
			uri: `${HOST}/v2/${id('c')}/desktops`,
		} as OutgoingOptions);
		expect(uri).toBe(`${HOST}/v2/${id('c')}/desktops`);
		expect(headers?.['X-Project-Id']).toBe(way === 'accessKey' ? id('c') : undefined);
		expect(lookUps()).toEqual([]);
	});

	it('is signed for the project that is found where its path names none', async () => {
		await start();
		const options = { uri: `${HOST}/v3/quotas` } as OutgoingOptions;
		const { headers } = await authenticated(signedInBy('accessKey'), options);
		expect(headers).toMatchObject({ 'X-Project-Id': PROJECT });
		await authenticated(signedInBy('accessKey'), {
			...options,
			headers: { 'x-project-id': id('c') },
		});
		expect(lookUps()).toHaveLength(1);
	});

	it('goes on without a project where none is found', async () => {
		await start({ projects: [] });
		const { headers } = await authenticated(signedInBy('accessKey'), {
			uri: `${HOST}/v3/quotas`,
		} as OutgoingOptions);
		expect(headers).not.toHaveProperty('X-Project-Id');
		expect(headers).toHaveProperty('Authorization');
	});
});
