import '../unhurried.ts';
import { answer, job, subJob } from './support/replies.ts';
import { TestClock } from './support/testClock.mts';
import type { Row } from '../../../nodes/DesktopSid/desktops/targets.ts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';
import { carryOut, type UpdateOptions } from '../../../nodes/DesktopSid/repair/updateDesktops.ts';

const OLD = 'S-1-5-21-1-2-3-1001';
const NEW = 'S-1-5-21-1-2-3-2001';
const PLAIN: UpdateOptions = { batchSize: 100, isolate: true, verify: false };
const WAIT = { pollIntervalMs: 5000, waitTimeoutMs: 60_000 };

interface Service {
	update?: (ids: readonly string[]) => ApiReply;
	/** Computer names by desktop, where the service lists any. */
	names?: Record<string, string>;
	/** SIDs by desktop, before anything was updated and afterwards. */
	before?: Record<string, string>;
	after?: Record<string, string>;
	tasks?: Record<string, ApiReply>;
}

/** A service that updates at once by default, and writes down each request; only `pollingApi` shows tasks. */
function service({
	update = () => answer(200),
	names = {},
	before = {},
	after = {},
	tasks = {},
}: Service) {
	const asked: string[] = [];
	let isUpdated = false;
	const say = async (request: string, reply: ApiReply) => {
		asked.push(request);
		return await Promise.resolve(reply);
	};
	const api = {
		updateDesktopSids: async (ids: readonly string[]) => {
			isUpdated = true;
			return await say(`update ${ids.join()}`, update(ids));
		},
		listDesktops: async ({ desktopIds = [] }: DesktopFilter) => {
			const desktops = Object.entries(isUpdated ? after : before)
				.filter(([id]) => desktopIds.includes(id))
				.map(([desktop_id, sid]) => ({ desktop_id, sid, computer_name: names[desktop_id] }));
			return await say(
				`list ${desktopIds.join()}`,
				answer(200, { total_count: desktops.length, desktops }),
			);
		},
		showJob: async (jobId: string) => await say(`retried ${jobId}`, answer(500)),
		listSubJobs: async (jobId: string) => await say(`retried ${jobId}`, answer(500)),
	};
	const pollingApi = () => ({
		...api,
		listDesktops: async (filter: DesktopFilter) => {
			const reply = await api.listDesktops(filter);
			asked.push(`${String(asked.pop())} again`);
			return reply;
		},
		showJob: async (jobId: string) => await say(`show ${jobId}`, tasks[jobId] ?? answer(404)),
	});
	const run = async (rows: readonly Row[], options: Partial<UpdateOptions> = {}) =>
		await carryOut({ api, pollingApi }, rows, { ...PLAIN, ...options }, new TestClock());
	return { asked, run };
}

const rowsOf = (...ids: string[]): Row[] => ids.map((desktopId, item) => ({ item, desktopId }));
const SETTLED: Row = {
	item: 9,
	desktopId: 'x',
	settled: { status: 'inSync', message: 'Equal already.' },
};

describe('carryOut', () => {
	it('sends each open desktop once, in batches, and gives every row its outcome', async () => {
		const { asked, run } = service({});
		const outcomes = await run([...rowsOf('a', 'b', 'a', 'c'), SETTLED], { batchSize: 2 });
		expect(asked).toEqual(['update a,b', 'update c']);
		expect(outcomes.map(({ item, verdict }) => [item, verdict.status])).toEqual([
			[0, 'updated'],
			[1, 'updated'],
			[2, 'updated'],
			[3, 'updated'],
			[9, 'inSync'],
		]);
	});

	it('narrows a refused batch down only where that is wanted', async () => {
		const update = (ids: readonly string[]) => answer(ids.includes('b') ? 412 : 200);
		const statuses = async (isolate: boolean) =>
			(await service({ update }).run(rowsOf('a', 'b'), { isolate })).map(
				({ verdict }) => verdict.status,
			);
		expect(await statuses(true)).toEqual(['updated', 'notSupported']);
		expect(await statuses(false)).toEqual(['notSupported', 'notSupported']);
	});
});

