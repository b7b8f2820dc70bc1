/** From items of an AD query to exactly the drifted desktops, through n8n's real engine. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { adItem, adItemOf, hexSid } from './support/adItems.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

/** Every third one has drifted: VDI-000003, -6, -9 and -12. */
const DESKTOPS = manyDesktops(12, { drifted: 3 });
const DRIFTED = DESKTOPS.filter(({ sid, adSid }) => sid !== adSid);
const DOMAIN_CONTROLLER = adItem('DC-1', 'S-1-5-21-3623811015-3361044348-30300820-1000');
const BY_NAME = { matchBy: 'computerName', output: 'perDesktop', skipInSync: false };
const REPAIR = { ...BY_NAME, skipInSync: true };

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const run = async (
	items: readonly IDataObject[],
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
) => await runNode({ items, parameters, credential: tokenCredential(simulator), ...more });

const sent = () => simulator.journal.of({ method: 'PUT' }).map(({ desktopIds }) => desktopIds);
const listed = () => simulator.journal.of({ method: 'GET' }).map(({ query }) => query);

describe('Update SIDs by computer name', () => {
	it('sends the desktops of the accounts, and passes over machines that are none', async () => {
		const items = [DOMAIN_CONTROLLER, ...DESKTOPS.map(adItemOf)];
		const { output, error } = await run(items, BY_NAME);

		expect(error).toBeUndefined();
		expect(sent()).toEqual([DESKTOPS.map(({ desktop_id }) => desktop_id)]);
		expect(output).toHaveLength(13);
		expect(output[0]).toEqual({
			json: {
				computer_name: 'DC-1',
				status: 'unmatched',
				message: expect.stringContaining('No desktop of this project is named DC-1.') as string,
			},
			pairedItem: { item: 0 },
		});
		expect(output[3]?.json).toMatchObject({
			desktop_id: DESKTOPS[2]?.desktop_id,
			computer_name: 'VDI-000003',
			status: 'accepted',
			sid_before: DESKTOPS[2]?.sid,
		});
	});

	it.each(['VDI-000003$', 'CORP\\vdi-000003$', 'vdi-000003.corp.example.test', ' Vdi-000003 '])(
		'knows the computer as %j, in each world of the name filter',
		async (name) => {
			for (const filter of ['exact', 'substring', 'caseSensitive'] as const) {
				simulator.behaviour.computerNameFilter = filter;
				simulator.journal.clear();
				const { output } = await run([{ sAMAccountName: name }], BY_NAME);
				expect(output.map(({ json }) => json.desktop_id)).toEqual([DRIFTED[0]?.desktop_id]);
				// The filter does not see names inside the operating system, so it is not used.
				expect(listed()).toEqual([{ limit: '1000', offset: '0' }]);
			}
		},
	);

	it('finds by the first 15 characters of a longer DNS name', async () => {
		simulator.cloud.add({ desktop_id: 'cut', computer_name: 'FIFTEEN-LETTERS' });
		const dNSHostName = 'fifteen-letters-and-more.corp.example.test';
		const parameters = { ...BY_NAME, computerNameField: 'ad.dNSHostName' };
		const { output } = await run([{ ad: { dNSHostName } }], parameters);
		expect(output[0]?.json).toMatchObject({ desktop_id: 'cut', status: 'unchanged' });
	});

	it.each(['exact', 'substring', 'caseSensitive'] as const)(
		'sends neither of two desktops with one name, in any case, and says which they are: %s',
		async (filter) => {
			simulator.behaviour.computerNameFilter = filter;
			simulator.cloud.add({ desktop_id: 'twin', computer_name: 'vdi-000003' });
			const { output } = await run(DRIFTED.slice(0, 2).map(adItemOf), BY_NAME, {
				onError: 'continueRegularOutput',
			});
			expect(output[0]?.json).toMatchObject({ computer_name: 'VDI-000003', status: 'ambiguous' });
			expect(output[0]?.json.message).toContain(`${String(DRIFTED[0]?.desktop_id)}, twin`);
			expect(output[1]?.json).toMatchObject({ status: 'updated' });
			expect(sent()).toEqual([[DRIFTED[1]?.desktop_id]]);
		},
	);

	it.each([1, 5, 12])(
		'sends neither a machine nor its clone with the same host name, among %i items',
		async (count) => {
			simulator.cloud.add({
				desktop_id: 'clone',
				computer_name: 'CLONE-1',
				os_host_name: 'VDI-000001',
			});
			const { output } = await run(DESKTOPS.slice(0, count).map(adItemOf), BY_NAME, {
				onError: 'continueRegularOutput',
			});
			expect(output[0]?.json).toMatchObject({ computer_name: 'VDI-000001', status: 'ambiguous' });
			expect(sent().flat()).not.toContain(DESKTOPS[0]?.desktop_id);
			expect(sent().flat()).toHaveLength(count - 1);
		},
	);

	it('lists desktops once and by pages when there are many names', async () => {
		simulator.cloud.add(...manyDesktops(2512, { drifted: 0 }).slice(12));
		await run(DESKTOPS.map(adItemOf), BY_NAME);
		expect(listed().map(({ offset }) => offset)).toEqual(['0', '999', '1998', '0']);
	});

	it('says for each item without a usable name what is wrong with it', async () => {
		const { output } = await run(
			[{ sAMAccountName: [] }, { name: 'VDI-000003' }, { sAMAccountName: 'CN=VDI-000003' }],
			BY_NAME,
			{ onError: 'continueRegularOutput' },
		);
		expect(output.map(({ json }) => json.status)).toEqual(['invalid', 'invalid', 'invalid']);
		expect(simulator.journal.entries).toEqual([]);
	});
});

