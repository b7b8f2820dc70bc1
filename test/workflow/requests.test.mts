/** How requests go out: the first alone, then as many at once as asked for, each with a limit of time and size. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = manyDesktops(24, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

describe('concurrency', () => {
	it.each([1, 3, 10])('%i: reached and never exceeded, the first request alone', async (most) => {
		// Long enough for all to be in flight together, although they start one after the other.
		simulator.behaviour.latencyMs = 200;
		await runOnIds(simulator, IDS.slice(0, 2 * most + 2), {
			parameters: { options: { batchSize: 1, concurrency: most } },
		});
		const inFlight = simulator.journal.entries.map((entry) => entry.inFlight);
		expect(inFlight.slice(0, 2)).toStrictEqual([1, 1]);
		expect(Math.max(...inFlight)).toBe(most);
	});

	it.each([undefined, 0])('is as many as there are, at most 32, when it is %s', async (given) => {
		simulator.behaviour.latencyMs = 400;
		const concurrency = given === undefined ? {} : { concurrency: given };
		await runOnIds(simulator, IDS, { parameters: { options: { batchSize: 1, ...concurrency } } });
		const inFlight = simulator.journal.entries.map((entry) => entry.inFlight);
		expect(Math.max(...inFlight)).toBeGreaterThan(4);
		expect(Math.max(...inFlight)).toBeLessThanOrEqual(32);
	});
});

describe('an answer without end', () => {
	/** The first desktop meets the fault, the second does not. */
	const runWith = async (does: FaultAction, requestTimeout = 3) => {
		simulator.faults.add({ match: { nth: 1 }, do: does });
		const { output } = await runOnIds(simulator, IDS.slice(0, 2), {
			parameters: {
				output: 'perDesktop',
				options: { requestTimeout, maxRetries: 0, batchSize: 1 },
			},
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => json.status)).toStrictEqual(['failed', 'updated']);
		expect(output[0]?.json).not.toHaveProperty('status_code');
		return String(output[0]?.json.message);
	};

	it('that never begins ends at the Request Timeout', async () => {
		expect(await runWith({ kind: 'hang' })).toMatch(
			/no answer within 3 s.*raise 'Request Timeout' under/,
		);
	});

	it('that drips on and on ends at the Request Timeout', async () => {
		const drip = { kind: 'drip', everyMs: 100 } as const;
		expect(await runWith(drip)).toMatch(/did not end within 3 s/);
	});

	it('that is far too large is not read to its end', async () => {
		const huge = { kind: 'huge', bytes: 64 * 1024 * 1024 } as const;
		expect(await runWith(huge, 60)).toMatch(/larger than 16 MB and was not read further/);
	});
});
