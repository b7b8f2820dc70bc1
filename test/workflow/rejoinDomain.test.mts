/** Rejoin Domain through n8n's engine: each status, each way that a region may be, and each bad input. */
import type { DesktopSeed } from '../../simulator/simulator.mts';
import { type Behaviour, startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { NODE_TYPE, runNode, type RunOptions } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

jest.mock('../../nodes/DesktopSid/runtime/clock.ts', () =>
	jest.requireActual<object>('./support/hurriedClock.mts'),
);

let simulator: Simulator;

afterEach(async () => {
	await simulator.close();
});

/** Six desktops, the first two out of their domain. */
const ESTATE: readonly DesktopSeed[] = [
	{ computer_name: 'OUT-1', domainStatus: 2, healedBy: 'rejoin' },
	{ computer_name: 'OUT-2', domainStatus: 2, healedBy: 'rejoin' },
	{ computer_name: 'IN-1' },
	{ computer_name: 'BUSY-1', domainStatus: 2, connectStatus: 'CONNECTED' },
	{ computer_name: 'OFF-1', domainStatus: 3, status: 'SHUTOFF' },
	{ computer_name: 'LINUX-1', domainStatus: 2, os: 'Linux' },
];

async function start(behaviour: Partial<Behaviour> = {}, desktops = ESTATE) {
	simulator = await startSimulator({
		desktops: [...desktops],
		behaviour: { jobSeconds: 0, ...behaviour },
	});
}

const desktop = (name: string) => {
	const found = simulator.cloud.list().find(({ computer_name }) => computer_name === name);
	if (found === undefined) throw new Error(`there is no ${name}`);
	return found;
};
const idOf = (name: string) => desktop(name).desktop_id;
const namesOf = () => simulator.cloud.list().map(({ computer_name }) => computer_name);

async function run(
	items: RunOptions['items'],
	{ options = {}, ...parameters }: Record<string, unknown> & { options?: object } = {},
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		items,
		credential: tokenCredential(simulator),
		parameters: {
			operation: 'rejoinDomain',
			...parameters,
			options: { pollInterval: 1, waitTimeout: 30, maxRetries: 0, ...options },
		} as never,
		onError: 'continueRegularOutput',
		...more,
	});
}

const runOn = async (names: readonly string[], parameters: object = {}, more = {}) =>
	await run(
		names.map((computer_name) => ({ computer_name })),
		parameters as never,
		more,
	);

const statuses = ({ output }: { output: readonly { json: Record<string, unknown> }[] }) =>
	output.map(({ json }) => json.status);

const REJOIN = /\/(batch-rejoin-domain|rejoin-domain)$/;
const CHECK = /\/batch-rejoin-domain\/check$/;
/** The desktops that were sent, request by request. */
const sent = () => simulator.journal.of({ path: REJOIN }).map(({ desktopIds }) => desktopIds);
const hintOf = ({ task }: { task: { hints?: { message: string }[] } | undefined }) =>
	task?.hints?.[0];

