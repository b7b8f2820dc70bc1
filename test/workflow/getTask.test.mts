import type { IDataObject } from 'n8n-workflow';

import { apiOf } from './support/api.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';
import { manyDesktops, sampleEstate } from '../../simulator/estate.mts';
import { type Behaviour, type Simulator, startSimulator } from '../../simulator/simulator.mts';

const estate = sampleEstate();
const first = estate['DRIFTED-1'].desktop_id;
const second = estate['DRIFTED-2'].desktop_id;
const linux = estate['LINUX-1'].desktop_id;

let simulator: Simulator;
let seconds: number;

async function start(behaviour: Partial<Behaviour> = {}) {
	seconds = Date.UTC(2026, 10, 24, 12) / 1000;
	simulator = await startSimulator({
		now: () => seconds * 1000,
		desktops: Object.values(estate),
		behaviour: { unsupported: 'failedSubJob', jobSeconds: 10, overLimit: 'accept', ...behaviour },
	});
}

afterEach(async () => {
	await simulator.close();
});

/** Starts a task over these desktops. */
async function taskOver(...ids: string[]): Promise<string> {
	const reply = await apiOf(simulator).updateDesktopSids(ids);
	if (reply.kind === 'fault') throw new Error(reply.message);
	return String(Object(reply.json).job_id);
}

/** Runs Get Task; by default each item carries its task in `job_id`. */
async function getTask(items: IDataObject[], more: Partial<RunOptions> = {}, jobId?: string) {
	simulator.journal.clear();
	return await runNode({
		items,
		parameters: { operation: 'getTask', jobId: jobId ?? '={{ $json.job_id }}' },
		credential: tokenCredential(simulator),
		...more,
	});
}

const looks = () => simulator.journal.of({ path: 'workspace-jobs' }).length;
const lists = () => simulator.journal.of({ path: 'workspace-sub-jobs' }).length;

