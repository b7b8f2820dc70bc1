/**
 * Queue mode: n8n with PostgreSQL, Redis and two workers. A worker is killed without notice in the middle of a run, and the next
 * run finishes what that one could not: every desktop has the right SID, and none was repaired or counted twice.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { credentialFor } from '../../../demo/example.mts';
import { manyDesktops } from '../../../simulator/estate.mts';
import { startSimulator } from '../../../simulator/simulator.mts';
import type { Simulator } from '../../../simulator/simulator.mts';
import { openQueue } from '../support/queue.mts';
import type { Queue, Worker } from '../support/queue.mts';
import { directoryStandIn, dispatcher, part, SPREAD_KEY } from '../support/spread.mts';
import { until } from '../support/until.mts';
import { repairOnCall } from '../support/webhook.mts';

/** The first 2 000 are repaired by one workflow, the rest by the one that fans out. */
const DESKTOPS = manyDesktops(2600, { drifted: 1 });
const ITEMS = DESKTOPS.slice(0, 2000).map(({ desktop_id }) => ({ desktop_id }));
const BATCHES = 20;

/** Twelve organizational units of 50 computers. */
const UNITS = new Map(
	Array.from({ length: 12 }, (_, unit) => [
		`OU=Unit ${String(unit + 1)},DC=corp,DC=example,DC=test`,
		DESKTOPS.slice(2000 + 50 * unit, 2050 + 50 * unit).map(({ computer_name, adSid }) => ({
			sAMAccountName: `${computer_name}$`,
			objectSid: adSid,
		})),
	]),
);

const REPAIR = 'repairOnCall0001';
const DISPATCHER = 'dispatcher000001';
const PART = 'partOfEstate0001';
const ARRIVAL_BOUND_MS = 120_000;

interface Item {
	desktop_id: string;
	status: string;
	desktop_count: number;
}

