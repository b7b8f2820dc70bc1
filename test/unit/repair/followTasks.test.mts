import '../unhurried.ts';
import { answer, fault, job, subJob } from './support/replies.ts';
import { TestClock } from './support/testClock.mts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { followTasks, withTasksFollowed } from '../../../nodes/DesktopSid/repair/followTasks.ts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';

interface Script {
	/** Answer to the look at this second. */
	show: (second: number, look: number) => ApiReply;
	list?: (second: number, page: { offset: number; limit: number }) => ApiReply;
	/** Seconds that an answer takes. */
	latency?: number;
	desktops?: string[];
	/** Seconds. */
	interval?: number;
	timeout?: number;
	cancelAt?: number;
}

/** Follows one task through a script; answers the verdicts and the seconds of all looks. */
async function follow(script: Script) {
	const { desktops = ['a', 'b'], interval = 10, timeout = 60 } = script;
	const clock = new TestClock();
	const looks: number[] = [];
	const lists: number[] = [];
	if (script.cancelAt !== undefined) {
		void clock.sleep(script.cancelAt * 1000).then(() => {
			clock.cancel();
		});
	}
	const api = {
		showJob: async () => {
			const second = clock.seconds();
			looks.push(second);
			const number = looks.length;
			if (script.latency !== undefined) await clock.sleep(script.latency * 1000);
			return script.show(second, number);
		},
		listSubJobs: async (_id: string, page: { offset: number; limit: number }) => {
			lists.push(clock.seconds());
			const empty = answer(200, { total_count: 0, jobs: [] });
			return await Promise.resolve(script.list?.(clock.seconds(), page) ?? empty);
		},
	};
	const untils = new Set<number>();
	const start = clock.now();
	const polling = (until: number) => {
		untils.add((until - start) / 1000);
		return api;
	};
	const accepted = [{ jobId: 'job-1', statusCode: 202, desktopIds: desktops }];
	const verdicts = await followTasks(polling, accepted, {
		pollIntervalMs: interval * 1000,
		waitTimeoutMs: timeout * 1000,
		clock,
	});
	const of = (id: string): Verdict => {
		const verdict = verdicts.get(id);
		if (verdict === undefined) throw new Error(`no verdict for ${id}`);
		return verdict;
	};
	return { verdicts, of, looks, lists, untils: [...untils], seconds: clock.seconds() };
}

const both = (a: string, b: string, more: object = {}) => ({
	sub_jobs_total: 2,
	sub_jobs: [subJob(a, 'a'), subJob(b, 'b', more)],
});

const denied = answer(
	403,
	{ error_code: 'WKS.403', error_msg: 'No right.' },
	{ action: 'workspace:jobs:listSubJobs' },
);

