/** "From list": what the panel's search for a desktop shows, through n8n's own context for it. */
import { searchDesktops } from '../../nodes/DesktopSid/operations/searchDesktops.ts';
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { panelOf } from './support/panel.mts';
import { tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(2050, { drifted: 0 });

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
	simulator.cloud.add({ desktop_id: 'sales', computer_name: 'SALES-7', user_name: 'alice' });
});

afterEach(async () => {
	await simulator.close();
});

const search = async (filter?: string, token?: string) =>
	await searchDesktops.call(panelOf(tokenCredential(simulator)), filter, token);

describe('searchDesktops', () => {
	it('lists desktops by name, page by page, to the end', async () => {
		const first = await search();
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toEqual({
			name: 'VDI-000001 (user1)',
			value: DESKTOPS[0]?.desktop_id,
		});
		const values = new Set(first.results.map(({ value }) => value));
		let token = first.paginationToken;
		while (token !== undefined) {
			const next = await search(undefined, token);
			for (const { value } of next.results) values.add(value);
			token = next.paginationToken;
		}
		expect(values.size).toBe(DESKTOPS.length + 1);
	});

	it.each(['sales', 'ALICE', 'Sales-7', ' sales '])(
		'finds %j on whatever page it is',
		async (word) => {
			expect(await search(word)).toEqual({
				results: [{ name: 'SALES-7 (alice)', value: 'sales' }],
			});
			expect(simulator.journal.entries).toHaveLength(3);
		},
	);

	it('stops looking when there is enough to show, and goes on from there', async () => {
		const first = await search('vdi-');
		expect(first.results).toHaveLength(1000);
		const second = await search('vdi-', first.paginationToken);
		expect(second.results[0]?.name).toBe('VDI-001001 (user1001)');
	});

	it('says in words why there is no list', async () => {
		const body = { error_code: 'WKS.00000403', error_msg: 'No' };
		simulator.faults.add({ do: { kind: 'status', status: 403, body } });
		await expect(search()).rejects.toThrow(/403 WKS\.00000403: No\. .*workspace:desktops:list/);
		const without = { ...tokenCredential(simulator), projectId: '' };
		await expect(searchDesktops.call(panelOf(without))).rejects.toThrow(
			/The credential cannot be used\./,
		);
	});
});
