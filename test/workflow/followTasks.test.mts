import '../unit/unhurried.ts';
import { apiOf } from './support/api.mts';
import { followTasks } from '../../nodes/DesktopSid/repair/followTasks.ts';
import type { Verdict } from '../../nodes/DesktopSid/repair/verdict.ts';
import { verifySids } from '../../nodes/DesktopSid/repair/verifySids.ts';
import { manyDesktops, sampleEstate } from '../../simulator/estate.mts';
import { type Behaviour, type Simulator, startSimulator } from '../../simulator/simulator.mts';
import { TestClock } from '../unit/repair/support/testClock.mts';

const running: Simulator[] = [];
afterEach(async () => {
	await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

const estate = sampleEstate();
const drifted = [estate['DRIFTED-1'].desktop_id, estate['DRIFTED-2'].desktop_id];
const linux = estate['LINUX-1'].desktop_id;
const batch = [...drifted, linux];

/** Starts a simulator whose clock passes only while the node waits. */
async function world(behaviour: Partial<Behaviour>, desktops = Object.values(estate)) {
	const clock = new TestClock();
	const simulator = await startSimulator({
		now: clock.now,
		desktops,
		behaviour: { unsupported: 'failedSubJob', jobSeconds: 25, ...behaviour },
	});
	running.push(simulator);
	const api = apiOf(simulator, (work) => clock.during(work));
	const update = async (ids: readonly string[]) => {
		const reply = await api.updateDesktopSids(ids);
		if (reply.kind === 'fault') throw new Error(reply.message);
		const { statusCode } = reply;
		return { jobId: String(Object(reply.json).job_id), statusCode, desktopIds: ids };
	};
	return { simulator, clock, api, update };
}

const options = { pollIntervalMs: 10_000, waitTimeoutMs: 600_000 };

const statuses = (verdicts: ReadonlyMap<string, Verdict>) =>
	Object.fromEntries([...verdicts].map(([id, { status }]) => [id, status]));

const words = [
	{ ok: 'SUCCESS', bad: 'FAILED', running: 'RUNNING' },
	{ ok: 'COMPLETE', bad: 'FAIL', running: 'PROCESSING' },
	{ ok: 'COMPLETED', bad: 'ABNORMAL', running: 'WAITING' },
] as const;

describe.each(words)('a service that says $ok, $bad and $running', (jobWords) => {
	it.each([true, false])(
		'with sub tasks by desktop, failures hidden: %s: each desktop has its own true verdict',
		async (completeHidesFailures) => {
			const { simulator, clock, api, update } = await world({ jobWords, completeHidesFailures });
			const verdicts = await followTasks(() => api, [await update(batch)], { ...options, clock });
			expect(statuses(verdicts)).toEqual({
				[drifted[0] ?? '']: 'updated',
				[drifted[1] ?? '']: 'updated',
				[linux]: 'failed',
			});
			expect(verdicts.get(linux)?.error).toEqual({
				errorCode: 'WKS.00000412',
				errorMsg: 'Updating the SID of the desktop is not supported.',
			});
			expect(simulator.journal.changes.map(({ desktop_id }) => desktop_id)).toEqual(drifted);
			expect(simulator.journal.of({ path: 'workspace-sub-jobs' })).toEqual([]);
		},
	);

	it.each([
		['withoutEntities', true],
		['withoutEntities', false],
		['none', false],
	] as const)(
		'with sub tasks: %s, failures hidden: %s: a failure among them is not called a success for anybody',
		async (subJobs, completeHidesFailures) => {
			const { clock, api, update } = await world({ jobWords, subJobs, completeHidesFailures });
			const verdicts = await followTasks(() => api, [await update(batch)], { ...options, clock });
			expect(new Set(Object.values(statuses(verdicts)))).toEqual(new Set(['failed']));
			expect(verdicts.size).toBe(3);
		},
	);

	it.each(['perDesktop', 'withoutEntities', 'none'] as const)(
		'with sub tasks: %s, and no failure: every desktop is updated',
		async (subJobs) => {
			const { clock, api, update } = await world({ jobWords, subJobs });
			const verdicts = await followTasks(() => api, [await update(drifted)], { ...options, clock });
			expect(Object.values(statuses(verdicts))).toEqual(['updated', 'updated']);
		},
	);

	it('that never ends: timedOut, with the word and the task', async () => {
		const { clock, api, update } = await world({ jobWords, jobSeconds: Infinity });
		const task = await update(batch);
		const verdicts = await followTasks(() => api, [task], { ...options, clock });
		expect(verdicts.get(linux)).toMatchObject({
			status: 'timedOut',
			jobId: task.jobId,
			message: expect.stringContaining(jobWords.running) as string,
		});
		expect(clock.seconds()).toBe(600);
	});
});

it('a desktop that was deleted while the task ran is not called updated', async () => {
	const { simulator, clock, api, update } = await world({});
	const task = await update(drifted);
	simulator.cloud.remove(drifted[1] ?? '');
	const verdicts = await followTasks(() => api, [task], { ...options, clock });
	expect(Object.values(statuses(verdicts))).toEqual(['updated', 'failed']);
	expect(verdicts.get(drifted[1] ?? '')?.message).toContain('deleted while the task was running');
});

it('a task that can no longer be read has an unknown result', async () => {
	const { clock, api, update } = await world({ jobSeconds: 3, jobReadableSeconds: 1 });
	const verdicts = await followTasks(() => api, [await update(drifted)], { ...options, clock });
	expect(Object.values(statuses(verdicts))).toEqual(['failed', 'failed']);
	expect(verdicts.get(drifted[0] ?? '')?.message).toMatch(/^The result is unknown/);
});

it.each([
	['429', { kind: 'status', status: 429 }],
	['503', { kind: 'status', status: 503 }],
	['a reset', { kind: 'reset' }],
	['half an answer', { kind: 'truncate' }],
	['a page of a proxy', { kind: 'html', status: 200 }],
] as const)('goes on when looks meet %s', async (_name, fault) => {
	const { simulator, clock, api, update } = await world({});
	simulator.faults.add({ match: { path: /workspace-jobs/ }, times: 4, do: fault });
	const verdicts = await followTasks(() => api, [await update(batch)], { ...options, clock });
	expect(Object.values(statuses(verdicts))).toEqual(['updated', 'updated', 'failed']);
});

it.each(['perDesktop', 'none'] as const)(
	'50 tasks cost at most 50 × (duration / interval + 2) looks; sub tasks: %s',
	async (subJobs) => {
		const desktops = manyDesktops(5000, { drifted: 1 });
		const ids = desktops.map(({ desktop_id }) => desktop_id);
		const { simulator, clock, api, update } = await world({ subJobs, jobSeconds: 125 }, desktops);
		const tasks = [];
		for (let start = 0; start < 5000; start += 100) {
			tasks.push(await update(ids.slice(start, start + 100)));
		}
		const verdicts = await followTasks(() => api, tasks, { ...options, clock });
		const looks = simulator.journal.of({ path: 'workspace-jobs' }).length;
		const lists = simulator.journal.of({ path: 'workspace-sub-jobs' }).length;
		expect(verdicts.size).toBe(5000);
		expect([...verdicts.values()].every(({ status }) => status === 'updated')).toBe(true);
		expect(looks).toBeLessThanOrEqual(50 * (125 / 10 + 2));
		expect({ looks, lists }).toEqual({ looks: 50 * 14, lists: subJobs === 'none' ? 50 : 0 });
	},
);

it.each([0, 20])('reads the SIDs again, from a listing that lags %i s', async (sidLagSeconds) => {
	const { clock, api, update } = await world({ sidLagSeconds });
	await followTasks(() => api, [await update(batch)], { ...options, clock });
	const known = Object.values(estate).filter(({ desktop_id }) => batch.includes(desktop_id));
	const rows = known.map(({ desktop_id, adSid, sid }) => ({
		desktopId: desktop_id,
		adSid,
		sidBefore: sid,
		claim: 'updated' as const,
	}));
	const verifications = await verifySids(() => api, rows, clock);
	const resultOf = new Map(
		verifications.map((verification, index) => [rows[index]?.desktopId, verification]),
	);
	expect(batch.map((id) => resultOf.get(id)?.result)).toEqual([
		'verified',
		'verified',
		'unverified',
	]);
	expect(resultOf.get(linux)?.desktop?.sid).toBe(estate['LINUX-1'].sid);
});
