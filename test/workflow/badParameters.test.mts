/** Parameters out of bounds, as expressions and AI agents give them: nothing is sent, and every desktop gets the reason. */
import type { INode } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { runOnIds, textOf, tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(3, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterAll(async () => {
	await simulator.close();
});

beforeEach(() => {
	simulator.journal.clear();
});

const outOfRange = (label: string, range: string, given: unknown) =>
	`The option '${label}' must be a whole number ${range}, not ${JSON.stringify(given)}. Nothing was sent.`;
const batchSize = (given: unknown) => outOfRange('Batch Size', 'from 1 to 100', given);
const concurrency = (given: unknown) => outOfRange('Concurrency', 'from 0 to 50', given);
const timeout = (given: unknown) =>
	outOfRange('Request Timeout (Seconds)', 'from 1 to 3600', given);
const retries = (given: unknown) => outOfRange('Max Retries', 'from 0 to 10', given);
const wait = (given: unknown) => outOfRange('Wait Timeout (Seconds)', 'from 1 to 86400', given);
const poll = (given: unknown) => outOfRange('Poll Interval (Seconds)', 'from 1 to 3600', given);
const cap = (given: unknown) => outOfRange('Max Desktops', 'of at least 0', given);
const CAPPED =
	"There are 3 desktops to update, more than the 2 that 'Max Desktops' allows, so nothing was sent. Check the input, or raise the cap under Options.";

interface BadOption {
	name: string;
	given: unknown;
	says: string;
}

const BAD_OPTIONS: readonly BadOption[] = [
	...[0, 101, -1, 1.5, 'abc', '', ' ', true, [], {}, '1e3', 'ENOENT EEXIST EPERM'].map((given) => ({
		name: 'batchSize',
		given,
		says: batchSize(given),
	})),
	...[-1, 51, 2.5, 'many'].map((given) => ({
		name: 'concurrency',
		given,
		says: concurrency(given),
	})),
	...[0, -1, 3601, 0.5].map((given) => ({
		name: 'requestTimeout',
		given,
		says: timeout(given),
	})),
	...[-1, 11, 'often'].map((given) => ({ name: 'maxRetries', given, says: retries(given) })),
	...[0, 86_401].map((given) => ({ name: 'waitTimeout', given, says: wait(given) })),
	...[0, 3601].map((given) => ({ name: 'pollInterval', given, says: poll(given) })),
	...[-1, 0.5, '3 desktops'].map((given) => ({ name: 'maxDesktops', given, says: cap(given) })),
	{ name: 'maxDesktops', given: 2, says: CAPPED },
	{ name: 'maxDesktops', given: '2', says: CAPPED },
];

describe.each(BAD_OPTIONS)('options.$name = $given', ({ name, given, says }) => {
	const run = async (output: string, onError: INode['onError']) =>
		await runOnIds(simulator, IDS, {
			// Without it, n8n does not hand over the options that only count with it.
			parameters: { output, waitForCompletion: true, options: { [name]: given as never } },
			onError,
		});

	afterEach(() => {
		expect(simulator.journal.entries).toStrictEqual([]);
	});

	it('stops the workflow with its sentence', async () => {
		const { error, output } = await run('perDesktop', 'stopWorkflow');
		expect(textOf(error)).toBe(says);
		expect(error?.message.match(/[.] /)).toBeNull();
		expect(output).toStrictEqual([]);
	});

	it('leaves one failed item for each input item under Continue', async () => {
		const { output } = await run('perDesktop', 'continueRegularOutput');
		expect(output).toMatchObject(
			IDS.map((desktop_id, item) => ({
				json: { desktop_id, status: 'failed', message: says, error: says },
				pairedItem: { item },
			})),
		);
		expect(output).toHaveLength(3);
	});

	it('sends all of them through the error branch', async () => {
		const { success, failed } = await run('perDesktop', 'continueErrorOutput');
		expect(success).toStrictEqual([]);
		expect(failed.map(({ json }) => json)).toStrictEqual(
			IDS.map((desktop_id) => ({
				desktop_id,
				error: { desktop_id, status: 'failed', message: says, error: says },
				message: says,
			})),
		);
	});

	it('makes one item per status of them', async () => {
		const { output } = await run('perStatus', 'continueRegularOutput');
		const message = `Not updated. Reason: ${says}`;
		expect(output.map(({ json }) => json)).toStrictEqual([
			{ status: 'failed', message, desktop_count: 3, error: message, desktop_ids: IDS },
		]);
	});
});

describe('options at their bounds', () => {
	it.each([
		{ batchSize: 1 },
		{ batchSize: 100 },
		{ batchSize: '2' },
		{ concurrency: 0 },
		{ concurrency: 50 },
		{ requestTimeout: 3600 },
		{ maxDesktops: 0 },
		{ maxDesktops: 3 },
	])('%j is taken', async (options) => {
		const { output } = await runOnIds(simulator, IDS, { parameters: { options } });
		expect(output[0]?.json.desktop_count).toBe(3);
	});

	it('counts a desktop that is named twice once against the cap', async () => {
		const { error } = await runOnIds(simulator, [...IDS, ...IDS], {
			parameters: { options: { maxDesktops: 3 } },
		});
		expect(error).toBeUndefined();
	});
});

describe('the name of the field', () => {
	it.each([
		['an inherited property', 'constructor.name', 'constructor.name'],
		['a path that ends early', 'desktop_id.inner', 'desktop_id.inner'],
	])('%s is named as missing', async (_, desktopIdField, shown) => {
		const { output } = await runOnIds(simulator, IDS, {
			parameters: { output: 'perDesktop', matchBy: 'desktopId', desktopIdField },
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => json.message)).toStrictEqual(
			IDS.map(
				(__, item) =>
					`Item ${String(item)}: the field "${shown}" is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: desktop_id.`,
			),
		);
		expect(simulator.journal.entries).toStrictEqual([]);
	});

	it.each([
		['updateSids', 'desktopId', 'desktopIdField', 'desktop_id'],
		['updateSids', 'computerName', 'computerNameField', 'sAMAccountName'],
		['compareSids', 'desktopId', 'desktopIdField', 'desktop_id'],
		['compareSids', 'computerName', 'computerNameField', 'sAMAccountName'],
	])(
		'an expression that gives the value is said to be one: %s by %s',
		async (operation, matchBy, parameter, field) => {
			const { output } = await runNode({
				items: IDS.map((desktop_id, item) => ({
					desktop_id,
					sAMAccountName: `FIN-${String(item)}$`,
				})),
				credential: tokenCredential(simulator),
				parameters: {
					operation,
					matchBy,
					output: 'perDesktop',
					skipInSync: false,
					[parameter]: `={{ $json.${field} }}`,
				},
				onError: 'continueRegularOutput',
			});
			expect(output).toHaveLength(3);
			for (const { json } of output) {
				expect(json.status).toBe('invalid');
				expect(json.message).toContain(`This is a value; enter the name of the field: ${field}.`);
			}
			expect(simulator.journal.entries).toStrictEqual([]);
		},
	);

	it.each([
		['a number', '={{ 4711 }}'],
		['nothing', '={{ $json.nothing }}'],
		['an object', '={{ $json }}'],
		['an empty text', '={{ "" }}'],
	])('%s is refused in words, item by item', async (_, desktopIdField) => {
		const { output, error } = await runOnIds(simulator, IDS, {
			parameters: { output: 'perDesktop', matchBy: 'desktopId', desktopIdField },
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.status)).toStrictEqual(IDS.map(() => 'invalid'));
		expect(output[0]?.json.message).toMatch(
			/^Item 0: 'Desktop ID Field' must be the name of a field/,
		);
		expect(simulator.journal.entries).toStrictEqual([]);
	});
});

const ITEM = { desktop_id: IDS[0], sAMAccountName: 'NONE-01$', jobId: 'job' };

describe.each([
	['updateSids', 'skipInSync', "'Skip in Sync' must be true or false"],
	['updateSids', 'waitForCompletion', "'Wait for Completion' must be true or false"],
	['updateSids', 'output', '\'Output\' must be "perStatus" or "perDesktop"'],
	['updateSids', 'matchBy', '\'Match By\' must be "auto", "desktopId" or "computerName"'],
	['updateSids', 'desktopsFrom', "'Desktops From' must be "],
	['compareSids', 'matchBy', "'Match By' must be "],
	['compareSids', 'return', '\'Return\' must be "all" or "drifted"'],
	['getMany', 'returnAll', "'Return All' must be true or false"],
	['getMany', 'simplify', "'Simplify' must be true or false"],
	['getMany', 'limit', "'Limit' must be a whole number of at least 1"],
])('%s, %s', (operation, name, says) => {
	it.each([['"maybe"'], ['""'], ['[]'], ['null']])('refuses %s', async (given) => {
		const parameters = { operation, [name]: `={{ ${given} }}` };
		const { error, output } = await runNode({
			items: [ITEM as never],
			credential: tokenCredential(simulator),
			parameters,
		});
		expect(error?.message).toMatch(says);
		expect(output).toStrictEqual([]);
		expect(simulator.journal.entries).toStrictEqual([]);
	});
});

describe('the words of a switch', () => {
	const run = async (parameters: object) =>
		await runNode({
			items: IDS.slice(0, 1).map((desktop_id) => ({ desktop_id })),
			credential: tokenCredential(simulator),
			parameters: parameters as never,
		});

	it.each([
		['true', 3],
		['"TRUE"', 3],
		['1', 3],
		['"yes"', 3],
		['false', 1],
		['"false"', 1],
		['0', 1],
		['"No"', 1],
	])('Return All by %s', async (given, count) => {
		const { output } = await run({
			operation: 'getMany',
			returnAll: `={{ ${given} }}`,
			limit: 1,
			simplify: `={{ ${given} }}`,
		});
		expect(output).toHaveLength(count);
		expect('project_id' in (output[0]?.json ?? {})).toBe(count === 1);
	});

	it.each([
		['"true"', 'updated'],
		['"false"', 'accepted'],
	])('Wait for Completion by %s', async (given, status) => {
		const drifted = await startSimulator({
			desktops: manyDesktops(3, { drifted: 1 }),
			behaviour: { jobSeconds: 0.1 },
		});
		const parameters = { waitForCompletion: `={{ ${given} }}`, options: { pollInterval: 1 } };
		const { output } = await runOnIds(drifted, IDS, { parameters });
		await drifted.close();
		expect(output[0]?.json.status).toBe(status);
	});
});
