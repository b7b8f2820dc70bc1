/** Every output item points at the input items it is about, in both outputs and on both branches. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = manyDesktops(4, { drifted: 1 });
const [ONE = '', TWO = '', THREE = '', FOUR = ''] = DESKTOPS.map(({ desktop_id }) => desktop_id);
/** Each desktop in a call of its own: 200, 409, invalid, 200, and the first two again. */
const ITEMS = [ONE, TWO, '', THREE, ONE, TWO, FOUR];
const REFUSED = { kind: 'status', status: 409 } as const;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
	simulator.faults.add({ match: { desktopId: TWO }, do: REFUSED });
});

afterEach(async () => {
	await simulator.close();
});

const run = async (output: string, onError: 'continueRegularOutput' | 'continueErrorOutput') =>
	await runOnIds(simulator, ITEMS, {
		parameters: { output, options: { batchSize: 1 } },
		onError,
	});
const sent = () => simulator.journal.entries.flatMap(({ desktopIds }) => desktopIds);
const at = (...items: number[]) => items.map((item) => ({ item }));

describe('one item per desktop', () => {
	it('keeps the input order, duplicates included, and sends each desktop once', async () => {
		const { output } = await run('perDesktop', 'continueRegularOutput');
		expect(output.map(({ json, pairedItem }) => [json.status, pairedItem])).toStrictEqual([
			['updated', { item: 0 }],
			['failed', { item: 1 }],
			['invalid', { item: 2 }],
			['updated', { item: 3 }],
			['updated', { item: 4 }],
			['failed', { item: 5 }],
			['updated', { item: 6 }],
		]);
		// Calls at once may arrive in any order.
		expect(sent().toSorted()).toStrictEqual([ONE, TWO, THREE, FOUR].toSorted());
	});

	it('splits by branch and keeps the order in each', async () => {
		const { success, failed, run: data } = await run('perDesktop', 'continueErrorOutput');
		expect(success.map(({ json }) => json.desktop_id)).toStrictEqual([ONE, THREE, ONE, FOUR]);
		expect(failed.map(({ json }) => json.desktop_id)).toStrictEqual([TWO, '', TWO]);
		const branches = data.data.resultData.runData.SID?.[0]?.data?.main;
		expect(branches?.map((items) => items?.map(({ pairedItem }) => pairedItem))).toStrictEqual([
			at(0, 3, 4, 6),
			at(1, 2, 5),
		]);
	});
});

describe('one item per status', () => {
	it('lists all its input items and each desktop once', async () => {
		const { output } = await run('perStatus', 'continueRegularOutput');
		expect(output.map(({ json, pairedItem }) => [json.status, pairedItem])).toStrictEqual([
			['updated', at(0, 3, 4, 6)],
			['failed', at(1, 5)],
			['invalid', at(2)],
		]);
		expect(output.map(({ json }) => [json.desktop_ids, json.desktop_count])).toStrictEqual([
			[[ONE, THREE, FOUR], 3],
			[[TWO], 1],
			[undefined, 1],
		]);
		expect(output[2]?.json.item_indexes).toStrictEqual([2]);
	});

	it('points at its first input item on the error branch', async () => {
		const { run: data } = await run('perStatus', 'continueErrorOutput');
		const branches = data.data.resultData.runData.SID?.[0]?.data?.main;
		expect(branches?.map((items) => items?.map(({ pairedItem }) => pairedItem))).toStrictEqual([
			[at(0, 3, 4, 6)],
			at(1, 2),
		]);
	});

	it('orders statuses as the contract does, whatever the order of the answers', async () => {
		simulator.faults.clear();
		const answers = [
			[ONE, 500],
			[TWO, 412],
			[THREE, 400],
			[FOUR, 204],
			['five', 202],
			['six', 200],
		] as const;
		for (const [desktopId, status] of answers) {
			simulator.faults.add({ match: { desktopId }, do: { kind: 'status', status, body: '' } });
		}
		const { output } = await runOnIds(simulator, ['', ...answers.map(([id]) => id)], {
			parameters: { options: { batchSize: 1, maxRetries: 0 } },
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => [json.status, json.status_code])).toStrictEqual([
			['updated', 200],
			['accepted', 202],
			['unchanged', 204],
			['notFound', 400],
			['notSupported', 412],
			['failed', 500],
			['invalid', undefined],
		]);
	});

	it('keeps each distinct refusal with its desktops', async () => {
		simulator.faults.clear();
		const refusal = (code: string) => ({ error_code: code, error_msg: `${code} happened` });
		for (const [desktopId, code] of [
			[ONE, 'WKS.1'],
			[TWO, 'WKS.2'],
			[THREE, 'WKS.1'],
		] as const) {
			simulator.faults.add({
				match: { desktopId },
				do: { kind: 'status', status: 409, body: refusal(code), headers: { 'x-request-id': code } },
			});
		}
		const { output } = await runOnIds(simulator, [ONE, TWO, THREE], {
			parameters: { options: { batchSize: 1 } },
			onError: 'continueRegularOutput',
		});
		expect(output[0]?.json).toMatchObject({ ...refusal('WKS.1'), request_id: 'WKS.1' });
		expect(output[0]?.json.errors).toStrictEqual([
			{ ...refusal('WKS.1'), request_id: 'WKS.1', desktop_ids: [ONE, THREE] },
			{ ...refusal('WKS.2'), request_id: 'WKS.2', desktop_ids: [TWO] },
		]);
	});
});
