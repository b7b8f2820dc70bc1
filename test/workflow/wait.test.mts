import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

jest.mock('../../nodes/DesktopSid/runtime/clock.ts', () =>
	jest.requireActual<object>('./support/hurriedClock.mts'),
);

let simulator: Simulator;
let ids: string[];

afterEach(async () => {
	await simulator.close();
});

const start = async (behaviour: object, count = 5) => {
	simulator = await startSimulator({
		desktops: manyDesktops(count, { drifted: 1 }),
		behaviour: { jobSeconds: 0.2, ...behaviour },
	});
	ids = simulator.cloud.list().map(({ desktop_id }) => desktop_id);
};

const wait = (options: object = {}) => ({
	parameters: {
		output: 'perDesktop',
		waitForCompletion: true,
		options: { pollInterval: 1, ...options },
	} as never,
	onError: 'continueRegularOutput' as const,
});

describe('Wait for Completion', () => {
	it.each(['perDesktop', 'withoutEntities', 'none'])(
		'gives every desktop its verdict where the service lists sub tasks: %s',
		async (subJobs) => {
			await start({ subJobs });
			const { output } = await runOnIds(simulator, ids, wait());
			expect(output.map(({ json }) => [json.status, json.status_code])).toEqual(
				ids.map(() => ['updated', 202]),
			);
			expect(simulator.cloud.list().every(({ sid, adSid }) => sid === adSid)).toBe(true);
		},
	);

	it('does not take a task for a success that hides the failure of one desktop', async () => {
		await start({ completeHidesFailures: true, jobWords: { ok: 'COMPLETE', bad: 'FAIL' } });
		const bad = simulator.cloud.get(ids[2] ?? '');
		if (bad === undefined) throw new Error('the estate is too small');
		bad.failure = { status: 500, error_code: 'WKS.00000003', error_msg: 'database' };
		const { output } = await runOnIds(simulator, ids, wait());
		expect(output.map(({ json }) => json.status)).toEqual([
			'updated',
			'updated',
			'failed',
			'updated',
			'updated',
		]);
		expect(output[2]?.json.error_code).toBe('WKS.00000003');
	});

	it('ends as timedOut with the task, which Get Task can pick up', async () => {
		await start({ jobSeconds: 3600 });
		const { output } = await runOnIds(simulator, ids, wait({ waitTimeout: 1 }));
		expect(new Set(output.map(({ json }) => json.status))).toEqual(new Set(['timedOut']));
		expect(output.every(({ json }) => typeof json.job_id === 'string')).toBe(true);
		expect(String(output[0]?.json.message)).toContain('Get Task');
	});

	it('stops within a second when the execution is cancelled', async () => {
		await start({ jobSeconds: 3600 });
		const sent = new Promise<void>((resolve) => {
			const look = setInterval(() => {
				if (simulator.journal.of({ path: /workspace-jobs/ }).length === 0) return;
				clearInterval(look);
				resolve();
			}, 20);
		});
		let cancelledAt = 0;
		const { run } = await runOnIds(simulator, ids, {
			...wait({ waitTimeout: 600, pollInterval: 300 }),
			cancelWhen: sent.then(() => {
				cancelledAt = Date.now();
			}),
		});
		expect(run.status).toBe('canceled');
		const asked = simulator.journal.entries.length;
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(simulator.journal.entries).toHaveLength(asked);
		expect(cancelledAt).toBeGreaterThan(0);
	});
});

describe('Verify', () => {
	it('reports the SID before and after', async () => {
		await start({});
		const before = simulator.cloud.list().map(({ sid }) => sid);
		const { output } = await runOnIds(simulator, ids, wait({ verify: true }));
		expect(output.map(({ json }) => [json.status, json.sid_before, json.sid_after])).toEqual(
			simulator.cloud.list().map(({ adSid }, index) => ['updated', before[index], adSid]),
		);
	});

	it.each([
		['the update heals', {}, 'inDomain'],
		['the update is not enough', { sidUpdateHeals: false }, 'outOfDomain'],
		['as text', { domainStatusForm: 'text' }, 'inDomain'],
		['not reported in this region', { domainStatusForm: 'absent' }, undefined],
	] as const)('tells the domain state of the last look: %s', async (_case, behaviour, state) => {
		await start(behaviour);
		const { output } = await runOnIds(simulator, ids, wait({ verify: true }));
		const keys = ['message', 'sid_before', 'sid_after', 'domain_state', 'desktop_id'];
		expect(output.map(({ json }) => [json.status, json.domain_state])).toEqual(
			ids.map(() => ['updated', state]),
		);
		expect(Object.keys(output[0]?.json ?? {})).toEqual(
			expect.arrayContaining(keys.filter((key) => state !== undefined || key !== 'domain_state')),
		);
	});

	it('says so where the tasks were not waited for', async () => {
		await start({});
		const { output } = await runOnIds(simulator, ids, {
			parameters: { options: { verify: true }, output: 'perDesktop' },
		});
		expect(output[0]?.json.status).toBe('accepted');
		expect(output[0]?.json.message).toContain(
			'The SID was not verified, because the task may still be running.',
		);
	});
});