describe('Rejoin Domain', () => {
	it('rejoins what is out of its domain and unused, and leaves all others alone', async () => {
		await start();
		const result = await runOn(namesOf());
		expect(statuses(result)).toEqual([
			...['rejoined', 'rejoined', 'inDomain', 'inUse', 'notReported', 'notRejoinable'],
		]);
		expect(sent()).toEqual([[idOf('OUT-1'), idOf('OUT-2')]]);
		expect(simulator.cloud.list().map(({ rejoins }) => rejoins)).toEqual([1, 1, 0, 0, 0, 0]);
		expect(desktop('OUT-1').domainStatus).toBe(1);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual(
			namesOf().map((_, item) => ({ item })),
		);
	});

	it('gives an item that says what was and what is', async () => {
		await start();
		const { output } = await runOn(['OUT-1', 'LINUX-1']);
		const sid = desktop('OUT-1').sid;
		expect(output[0]?.json).toEqual({
			computer_name: 'OUT-1',
			status: 'rejoined',
			message: expect.stringMatching(
				/^Rejoined the domain\. Task \S+ ended with SUCCESS\. The service lists it as in its domain\.$/,
			) as string,
			domain_state_before: 'outOfDomain',
			domain_state_after: 'inDomain',
			sid_before: sid,
			sid_after: sid,
			desktop_id: idOf('OUT-1'),
			job_id: expect.any(String) as string,
			status_code: 202,
		});
		expect(Object.keys(output[0]?.json ?? {}).slice(0, 3)).toEqual([
			'computer_name',
			'status',
			'message',
		]);
		expect(output[1]?.json).toMatchObject({
			status: 'notRejoinable',
			message:
				'Not sent: the service says that this desktop cannot rejoin its domain (WKS.00000412): Only Windows desktops can rejoin a domain.',
			error_code: 'WKS.00000412',
			error_msg: 'Only Windows desktops can rejoin a domain.',
		});
	});

	it('sends a desktop once, however often and however it is named', async () => {
		await start();
		const id = idOf('OUT-1');
		const items = [
			{ desktop_id: id },
			{ computer_name: 'OUT-1' },
			{ desktop_id: id.toUpperCase() },
			{ sAMAccountName: 'out-1$' },
		];
		const result = await run(items);
		expect(statuses(result)).toEqual(['rejoined', 'rejoined', 'rejoined', 'rejoined']);
		expect(sent()).toEqual([[id]]);
	});

	it.each([
		['IDs', () => ({ matchBy: 'desktopId', desktopIds: `${idOf('OUT-1')}, ${idOf('IN-1')}` })],
		['names', () => ({ matchBy: 'computerName', computerNames: 'OUT-1, IN-1' })],
	])('takes a list of %s', async (_, given) => {
		await start();
		const result = await run([{}], { desktopsFrom: 'list', ...given() });
		expect(statuses(result)).toEqual(['rejoined', 'inDomain']);
		expect(sent()).toEqual([[idOf('OUT-1')]]);
	});

	it('takes one desktop', async () => {
		await start();
		const value = { __rl: true, mode: 'id', value: idOf('OUT-2') };
		const result = await run([{}], { desktopsFrom: 'one', desktop: value });
		expect(statuses(result)).toEqual(['rejoined']);
	});

	it('takes the items of the trigger and of Get Many as they are', async () => {
		await start();
		const { output } = await run([{}], { operation: 'getMany', returnAll: true });
		const result = await run(output.map(({ json }) => json));
		expect(statuses(result).slice(0, 4)).toEqual(['rejoined', 'rejoined', 'inDomain', 'inUse']);
	});

	it('groups by status, and says in one line what happened', async () => {
		await start();
		const result = await runOn(namesOf(), { output: 'perStatus' });
		expect(result.output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['rejoined', 2],
			['inDomain', 1],
			['inUse', 1],
			['notReported', 1],
			['notRejoinable', 1],
		]);
		expect(result.output[0]?.json.message).toBe('Rejoined the domain.');
		expect(hintOf(result as never)?.message).toMatch(
			/^6 desktops, 1 failure: 1 notRejoinable, 2 rejoined, 1 inDomain, 1 inUse, 1 notReported\./,
		);
	});

	it('stops with one error that counts, after all were attempted', async () => {
		await start();
		const { error } = await runOn(['LINUX-1', 'OUT-1'], {}, { onError: 'stopWorkflow' });
		expect(error?.message).toBe('1 of 2 desktops was not rejoined');
		expect(textOf(error)).toContain('LINUX-1');
		expect(desktop('OUT-1').domainStatus).toBe(1);
	});

	it('sends failed items to the error branch, with their data', async () => {
		await start();
		const { failed, success } = await runOn(
			['LINUX-1', 'OUT-1'],
			{},
			{ onError: 'continueErrorOutput' },
		);
		expect(failed.map(({ json }) => json.error)).toMatchObject([{ computer_name: 'LINUX-1' }]);
		expect(success.map(({ json }) => json.status)).toEqual(['rejoined']);
	});
});

