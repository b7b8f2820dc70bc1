import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: manyDesktops(3, { drifted: 1 }) });
});

afterEach(async () => {
	await simulator.close();
});

const pick = (value: unknown, mode: 'list' | 'id') => ({
	parameters: {
		desktopsFrom: 'one',
		desktop: { __rl: true, mode, value },
		output: 'perDesktop',
	} as never,
	onError: 'continueRegularOutput' as const,
});

describe('One Desktop', () => {
	it.each(['list', 'id'] as const)('is updated once, picked by %s', async (mode) => {
		const [wanted] = simulator.cloud.list();
		const { output } = await runOnIds(
			simulator,
			['ignored', 'ignored too'],
			pick(wanted?.desktop_id, mode),
		);
		expect(output.map(({ json }) => [json.desktop_id, json.status])).toEqual([
			[wanted?.desktop_id, 'updated'],
		]);
		expect(simulator.journal.of({ method: 'PUT' })).toHaveLength(1);
	});

	it('that an expression left without a usable ID says so and sends nothing', async () => {
		const { output } = await runOnIds(simulator, ['ignored'], pick('two words', 'id'));
		expect(output.map(({ json }) => json.status)).toEqual(['invalid']);
		expect(simulator.journal.entries).toHaveLength(0);
	});
});