describe('when it looks', () => {
	it('looks after 2 s, then at every interval, until the task ends; no list is asked for in vain', async () => {
		const { of, looks, lists } = await follow({
			show: (second) => (second < 25 ? job('RUNNING') : job('SUCCESS', both('SUCCESS', 'SUCCESS'))),
		});
		expect(looks).toEqual([2, 12, 22, 32]);
		expect(lists).toEqual([]);
		expect(of('a')).toEqual({
			status: 'updated',
			statusCode: 202,
			jobId: 'job-1',
			message: 'SID updated. Task job-1 ended with SUCCESS.',
		});
	});

	it('looks after one interval where that is shorter than 2 s', async () => {
		const { looks } = await follow({
			interval: 1,
			show: (second) => (second < 3 ? job('RUNNING') : job('SUCCESS', both('SUCCESS', 'SUCCESS'))),
		});
		expect(looks).toEqual([1, 2, 3]);
	});

	it('looks a last time at the deadline and never after it', async () => {
		const { looks, of, seconds } = await follow({ timeout: 25, show: () => job('RUNNING') });
		expect(looks).toEqual([2, 12, 22, 25]);
		expect(seconds).toBe(25);
		expect(of('a')).toEqual({
			status: 'timedOut',
			statusCode: 202,
			jobId: 'job-1',
			message:
				"The wait ended after 25 s while the task was still RUNNING. Ask for the result of task job-1 later with the operation 'Get Task'.",
		});
	});

	it('takes a success that only the last look shows', async () => {
		const { of } = await follow({
			timeout: 25,
			show: (second) => (second < 25 ? job('RUNNING') : job('SUCCESS', both('SUCCESS', 'SUCCESS'))),
		});
		expect(of('a').status).toBe('updated');
	});

	it('takes an unknown word for running and names it in the end', async () => {
		const { of } = await follow({ show: () => job('HALF_WAY') });
		expect(of('b')).toMatchObject({
			status: 'timedOut',
			message: expect.stringContaining('still HALF_WAY') as string,
		});
	});

	it('follows a task once that several batches were answered with', async () => {
		const clock = new TestClock();
		let looks = 0;
		const api = {
			showJob: async () => {
				looks += 1;
				return await Promise.resolve(job('SUCCESS', both('SUCCESS', 'FAILED')));
			},
			listSubJobs: async () => await Promise.resolve(answer(500)),
		};
		const accepted = [
			{ jobId: 'job-1', statusCode: 200, desktopIds: ['a'] },
			{ jobId: 'job-1', statusCode: 202, desktopIds: ['b'] },
		];
		const options = { pollIntervalMs: 10_000, waitTimeoutMs: 60_000, clock };
		const verdicts = await followTasks(() => api, accepted, options);
		const seen = [...verdicts].map(([id, { status, statusCode }]) => [id, status, statusCode]);
		expect(seen).toEqual([
			['a', 'updated', 200],
			['b', 'failed', 202],
		]);
		expect(looks).toBe(1);
	});

	it('has no verdicts and no requests for no tasks', async () => {
		const api = {
			showJob: async () => await Promise.reject(new Error('not to be called')),
			listSubJobs: async () => await Promise.reject(new Error('not to be called')),
		};
		const options = { pollIntervalMs: 1000, waitTimeoutMs: 1000, clock: new TestClock() };
		expect(await followTasks(() => api, [], options)).toEqual(new Map());
	});
});