describe('which desktops are left out', () => {
	it('sends what is in the domain or not reported only if that is asked for', async () => {
		await start({ rejoinNeedsRunning: false });
		const result = await runOn(['IN-1', 'OFF-1', 'BUSY-1'], { onlyOutOfDomain: false });
		expect(statuses(result)).toEqual(['rejoined', 'rejoined', 'inUse']);
		expect(desktop('BUSY-1').rejoins).toBe(0);
	});

	it('sends what is in use only if that is asked for', async () => {
		await start();
		const result = await runOn(['BUSY-1'], { options: { includeInUse: true } });
		expect(statuses(result)).toEqual(['rejoined']);
	});

	it('never sends what is in use for an AI agent, and no more than 100', async () => {
		await start({}, [
			...ESTATE,
			...Array.from({ length: 101 }, (_, index) => ({
				computer_name: `MANY-${String(index)}`,
				domainStatus: 2 as const,
			})),
		]);
		const asTool = { settings: { type: `${NODE_TYPE}Tool` } };
		const list = (names: string[], options: object) => ({
			desktopsFrom: 'list',
			matchBy: 'computerName',
			computerNames: names.join(),
			options,
		});
		const busy = await run([{}], list(['BUSY-1', 'OUT-1'], { includeInUse: true }), asTool);
		expect(statuses(busy)).toEqual(['inUse', 'rejoined']);
		expect(hintOf(busy as never)?.message).toContain("'Include in Use' was ignored");
		const many = namesOf().filter((name) => name.startsWith('MANY'));
		const all = await run([{}], list(many, { maxDesktops: 5000 }), asTool);
		expect(new Set(statuses(all))).toEqual(new Set(['failed']));
		expect(all.output[0]?.json.message).toMatch(
			/101 desktops to rejoin, more than the 100 .* ask a person/,
		);
		expect(sent()).toEqual([[idOf('OUT-1')]]);
	});

	it('counts only what would be sent against Max Desktops', async () => {
		await start();
		const names = ['OUT-1', 'IN-1', 'BUSY-1'];
		const result = await runOn(names, { options: { maxDesktops: 1 } });
		expect(statuses(result)).toEqual(['rejoined', 'inDomain', 'inUse']);
		const tooMany = await runOn(['OUT-2', 'LINUX-1'], { options: { maxDesktops: 1 } });
		expect(statuses(tooMany)).toEqual(['failed', 'failed']);
		expect(sent()).toHaveLength(1);
	});

	it.each(['number', 'text'] as const)('reads the state as %s', async (domainStatusForm) => {
		await start({ domainStatusForm });
		const result = await runOn(['OUT-1', 'IN-1', 'OFF-1']);
		expect(statuses(result)).toEqual(['rejoined', 'inDomain', 'notReported']);
	});

	it('in a region that reports no state sends nothing, or on demand without a proof', async () => {
		await start({ domainStatusForm: 'absent' });
		const nothing = await runOn(['OUT-1', 'IN-1']);
		expect(statuses(nothing)).toEqual(['notReported', 'notReported']);
		expect(nothing.output[0]?.json.message).toMatch(/in this region.*'Only Out of Domain'/);
		expect(sent()).toEqual([]);
		const asked = await runOn(['OUT-1'], { onlyOutOfDomain: false });
		expect(statuses(asked)).toEqual(['rejoined']);
		expect(asked.output[0]?.json.message).toContain('not proven');
	});
});

