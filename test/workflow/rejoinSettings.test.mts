/** Rejoin Domain that waits for nothing: what its settings send, and what a run says that sends nothing. */
import type { DesktopSeed } from '../../simulator/simulator.mts';
import { type Behaviour, startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { NODE_TYPE, runNode, type RunOptions, type RunResult } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

const ESTATE: readonly DesktopSeed[] = [
	{ computer_name: 'OUT-1', domainStatus: 2 },
	{ computer_name: 'OUT-2', domainStatus: 2 },
	{ computer_name: 'IN-1' },
	{ computer_name: 'BUSY-1', domainStatus: 2, connectStatus: 'CONNECTED' },
	{ computer_name: 'OFF-1', domainStatus: 3, status: 'SHUTOFF' },
	{ computer_name: 'LINUX-1', domainStatus: 2, os: 'Linux' },
];
const NAMES = ESTATE.map(({ computer_name }) => String(computer_name));

let simulator: Simulator;

afterEach(async () => {
	await simulator.close();
});

async function start(behaviour: Partial<Behaviour> = {}, more: readonly DesktopSeed[] = []) {
	simulator = await startSimulator({
		desktops: [...ESTATE, ...more],
		behaviour: { jobSeconds: 0, ...behaviour },
	});
}

async function run(
	names: readonly string[],
	{ options = {}, ...parameters }: Record<string, unknown> & { options?: object } = {},
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		items: names.map((computer_name) => ({ computer_name })),
		credential: tokenCredential(simulator),
		parameters: {
			operation: 'rejoinDomain',
			waitForCompletion: false,
			...parameters,
			options: { maxRetries: 0, verify: false, ...options },
		} as never,
		onError: 'continueRegularOutput',
		...more,
	});
}

const statuses = ({ output }: RunResult) => output.map(({ json }) => json.status);
const hintOf = ({ task }: RunResult) => task?.hints?.[0];
const nameOf = (id: string) =>
	simulator.cloud.list().find(({ desktop_id }) => desktop_id === id)?.computer_name;
const idOf = (name: string) =>
	simulator.cloud.list().find(({ computer_name }) => computer_name === name)?.desktop_id;
/** Whom the requests to rejoin name. */
const sent = () =>
	simulator.journal
		.of({ path: /\/(batch-rejoin-domain|rejoin-domain)$/ })
		.flatMap(({ desktopIds }) => desktopIds.map(nameOf));