describe('the verdict of each desktop', () => {
	it.each(['SUCCESS', 'COMPLETE', 'COMPLETED', 'complete'])(
		'a task that ends with %s and hides a failed sub task is not a success',
		async (word) => {
			const failure = { error_code: 'WKS.412', fail_reason: 'Not supported.' };
			const { of } = await follow({ show: () => job(word, both('SUCCESS', 'FAIL', failure)) });
			expect(of('a').status).toBe('updated');
			expect(of('b')).toEqual({
				status: 'failed',
				statusCode: 202,
				jobId: 'job-1',
				error: { errorCode: 'WKS.412', errorMsg: 'Not supported.' },
				message:
					'SID not updated (FAIL WKS.412): Not supported. This is the result of task job-1. Fix the cause and run this again. Updating a SID twice is safe.',
			});
		},
	);

	it.each(['FAIL', 'FAILED', 'ABNORMAL', 'ERROR', 'CANCELED'])(
		'a task that ends with %s does not blame a desktop whose sub task succeeded',
		async (word) => {
			const { of } = await follow({ show: () => job(word, both('SUCCESS', word)) });
			expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
		},
	);

	it('what had not ended when the task failed has failed', async () => {
		const { of, looks } = await follow({
			show: () => job('FAILED', { ...both('SUCCESS', 'WAITING'), fail_reason: 'Broken.' }),
		});
		expect(of('b')).toMatchObject({
			status: 'failed',
			error: { errorMsg: 'Broken.' },
			message: expect.stringContaining('WAITING when the task failed') as string,
		});
		expect(looks).toHaveLength(1);
	});

	it('waits for sub tasks that lag behind the task', async () => {
		const { of, looks } = await follow({
			show: (second) => job('SUCCESS', both('SUCCESS', second < 10 ? 'RUNNING' : 'FAILED')),
		});
		expect(of('b').status).toBe('failed');
		expect(looks).toEqual([2, 12]);
	});

	it('waits for the end of a task whose sub tasks have all ended: others may follow', async () => {
		const { of, looks } = await follow({
			show: (second) =>
				second < 20
					? job('RUNNING', both('SUCCESS', 'SUCCESS'))
					: job('SUCCESS', both('SUCCESS', 'FAILED')),
		});
		expect(looks).toEqual([2, 12, 22]);
		expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
	});

	it('of several sub tasks for a desktop the worst counts', async () => {
		const sub_jobs = [subJob('SUCCESS', 'a'), subJob('FAILED', 'a'), subJob('SUCCESS', 'b')];
		const { of } = await follow({ show: () => job('SUCCESS', { sub_jobs }) });
		expect([of('a').status, of('b').status]).toEqual(['failed', 'updated']);
	});

	it('knows a desktop however its ID is written', async () => {
		const { of } = await follow({
			desktops: ['AB-1'],
			show: () => job('SUCCESS', { sub_jobs: [subJob('FAILED', 'ab-1')] }),
		});
		expect(of('AB-1').status).toBe('failed');
	});

	it.each([
		['SUCCESS', 'updated'],
		['FAILED', 'failed'],
	])(
		'without sub tasks the task’s own %s stands, and the message says so',
		async (word, status) => {
			const { of, lists } = await follow({ show: () => job(word) });
			expect(of('a')).toMatchObject({
				status,
				message: expect.stringContaining("the task's own result stands") as string,
			});
			expect(of('b').status).toBe(status);
			expect(lists).toEqual([2]);
		},
	);

	it.each([
		['SUCCESS', 'SUCCESS', 'updated', "the task's own result stands"],
		['SUCCESS', 'FAILED', 'failed', '1 of its 2 sub tasks without a desktop failed'],
		['FAILED', 'FAILED', 'failed', "the task's own result stands"],
	])('sub tasks without desktops: task %s, one of them %s', async (word, sub, status, says) => {
		const sub_jobs = [
			subJob('SUCCESS'),
			{ ...subJob(sub), id: 'other', error_code: 'WKS.7', fail_reason: 'Off.' },
		];
		const { of } = await follow({ show: () => job(word, { sub_jobs, sub_jobs_total: 2 }) });
		for (const id of ['a', 'b']) {
			expect(of(id)).toMatchObject({ status, message: expect.stringContaining(says) as string });
		}
	});

	describe('that an ended task does not name, while it names others', () => {
		const ids = Array.from({ length: 20 }, (_, index) => `d${index}`);
		const parts = (from: number, to: number, bad?: number) =>
			ids.slice(from, to).map((id, at) => subJob(from + at === bad ? 'FAILED' : 'SUCCESS', id));

		it('is looked for three times, then its result is unknown', async () => {
			const { of, looks, lists } = await follow({
				desktops: ids,
				timeout: 600,
				show: () => job('SUCCESS', { sub_jobs_total: 19, sub_jobs: parts(0, 19) }),
				list: (_second, { offset }) =>
					answer(200, { total_count: 19, jobs: parts(0, 19).slice(offset) }),
			});
			expect(looks).toEqual([2, 12, 22]);
			expect(lists).toHaveLength(6);
			expect(ids.slice(0, 19).every((id) => of(id).status === 'updated')).toBe(true);
			expect(of('d19')).toMatchObject({
				status: 'failed',
				statusCode: 202,
				jobId: 'job-1',
				message: expect.stringMatching(/^The result is unknown.*not this one/) as string,
			});
		});

		it('is looked for in three looks in a row: one that fails is none of them', async () => {
			const { of, looks } = await follow({
				show: (_second, look) =>
					look === 2
						? answer(503)
						: job(
								'SUCCESS',
								look < 5 ? { sub_jobs: [subJob('SUCCESS', 'a')] } : both('SUCCESS', 'SUCCESS'),
							),
			});
			expect(looks).toHaveLength(5);
			expect(of('b').status).toBe('updated');
		});

		it('is open if the wait ends before', async () => {
			const { of, looks } = await follow({
				timeout: 10,
				show: () => job('SUCCESS', { sub_jobs: [subJob('SUCCESS', 'a')] }),
			});
			expect(looks).toEqual([2, 10]);
			expect([of('a').status, of('b').status]).toEqual(['updated', 'timedOut']);
		});

		it('counts as soon as it is named', async () => {
			const { of } = await follow({
				show: (second) =>
					job('SUCCESS', {
						sub_jobs: [subJob('SUCCESS', 'a'), ...(second > 20 ? [subJob('FAILED', 'b')] : [])],
					}),
			});
			expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
		});

		it('has the result of a task that failed', async () => {
			const { of, looks } = await follow({
				show: () => job('FAILED', { sub_jobs_total: 1, sub_jobs: [subJob('SUCCESS', 'a')] }),
			});
			expect(looks).toHaveLength(1);
			expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
			expect(of('b').message).toContain('None of its sub tasks names this desktop');
		});

		it.each<[string, object]>([
			['no sub tasks', {}],
			['10 of its sub tasks', { sub_jobs: parts(0, 10) }],
			['10 of its sub tasks, which it calls all', { sub_jobs: parts(0, 10), sub_jobs_total: 10 }],
		])('is found on a later page, if the task comes with %s', async (_name, more) => {
			const { of, looks } = await follow({
				desktops: ids,
				show: () => job('SUCCESS', more),
				list: (_second, { offset }) => {
					const jobs = parts(0, 20, 15).slice(offset, offset + 10);
					return answer(200, { total_count: jobs.length, jobs });
				},
			});
			expect(looks).toHaveLength(1);
			const failed = ids.filter((id) => of(id).status !== 'updated');
			expect(failed).toEqual(['d15']);
			expect(of('d15').status).toBe('failed');
		});
	});

	it('at the deadline sub tasks that have ended already count', async () => {
		const { of } = await follow({ show: () => job('RUNNING', both('SUCCESS', 'RUNNING')) });
		expect([of('a').status, of('b').status]).toEqual(['updated', 'timedOut']);
	});
});