describe('names and IDs that lead nowhere', () => {
	it('says so of each, and sends the others', async () => {
		await start({}, [...ESTATE, { computer_name: 'TWIN' }, { computer_name: 'TWIN' }]);
		const unknown = '00000000-0000-4000-a000-00000000000a';
		const result = await run([
			{ desktop_id: unknown },
			{ desktop_id: unknown.toUpperCase() },
			{ computer_name: 'NOBODY' },
			{ computer_name: 'TWIN' },
			{ color: 'blue' },
			{ desktop_id: '__proto__' },
			{ computer_name: 'OUT-1' },
		]);
		expect(statuses(result)).toEqual([
			...['notFound', 'notFound', 'unmatched', 'ambiguous', 'invalid', 'notFound', 'rejoined'],
		]);
		expect(sent()).toEqual([[idOf('OUT-1')]]);
	});

	it('sends nothing if the list of desktops cannot be read', async () => {
		await start();
		simulator.faults.add({ match: { path: /\/desktops$/ }, do: { kind: 'status', status: 500 } });
		const result = await runOn(['OUT-1']);
		expect(statuses(result)).toEqual(['failed']);
		expect(simulator.journal.of({ method: 'POST' })).toEqual([]);
	});

	it.each([
		{ output: 'both' },
		{ onlyOutOfDomain: 'perhaps' },
		{ waitForCompletion: 7 },
		{ options: { batchSize: 101 } },
		{ options: { includeInUse: 'maybe' } },
	])('refuses %j before anything is sent', async (parameters) => {
		await start();
		const result = await runOn(['OUT-1'], parameters);
		expect(statuses(result)).toEqual(['failed']);
		expect(simulator.journal.entries).toEqual([]);
	});
});

describe('the check before', () => {
	it('is made in batches of at most 100, and so is the rejoin', async () => {
		await start(
			{},
			Array.from({ length: 250 }, (_, index) => ({
				computer_name: `PC-${String(index)}`,
				domainStatus: 2 as const,
			})),
		);
		const result = await runOn(namesOf());
		expect(new Set(statuses(result))).toEqual(new Set(['rejoined']));
		const sizes = (path: RegExp) =>
			simulator.journal
				.of({ path })
				.map(({ desktopIds }) => desktopIds.length)
				.sort();
		expect(sizes(CHECK)).toEqual([100, 100, 50]);
		expect(sizes(REJOIN)).toEqual([100, 100, 50]);
	});

	it('that is not offered is passed over, and said once', async () => {
		await start({ rejoinCheck: 'notOffered' });
		const result = await runOn(['OUT-1', 'OUT-2'], { options: { batchSize: 1 } });
		expect(statuses(result)).toEqual(['rejoined', 'rejoined']);
		expect(simulator.journal.of({ path: CHECK })).toHaveLength(1);
		expect(hintOf(result as never)).toMatchObject({
			type: 'info',
			message:
				'2 desktops: 2 rejoined. This region offers no check before a rejoin, so the desktops were sent without it.',
		});
	});

	it('that is not allowed is passed over, and said once with the action', async () => {
		await start();
		simulator.faults.add({
			match: { path: CHECK },
			do: { kind: 'status', status: 403, body: { error_code: 'WKS.403', error_msg: 'Denied.' } },
		});
		const result = await runOn(['OUT-1', 'OUT-2'], { options: { batchSize: 1 } });
		expect(statuses(result)).toEqual(['rejoined', 'rejoined']);
		expect(simulator.journal.of({ path: CHECK })).toHaveLength(1);
		const hint = hintOf(result as never)?.message ?? '';
		expect(hint).toContain('workspace:desktops:batchCheckRejoinDomain');
		expect(hint.split('could not be checked')).toHaveLength(2);
	});

	it.each(['errorEach', 'refuse', 'leaveOut'] as const)(
		'of a desktop that was deleted meanwhile answers with %s, and the others go on',
		async (rejoinCheckUnknown) => {
			await start({ rejoinCheckUnknown });
			const gone = idOf('OUT-2');
			// The list has shown it; then it is deleted.
			const list = simulator.cloud.list.bind(simulator.cloud);
			const before = [...list()];
			simulator.cloud.list = () => before;
			simulator.cloud.remove(gone);
			const result = await runOn(['OUT-1', 'OUT-2'], { options: { verify: false } });
			expect(statuses(result)).toEqual(['rejoined', 'notFound']);
		},
	);

	it('whose answer is odd is walked safely', async () => {
		await start();
		const ids = ['OUT-1', 'OUT-2', 'BUSY-1'].map(idOf);
		simulator.faults.add({
			match: { path: CHECK },
			do: {
				kind: 'status',
				status: 200,
				body: {
					total_count: 'many',
					desktops: [
						null,
						7,
						'__proto__',
						{ desktop_id: '__proto__', rejoin_able: false },
						{ desktop_id: 'constructor', error_code: 'WKS.1' },
						{ desktop_id: ids[0]?.toUpperCase(), rejoin_able: 'true', error_code: 'WKS.00000000' },
						{ desktop_id: ids[1], rejoin_able: false, error_code: ['x'], error_msg: { a: 1 } },
					],
				},
			},
		});
		const result = await runOn(['OUT-1', 'OUT-2', 'BUSY-1'], { options: { includeInUse: true } });
		expect(statuses(result)).toEqual(['rejoined', 'notRejoinable', 'rejoined']);
		expect(result.output[1]?.json.message).toContain('It gave no reason.');
	});

	it('that finds a desktop back in its domain keeps it from being sent', async () => {
		await start({ domainLagSeconds: 3600 });
		simulator.faults.add({
			match: { path: CHECK },
			do: {
				kind: 'status',
				status: 200,
				body: { desktops: [{ desktop_id: idOf('OUT-1'), domain_status: '1', rejoin_able: false }] },
			},
		});
		expect(statuses(await runOn(['OUT-1']))).toEqual(['inDomain']);
		expect(sent()).toEqual([]);
	});
});

