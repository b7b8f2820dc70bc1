import { answer, fault, job, subJob } from './support/replies';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { readTask, type Task, withSubTasks } from '../../../nodes/DesktopSid/repair/task';

const read = async (reply: ApiReply) =>
	await readTask({ showJob: async () => await Promise.resolve(reply) }, 'job-1');

async function taskOf(reply: ApiReply): Promise<Task> {
	const reading = await read(reply);
	if (reading.kind !== 'task') throw new Error(reading.message);
	return reading.task;
}

/** An API whose list of sub tasks has these pages, whatever is asked; it counts the requests. */
function listing(...pages: ApiReply[]) {
	const asked: Array<{ offset: number; limit: number }> = [];
	return {
		asked,
		listSubJobs: async (_id: string, page: { offset: number; limit: number }) => {
			asked.push(page);
			return await Promise.resolve(pages[asked.length - 1] ?? answer(500));
		},
	};
}

const page = (jobs: object[], total?: number) =>
	answer(200, { ...(total === undefined ? {} : { total_count: total }), jobs });

describe('readTask', () => {
	it('reads state, times, reason and sub tasks', async () => {
		const reply = job('FAILED', {
			begin_time: 'b',
			end_time: 'e',
			job_error_code: 'WKS.1',
			fail_reason: 'why',
			sub_jobs_total: 2,
			sub_jobs: [
				subJob('SUCCESS', 'a'),
				subJob('FAILED', 'b', { error_code: 'WKS.2', fail_reason: 'off' }),
			],
		});
		expect(await taskOf(reply)).toMatchObject({
			jobId: 'job-1',
			state: 'failed',
			word: 'FAILED',
			begin: 'b',
			end: 'e',
			errorCode: 'WKS.1',
			failReason: 'why',
			subTaskTotal: 2,
			subTasks: [
				{ desktopId: 'a', computerName: 'PC', state: 'succeeded', word: 'SUCCESS' },
				{ desktopId: 'b', state: 'failed', errorCode: 'WKS.2', failReason: 'off' },
			],
		});
	});

	it.each<[string, object]>([
		['no sub tasks at all', {}],
		['null', { sub_jobs: null, sub_jobs_total: null, fail_reason: null }],
		['other types', { sub_jobs: 'x', sub_jobs_total: '3', fail_reason: 5 }],
	])('takes %s', async (_name, more) => {
		expect(await taskOf(job('RUNNING', more))).toMatchObject({
			state: 'running',
			failReason: '',
			subTasks: [],
			subTaskTotal: 0,
		});
	});

	it('has a clear sentence for an unknown task', async () => {
		const reading = await read(
			answer(404, { error_code: 'WKS.0202', error_msg: 'The job does not exist.' }),
		);
		expect(reading).toMatchObject({ kind: 'problem', hope: 'gone' });
		expect(reading).toHaveProperty(
			'message',
			expect.stringContaining('knows no task job-1 (404 WKS.0202). Check the ID'),
		);
	});

	it.each<[string, ApiReply, string]>([
		['401', answer(401, { error_code: 'APIGW.0301', error_msg: 'bad' }), 'refused'],
		['403', answer(403, { error_code: 'WKS.1', error_msg: 'denied' }), 'refused'],
		['404 of the gateway', answer(404, { error_code: 'APIGW.0101' }), 'refused'],
		['429', answer(429), 'later'],
		['500', answer(500), 'later'],
		['a page of a proxy', { ...answer(200), text: '<html>' }, 'later'],
		['a 200 with an error code', answer(200, { error_code: 'WKS.9' }), 'later'],
		['an answer without a state', answer(200, { id: 'job-1' }), 'later'],
		['an empty state', job(''), 'later'],
		['a broken connection', fault('connection', 'ECONNRESET'), 'later'],
		['a timeout', fault('timeout', 'ETIMEDOUT'), 'later'],
		['a cancelled run', fault('cancelled', 'ERR_CANCELED'), 'cancelled'],
		['a sign-in refused earlier', fault('signIn', 'APIGW.0301'), 'refused'],
	])('%s', async (_name, reply, hope) => {
		const reading = await read(reply);
		expect(reading).toMatchObject({ kind: 'problem', hope });
		expect(reading).toHaveProperty(
			'message',
			expect.stringMatching(/^The state of task job-1 could not be read/),
		);
	});

	it('names the right that a refused read needs, not that of the update', async () => {
		const reading = await read(
			answer(403, { error_code: 'WKS.1', error_msg: 'denied' }, { action: 'workspace:jobs:get' }),
		);
		expect(reading).toHaveProperty(
			'message',
			expect.stringContaining('Ask for the IAM action workspace:jobs:get'),
		);
	});
});