describe('Rejoin Domain', () => {
	it('sends what is out of its domain and unused by default', async () => {
		await start();
		const result = await run(NAMES);
		expect(statuses(result)).toEqual([
			...['accepted', 'accepted', 'inDomain', 'inUse', 'notReported', 'notRejoinable'],
		]);
		expect(sent()).toEqual(['OUT-1', 'OUT-2']);
		expect(result.output[0]?.json).toMatchObject({
			domain_state_before: 'outOfDomain',
			message: expect.stringContaining('carries out the rejoin as a task') as string,
		});
	});

	it('gives one item per status, which speaks of a rejoin', async () => {
		await start();
		const { output } = await run(['OUT-1', 'OUT-2'], { output: 'perStatus' });
		expect(output.map(({ json }) => json)).toMatchObject([
			{
				desktop_count: 2,
				message: expect.stringContaining('carries out the rejoin as a task') as string,
			},
		]);
	});

	it('sends also what is in the domain or says nothing, if that is asked for', async () => {
		await start({ rejoinNeedsRunning: false });
		await run(NAMES.slice(2, 5), { onlyOutOfDomain: false });
		expect(sent()).toEqual(['IN-1', 'OFF-1']);
	});

	it('sends what is in use, if that is asked for, without a word', async () => {
		await start();
		const result = await run(['BUSY-1'], { options: { includeInUse: true } });
		expect(sent()).toEqual(['BUSY-1']);
		expect(hintOf(result)).toMatchObject({ message: '1 desktop: 1 accepted.', type: 'info' });
	});

	it('waits for the task, if that is asked for', async () => {
		await start();
		const options = { pollInterval: 1, waitTimeout: 30 };
		const result = await run(['OUT-1'], { waitForCompletion: true, options });
		expect(statuses(result)).toEqual(['rejoined']);
	});

	it('adds to its hint what was left out of the run, which is no warning', async () => {
		await start({ rejoinCheck: 'notOffered' });
		expect(hintOf(await run(['OUT-1']))).toMatchObject({
			message:
				'1 desktop: 1 accepted. This region offers no check before a rejoin, so the desktops were sent without it.',
			type: 'info',
		});
	});

	it.each([
		[
			'a list of IDs',
			() => ({ desktopsFrom: 'list', desktopIds: `${idOf('IN-1')}, ${idOf('OUT-1')}` }),
		],
		[
			'one desktop',
			() => ({ desktopsFrom: 'one', desktop: { __rl: true, mode: 'id', value: idOf('OUT-1') } }),
		],
	])('looks at the state also of %s', async (_what, parametersOf) => {
		await start();
		const { output } = await run(['ignored'], parametersOf());
		expect(output.at(-1)?.json).toMatchObject({
			status: 'accepted',
			domain_state_before: 'outOfDomain',
		});
		expect(sent()).toEqual(['OUT-1']);
	});

	it('warns of a name in a list that nobody has', async () => {
		await start();
		const list = { desktopsFrom: 'list', matchBy: 'computerName', computerNames: 'OUT-1, NOBODY' };
		expect(hintOf(await run(['ignored'], list))).toMatchObject({
			message: expect.stringContaining('No desktop of this project is named NOBODY.') as string,
			type: 'warning',
		});
	});

	it('stops the workflow with an error that speaks of a rejoin', async () => {
		await start();
		const stop = { onError: 'stopWorkflow' } as const;
		const { error } = await run(['LINUX-1', 'OUT-1'], {}, stop);
		expect(error?.message).toBe('1 of 2 desktops was not rejoined');
		expect(error?.description).toContain("set 'On Error' under Settings to 'Continue'");
		expect(error?.description).not.toContain("'Output'");
		expect((await run(['LINUX-1'], {}, stop)).error?.message).toBe(
			'The desktop cannot rejoin its domain',
		);
		expect(sent()).toEqual(['OUT-1']);
	});
});

describe('Max Desktops', () => {
	it.each([
		[0, ['OUT-1', 'OUT-2']],
		[2, ['OUT-1', 'OUT-2']],
		[1, []],
	])('of %i counts only what would be sent', async (maxDesktops, expected) => {
		await start();
		await run(['OUT-1', 'OUT-2', 'IN-1'], { options: { maxDesktops } });
		expect(sent()).toEqual(expected);
	});

	it('says what to do about more', async () => {
		await start();
		const tooMany = { options: { maxDesktops: 1 } };
		const { error } = await run(['OUT-1', 'OUT-2'], tooMany, { onError: 'stopWorkflow' });
		expect(textOf(error)).toBe(
			"There are 2 desktops to rejoin, more than the 1 that 'Max Desktops' allows, so nothing was sent. Check the input, or raise the cap under Options.",
		);
	});

	it.each([
		['no cap', 0, 101],
		['a higher one', 5000, 101],
		['a lower one', 1, 2],
	])('of an AI agent is at most 100, with %s', async (_what, maxDesktops, count) => {
		const many = Array.from({ length: count }, (_, index) => ({
			computer_name: `MANY-${String(index)}`,
			domainStatus: 2 as const,
		}));
		await start({}, many);
		const list = {
			desktopsFrom: 'list',
			matchBy: 'computerName',
			computerNames: many.map(({ computer_name }) => computer_name).join(),
			options: { maxDesktops },
		};
		const { output } = await run(['ignored'], list, { settings: { type: `${NODE_TYPE}Tool` } });
		expect(output[0]?.json.message).toBe(
			`There are ${count} desktops to rejoin, more than the ${count - 1} that 'Max Desktops' allows, so nothing was sent. Do not split the list into several calls: ask a person whether to change all of these.`,
		);
		expect(sent()).toEqual([]);
	});
});