describe('the way of the rejoin', () => {
	it('is one call each where the region has no batch, said once', async () => {
		await start({ rejoinBatch: 'notOffered' });
		const result = await runOn(['OUT-1', 'OUT-2', 'IN-1']);
		expect(statuses(result)).toEqual(['rejoined', 'rejoined', 'inDomain']);
		expect(sent().map(({ length }) => length)).toEqual([2, 1, 1]);
		expect(hintOf(result as never)).toMatchObject({ type: 'info' });
		expect(hintOf(result as never)?.message).toContain('each was sent by itself');
	});

	it('is none where the region has neither: one sentence, and no request for each', async () => {
		await start(
			{ rejoinBatch: 'notOffered', rejoinSingle: 'notOffered', rejoinCheck: 'notOffered' },
			Array.from({ length: 30 }, (_, index) => ({
				computer_name: `PC-${String(index)}`,
				domainStatus: 2 as const,
			})),
		);
		const result = await runOn(namesOf(), { options: { batchSize: 10 } });
		expect(new Set(statuses(result))).toEqual(new Set(['failed']));
		expect(new Set(result.output.map(({ json }) => json.message))).toEqual(
			new Set([
				'The desktop did not rejoin its domain, because this region offers no rejoin by API: use the Workspace console.',
			]),
		);
		expect(sent()).toHaveLength(2);
	});

	it('names the right that is missing', async () => {
		await start();
		simulator.faults.add({
			match: { path: REJOIN },
			do: { kind: 'status', status: 403, body: { error_code: 'WKS.403', error_msg: 'Denied.' } },
		});
		const { output } = await runOn(['OUT-1', 'OUT-2']);
		expect(output.map(({ json }) => json.status)).toEqual(['failed', 'failed']);
		expect(output[0]?.json.message).toBe(
			'The desktop did not rejoin its domain (403 WKS.403): Denied. Ask for the IAM action workspace:desktops:rejoinDomain in this project.',
		);
		expect(sent()).toHaveLength(1);
	});

	it.each(['refuseBatch', 'failedSubJob'] as const)(
		'finds the one that is not supported where that is answered by %s',
		async (unsupported) => {
			await start({ unsupported, rejoinCheck: 'notOffered' });
			const result = await runOn(['OUT-1', 'LINUX-1', 'OUT-2']);
			const bad = unsupported === 'refuseBatch' ? 'notSupported' : 'failed';
			expect(statuses(result)).toEqual(['rejoined', bad, 'rejoined']);
			expect(desktop('LINUX-1').rejoins).toBe(0);
		},
	);

	it('leaves a refused batch whole if Isolate Failures is off', async () => {
		await start({ rejoinCheck: 'notOffered' });
		const result = await runOn(['OUT-1', 'LINUX-1'], { options: { isolateFailures: false } });
		expect(statuses(result)).toEqual(['notSupported', 'notSupported']);
		expect(sent()).toHaveLength(1);
	});

	it.each([
		['a page of a proxy', { kind: 'html', status: 412 }],
		['the gateway', { kind: 'status', status: 400, body: { error_code: 'APIGW.0201' } }],
	] as const)('does not split a batch that %s refuses', async (_, action) => {
		await start();
		simulator.faults.add({ match: { path: REJOIN }, do: action });
		expect(statuses(await runOn(['OUT-1', 'OUT-2']))).toEqual(['failed', 'failed']);
		expect(sent()).toHaveLength(1);
	});
});

