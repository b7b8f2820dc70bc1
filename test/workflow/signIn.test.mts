import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';

const USER = { domain: 'corp', name: 'sid-robot', password: 'Planted-Passw0rd!' };
const KEY = { id: 'PLANTEDKEYID12345678', secret: 'PlantedSecretPlantedSecretPlantedSecret1' };

let simulator: Simulator;
let items: { desktop_id: string }[];

beforeEach(async () => {
	simulator = await startSimulator({
		desktops: manyDesktops(1000, { drifted: 1 }),
		users: [USER],
		accessKeys: [KEY],
	});
	items = simulator.cloud.list().map(({ desktop_id }) => ({ desktop_id }));
});

afterEach(async () => {
	await simulator.close();
});

const place = () => ({
	region: 'custom',
	endpoint: simulator.endpoint,
	iamEndpoint: simulator.url,
	stsEndpoint: simulator.url,
	projectId: simulator.projectId,
});

const withKey = (more: object = {}) => ({
	...place(),
	authentication: 'accessKey',
	accessKeyId: KEY.id,
	secretAccessKey: KEY.secret,
	...more,
});

const withUser = (more: object = {}) => ({
	...place(),
	authentication: 'iamUser',
	domainName: USER.domain,
	userName: USER.name,
	password: USER.password,
	...more,
});

const fast = { options: { concurrency: 10, batchSize: 20 } };
const updates = () => simulator.journal.of({ method: 'PUT' });
const signIns = () => simulator.journal.of({ path: /auth\/tokens/ });
const refused = () => simulator.journal.entries.filter(({ refusedSignIn }) => refusedSignIn);

describe('an access key', () => {
	it('signs every request so that the official signer agrees', async () => {
		const { output, error } = await runNode({ items, credential: withKey(), parameters: fast });
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['accepted', 1000],
		]);
		expect(updates().map(({ status }) => status)).toEqual(Array<number>(50).fill(202));
	});

	it('works with a path prefix, a trailing slash and spaces pasted along', async () => {
		await simulator.close();
		simulator = await startSimulator({
			desktops: manyDesktops(2, { drifted: 1 }),
			accessKeys: [KEY],
			pathPrefix: '/gateway/eu',
		});
		const { output } = await runNode({
			items: simulator.cloud.list().map(({ desktop_id }) => ({ desktop_id })),
			credential: withKey({
				endpoint: `${simulator.endpoint}/`,
				accessKeyId: ` ${KEY.id}\n`,
				secretAccessKey: `${KEY.secret} `,
				projectId: ` ${simulator.projectId}`,
			}),
		});
		expect(output.map(({ json }) => json.status)).toEqual(['accepted']);
	});

	it('is temporary with its security token', async () => {
		simulator.signIn.accessKeys.add({
			...KEY,
			id: 'TEMPORARYKEYID123456',
			securityToken: 'sts-token',
		});
		const credential = withKey({ accessKeyId: 'TEMPORARYKEYID123456', securityToken: 'sts-token' });
		const { output } = await runNode({ items: items.slice(0, 2), credential });
		expect(output.map(({ json }) => json.status)).toEqual(['accepted']);
	});

	it.each([
		['an unknown key', { accessKeyId: 'UNKNOWNKEYID12345678' }],
		['a wrong secret', { secretAccessKey: 'WrongSecretWrongSecretWrongSecretWrong12' }],
	])('that is %s costs exactly one refused request for 1000 desktops', async (_name, wrong) => {
		const { error } = await runNode({ items, credential: withKey(wrong), parameters: fast });
		expect(error?.message).toBe('1000 of 1000 desktops were not updated');
		expect(error?.description).toContain('APIGW.0301');
		expect(refused()).toHaveLength(1);
		expect(simulator.journal.entries).toHaveLength(1);
	});
});

describe('an IAM user', () => {
	it('signs in once for a run and keeps the token for the next', async () => {
		const first = await runNode({ items, credential: withUser(), parameters: fast });
		expect(first.error).toBeUndefined();
		expect(signIns()).toHaveLength(1);
		await runNode({ items, credential: first.credentials.stored, parameters: fast });
		expect(signIns()).toHaveLength(1);
		expect(refused()).toHaveLength(0);
	});

	it('renews a token that expires in the middle of a run once, with ten requests in flight', async () => {
		await simulator.close();
		const started: { cloud?: Simulator } = {};
		// The service's clock jumps a day ahead when the 15th batch arrives: every token issued before is dead from then on.
		const late = () => (started.cloud?.journal.of({ method: 'PUT' }).length ?? 0) >= 15;
		started.cloud = await startSimulator({
			desktops: manyDesktops(1000, { drifted: 1 }),
			users: [USER],
			latencyMs: 10,
			now: () => Date.now() + (late() ? 25 * 60 * 60 * 1000 : 0),
		});
		simulator = started.cloud;

		const { output, error } = await runNode({ items, credential: withUser(), parameters: fast });

		expect(error).toBeUndefined();
		expect(output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['accepted', 1000],
		]);
		expect(signIns()).toHaveLength(2);
		expect(refused().length).toBeGreaterThan(1);
		expect(refused().length).toBeLessThanOrEqual(10);
	});

	it('waits for an IAM that is throttling, and asks again for all of the run together', async () => {
		simulator.faults.add({
			match: { path: /auth\/tokens/ },
			times: 2,
			do: { kind: 'status', status: 429, body: { error_code: 'APIGW.0308', error_msg: 'slow' } },
		});
		const { output, error } = await runNode({ items, credential: withUser(), parameters: fast });
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.desktop_count)).toEqual([1000]);
		expect(signIns()).toHaveLength(3);
	});

	it('with a wrong password tries it exactly once', async () => {
		const { error } = await runNode({
			items,
			credential: withUser({ password: 'Wrong-Passw0rd!' }),
			parameters: fast,
		});
		expect(error?.description).toContain('IAM refused account name, user name or password');
		expect(signIns()).toHaveLength(1);
		expect(updates()).toHaveLength(0);
	});
});
