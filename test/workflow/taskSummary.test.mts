/** What Get Task says of its tasks above the output, and in the error that stops the workflow. */
import { apiOf } from './support/api.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';
import { manyDesktops } from '../../simulator/estate.mts';
import { type Simulator, startSimulator } from '../../simulator/simulator.mts';

const DESKTOPS = manyDesktops(2, { drifted: 1 });
const UNKNOWN = (id: string) =>
	`Huawei Cloud knows no task ${id} (404 WKS.0202). Check the ID, and that the credential is for the project and region of the task. An old task can no longer be read; Compare SIDs shows what the desktops have now.`;

let simulator: Simulator;
let running: string;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS, behaviour: { jobSeconds: 3600 } });
	const ids = DESKTOPS.map(({ desktop_id }) => desktop_id);
	const reply = await apiOf(simulator).updateDesktopSids(ids);
	if (reply.kind === 'fault') throw new Error(reply.message);
	running = String(Object(reply.json).job_id);
});

afterEach(async () => {
	await simulator.close();
});

const getTask = async (ids: readonly string[], more: Partial<RunOptions> = {}) =>
	await runNode({
		items: ids.map((job_id) => ({ job_id })),
		parameters: { operation: 'getTask', jobId: '={{ $json.job_id }}' },
		credential: tokenCredential(simulator),
		...more,
	});
const unknown = (count: number) => Array.from({ length: count }, (_, index) => `no-${index}`);

describe('the hint', () => {
	const hintOf = async (...ids: string[]) => {
		const { task } = await getTask(ids, { onError: 'continueRegularOutput' });
		return task?.hints?.[0];
	};

	it('is no warning where nothing failed', async () => {
		expect(await hintOf(running)).toMatchObject({ message: '1 task: 2 running.', type: 'info' });
	});

	it('gives the first three reasons, each once', async () => {
		expect(await hintOf('no-0', 'no-0', running)).toMatchObject({
			message: `2 tasks: 1 failed, 2 running. ${UNKNOWN('no-0')}`,
			type: 'warning',
		});
		const { message } = (await hintOf(...unknown(4))) ?? {};
		expect(message).toBe(`4 tasks: 4 failed. ${unknown(3).map(UNKNOWN).join(' ')}`);
	});

	it('warns of an item that names no task', async () => {
		expect(await hintOf('')).toMatchObject({
			message: expect.stringMatching(/^1 task: 1 invalid\. Item 0: 'Task ID' is empty\./) as string,
			type: 'warning',
		});
	});
});

describe('the error of Stop Workflow', () => {
	const errorOf = async (...ids: string[]) => (await getTask(ids)).error;
	const itemOf = (error: unknown) =>
		(error as { context?: { itemIndex?: number } } | undefined)?.context?.itemIndex;

	it('lists ten, and counts the others', async () => {
		const ten = unknown(10).map((id) => `• ${UNKNOWN(id)}`);
		expect(await errorOf(...unknown(10))).toMatchObject({
			message: '10 of 10 tasks could not be read',
			description: ten.join('\n'),
		});
		expect(await errorOf(...unknown(11))).toMatchObject({
			message: '11 of 11 tasks could not be read',
			description: [...ten, '… and 1 more.'].join('\n'),
		});
	});

	it.each([
		['the first of those that failed', () => [running, 'no-0', 'no-1'], 1],
		['the first that names the task', () => [running, 'no-0', 'no-0'], 1],
		['the only one', () => ['no-0'], 0],
	])('points at an item: %s', async (_what, ids, item) => {
		expect(itemOf(await errorOf(...ids()))).toBe(item);
	});
});