describe('a refusal', () => {
	const denied = answer(403, { error_code: 'WKS.1', error_msg: 'denied' });
	const messageOf = async (reply: ApiReply) => {
		const reading = await read(reply);
		return reading.kind === 'problem' ? reading.message : undefined;
	};

	it('tells the reason of the IAM policy where it is known', async () => {
		const words = 'The policy "no-jobs" denies it.';
		expect(await messageOf({ ...denied, refusal: { words, decoded: true } })).toBe(
			`The state of task job-1 could not be read (403 WKS.1): denied. ${words}`,
		);
	});

	it('tells how often it was tried', async () => {
		const attempts = { count: 6, elapsedMs: 12_000, mayHaveTakenEffect: false };
		for (const reply of [answer(503), fault('connection', 'ECONNRESET')]) {
			expect(await messageOf({ ...reply, attempts })).toContain('6 attempts in 12 s');
		}
	});
});

describe('withSubTasks', () => {
	it('asks for nothing when the task came with all of them', async () => {
		const api = listing();
		const task = await taskOf(job('SUCCESS', { sub_jobs_total: 1, sub_jobs: [subJob('OK', 'a')] }));
		expect(await withSubTasks(api, task)).toBe(task);
		expect(api.asked).toEqual([]);
	});

	it.each([
		['none', {}],
		['too few', { sub_jobs_total: 2, sub_jobs: [subJob('SUCCESS', 'a')] }],
	])('asks for the list when the task came with %s', async (_name, more) => {
		const api = listing(page([subJob('SUCCESS', 'a'), subJob('FAILED', 'b')], 2));
		const task = await withSubTasks(api, await taskOf(job('SUCCESS', more)));
		expect(task.subTasks.map(({ desktopId, state }) => [desktopId, state])).toEqual([
			['a', 'succeeded'],
			['b', 'failed'],
		]);
		expect(api.asked).toEqual([{ offset: 0, limit: 1000 }]);
	});

	const many = (from: number, to: number) =>
		Array.from({ length: to - from }, (_, index) => subJob('SUCCESS', `d${from + index}`));

	it('reads all pages, whatever moved between them', async () => {
		const api = listing(
			page(many(0, 1000), 2300),
			page(many(990, 1990), 2300),
			page(many(1990, 2300), 2300),
		);
		const task = await withSubTasks(api, await taskOf(job('SUCCESS')));
		expect(new Set(task.subTasks.map(({ desktopId }) => desktopId)).size).toBe(2300);
		expect(task.subTasks).toHaveLength(2300);
		expect(api.asked.map(({ offset }) => offset)).toEqual([0, 1000, 2000]);
	});

	it.each<[string, ApiReply[], number]>([
		['an empty page, whatever the total says', [page(many(0, 10), 99), page([], 99)], 2],
		['a page that brings nothing new', [page(many(0, 10), 99), page(many(0, 10), 99)], 2],
		['a short page, where no total is given', [page(many(0, 10))], 1],
	])('ends at %s', async (_name, pages, requests) => {
		const api = listing(...pages);
		const task = await withSubTasks(api, await taskOf(job('SUCCESS')));
		expect(task.subTasks).toHaveLength(10);
		expect(api.asked).toHaveLength(requests);
	});

	it('leaves out sub tasks of other tasks, should the filter be ignored', async () => {
		const foreign = { ...subJob('FAILED', 'b'), job_id: 'job-2' };
		const api = listing(page([subJob('SUCCESS', 'a'), foreign], 2));
		const task = await withSubTasks(api, await taskOf(job('SUCCESS')));
		expect(task.subTasks.map(({ desktopId }) => desktopId)).toEqual(['a']);
	});

	it('keeps what it has and says why, when the list cannot be read', async () => {
		const api = listing(
			answer(
				403,
				{ error_code: 'WKS.1', error_msg: 'denied' },
				{ action: 'workspace:jobs:listSubJobs' },
			),
		);
		const task = await taskOf(
			job('SUCCESS', { sub_jobs_total: 2, sub_jobs: [subJob('SUCCESS', 'a')] }),
		);
		expect(await withSubTasks(api, task)).toEqual({
			...task,
			unread: expect.objectContaining({
				hope: 'refused',
				message: expect.stringContaining('workspace:jobs:listSubJobs') as string,
			}) as object,
		});
	});
});
