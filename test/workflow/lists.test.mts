/** "Defined Below": the ids are given once, in whatever form an expression or an AI agent writes them. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(3, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const INPUT = [{ ids: IDS, text: IDS.join(',') }, {}];

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const run = async (desktopIds: unknown, output = 'perDesktop', more: Partial<RunOptions> = {}) =>
	await runNode({
		items: INPUT,
		credential: tokenCredential(simulator),
		parameters: { desktopsFrom: 'list', desktopIds: desktopIds as never, output },
		onError: 'continueRegularOutput',
		...more,
	});
const sent = () => simulator.journal.entries.map(({ desktopIds }) => desktopIds);

describe('a list of desktop ids', () => {
	it.each([
		['separated by commas', IDS.join(',')],
		['separated by commas and spaces, with one too many', ` ${IDS.join(' , ')}, `],
		['separated by line breaks', IDS.join('\n')],
		['separated by line breaks of Windows', IDS.join('\r\n')],
		['separated by semicolons', IDS.join(';')],
		['as JSON text', JSON.stringify(IDS)],
		['as an array', IDS],
		['as an expression that gives an array', '={{ $json.ids }}'],
		['as an expression that gives text', '={{ $json.text }}'],
		['with duplicates', [...IDS, ...IDS].join(',')],
		['of arrays of one', IDS.map((id) => [id])],
	])('%s is read once, whatever the number of input items', async (_, desktopIds) => {
		const { output } = await run(desktopIds);
		expect(sent()).toStrictEqual([IDS]);
		expect(output.map(({ json }) => [json.desktop_id, json.status])).toStrictEqual(
			IDS.map((id) => [id, 'accepted']),
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toStrictEqual(IDS.map(() => ({ item: 0 })));
	});

	it('gives one item per status, which belongs to the first input item', async () => {
		const { output } = await run(IDS, 'perStatus');
		expect(output).toMatchObject([
			{
				json: { status: 'accepted', desktop_count: 3, desktop_ids: IDS },
				pairedItem: [{ item: 0 }],
			},
		]);
	});

	it('names each entry that is no id, and sends the others', async () => {
		const bad: readonly (readonly [entry: unknown, reason: string])[] = [
			[1, 'is a number instead of text'],
			[{}, 'is an object instead of text'],
			[null, 'is empty'],
			['', 'is empty'],
			[['one', 'two'], 'holds 2 values instead of one'],
			['y'.repeat(256), 'has 256 characters; a desktop ID has at most 255'],
		];
		const { output } = await run([...bad.map(([entry]) => entry), ...IDS]);
		expect(sent()).toStrictEqual([IDS]);
		expect(output.map(({ json }) => json.status)).toStrictEqual([
			...bad.map(() => 'invalid'),
			...IDS.map(() => 'accepted'),
		]);
		expect(output.slice(0, bad.length).map(({ json }) => json.message)).toStrictEqual(
			bad.map(
				([, reason], at) =>
					`Entry ${String(at + 1)} of 'Desktop IDs' ${reason}. A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef.`,
			),
		);
	});

	it('gives the reason with each ID, and sends nothing', async () => {
		const credential = { ...tokenCredential(simulator), token: '' };
		const { output } = await run(IDS, 'perDesktop', { credential });
		expect(output.map(({ json }) => [json.desktop_id, json.status])).toStrictEqual(
			IDS.map((id) => [id, 'failed']),
		);
	});

	it('that names nothing is called a list in the error', async () => {
		const { error } = await run(['two words'], 'perDesktop', { onError: 'stopWorkflow' });
		expect(error?.message).toBe('The list names no desktop');
	});

	it.each([
		['a number', '={{ 5 }}', 'a number'],
		['an object', '={{ { a: 1 } }}', 'an object'],
		['a boolean', '={{ true }}', 'a boolean'],
		['nothing', '={{ undefined }}', 'undefined'],
	])('that is %s is refused in words, and nothing is sent', async (_, desktopIds, kind) => {
		const { output } = await run(desktopIds);
		const message = `'Desktop IDs' must be text or a list, not ${kind}.`;
		expect(output.map(({ json }) => json)).toStrictEqual([
			{ status: 'invalid', message, error: message },
		]);
		expect(sent()).toStrictEqual([]);
	});
});
