/** A cancelled run has no output. What the service goes on with stands in n8n's log. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = manyDesktops(6, { drifted: 2 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;
let warnings: string[];

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS, behaviour: { jobSeconds: 3600 } });
	warnings = [];
	const { execute } = DesktopSid.prototype;
	jest.spyOn(DesktopSid.prototype, 'execute').mockImplementation(async function (
		this: IExecuteFunctions,
	) {
		const logger = { warn: (message: string) => warnings.push(message) };
		Object.defineProperty(this, 'logger', { value: logger });
		return await execute.call(this);
	});
});

afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.close();
});

/** Resolves as soon as a request has come that fits. */
async function arrived(isIt: () => boolean): Promise<void> {
	while (!isIt()) await new Promise((resolve) => setImmediate(resolve));
}

const looks = () => simulator.journal.of({ path: /workspace-jobs/ });
const WAITING = { waitForCompletion: true, options: { batchSize: 3, pollInterval: 300 } };

describe('the log of n8n', () => {
	it('has what was accepted when a run was cancelled, with the IDs of its tasks', async () => {
		const { run } = await runOnIds(simulator, IDS, {
			parameters: WAITING,
			onError: 'continueRegularOutput',
			cancelWhen: arrived(() => looks().length > 1),
		});
		expect(run.status).toBe('canceled');
		await arrived(() => warnings.length > 0);
		const jobIds = new Set(looks().map(({ path }) => path.split('/').at(-1)));
		expect(jobIds.size).toBe(2);
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toMatch(
			/^Update SIDs was cancelled: 6 timedOut\. Huawei Cloud goes on with 2 tasks: /,
		);
		for (const jobId of jobIds) expect(warnings[0]).toContain(jobId);
	});

	it.each<[what: string, parameters: object]>([
		['one task for all', { ...WAITING, options: { ...WAITING.options, batchSize: 6 } }],
		['three tasks', { ...WAITING, options: { ...WAITING.options, batchSize: 2 } }],
		['one item for each status', { ...WAITING, output: 'perStatus' }],
		['Verify', { ...WAITING, options: { ...WAITING.options, verify: true } }],
		['Skip in Sync off', { ...WAITING, skipInSync: false }],
		[
			'Rejoin Domain',
			{
				...WAITING,
				operation: 'rejoinDomain',
				onlyOutOfDomain: false,
				options: { pollInterval: 300 },
			},
		],
	])('has each task that goes on: %s', async (_what, parameters) => {
		const { run } = await runOnIds(simulator, IDS, {
			parameters: parameters as never,
			onError: 'continueRegularOutput',
			cancelWhen: arrived(() => looks().length > 0),
		});
		expect(run.status).toBe('canceled');
		await arrived(() => warnings.length > 0);
		const jobIds = new Set(looks().map(({ path }) => path.split('/').at(-1)));
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toMatch(/ was cancelled: .*Huawei Cloud goes on with /);
		for (const jobId of jobIds) expect(warnings[0]).toContain(jobId);
		expect(simulator.cloud.list().some(({ desktop_id }) => warnings[0]?.includes(desktop_id))).toBe(
			false,
		);
	});

	it('says that nothing goes on if nothing was accepted', async () => {
		simulator.faults.add({ times: 100, do: { kind: 'hang' } });
		await runOnIds(simulator, IDS, {
			parameters: WAITING,
			cancelWhen: arrived(() => simulator.journal.entries.length > 0),
		});
		await arrived(() => warnings.length > 0);
		expect(warnings[0]).toMatch(
			/^Update SIDs was cancelled: 6 failed\. No task was left running\.$/,
		);
	});

	it('has nothing of a run that ended by itself', async () => {
		await runOnIds(simulator, IDS);
		expect(warnings).toEqual([]);
	});
});