describe('carryOut with tasks', () => {
	const accept = (ids: readonly string[]) =>
		ids.includes('z') ? answer(202) : answer(202, { job_id: `job-${ids.join('')}` });

	it('leaves them as accepted unless it is to wait', async () => {
		const { asked, run } = service({ update: accept });
		const [outcome] = await run(rowsOf('a'));
		expect(outcome?.verdict).toMatchObject({ status: 'accepted', jobId: 'job-a' });
		expect(asked).toEqual(['update a']);
	});

	it('follows each task once, without retries, and keeps what has none', async () => {
		const { asked, run } = service({
			update: (ids) => (ids.includes('e') ? answer(200) : accept(ids)),
			tasks: {
				'job-ab': job('SUCCESS', {
					sub_jobs: [subJob('SUCCESS', 'a', { job_id: '' }), subJob('FAILED', 'b', { job_id: '' })],
				}),
			},
		});
		const rows = rowsOf('a', 'b', 'z', 'y', 'e');
		const outcomes = await run(rows, { batchSize: 2, wait: WAIT });
		expect(outcomes.map(({ verdict }) => verdict.status)).toEqual([
			'updated',
			'failed',
			'accepted',
			'accepted',
			'updated',
		]);
		expect(asked).toEqual(['update a,b', 'update z,y', 'update e', 'show job-ab']);
	});

	it('does not ask for the task of something that failed', async () => {
		const { asked, run } = service({ update: () => answer(500, { job_id: 'job-1' }) });
		const [outcome] = await run(rowsOf('a'), { wait: WAIT });
		expect(outcome?.verdict.status).toBe('failed');
		expect(asked).toEqual(['update a']);
	});

	it.each(['..', 'a b', 'x'.repeat(256), 'a\u0000'])(
		'asks for no task that the service names %j',
		async (job_id) => {
			const { asked, run } = service({ update: () => answer(202, { job_id }) });
			const [outcome] = await run(rowsOf('a'), { wait: WAIT });
			expect(outcome?.verdict).toMatchObject({ status: 'accepted', statusCode: 202 });
			expect(outcome?.verdict).not.toHaveProperty('jobId');
			expect(asked).toEqual(['update a']);
		},
	);

	it('waits as long as Wait Timeout says', async () => {
		const { asked, run } = service({ update: accept, tasks: { 'job-a': job('RUNNING') } });
		const wait = { pollIntervalMs: 10_000, waitTimeoutMs: 20_000 };
		const [outcome] = await run(rowsOf('a'), { wait });
		expect(outcome?.verdict).toMatchObject({ status: 'timedOut', jobId: 'job-a' });
		expect(asked.filter((request) => request === 'show job-a').length).toBeLessThan(6);
	});
});

