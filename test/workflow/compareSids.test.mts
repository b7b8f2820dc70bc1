/** The read-only plan, and that what it finds feeds the update as it is. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { adItem, adItemOf } from './support/adItems.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const DOMAIN = 'S-1-5-21-3623811015-3361044348-30300820';
const DESKTOPS = manyDesktops(6, { drifted: 3 });
const DRIFTED = DESKTOPS.filter(({ sid, adSid }) => sid !== adSid);

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const compare = async (
	items: readonly IDataObject[],
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
) =>
	await runNode({
		items,
		parameters: { operation: 'compareSids', ...parameters },
		credential: tokenCredential(simulator),
		...more,
	});

describe('Compare SIDs', () => {
	it('gives one item for each input item, with both SIDs, and changes nothing', async () => {
		simulator.cloud.add(
			{ desktop_id: 'twin-a', computer_name: 'TWIN' },
			{ desktop_id: 'twin-b', computer_name: 'TWIN' },
			{ desktop_id: 'empty', computer_name: 'EMPTY', sidFormat: 'empty' },
		);
		const items = [
			...DESKTOPS.slice(0, 3).map(adItemOf),
			adItem('EMPTY', `${DOMAIN}-7`),
			{ sAMAccountName: 'VDI-000001$', objectSid: '' },
			adItem('DC-1', `${DOMAIN}-1000`),
			adItem('TWIN', `${DOMAIN}-8`),
			{ cn: 'no name' },
		];
		const { output, input, task } = await compare(items);

		const [inSync, , drifted] = DESKTOPS;
		const says = (text: string) => expect.stringContaining(text) as string;
		expect(output.map(({ json }) => json)).toEqual([
			{
				desktop_id: inSync?.desktop_id,
				computer_name: 'VDI-000001',
				sid: inSync?.sid,
				ad_sid: inSync?.adSid,
				domain_state: 'inDomain',
				status: 'inSync',
				message: 'The SID is already that of AD.',
			},
			expect.objectContaining({ status: 'inSync' }),
			{
				desktop_id: drifted?.desktop_id,
				computer_name: 'VDI-000003',
				sid: drifted?.sid,
				ad_sid: drifted?.adSid,
				domain_state: 'outOfDomain',
				status: 'drifted',
				message: says('Update the SID.'),
			},
			{
				desktop_id: 'empty',
				computer_name: 'EMPTY',
				ad_sid: `${DOMAIN}-7`,
				domain_state: 'inDomain',
				status: 'notComparable',
				message: says('lists no SID'),
			},
			{
				desktop_id: inSync?.desktop_id,
				computer_name: 'VDI-000001',
				sid: inSync?.sid,
				domain_state: 'inDomain',
				status: 'notComparable',
				message: says('The AD SID is missing.'),
			},
			{
				computer_name: 'DC-1',
				ad_sid: `${DOMAIN}-1000`,
				status: 'unmatched',
				message: says('No desktop of this project'),
			},
			{
				computer_name: 'TWIN',
				ad_sid: `${DOMAIN}-8`,
				status: 'ambiguous',
				message: says('(twin-a, twin-b)'),
			},
			{
				status: 'invalid',
				message: says('Item 7: no desktop ID in desktop_id and no computer name'),
			},
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(input.map(({ json }) => json)).toEqual(items);
		expect(simulator.journal.of({ method: 'PUT' })).toEqual([]);
		expect(task?.hints?.[0]?.message).toContain(
			'8 items: 1 drifted, 2 inSync, 2 notComparable, 1 unmatched, 1 ambiguous, 1 invalid. Nothing was changed. 2 desktops are named TWIN (twin-a, twin-b), so none was chosen. Rename all but one, or give the desktop ID. 2 of 8 items have no AD SID in "objectSid" and were not compared.',
		);
	});

	it('returns only the drifted ones if asked to, and these feed Update SIDs as they are', async () => {
		const items = [...DESKTOPS.map(adItemOf), adItem('DC-1', `${DOMAIN}-1000`)];
		const plan = await compare(items, { return: 'drifted' });
		expect(plan.output.map(({ json }) => json.desktop_id)).toEqual(
			DRIFTED.map(({ desktop_id }) => desktop_id),
		);
		expect(plan.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }, { item: 5 }]);

		const update = await runNode({
			items: plan.output.map(({ json }) => json),
			credential: tokenCredential(simulator),
		});
		expect(update.error).toBeUndefined();
		const put = simulator.journal.of({ method: 'PUT' });
		expect(put.map(({ desktopIds }) => desktopIds)).toEqual([
			DRIFTED.map(({ desktop_id }) => desktop_id),
		]);
	});

	it('compares by desktop id, too; an id that is not listed is unmatched', async () => {
		const items = DESKTOPS.map(({ desktop_id, adSid }) => ({ desktop_id, sid: { Value: adSid } }));
		const { output } = await compare([...items, { desktop_id: 'gone', sid: `${DOMAIN}-1` }], {
			matchBy: 'desktopId',
			adSidField: 'sid',
		});
		expect(output.map(({ json }) => json.status)).toEqual([
			'inSync',
			'inSync',
			'drifted',
			'inSync',
			'inSync',
			'drifted',
			'unmatched',
		]);
		expect(output[2]?.json.computer_name).toBe('VDI-000003');
		expect(output[6]?.json).toMatchObject({
			desktop_id: 'gone',
			message: expect.stringContaining('has this ID') as string,
		});
		expect(simulator.journal.entries).toHaveLength(1);
	});

	it('warns of an account in another domain, and compares no SID that is none of a computer', async () => {
		const { output } = await compare([
			adItem('VDI-000001', 'S-1-5-21-7-7-7-1'),
			adItem('VDI-000001', DOMAIN),
			adItem('VDI-000001', 'S-1-5-32-544'),
		]);
		expect(output.map(({ json }) => json.status)).toEqual([
			'drifted',
			'notComparable',
			'notComparable',
		]);
		expect(output[0]?.json.message).toContain('of different domains');
		expect(output[1]?.json.message).toContain('The AD SID is that of a whole domain');
		expect(output[2]?.json.message).toContain('The AD SID is a built-in one');
	});

	it('shows what the service lists also of a desktop that has nothing to compare with', async () => {
		const [first] = DESKTOPS;
		const { output } = await compare([{ desktop_id: first?.desktop_id }]);
		expect(output[0]?.json).toMatchObject({ status: 'notComparable', sid: first?.sid });
	});

	it.each<[what: string, parameters: INodeParameters, credential: object, says: string]>([
		['a parameter', { return: 'most' }, {}, '\'Return\' must be "all" or "drifted", not "most".'],
		['the credential', {}, { token: '' }, 'The credential cannot be used, so nothing was sent. '],
		['the list', {}, { token: 'x' }, 'Nothing was done, because the list of desktops could not '],
	])('says of each item why nothing was compared: %s', async (_, parameters, more, says) => {
		const credential = { ...tokenCredential(simulator), ...more };
		const onError = 'continueRegularOutput';
		const { output, task } = await compare(DESKTOPS.slice(0, 2).map(adItemOf), parameters, {
			credential,
			onError,
		});
		const message = expect.stringContaining(says) as string;
		expect(output.map(({ json }) => json)).toEqual([
			expect.objectContaining({ computer_name: 'VDI-000001', status: 'failed', message }),
			expect.objectContaining({ computer_name: 'VDI-000002', status: 'failed', message }),
		]);
		expect(task?.hints).toMatchObject([{ message, type: 'warning' }]);
	});

	it('makes no request and no item of an input without items', async () => {
		const { output, error } = await compare([]);
		expect(error).toBeUndefined();
		expect(output).toEqual([]);
		expect(simulator.journal.entries).toEqual([]);
	});
});
