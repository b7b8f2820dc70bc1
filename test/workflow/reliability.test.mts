/** Retries, throttling, isolation and cancelling as a whole: through n8n's engine, over real sockets. */
import { manyDesktops, sampleEstate, uuidOf } from '../../simulator/estate.mts';
import { startSimulator, type Behaviour, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DRIFTED = manyDesktops(60, { drifted: 1 });
const LINUX = sampleEstate()['LINUX-1'];
const UNKNOWN = uuidOf('nobody');
const IDS = DRIFTED.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: [...DRIFTED, LINUX] });
});

afterEach(async () => {
	await simulator.close();
});

const notAligned = () =>
	simulator.cloud
		.list()
		.filter(({ sid, adSid }) => sid !== adSid)
		.map(({ desktop_id }) => desktop_id);

const perDesktop = (options: object = {}) => ({
	parameters: { output: 'perDesktop', options } as never,
	onError: 'continueRegularOutput' as const,
});

describe('a night with faults', () => {
	it('updates every desktop although answers are lost, refused and cut off', async () => {
		simulator.behaviour.oneChanged = 200;
		simulator.faults.add({ match: { nth: 2 }, do: { kind: 'reset' }, after: true });
		simulator.faults.add({ match: { nth: 3 }, do: { kind: 'status', status: 503 } });
		simulator.faults.add({ match: { nth: 4 }, do: { kind: 'html', status: 502 } });
		simulator.faults.add({ match: { nth: 5 }, do: { kind: 'reset' } });
		const { output } = await runOnIds(simulator, IDS.slice(0, 8), perDesktop({ batchSize: 1 }));
		const statuses = output.map(({ json }) => json.status);
		expect(statuses.filter((status) => status === 'unchanged')).toHaveLength(1);
		expect(statuses.filter((status) => status === 'updated')).toHaveLength(7);
		expect(simulator.journal.entries).toHaveLength(12);
		const lost = output.find(({ json }) => json.status === 'unchanged');
		expect(lost?.json.message).toMatch(/whose answer was lost, may have updated it/);
	});

	it('tells after how many attempts it gave up', async () => {
		simulator.faults.add({ do: { kind: 'status', status: 500 } });
		const { output } = await runOnIds(simulator, IDS.slice(0, 1), perDesktop({ maxRetries: 1 }));
		expect(simulator.journal.entries).toHaveLength(2);
		expect(output[0]?.json).toMatchObject({ status: 'failed', status_code: 500 });
		expect(output[0]?.json.message).toMatch(/not confirmed \(500 .* after 2 attempts in less/);
	});

	it('says when to come back instead of waiting for an hour', async () => {
		simulator.faults.add({
			do: {
				kind: 'status',
				status: 429,
				headers: { 'retry-after': '3600' },
				body: { error_code: 'APIGW.0308', error_msg: 'Throttled' },
			},
		});
		const { output } = await runOnIds(simulator, IDS.slice(0, 1), perDesktop());
		expect(simulator.journal.entries).toHaveLength(1);
		expect(output[0]?.json).toMatchObject({
			status: 'failed',
			status_code: 429,
			error_code: 'APIGW.0308',
			error_msg: 'Throttled',
		});
		expect(output[0]?.json.message).toMatch(
			/^The SID was not updated \(429 APIGW\.0308\): Throttled\. .* The service asks for no requests before \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Run this again then\./,
		);
	});

	it.each([0, 5])('gets through a throttled API (Max Retries %i)', async (maxRetries) => {
		simulator.behaviour.rateLimit = { perSecond: 10 };
		const options = perDesktop({ batchSize: 1, maxRetries });
		const { output } = await runOnIds(simulator, IDS.slice(0, 40), options);
		expect(output.map(({ json }) => json.status)).toEqual(Array(40).fill('updated'));
	});
});

describe('isolation', () => {
	const worlds: Partial<Behaviour>[] = [
		{ unknownId: 'refuseBatch', unsupported: 'refuseBatch' },
		{ unknownId: 'refuseBatch', unsupported: 'failedSubJob' },
		{ unknownId: 'failedSubJob', unsupported: 'refuseBatch' },
		{ unknownId: 'failedSubJob', unsupported: 'failedSubJob' },
		{ unknownId: 'skip', unsupported: 'refuseBatch' },
		{ unknownId: 'refuseBatch', oneChanged: 202, severalUnchanged: 202 },
		{ unknownId: 'refuseBatch', errorsWith200: true },
	];

	it.each(worlds)('updates the good ones in the world %j', async (world) => {
		Object.assign(simulator.behaviour, world, { jobSeconds: 0 });
		const ids = [...IDS.slice(0, 20), LINUX.desktop_id, ...IDS.slice(20), UNKNOWN];
		const { output } = await runOnIds(simulator, ids, perDesktop());
		expect(output.map(({ json }) => json.desktop_id)).toEqual(ids);
		expect(notAligned()).toEqual([LINUX.desktop_id]);

		const good = output.filter(({ json }) => IDS.includes(String(json.desktop_id)));
		const statuses = new Set(good.map(({ json }) => json.status));
		expect(
			[...statuses].filter((status) => !['updated', 'accepted'].includes(String(status))),
		).toEqual([]);
	});

	it('names a bad desktop alone, and costs no more than it should', async () => {
		const { output } = await runOnIds(simulator, [...IDS, UNKNOWN], perDesktop());
		const bad = output.filter(({ json }) => json.error !== undefined);
		expect(bad.map(({ json }) => [json.desktop_id, json.status])).toEqual([[UNKNOWN, 'notFound']]);
		expect(simulator.journal.entries.length - 1).toBeLessThanOrEqual(2 * 6 + 2);
	});

	it('is left out when it is switched off', async () => {
		const { output } = await runOnIds(
			simulator,
			[...IDS, UNKNOWN],
			perDesktop({ isolateFailures: false }),
		);
		expect(simulator.journal.entries).toHaveLength(1);
		expect(new Set(output.map(({ json }) => json.status))).toEqual(new Set(['notFound']));
		expect(output[0]?.json.message).toContain("Turn on 'Isolate Failures'");
	});
});

describe('cancelling', () => {
	/** Resolves as soon as that many requests have arrived. */
	async function arrived(count: number): Promise<void> {
		while (simulator.journal.entries.length < count) {
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	it('aborts what is in flight and sends nothing more', async () => {
		simulator.faults.add({ match: { nth: 3 }, times: 100, do: { kind: 'hang' } });
		const { run } = await runOnIds(simulator, IDS, {
			...perDesktop({ batchSize: 1, concurrency: 2 }),
			cancelWhen: arrived(4),
		});
		expect(run.status).toBe('canceled');
		expect(simulator.journal.entries).toHaveLength(4);
	});

	it('ends a wait for Retry-After', async () => {
		simulator.faults.add({ do: { kind: 'status', status: 503, headers: { 'retry-after': '55' } } });
		const { run } = await runOnIds(simulator, IDS.slice(0, 1), {
			...perDesktop(),
			cancelWhen: arrived(1),
		});
		expect(run.status).toBe('canceled');
		expect(simulator.journal.entries).toHaveLength(1);
	});
});

describe('run twice', () => {
	it('two runs at the same time, and one more: every SID is right and nothing is reported lost', async () => {
		simulator.behaviour.latencyMs = 2;
		const options = perDesktop({ batchSize: 7 });
		const both = await Promise.all([
			runOnIds(simulator, IDS, options),
			runOnIds(simulator, [...IDS].reverse(), options),
		]);
		simulator.behaviour.jobSeconds = 0;
		const again = await runOnIds(simulator, IDS, options);
		for (const { output } of [...both, again]) {
			expect(output).toHaveLength(IDS.length);
			expect(output.filter(({ json }) => json.error !== undefined)).toEqual([]);
		}
		const { output } = await runOnIds(simulator, IDS, options);
		expect(notAligned()).toEqual([LINUX.desktop_id]);
		expect(new Set(output.map(({ json }) => json.status))).toEqual(new Set(['unchanged']));
	});
});