describe('a look that fails', () => {
	it.each<[string, ApiReply]>([
		['429', answer(429)],
		['503', answer(503)],
		['500', answer(500)],
		['a reset', fault('connection', 'ECONNRESET')],
		['a timeout', fault('timeout', 'ETIMEDOUT')],
		['a page of a proxy', { ...answer(200), text: '<html>' }],
		['a single 404, as the task may not be known everywhere yet', answer(404)],
	])('%s does not end the following', async (_name, reply) => {
		const { of, looks } = await follow({
			show: (_second, look) =>
				look === 2 ? job('RUNNING') : look < 4 ? reply : job('SUCCESS', both('SUCCESS', 'SUCCESS')),
		});
		expect(of('a').status).toBe('updated');
		expect(looks).toHaveLength(4);
	});

	it('only time ends a following whose looks all fail, and the task stays known', async () => {
		const { of, looks } = await follow({
			timeout: 100,
			show: () => answer(503, { error_code: 'WKS.5' }),
		});
		expect(looks).toHaveLength(11);
		expect(of('a')).toMatchObject({
			status: 'timedOut',
			jobId: 'job-1',
			error: { errorCode: 'WKS.5' },
			message: expect.stringMatching(
				/before the state of the task was known.*503.*Get Task/,
			) as string,
		});
	});

	it.each<[string, ApiReply, number]>([
		['401', answer(401, { error_code: 'APIGW.0301' }), 1],
		['403', denied, 1],
		['404, seen twice', answer(404, { error_code: 'WKS.0202' }), 2],
	])('%s ends it: the result is unknown, which is no success', async (_name, reply, count) => {
		const { of, looks } = await follow({ show: () => reply });
		expect(looks).toHaveLength(count);
		expect(of('a')).toMatchObject({
			status: 'failed',
			statusCode: 202,
			jobId: 'job-1',
			message: expect.stringMatching(
				/^The result is unknown.*accepted the update as task job-1/,
			) as string,
		});
	});

	it('does not forget what an earlier look had shown', async () => {
		const { of } = await follow({
			show: (_second, look) => (look === 1 ? job('RUNNING', both('SUCCESS', 'RUNNING')) : denied),
		});
		expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
	});
});

