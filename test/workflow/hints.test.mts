/** One line above the output sums up a run; it never carries a secret. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = [...manyDesktops(2, { drifted: 1 }), ...manyDesktops(4, { drifted: 0 }).slice(2)];
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterAll(async () => {
	await simulator.close();
});

const hintsOf = async (ids: readonly string[], more: object = {}) => {
	const { task } = await runOnIds(simulator, ids, {
		parameters: { options: { batchSize: 1 } },
		onError: 'continueRegularOutput',
		...more,
	});
	return task?.hints;
};

describe('the hint', () => {
	it('counts desktops, not items, in the order of the statuses', async () => {
		expect(await hintsOf([...IDS, ...IDS])).toStrictEqual([
			{
				message: '4 desktops: 2 updated, 2 unchanged.',
				type: 'info',
				location: 'outputPane',
			},
		]);
	});

	it('warns where a desktop needs somebody', async () => {
		expect(await hintsOf(['gone', '', ...IDS.slice(2)])).toStrictEqual([
			{
				message: '4 results, 2 failures: 2 unchanged, 1 notFound, 1 invalid.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	it('speaks of one desktop in the singular', async () => {
		expect(await hintsOf(IDS.slice(3))).toMatchObject([{ message: '1 desktop: 1 unchanged.' }]);
	});

	it('is there when nothing could be sent', async () => {
		const parameters = { options: { maxDesktops: 1 } };
		expect(await hintsOf(IDS, { parameters })).toMatchObject([
			{ message: '4 desktops, 4 failures: 4 failed.', type: 'warning' },
		]);
	});
});