describe('Queue mode with two workers', () => {
	let queue: Queue;
	let simulator: Simulator;
	let directory: Awaited<ReturnType<typeof directoryStandIn>>;
	let workers: Worker[] = [];

	before(async () => {
		simulator = await startSimulator({
			desktops: DESKTOPS,
			latencyMs: 400,
			behaviour: { jobSeconds: 1 },
		});
		directory = await directoryStandIn(UNITS);
		queue = await openQueue('e2e-queue');
		const credential = credentialFor(simulator);
		const spread = [
			await part(PART, credential, directory.url),
			await dispatcher(DISPATCHER, credential),
		];
		const repair = repairOnCall(REPAIR, credential, { concurrency: 2, pollInterval: 1 });
		await queue.publish([repair, ...spread], [credential, SPREAD_KEY]);
		await queue.start();
		workers = await Promise.all([queue.addWorker(), queue.addWorker()]);
	});
	after(async () => {
		await (queue as Queue | undefined)?.close();
		await (directory as typeof directory | undefined)?.close();
		await simulator.close();
	});

	const updates = () => simulator.journal.of({ method: 'PUT' });
	/** Every change of a SID so far, by the desktop. */
	const repaired = () => {
		simulator.cloud.settle();
		return simulator.journal.changes.map(({ desktop_id }) => desktop_id);
	};
	const isWrong = (id: string) => simulator.cloud.get(id)?.sid !== simulator.cloud.get(id)?.adSid;
	const sorted = (ids: string[]) => [...ids].sort();
	const idsOf = (items: { desktop_id: string }[]) => items.map(({ desktop_id }) => desktop_id);

	test('both get work', async (t) => {
		const calls = Array.from({ length: 10 }, async () =>
			queue.call(REPAIR, { desktops: [{ desktop_id: 'unknown' }] }),
		);
		const answers = await Promise.all(calls);
		assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
		const shares = workers.map((worker) => worker.started().length);
		assert.equal(shares[0], 10 - (shares[1] ?? 0));
		assert.ok(Math.min(...shares) > 0, `the shares were ${shares.join(' and ')}`);
		t.diagnostic(`10 calls at once: ${shares.join(' and ')}`);
	});

	test('what a killed worker left undone, the next run does', async (t) => {
		simulator.journal.clear();
		// From the eighth batch on the service is silent, so that both requests in flight hang when the worker dies.
		const silence = simulator.faults.add({
			match: { method: 'PUT', nth: 8 },
			times: Infinity,
			do: { kind: 'hang' },
		});
		const first = queue.call(REPAIR, { desktops: ITEMS });
		await until(
			'a part of the batches is done, two are in flight',
			ARRIVAL_BOUND_MS,
			() => silence.hits === 2,
		);
		const { id } = (await queue.executions()).at(-1) ?? { id: '' };
		const [victim, ...others] = workers.filter((worker) => worker.started().includes(id));
		assert.ok(victim !== undefined && others.length === 0, 'one worker runs it');
		await victim.kill();
		silence.remove();
		const sent = updates().length;
		assert.ok(sent < BATCHES, 'it was killed in mid-run');

		const begun = performance.now();
		const { status } = await first;
		const noticed = (performance.now() - begun) / 1000;
		assert.equal(status, 500, 'the caller gets the failure');
		const failed = (await queue.executions()).find((execution) => execution.id === id);
		assert.match(failed?.status ?? '', /^(error|crashed)$/, 'it does not count as a success');
		assert.equal(updates().length, sent, 'nobody repeats it unasked');
		const done = repaired();
		assert.equal(done.length, 700);

		const second = await queue.call(REPAIR, { desktops: ITEMS });
		assert.equal(second.status, 200);
		const items = second.json as Item[];
		assert.deepEqual(idsOf(items), idsOf(ITEMS), 'each desktop has one item, in order');
		const withStatus = (wanted: string) => idsOf(items.filter((item) => item.status === wanted));
		const unchanged = withStatus('unchanged');
		const updated = withStatus('updated');
		assert.deepEqual(sorted(unchanged), sorted(done), 'what was done already is unchanged');
		assert.equal(updated.length, ITEMS.length - done.length, 'all others are updated');
		assert.deepEqual(sorted(repaired()), sorted(idsOf(ITEMS)), 'each SID changed exactly once');
		assert.deepEqual(idsOf(ITEMS).filter(isWrong), [], 'and is right now');

		t.diagnostic(`killed after ${String(sent)} of ${String(BATCHES)} batches had been sent`);
		t.diagnostic(
			`n8n noticed after ${noticed.toFixed(1)} s and ended execution ${id} as ${failed?.status ?? ''}`,
		);
		t.diagnostic(
			`next run: ${String(unchanged.length)} unchanged, ${String(updated.length)} updated`,
		);
		workers = [...workers.filter((worker) => worker !== victim), await queue.addWorker()];
	});

	test('one call spreads the parts of an estate over both workers, and each part is repaired once', async (t) => {
		simulator.journal.clear();
		const before = workers.map((worker) => worker.started().length);
		const answer = await queue.call(DISPATCHER, {
			parts: [...UNITS.keys()].map((baseDN) => ({ baseDN })),
			// Workers know the address of their own process only.
			n8n_address: queue.url(),
		});
		assert.equal(answer.status, 200);
		const results = answer.json as (Item & { part: string })[];
		assert.deepEqual(
			results.map(({ part: unit, status, desktop_count }) => [unit, status, desktop_count]),
			[...UNITS.keys()].map((unit) => [unit, 'updated', 50]),
		);
		const expected = idsOf(DESKTOPS.slice(2000));
		assert.deepEqual(sorted(repaired()), sorted(expected), 'each SID changed exactly once');
		assert.deepEqual(expected.filter(isWrong), []);

		const ran = (await queue.executions()).filter(({ workflow }) => workflow === PART);
		assert.equal(ran.length, UNITS.size);
		assert.ok(ran.every(({ status }) => status === 'success'));
		const shares = workers.map((worker, index) => {
			const started = worker.started().slice(before[index]);
			return ran.filter(({ id }) => started.includes(id)).length;
		});
		assert.equal(
			shares.reduce((sum, share) => sum + share),
			UNITS.size,
		);
		assert.ok(Math.min(...shares) > 0, `the shares were ${shares.join(' and ')}`);
		t.diagnostic(`600 desktops in 12 units, one call: ${shares.join(' and ')}`);
	});
});
