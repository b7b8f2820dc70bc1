/** "Defined Below" by computer name: what an AI agent or an expression knows are names, seldom IDs. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(8, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const NAMES = DESKTOPS.map(({ computer_name }) => computer_name);
const INPUT = [{ names: NAMES, text: NAMES.join('\n') }, {}];

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const run = async (computerNames: unknown, more: { output?: string; options?: object } = {}) =>
	await runNode({
		items: INPUT,
		credential: tokenCredential(simulator),
		parameters: {
			desktopsFrom: 'list',
			matchBy: 'computerName',
			computerNames: computerNames as never,
			output: 'perDesktop',
			...more,
		} as never,
		onError: 'continueRegularOutput',
	});
const sent = () => simulator.journal.of({ method: 'PUT' }).map(({ desktopIds }) => desktopIds);

describe('a list of computer names', () => {
	it.each([
		['separated by commas', NAMES.join(', ')],
		['separated by line breaks', NAMES.join('\r\n')],
		['as JSON text', JSON.stringify(NAMES)],
		['as an array', NAMES],
		['as items', NAMES.map((computer_name) => ({ computer_name }))],
		['as an expression that gives an array', '={{ $json.names }}'],
		['as an expression that gives text', '={{ $json.text }}'],
		['as account names', NAMES.map((name) => `CORP\\${name.toLowerCase()}$`)],
		['with every name twice', [...NAMES, ...NAMES.map((name) => name.toLowerCase())]],
	])('%s leads to the desktops, each once', async (_, computerNames) => {
		const { output } = await run(computerNames);
		expect(sent()).toStrictEqual([IDS]);
		expect(output.map(({ json }) => [json.desktop_id, json.status])).toStrictEqual(
			IDS.map((id) => [id, 'accepted']),
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toStrictEqual(IDS.map(() => ({ item: 0 })));
	});

	it('says of each name that is none, unknown or shared what is the matter, and sends the others', async () => {
		simulator.cloud.add({ desktop_id: 'twin-1', computer_name: 'TWIN' });
		simulator.cloud.add({ desktop_id: 'twin-2', computer_name: 'TWIN' });
		const { output } = await run([NAMES[0], 'NOBODY', 'TWIN', 7, 'a/b', '']);
		expect(sent()).toStrictEqual([[IDS[0]]]);
		expect(output.map(({ json }) => json.status)).toStrictEqual([
			'updated',
			'unmatched',
			'ambiguous',
			'invalid',
			'invalid',
			'invalid',
		]);
		expect(output.slice(3).map(({ json }) => json.message)).toStrictEqual([
			"Entry 4 of 'Computer Names' is a number instead of a computer name. Give computer names as text, such as FIN-01.",
			'Entry 5 of \'Computer Names\' holds "a/b", a service principal name (SPN) or a path. Its host may be an alias, so use sAMAccountName or dNSHostName. Give computer names as text, such as FIN-01.',
			"Entry 6 of 'Computer Names' is missing or empty. Give computer names as text, such as FIN-01.",
		]);
	});

	it('gives one item per status', async () => {
		const { output } = await run([...NAMES, 'NOBODY'], { output: 'perStatus' });
		expect(output).toMatchObject([
			{ json: { status: 'accepted', desktop_count: 8, desktop_ids: IDS } },
			{ json: { status: 'unmatched', computer_names: ['NOBODY'] } },
		]);
	});

	it('is held to the cap, after the names were led to desktops', async () => {
		const { output } = await run([...NAMES, 'NOBODY'], { options: { maxDesktops: 7 } });
		expect(sent()).toStrictEqual([]);
		expect(output).toHaveLength(9);
		expect(output[0]?.json.message).toContain('There are 8 desktops to update, more than the 7');
	});

	it('gives the reason with each name, and sends nothing', async () => {
		const { output } = await run(NAMES, { options: { maxDesktops: -1 } });
		expect(output.map(({ json }) => [json.computer_name, json.status])).toStrictEqual(
			NAMES.map((name) => [name, 'failed']),
		);
	});

	it('that is a number is refused in words, and nothing is sent', async () => {
		const { output } = await run('={{ 5 }}');
		const message = "'Computer Names' must be text or a list, not a number.";
		expect(output.map(({ json }) => json)).toStrictEqual([
			{ status: 'invalid', message, error: message },
		]);
		expect(simulator.journal.entries).toStrictEqual([]);
	});

	it('sends nothing where the list of desktops cannot be read, and every name says so', async () => {
		simulator.faults.add({
			match: { method: 'GET' },
			times: Infinity,
			do: { kind: 'status', status: 403, body: {} },
		});
		const { output } = await run(NAMES);
		expect(output.map(({ json }) => [json.computer_name, json.status])).toStrictEqual(
			NAMES.map((name) => [name, 'failed']),
		);
		expect(sent()).toStrictEqual([]);
	});
});
