/** Five refusals lock an access key, so a refused sign-in costs exactly one request, whatever the size of the run. */
import { manyDesktops } from '../../simulator/estate.mts';
import { SAMPLE_ACCESS_KEY } from '../../simulator/accessKeys.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const ITEMS = manyDesktops(1000, { drifted: 1 }).map(({ desktop_id }) => ({ desktop_id }));

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ accessKeys: [SAMPLE_ACCESS_KEY] });
});

afterEach(async () => {
	await simulator.close();
});

const wrongToken = () => ({ ...tokenCredential(simulator), token: 'expired-token' });
const wrongKey = () => ({
	...tokenCredential(simulator),
	authentication: 'accessKey',
	accessKeyId: 'AAAAAAAAAAAAAAAAAAAA',
	secretAccessKey: 'wrongwrongwrongwrongwrongwrongwrongwrong',
});

describe.each([
	['a wrong token', wrongToken],
	['a wrong key', wrongKey],
])('%s', (_, credential) => {
	it.each([1, 10])('is tried once for 1000 desktops one by one, %i at a time', async (many) => {
		const { output } = await runNode({
			items: ITEMS,
			credential: credential(),
			parameters: { output: 'perDesktop', options: { batchSize: 1, concurrency: many } },
			onError: 'continueRegularOutput',
		});
		expect(simulator.journal.entries).toHaveLength(1);
		expect(output.map(({ json }) => [json.desktop_id, json.status])).toStrictEqual(
			ITEMS.map(({ desktop_id }) => [desktop_id, 'failed']),
		);
		const [first, ...others] = output.map(({ json }) => json);
		expect(first).toMatchObject({ status_code: 401, error_code: 'APIGW.0301' });
		for (const other of others) {
			expect(other).toMatchObject({ error_code: 'APIGW.0301' });
			expect(other).not.toHaveProperty('status_code');
			expect(other.message).toMatch(
				/^Not sent, because Huawei Cloud refused the sign-in of this run \(401 APIGW\.0301\): .* Test the credential/,
			);
		}
	});
});

it.each([false, true])('says first what to do when it stops (Verify: %s)', async (verify) => {
	const { error } = await runNode({
		items: ITEMS.slice(0, 2),
		credential: wrongKey(),
		parameters: { options: { verify } },
	});
	expect(simulator.journal.entries).toHaveLength(1);
	expect(error?.message).toBe('2 of 2 desktops were not updated');
	expect(error?.description).toMatch(
		/^Huawei Cloud refused the sign-in\. Open the credential.*\n• .*Test the credential. The test says/,
	);
});

it('is reported as such if names had to be looked up first', async () => {
	const { error } = await runNode({
		items: [{ sAMAccountName: 'FIN-01$' }],
		credential: wrongKey(),
		parameters: { matchBy: 'computerName' },
	});
	expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(
		/Nothing was done, because the list of desktops could not be read: Huawei Cloud refused the sign-in \(401 APIGW\.0301\): .* Test the credential/,
	);
});

it('says of a locked key that it is locked, and for how long', async () => {
	const credential = { ...wrongKey(), accessKeyId: SAMPLE_ACCESS_KEY.id };
	const refusedBy = async () => {
		const { error } = await runNode({ items: ITEMS.slice(0, 1), credential, parameters: {} });
		return error?.description;
	};
	for (let refusals = 0; refusals < 5; refusals += 1) {
		expect(await refusedBy()).toMatch(/signature fail\. Test the credential/);
	}
	expect(await refusedBy()).toMatch(/forbidden\. The access key is locked .*Wait five minutes/);
});

it('a sign-in that dies in the middle of a run is not tried again once the refusal is known', async () => {
	simulator.faults.add({ match: { nth: 3 }, times: 1000, do: { kind: 'status', status: 401 } });
	const { output } = await runNode({
		items: ITEMS.slice(0, 20),
		credential: tokenCredential(simulator),
		parameters: { output: 'perDesktop', options: { batchSize: 1, concurrency: 1 } },
		onError: 'continueRegularOutput',
	});
	expect(simulator.journal.entries).toHaveLength(3);
	expect(output.map(({ json }) => json.status)).toStrictEqual([
		...['notFound', 'notFound'],
		...Array.from({ length: 18 }, () => 'failed'),
	]);
});