describe('a lost answer', () => {
	it.each([
		['502', { kind: 'status', status: 502 }],
		['a reset', { kind: 'reset' }],
		['half an answer', { kind: 'truncate' }],
		['a web page', { kind: 'html', status: 200 }],
		['a status that says nothing', { kind: 'status', status: 206, body: {} }],
	] as const)('(%s) is not sent again: the state tells that it was done', async (_, action) => {
		await start();
		simulator.faults.add({ match: { path: REJOIN }, after: true, do: action });
		const { output } = await runOn(['OUT-1', 'OUT-2'], { options: { maxRetries: 5 } });
		expect(output.map(({ json }) => json.status)).toEqual(['rejoined', 'rejoined']);
		expect(output[0]?.json.message).toContain('so it was rejoined all the same');
		expect(output[0]?.json).not.toHaveProperty('error_code');
		expect(sent()).toHaveLength(1);
		expect(desktop('OUT-1').rejoins).toBe(1);
	});

	it('that was not carried out stays open, and says where to look', async () => {
		await start();
		simulator.faults.add({ match: { path: REJOIN }, do: { kind: 'status', status: 502 } });
		const { output } = await runOn(['OUT-1'], { options: { maxRetries: 5, waitTimeout: 3 } });
		expect(output[0]?.json).toMatchObject({ status: 'failed', domain_state_after: 'outOfDomain' });
		expect(output[0]?.json.message).toMatch(
			/^The rejoin was not confirmed \(502 APIGW.0601\).*still lists it as out of its domain/,
		);
		expect(sent()).toHaveLength(1);
	});

	it('is sent again if it cannot have arrived, and if it was throttled', async () => {
		await start();
		simulator.faults.add({
			match: { path: REJOIN },
			times: 2,
			do: { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
		});
		expect(statuses(await runOn(['OUT-1']))).toEqual(['rejoined']);
		expect(sent()).toHaveLength(3);
		expect(desktop('OUT-1').rejoins).toBe(1);
	});
});

describe('a desktop that another task works on', () => {
	it('is sent again until that has ended', async () => {
		await start();
		const conflict = { error_code: 'WKS.00010032', error_msg: 'Busy.' };
		simulator.faults.add({
			match: { path: REJOIN, desktopId: idOf('OUT-2') },
			times: 3,
			do: { kind: 'status', status: 409, body: conflict },
		});
		expect(statuses(await runOn(['OUT-1', 'OUT-2']))).toEqual(['rejoined', 'rejoined']);
		expect(desktop('OUT-1').rejoins).toBe(1);
		expect(desktop('OUT-2').rejoins).toBe(1);
	}, 30_000);

	it('fails if that does not end within the wait', async () => {
		await start();
		const conflict = { error_code: 'WKS.00010032', error_msg: 'Busy.' };
		simulator.faults.add({
			match: { path: REJOIN },
			do: { kind: 'status', status: 409, body: conflict },
		});
		const { output } = await runOn(['OUT-1'], { options: { waitTimeout: 4 } });
		expect(output[0]?.json).toMatchObject({ status: 'failed', error_code: 'WKS.00010032' });
		expect(output[0]?.json.message).toContain('busy with another task');
		expect(sent().length).toBeLessThanOrEqual(2);
	});

	it('is not sent again if somebody has connected meanwhile, or if it is back', async () => {
		await start();
		simulator.faults.add({
			match: { path: REJOIN },
			do: { kind: 'status', status: 409, body: { error_code: 'WKS.00010032' } },
		});
		const running = runOn(['OUT-1', 'OUT-2']);
		while (sent().length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
		desktop('OUT-1').connectStatus = 'CONNECTED';
		desktop('OUT-2').domainStatus = 1;
		expect(statuses(await running)).toEqual(['inUse', 'inDomain']);
		expect(sent()).toHaveLength(3);
	});
});

describe('the tasks and the proof', () => {
	it('gives out accepted if the task is not waited for', async () => {
		await start({ jobSeconds: 3600 });
		const { output } = await runOn(['OUT-1'], { waitForCompletion: false });
		expect(output[0]?.json).toMatchObject({ status: 'accepted', status_code: 202 });
		expect(output[0]?.json.message).toContain("Turn on 'Wait for Completion'");
		expect(simulator.journal.of({ path: /workspace-jobs/ })).toEqual([]);
	});

	it('ends as timedOut with the task', async () => {
		await start({ jobSeconds: 3600 });
		const { output } = await runOn(['OUT-1'], { options: { waitTimeout: 1 } });
		expect(output[0]?.json).toMatchObject({
			status: 'timedOut',
			job_id: expect.any(String) as string,
		});
	});

	it('fails for those whose sub task failed, with the reason and what to look at', async () => {
		await start({ completeHidesFailures: true });
		Object.assign(desktop('OUT-2'), {
			rejoinFailure: { error_code: 'WKS.9', error_msg: 'The password has expired' },
		});
		const { output } = await runOn(['OUT-1', 'OUT-2']);
		expect(output.map(({ json }) => json.status)).toEqual(['rejoined', 'failed']);
		expect(output[1]?.json.message).toMatch(
			/^Not rejoined \(FAILED WKS\.9\): The password has expired\..*domain administrator stored in the Workspace console/,
		);
	});

	it('looks several times, because the list may lag behind', async () => {
		await start({ domainLagSeconds: 0.2 });
		const { output } = await runOn(['OUT-1']);
		expect(output[0]?.json).toMatchObject({ status: 'rejoined', domain_state_after: 'inDomain' });
	});

	it('is unverified if the state never turns, with what to look at', async () => {
		await start();
		desktop('OUT-1').healedBy = 'nothing';
		const { output } = await runOn(['OUT-1'], { options: { waitTimeout: 3 } });
		expect(output[0]?.json).toMatchObject({
			status: 'unverified',
			domain_state_after: 'outOfDomain',
		});
		expect(output[0]?.json.message).toContain(
			'check the domain administrator stored in the Workspace console',
		);
	});

	it('does not look if Verify is off', async () => {
		await start();
		desktop('OUT-1').healedBy = 'nothing';
		const { output } = await runOn(['OUT-1'], { options: { verify: false } });
		expect(output[0]?.json.status).toBe('rejoined');
		expect(output[0]?.json).not.toHaveProperty('domain_state_after');
		expect(simulator.journal.of({ method: 'GET', path: /\/desktops$/ })).toHaveLength(1);
	});

	it.each([true, false])('comes out the same if a rejoin restarts: %s', async (rejoinRestarts) => {
		await start({ rejoinRestarts, rejoinSid: 'new' });
		expect(statuses(await runOn(['OUT-1', 'OUT-2']))).toEqual(['rejoined', 'rejoined']);
	});
});
