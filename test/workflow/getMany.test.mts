/** Get Many: desktops with their SIDs, one item each. */
import type { INodeParameters } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(1234, { drifted: 0 });

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const getMany = async (parameters: INodeParameters = {}, more: Partial<RunOptions> = {}) =>
	await runNode({
		items: [{}],
		parameters: { operation: 'getMany', ...parameters },
		credential: tokenCredential(simulator),
		...more,
	});

const queries = () => simulator.journal.entries.map(({ query }) => query);

describe('Get Many', () => {
	it('gives the first 50, simplified, unless told otherwise', async () => {
		const { output } = await getMany();
		expect(output).toHaveLength(50);
		expect(output[0]).toEqual({
			json: {
				desktop_id: DESKTOPS[0]?.desktop_id,
				computer_name: 'VDI-000001',
				os_host_name: 'VDI-000001',
				sid: DESKTOPS[0]?.sid,
				status: 'ACTIVE',
				desktop_type: 'DEDICATED',
				pool_id: '',
				user_name: 'user1',
				ip_address: '10.0.0.1',
				ou_name: 'Desktops',
			},
			pairedItem: { item: 0 },
		});
		expect(queries()).toEqual([{ limit: '50', offset: '0' }]);
	});

	it('gives all, whole, each once', async () => {
		const { output } = await getMany({ returnAll: true, simplify: false });
		expect(output.map(({ json }) => json.desktop_id)).toEqual(
			DESKTOPS.map(({ desktop_id }) => desktop_id),
		);
		expect(Object.keys(output[0]?.json ?? {}).length).toBeGreaterThan(20);
		// Two pages, and the first one once more, because the list could have moved in the meantime.
		expect(queries()).toHaveLength(3);
	});

	it('hands the filters on, those that say something', async () => {
		simulator.cloud.add({ desktop_id: 'pooled', desktop_type: 'SHARED', pool_id: 'p1' });
		const filters = {
			computerName: '',
			status: 'ACTIVE',
			desktopType: 'SHARED',
			poolId: ' p1 ',
		};
		const { output } = await getMany({ filters });
		expect(output.map(({ json }) => json.desktop_id)).toEqual(['pooled']);
		expect(queries()).toEqual([
			{ status: 'ACTIVE', desktop_type: 'SHARED', pool_id: 'p1', limit: '50', offset: '0' },
		]);
	});

	it('answers each input item; the same question is asked once', async () => {
		const { output } = await getMany(
			{ filters: { computerName: '={{ $json.name }}' } },
			{ items: [{ name: 'VDI-000001' }, { name: 'VDI-000002' }, { name: 'VDI-000001' }] },
		);
		expect(output.map(({ json, pairedItem }) => [json.computer_name, pairedItem])).toEqual([
			['VDI-000001', { item: 0 }],
			['VDI-000002', { item: 1 }],
			['VDI-000001', { item: 2 }],
		]);
		expect(queries()).toHaveLength(2);
	});

	it.each([0, -1, 1.5, 'many'])('refuses the limit %j', async (limit) => {
		const { error } = await getMany({ limit });
		expect(error?.message).toBe(
			`'Limit' must be a whole number of at least 1, not ${JSON.stringify(limit)}.`,
		);
		expect(simulator.journal.entries).toEqual([]);
	});

	it('says why it cannot list, in each way to treat errors', async () => {
		const body = { error_code: 'WKS.00000403', error_msg: 'No' };
		simulator.faults.add({ do: { kind: 'status', status: 403, body } });
		const why = expect.stringContaining('workspace:desktops:list') as string;

		expect((await getMany()).error?.message).toEqual(why);
		const continued = await getMany({}, { onError: 'continueRegularOutput' });
		expect(continued.output).toEqual([
			{
				json: expect.objectContaining({ error: why, error_code: 'WKS.00000403', status_code: 403 }),
				pairedItem: { item: 0 },
			},
		]);
		const { failed, success } = await getMany({}, { onError: 'continueErrorOutput' });
		expect(success).toEqual([]);
		expect(failed[0]?.json.message).toEqual(why);
	});
});