describe('the desktops of a task', () => {
	it('one item each, with the fields of the contract', async () => {
		await start();
		const job_id = await taskOver(first, linux);
		seconds += 10;
		const { output } = await getTask([{ job_id }]);
		const times = { begin_time: '2026-11-24T12:00:00.000Z', end_time: '2026-11-24T12:00:10.000Z' };
		expect(output).toEqual([
			{
				json: {
					job_id,
					job_status: 'FAILED',
					desktop_id: first,
					computer_name: 'DRIFTED-1',
					status: 'updated',
					...times,
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					job_id,
					job_status: 'FAILED',
					desktop_id: linux,
					computer_name: 'LINUX-1',
					status: 'failed',
					error_code: 'WKS.00000412',
					fail_reason: 'Updating the SID of the desktop is not supported.',
					...times,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect([looks(), lists()]).toEqual([1, 0]);
	});

	it('are running, one after the other updated, and in the end all have a verdict', async () => {
		await start({ subJobsEnd: 'oneByOne' });
		const job_id = await taskOver(first, second);
		const statuses = async () =>
			(await getTask([{ job_id }])).output.map(({ json }) => json.status);
		expect(await statuses()).toEqual(['running', 'running']);
		seconds += 5;
		expect(await statuses()).toEqual(['updated', 'running']);
		seconds += 5;
		expect(await statuses()).toEqual(['updated', 'updated']);
	});

	it('hidden failures are shown', async () => {
		await start({
			completeHidesFailures: true,
			jobWords: { ok: 'COMPLETE', bad: 'FAIL', running: 'RUNNING' },
		});
		const job_id = await taskOver(first, linux);
		seconds += 10;
		const { output } = await getTask([{ job_id }]);
		expect(output.map(({ json }) => [json.job_status, json.status])).toEqual([
			['COMPLETE', 'updated'],
			['COMPLETE', 'failed'],
		]);
	});

	it.each([
		['none', [first, second], 'updated', 1],
		['none', [first, linux], 'failed', 1],
		['withoutEntities', [first, second], 'updated', 0],
		['withoutEntities', [first, linux], 'failed', 0],
	] as const)(
		'not listed (%s): one item without a desktop',
		async (subJobs, ids, status, count) => {
			await start({ subJobs });
			const job_id = await taskOver(...ids);
			seconds += 10;
			const { output } = await getTask([{ job_id }]);
			expect(output).toHaveLength(1);
			expect(output[0]?.json).toMatchObject({
				job_id,
				status,
				message: expect.stringContaining("the task's own result stands") as string,
			});
			expect(output[0]?.json).not.toHaveProperty('desktop_id');
			expect(lists()).toBe(count);
		},
	);

	it('are read page by page where the task does not carry them', async () => {
		await start();
		const many = manyDesktops(1200, { drifted: 1 });
		simulator.cloud.add(...many);
		const job_id = await taskOver(...many.map(({ desktop_id }) => desktop_id));
		seconds += 10;
		const { journal } = simulator;
		simulator.faults.add({
			match: { path: /workspace-jobs/ },
			do: {
				kind: 'status',
				status: 200,
				body: { id: job_id, status: 'SUCCESS', sub_jobs_total: 1200, sub_jobs: [] },
				headers: {},
			},
		});
		const { output } = await getTask([{ job_id }]);
		expect(new Set(output.map(({ json }) => json.desktop_id)).size).toBe(1200);
		expect(output.every(({ json }) => json.status === 'updated')).toBe(true);
		expect(journal.of({ path: 'workspace-sub-jobs' }).map(({ query }) => query.offset)).toEqual([
			'0',
			'999',
		]);
	});
});

describe('which tasks', () => {
	it.each<[string, (ids: string[]) => string]>([
		['separated by commas', (ids) => ids.join(', ')],
		['an expression that gives a list', (ids) => `={{ ${JSON.stringify(ids)} }}`],
		['a list as text', (ids) => JSON.stringify(ids)],
		['one of them twice', (ids) => [...ids, ...ids].join('\n')],
	])('several: %s', async (_name, parameterOf) => {
		await start();
		const ids = [await taskOver(first, second), await taskOver(first, linux)];
		const { output } = await getTask([{}], {}, parameterOf(ids));
		expect(output.map(({ json }) => json.job_id)).toEqual([ids[0], ids[0], ids[1], ids[1]]);
		expect(looks()).toBe(2);
	});

	it('asks once for a task that many items name, and pairs each desktop with its own item', async () => {
		await start();
		const job_id = await taskOver(first, second, linux);
		const other = await taskOver(first, second);
		const { output } = await getTask([
			{ job_id, desktop_id: second },
			{ job_id, desktop_id: first },
			{ job_id: other },
			{ job_id, desktop_id: second },
		]);
		expect(looks()).toBe(2);
		expect(output.map(({ json, pairedItem }) => [json.desktop_id, pairedItem])).toEqual([
			[first, { item: 1 }],
			[second, [{ item: 0 }, { item: 3 }]],
			[linux, [{ item: 0 }, { item: 1 }, { item: 3 }]],
			[first, { item: 2 }],
			[second, { item: 2 }],
		]);
	});

	it('zero items: zero requests, zero items', async () => {
		await start();
		const { output } = await getTask([]);
		expect(output).toEqual([]);
		expect(simulator.journal.entries).toEqual([]);
	});
});

describe('a task that cannot be read', () => {
	const sentence = /^Huawei Cloud knows no task no-such-task \(404 WKS\.0202\)\. Check the ID/;

	it('Stop Workflow: a clear sentence', async () => {
		await start();
		const { error } = await getTask([{ job_id: 'no-such-task' }]);
		expect(textOf(error)).toMatch(sentence);
	});

	it('Stop Workflow, among others: all are asked, and the list says which', async () => {
		await start();
		const job_id = await taskOver(first, second);
		const { error } = await getTask([{ job_id: 'no-such-task' }, { job_id }, {}]);
		expect(error?.message).toBe('2 of 3 tasks could not be read');
		expect(error?.description).toMatch(
			/• Huawei Cloud knows no task no-such-task[^]*• Item 2: 'Task ID' is empty/,
		);
		expect(looks()).toBe(2);
	});

	it('Continue: it stays among the others, with its reason', async () => {
		await start();
		const job_id = await taskOver(first, second);
		const { output } = await getTask([{ job_id: 'no-such-task' }, { job_id }], {
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => json.status)).toEqual(['failed', 'running', 'running']);
		expect(output[0]?.json).toMatchObject({
			job_id: 'no-such-task',
			error_code: 'WKS.0202',
			error: expect.stringMatching(sentence) as string,
		});
	});

	it('Continue (using error output): it leaves by the error branch with its fields', async () => {
		await start();
		const job_id = await taskOver(first, second);
		const { success, failed } = await getTask([{ job_id: 'no-such-task' }, { job_id }], {
			onError: 'continueErrorOutput',
		});
		expect(success.map(({ json }) => json.status)).toEqual(['running', 'running']);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.json).toMatchObject({
			message: expect.stringMatching(sentence) as string,
			error: { job_id: 'no-such-task', status: 'failed', error_code: 'WKS.0202' },
		});
	});

	it.each<[string, string, string]>([
		['nothing', ' , ', 'is empty. Only desktops with the status accepted'],
		['a number', '={{ 7 }}', 'must be text or a list, not a number'],
		['an object', '={{ ({ a: 1 }) }}', 'must be text or a list, not an object'],
		['a list with a number', '={{ [7] }}', 'not text'],
		['dots, which would change the address', '..', 'cannot be a task ID'],
		['a word for nothing', 'null', '"null", a word that programs write for a missing value'],
		['a value of a spreadsheet', '#N/A', 'a word that programs write for a missing value'],
		['256 characters', 'x'.repeat(256), 'at most 255'],
		['half a character', '={{ "a\\ud800" }}', 'cannot be a task ID'],
	])('%s as Job ID: nothing is sent', async (_name, parameter, says) => {
		await start();
		const { output } = await getTask([{}], { onError: 'continueRegularOutput' }, parameter);
		expect(simulator.journal.entries).toEqual([]);
		expect(output).toHaveLength(1);
		expect(output[0]?.json).toMatchObject({
			status: 'invalid',
			error: expect.stringContaining(says) as string,
		});
	});

	it('a credential that cannot be used: every task says so, nothing is sent', async () => {
		await start();
		const { output } = await getTask([{ job_id: 'a' }, { job_id: 'b' }], {
			onError: 'continueRegularOutput',
			credential: { ...tokenCredential(simulator), projectId: '' },
		});
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('The credential cannot be used'),
			expect.stringContaining('The credential cannot be used'),
		]);
		expect(simulator.journal.entries).toEqual([]);
	});

	it('a refused sign-in costs one request, however many tasks there are', async () => {
		await start();
		const items = Array.from({ length: 20 }, (_, index) => ({ job_id: `job-${String(index)}` }));
		const { output } = await getTask(items, {
			onError: 'continueRegularOutput',
			credential: { ...tokenCredential(simulator), token: 'not-a-valid-token' },
		});
		expect(output).toHaveLength(20);
		expect(output.every(({ json }) => typeof json.error === 'string')).toBe(true);
		expect(simulator.journal.entries).toHaveLength(1);
	});

	it('sub tasks that may not be listed leave a finished task open, which is a failure', async () => {
		await start();
		const job_id = await taskOver(first, second);
		const body = { id: job_id, status: 'COMPLETE', sub_jobs_total: 2, sub_jobs: [] };
		const denied = { error_code: 'WKS.403', error_msg: 'No right.' };
		simulator.faults.add({
			match: { path: /workspace-jobs/ },
			do: { kind: 'status', status: 200, body },
		});
		simulator.faults.add({
			match: { path: /workspace-sub-jobs/ },
			do: { kind: 'status', status: 403, body: denied },
		});
		const { output } = await getTask([{ job_id }], { onError: 'continueRegularOutput' });
		expect(output.map(({ json }) => [json.job_status, json.status])).toEqual([
			['COMPLETE', 'failed'],
		]);
		expect(output[0]?.json.error).toMatch(/may hide failed desktops.*workspace:jobs:listSubJobs/);
	});
});

it('sums the run up above the output', async () => {
	await start();
	const job_id = await taskOver(first, linux);
	seconds += 10;
	const { task } = await getTask([{ job_id }]);
	expect(task?.hints).toEqual([
		{ message: '1 task: 1 updated, 1 failed.', type: 'warning', location: 'outputPane' },
	]);
});