describe('an AI agent', () => {
	const asTool = { settings: { type: `${NODE_TYPE}Tool` } };
	const list = (computerNames: string, includeInUse: boolean) => ({
		desktopsFrom: 'list',
		matchBy: 'computerName',
		computerNames,
		options: { includeInUse },
	});

	it('sends nothing that is in use, and says so if it was asked to', async () => {
		await start();
		const wanted = await run(['ignored'], list('BUSY-1, OUT-1', true), asTool);
		expect(hintOf(wanted)?.message).toContain("'Include in Use' was ignored");
		const other = await run(['ignored'], list('BUSY-1, OUT-2', false), asTool);
		expect(hintOf(other)?.message).not.toContain("'Include in Use'");
		expect(sent()).toEqual(['OUT-1', 'OUT-2']);
	});
});

describe('a run that is refused as a whole', () => {
	const refused = async (parameters: object, credential: object = {}) => {
		const more = { credential: { ...tokenCredential(simulator), ...credential } };
		const result = await run(['OUT-1', 'IN-1'], parameters as never, more);
		const stop = { ...more, onError: 'stopWorkflow' } as const;
		const { error } = await run(['OUT-1', 'IN-1'], parameters as never, stop);
		expect(statuses(result)).toEqual(['failed', 'failed']);
		expect(sent()).toEqual([]);
		return { hint: hintOf(result)?.message, stop: textOf(error) };
	};

	it.each([
		[
			{ waitForCompletion: 7 },
			"'Wait for Completion' must be true or false, not 7. Nothing was sent.",
		],
		[
			{ onlyOutOfDomain: 'perhaps' },
			'\'Only Out of Domain\' must be true or false, not "perhaps". Nothing was sent.',
		],
		[
			{ output: 'both' },
			'\'Output\' must be "perDesktop" or "perStatus", not "both". Nothing was sent.',
		],
		[
			{ options: { includeInUse: 'maybe' } },
			'The option \'Include in Use\' must be true or false, not "maybe". Nothing was sent.',
		],
	])('by a parameter says why: %j', async (parameters, says) => {
		await start();
		const { hint, stop } = await refused({ output: 'perDesktop', ...parameters });
		expect(stop).toBe(says);
		expect(hint).toMatch(/2 failures: 2 failed\.$/);
		expect(hint?.startsWith(says)).toBe(true);
		expect(simulator.journal.entries).toEqual([]);
	});

	it('by its credential says what is wrong with it', async () => {
		await start();
		const says = 'The credential cannot be used, so nothing was sent. Token is missing.';
		const { hint, stop } = await refused({}, { token: '' });
		expect([hint, stop]).toEqual([
			expect.stringContaining(says) as string,
			expect.stringContaining(says) as string,
		]);
	});

	it('by the sign-in says that once', async () => {
		await start();
		const { hint, stop } = await refused({}, { token: 'no-token-of-this-service' });
		expect(hint).toBe(
			'Nothing was sent: Huawei Cloud refused the sign-in. Test the credential. 2 desktops, 2 failures: 2 failed.',
		);
		expect(stop).not.toBe('');
	});

	it('by the list of desktops names the right that is missing', async () => {
		await start();
		simulator.faults.add({
			match: { path: /\/desktops$/ },
			times: Infinity,
			do: { kind: 'status', status: 403, body: { error_code: 'WKS.00000403', error_msg: 'No' } },
		});
		const { hint, stop } = await refused({});
		expect(hint).toContain('workspace:desktops:list');
		expect(stop).toContain('workspace:desktops:list');
	});
});
