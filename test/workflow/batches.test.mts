import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

let simulator: Simulator;
let ids: string[];

beforeEach(async () => {
	simulator = await startSimulator({ desktops: manyDesktops(250, { drifted: 1 }) });
	ids = simulator.cloud.list().map(({ desktop_id }) => desktop_id);
});

afterEach(async () => {
	await simulator.close();
});

const sentBatches = () =>
	simulator.journal
		.of({ method: 'PUT' })
		.map(({ body }) => (body as { desktop_ids: string[] }).desktop_ids);

describe('batches', () => {
	it('sends 250 items with 10 duplicates as 100, 100 and 40 ids in order of first appearance', async () => {
		const unique = ids.slice(0, 240);
		const items = [...unique.slice(0, 50), ...unique.slice(0, 10), ...unique.slice(50)];
		expect(items).toHaveLength(250);

		const { output } = await runOnIds(simulator, items, { parameters: { output: 'perDesktop' } });

		expect(sentBatches()).toEqual([
			unique.slice(0, 100),
			unique.slice(100, 200),
			unique.slice(200),
		]);
		expect(output.map(({ json }) => json.desktop_id)).toEqual(items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});
});