describe('carryOut with verification', () => {
	const verify = { verify: true };

	it('reads the SIDs before and after, and compares with the one of AD', async () => {
		const { asked, run } = service({ before: { a: OLD, b: OLD }, after: { a: NEW, b: NEW } });
		const outcomes = await run([{ item: 0, desktopId: 'a', adSid: NEW }, ...rowsOf('b')], verify);
		expect(asked).toEqual(['list a,b', 'update a,b', 'list a,b again']);
		expect(outcomes).toEqual([
			{
				item: 0,
				desktopId: 'a',
				adSid: NEW,
				sidBefore: OLD,
				verdict: expect.objectContaining({
					status: 'updated',
					sidAfter: NEW,
					message:
						"SID updated and verified. The SID was read again and equals the Active Directory's.",
				}) as unknown,
			},
			{
				item: 0,
				desktopId: 'b',
				sidBefore: OLD,
				verdict: expect.objectContaining({
					status: 'updated',
					sidAfter: NEW,
					message:
						'SID updated and verified. The SID was read again and has changed; no SID of the Active Directory was given to compare it with.',
				}) as unknown,
			},
		]);
	});

	it('reads before only what it does not know yet and is going to send', async () => {
		const { asked, run } = service({ before: { b: OLD }, after: { a: NEW, b: NEW } });
		const known: Row = { item: 0, desktopId: 'a', sidBefore: OLD };
		const settled = [SETTLED, { ...SETTLED, desktopId: 'b' }];
		const outcomes = await run([known, ...rowsOf('b'), ...settled], verify);
		expect(asked).toEqual(['list b', 'update a,b', 'list a,b again']);
		expect(outcomes.map(({ sidBefore }) => sidBefore)).toEqual([OLD, OLD, undefined, undefined]);
	});

	it('learns the names on the way, and keeps those that the items give', async () => {
		const names = { a: 'FIN-01', b: 'FIN-02', c: '' };
		const sids = { a: NEW, b: NEW, c: NEW };
		const { run } = service({ names, before: sids, after: sids });
		const named: Row = { item: 0, desktopId: 'a', computerName: 'fin-01$' };
		const outcomes = await run([named, ...rowsOf('b', 'c', 'd')], verify);
		expect(outcomes.map(({ computerName }) => computerName)).toEqual([
			'fin-01$',
			'FIN-02',
			undefined,
			undefined,
		]);
	});

	it('keeps the SID that the look-up has read, and takes none from an empty field', async () => {
		const { run } = service({ before: { a: 'S-1-5-9', b: '' }, after: { a: NEW, b: NEW } });
		const outcomes = await run([{ item: 0, desktopId: 'a', sidBefore: OLD }, ...rowsOf('b')], {
			verify: true,
		});
		expect(outcomes[0]?.sidBefore).toBe(OLD);
		expect(outcomes[1]).not.toHaveProperty('sidBefore');
		expect(outcomes[1]).not.toHaveProperty('computerName');
		expect(outcomes[1]?.verdict.message).toContain('no SID of the Active Directory');
	});

	it('calls an update unverified that did not change the SID', async () => {
		const { run } = service({ before: { a: OLD }, after: { a: OLD } });
		const [outcome] = await run(rowsOf('a'), verify);
		expect(outcome?.verdict).toMatchObject({ status: 'unverified', sidAfter: OLD });
		expect(outcome?.verdict.message).toMatch(/^The SID is still /);
	});

	it('expects no change of a desktop whose SID was right already', async () => {
		const { run } = service({ update: () => answer(204), before: { a: OLD }, after: { a: OLD } });
		const [outcome] = await run(rowsOf('a'), verify);
		expect(outcome?.verdict).toMatchObject({ status: 'unchanged', sidAfter: OLD });
		expect(outcome?.verdict.message).toContain('is the same as before');
	});

	it('judges each item by its own SID of AD, also if several name one desktop', async () => {
		const right: Row = { item: 0, desktopId: 'a', adSid: NEW };
		const wrong: Row = { item: 1, desktopId: 'a', adSid: 'S-1-5-21-1-2-3-7' };
		const without: Row = { item: 2, desktopId: 'a' };
		for (const rows of [
			[right, wrong, without],
			[wrong, without, right],
		]) {
			const { run } = service({ before: { a: OLD }, after: { a: NEW } });
			const outcomes = await run(rows, verify);
			const statuses = new Map(outcomes.map(({ item, verdict }) => [item, verdict.status]));
			expect([0, 1, 2].map((item) => statuses.get(item))).toEqual([
				'updated',
				'unverified',
				'updated',
			]);
		}
	});

	it('of a task for 100 desktops of which 3 had drifted, 97 are unchanged and no failures', async () => {
		const ids = Array.from({ length: 100 }, (_, index) => `d${String(index)}`);
		const before = Object.fromEntries(ids.map((id) => [id, OLD]));
		const after = Object.fromEntries(ids.map((id, index) => [id, index < 3 ? NEW : OLD]));
		const { run } = service({
			update: () => answer(202, { job_id: 'job-1' }),
			tasks: { 'job-1': job('SUCCESS', { sub_jobs: ids.map((id) => subJob('SUCCESS', id)) }) },
			before,
			after,
		});
		const outcomes = await run(rowsOf(...ids), { ...verify, wait: WAIT });
		const count = (status: string) =>
			outcomes.filter(({ verdict }) => verdict.status === status).length;
		expect([count('updated'), count('unchanged')]).toEqual([3, 97]);
		expect(outcomes[99]?.verdict).toMatchObject({
			status: 'unchanged',
			statusCode: 202,
			jobId: 'job-1',
			sidAfter: OLD,
		});
	});

	it('a desktop alone in its task whose SID is the same as before is unverified', async () => {
		const { run } = service({
			update: (ids) => answer(202, { job_id: `job-${ids.join()}` }),
			tasks: {
				'job-a': job('SUCCESS', { sub_jobs: [subJob('SUCCESS', 'a', { job_id: '' })] }),
				'job-b': job('SUCCESS', { sub_jobs: [subJob('SUCCESS', 'b', { job_id: '' })] }),
			},
			before: { a: OLD, b: OLD },
			after: { a: OLD, b: OLD },
		});
		const outcomes = await run(rowsOf('a', 'b', 'a'), { ...verify, wait: WAIT, batchSize: 1 });
		expect(outcomes.map(({ verdict }) => verdict.status)).toEqual([
			'unverified',
			'unverified',
			'unverified',
		]);
	});

	it('does not read again what was not updated', async () => {
		const { asked, run } = service({
			update: (ids) => answer(ids.includes('b') ? 500 : 202, { job_id: 'job-1' }),
			before: { a: OLD, b: OLD },
		});
		const nameless: Row = { item: 5, settled: { status: 'invalid', message: 'No ID.' } };
		const outcomes = await run([...rowsOf('a', 'b'), nameless], { ...verify, batchSize: 1 });
		expect(asked).toEqual(['list a,b', 'update a', 'update b']);
		expect(outcomes.map(({ verdict }) => verdict.status)).toEqual([
			'accepted',
			'failed',
			'invalid',
		]);
		const unverified = outcomes.map(({ verdict }) =>
			verdict.message.includes('The SID was not verified, because the task may still be running.'),
		);
		expect(unverified).toEqual([true, false, false]);
	});

	it('leaves a failure as it is beside others that are verified', async () => {
		const update = (ids: readonly string[]) => answer(ids.includes('a') ? 500 : 200);
		const { run } = service({ update, after: { b: NEW, c: NEW } });
		const outcomes = await run(rowsOf('a', 'b', 'c'), { ...verify, batchSize: 1 });
		expect(outcomes.map(({ verdict }) => verdict.status)).toEqual(['failed', 'updated', 'updated']);
		expect(outcomes[0]?.verdict).not.toHaveProperty('sidAfter');
	});

	it('reads again what a task has updated', async () => {
		const { asked, run } = service({
			update: () => answer(202, { job_id: 'job-1' }),
			tasks: { 'job-1': job('SUCCESS', { sub_jobs: [subJob('SUCCESS', 'a')] }) },
			before: { a: OLD },
			after: { a: NEW },
		});
		const [outcome] = await run(rowsOf('a'), { ...verify, wait: WAIT });
		expect(asked).toEqual(['list a', 'update a', 'show job-1', 'list a again']);
		expect(outcome?.verdict).toMatchObject({ status: 'updated', jobId: 'job-1', sidAfter: NEW });
	});
});
