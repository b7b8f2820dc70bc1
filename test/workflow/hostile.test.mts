/** What an endpoint can do that means harm, or that is no Workspace API at all: a clear failure each time, and nothing beyond. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = manyDesktops(4, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const ONE_BY_ONE = { output: 'perDesktop', options: { batchSize: 1, maxRetries: 0 } };

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

/** The second of four requests meets the fault; gives the message of its desktop. */
async function messageAfter(does: FaultAction): Promise<string> {
	simulator.faults.add({ match: { nth: 2 }, do: does });
	const { output } = await runOnIds(simulator, IDS, {
		parameters: ONE_BY_ONE,
		onError: 'continueRegularOutput',
	});
	expect(output.map(({ json }) => json.status)).toEqual([
		'updated',
		'failed',
		'updated',
		'updated',
	]);
	return String(output[1]?.json.message);
}

describe('an answer that is hostile', () => {
	it('1 GB: is cut off at 16 MB', async () => {
		expect(await messageAfter({ kind: 'huge', bytes: 1024 ** 3 })).toMatch(
			/larger than 16 MB and was not read further/,
		);
	});

	it.each([301, 302, 303, 307, 308] as const)('a %i is not followed', async (status) => {
		const elsewhere = await startSimulator({ desktops: DESKTOPS });
		const location = `${elsewhere.endpoint}/v2/${elsewhere.projectId}/desktops/sids`;
		const message = await messageAfter({ kind: 'redirect', location, status });
		await elsewhere.close();
		expect(elsewhere.journal.entries).toEqual([]);
		expect(message).toContain(`(${String(status)})`);
	});

	it('keys that reach for prototypes change nothing', async () => {
		const text =
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"error_code":"WKS.1","error_msg":"\\u0000\\ud800"}';
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('409 WKS.1');
		expect({}).not.toHaveProperty('polluted');
	});

	it('100 000 brackets deep: is read or refused, not died of', async () => {
		const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('(409');
	});

	it('a page of tags that never close costs no time', async () => {
		const text = '<script'.repeat(500_000);
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('(409');
	});
});