describe('Skip in Sync', () => {
	it('updates exactly the drifted desktops, and nothing on the second run', async () => {
		simulator.behaviour.jobSeconds = 0;
		const items = [DOMAIN_CONTROLLER, ...DESKTOPS.map(adItemOf)];
		const first = await run(items, { ...REPAIR, output: 'perStatus' });
		expect(sent()).toEqual([DRIFTED.map(({ desktop_id }) => desktop_id)]);
		expect(first.output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['accepted', 4],
			['inSync', 8],
			['unmatched', 1],
		]);
		expect(first.output[2]?.json.computer_names).toEqual(['DC-1']);

		simulator.journal.clear();
		const second = await run(items, { ...REPAIR, output: 'perStatus' });
		expect(sent()).toEqual([]);
		expect(second.output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['inSync', 12],
			['unmatched', 1],
		]);
	});

	it('shows both SIDs of a desktop', async () => {
		const { output } = await run(DESKTOPS.slice(1, 3).map(adItemOf), REPAIR);
		expect(output.map(({ json }) => json)).toMatchObject([
			{ status: 'inSync', sid_before: DESKTOPS[1]?.sid, ad_sid: DESKTOPS[1]?.sid },
			{ status: 'updated', sid_before: DESKTOPS[2]?.sid, ad_sid: DESKTOPS[2]?.adSid },
		]);
		expect(output[0]?.json.status_code).toBeUndefined();
	});

	it.each<[string, unknown]>([
		['an empty text', ''],
		['an empty list', []],
		['missing', undefined],
		['the SID of a user', hexSid('S-1-5-21-3623811015-3361044348-30300820-500')],
		['the SID of the domain', 'S-1-5-21-3623811015-3361044348-30300820'],
		['the SID of a group', 'S-1-5-32-544'],
		['bytes destroyed by a wrong attribute name', '\u0001\u0005\u0000\uFFFD'],
	])('sends a desktop whose AD SID is %s: it is not proven equal', async (_name, objectSid) => {
		const [desktop] = DESKTOPS;
		const item = { sAMAccountName: `${String(desktop?.computer_name)}$`, objectSid };
		const { output } = await run([item as IDataObject], REPAIR);
		expect(sent()).toEqual([[desktop?.desktop_id]]);
		expect(output[0]?.json.status).toBe('unchanged');
	});

	it.each(['empty', 'uuid'] as const)(
		'sends a desktop whose SID the service shows as %s',
		async (sidFormat) => {
			simulator.cloud.add({ desktop_id: 'odd', computer_name: 'ODD', sidFormat });
			const { output } = await run([adItem('ODD', 'S-1-5-21-1-2-3-4')], REPAIR);
			expect(sent()).toEqual([['odd']]);
			expect(output[0]?.json.status).toBe('unchanged');
		},
	);

	it('works with desktop ids as well, asking for these desktops only', async () => {
		const items = DESKTOPS.map(({ desktop_id, adSid }) => ({ desktop_id, ad: { sid: adSid } }));
		const parameters = { output: 'perDesktop', skipInSync: true, adSidField: 'ad.sid' };
		const { output } = await run([...items, { desktop_id: 'gone' }], parameters, {
			onError: 'continueRegularOutput',
		});
		expect(listed().map(({ desktop_id }) => desktop_id)).toEqual([
			[...DESKTOPS.map(({ desktop_id }) => desktop_id), 'gone'],
		]);
		expect(new Set(sent().flat())).toEqual(
			new Set([...DRIFTED.map(({ desktop_id }) => desktop_id), 'gone']),
		);
		expect(output.filter(({ json }) => json.status === 'inSync')).toHaveLength(8);
		expect(output.at(-1)?.json.status).toBe('notFound');
	});

	it('lists nothing and sends everything if no item has an AD SID', async () => {
		const items = DESKTOPS.map(({ desktop_id }) => ({ desktop_id, objectSid: '' }));
		await run(items, { output: 'perDesktop', skipInSync: true });
		expect(listed()).toEqual([]);
		expect(sent()).toEqual([DESKTOPS.map(({ desktop_id }) => desktop_id)]);
	});

	it('sends an id that comes in both cases once, and gives each item its row', async () => {
		const id = '01234567-89ab-cdef-0123-456789abcdef';
		simulator.cloud.add({ desktop_id: id, computer_name: 'CASE' });
		for (const skipInSync of [true, false]) {
			simulator.journal.clear();
			const items = [id.toUpperCase(), id].map((desktop_id) => ({
				desktop_id,
				objectSid: 'S-1-5-21-1-2-3-4',
			}));
			const { output } = await run(
				items,
				{ output: 'perDesktop', skipInSync },
				{ onError: 'continueRegularOutput' },
			);
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(sent()).toEqual([[skipInSync ? id : id.toUpperCase()]]);
		}
	});
});