describe('a list of sub tasks that cannot be read', () => {
	it('is asked for again at the next look', async () => {
		const { of, lists } = await follow({
			show: () => job('COMPLETE'),
			list: (second) =>
				second < 10
					? answer(503)
					: answer(200, { total_count: 2, jobs: [subJob('SUCCESS', 'a'), subJob('FAIL', 'b')] }),
		});
		expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
		expect(lists).toEqual([2, 12]);
	});

	it('does not hide what an earlier look had shown', async () => {
		const { of } = await follow({
			show: () => job('SUCCESS', { sub_jobs_total: 3 }),
			list: (second) =>
				second < 10 ? answer(200, { total_count: 3, jobs: [subJob('SUCCESS', 'a')] }) : answer(503),
		});
		expect([of('a').status, of('b').status]).toEqual(['updated', 'timedOut']);
	});

	it('to the end: nothing is called a success', async () => {
		const { of } = await follow({ show: () => job('COMPLETE'), list: () => answer(503) });
		expect(of('a')).toMatchObject({
			status: 'timedOut',
			message: expect.stringContaining('ended with COMPLETE, which may hide failures') as string,
		});
	});

	it('to the end, of a task that failed: failed', async () => {
		const { of } = await follow({ show: () => job('FAIL'), list: () => answer(503) });
		expect(of('a').status).toBe('failed');
	});

	it('by right, with sub tasks that exist: the result is unknown', async () => {
		const { of, looks } = await follow({
			show: () => job('COMPLETE', { sub_jobs_total: 2, sub_jobs: [subJob('SUCCESS', 'a')] }),
			list: () => denied,
		});
		expect(of('a').status).toBe('updated');
		expect(of('b')).toMatchObject({
			status: 'failed',
			message: expect.stringContaining('workspace:jobs:listSubJobs') as string,
		});
		expect(looks).toHaveLength(1);
	});

	it('by right, where the task tells of none: its own result stands, and the message says why', async () => {
		const { of } = await follow({ show: () => job('SUCCESS'), list: () => denied });
		expect(of('a')).toMatchObject({
			status: 'updated',
			message: expect.stringMatching(/own result stands.*could not be read \(403/) as string,
		});
	});
});

describe('the deadline', () => {
	it('is known to each look, so that a request that still waits its turn is given up', async () => {
		const { untils } = await follow({ timeout: 25, show: () => job('RUNNING') });
		expect(untils).toEqual([25]);
	});

	it.each([7, 60])('no look begins after it, if an answer takes %i s', async (latency) => {
		const { looks, seconds, of } = await follow({
			timeout: 25,
			interval: 1,
			latency,
			show: () => job('RUNNING'),
		});
		expect(Math.max(...looks)).toBeLessThanOrEqual(25);
		expect(seconds).toBeLessThanOrEqual(25 + latency);
		expect(of('a').status).toBe('timedOut');
	});
});

describe('cancelling', () => {
	it('ends the wait at once, without a further look', async () => {
		const { of, looks, seconds } = await follow({ cancelAt: 15, show: () => job('RUNNING') });
		expect(looks).toEqual([2, 12]);
		expect(seconds).toBe(15);
		expect(of('a')).toMatchObject({
			status: 'timedOut',
			jobId: 'job-1',
			message: expect.stringMatching(
				/^The execution was cancelled while.*RUNNING.*Get Task/,
			) as string,
		});
	});

	it('keeps what a look shows that ends after the cancelling', async () => {
		const { of, looks } = await follow({
			cancelAt: 3,
			latency: 5,
			show: () => job('SUCCESS', both('SUCCESS', 'FAILED')),
		});
		expect(looks).toEqual([2]);
		expect([of('a').status, of('b').status]).toEqual(['updated', 'failed']);
	});

	it('is the reason that counts, also for a look that fails or ends after the deadline', async () => {
		const cancelled = { cancelAt: 3, latency: 5, timeout: 4 };
		const failed = await follow({ ...cancelled, show: () => answer(503) });
		expect(failed.of('a').message).toMatch(
			/^The execution was cancelled before the state of the task was known\. Ask/,
		);
		const late = await follow({ ...cancelled, show: () => job('RUNNING') });
		expect(late.of('a').message).toMatch(/^The execution was cancelled while/);
	});

	it('keeps the verdicts that are known', async () => {
		const { of } = await follow({
			cancelAt: 15,
			show: () => job('RUNNING', both('FAILED', 'RUNNING')),
		});
		expect([of('a').status, of('b').status]).toEqual(['failed', 'timedOut']);
	});
});

describe('the verdicts of a run', () => {
	it.each<[name: string, verdict: Verdict]>([
		[
			'a task that was followed already',
			{ status: 'timedOut', statusCode: 202, jobId: 'job-1', message: '' },
		],
		['an update that named no task', { status: 'accepted', statusCode: 202, message: '' }],
		[
			'a task of which the answer is not known',
			{ status: 'accepted', jobId: 'job-1', message: '' },
		],
	])('stay as they are for %s', async (_name, verdict) => {
		const api = {
			showJob: async () => await Promise.reject(new Error('not to be called')),
			listSubJobs: async () => await Promise.reject(new Error('not to be called')),
		};
		const options = { pollIntervalMs: 1000, waitTimeoutMs: 1000, clock: new TestClock() };
		const sent = new Map([['a', verdict]]);
		expect(await withTasksFollowed(() => api, sent, options)).toEqual(sent);
	});
});
