import '../unhurried.ts';
import { large } from '../runs.mts';
import { answer, fault, job, subJob } from './support/replies.ts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import {
	listSubTasks,
	readJobId,
	readState,
	readTask,
	type Task,
	withEarlier,
	withSubTasks,
} from '../../../nodes/DesktopSid/repair/task.ts';

const DENIED = { error_code: 'WKS.1', error_msg: 'denied' };

const read = async (reply: ApiReply) =>
	await readTask({ showJob: async () => await Promise.resolve(reply) }, 'job-1');

async function taskOf(reply: ApiReply): Promise<Task> {
	const reading = await read(reply);
	if (reading.kind !== 'task') throw new Error(reading.message);
	return reading.task;
}

interface Page {
	readonly offset: number;
	readonly limit: number;
}

/** A list of sub tasks that answers what `at` says; it counts the requests. */
function listing(at: (page: Page, request: number) => ApiReply) {
	const asked: Page[] = [];
	return {
		asked,
		listSubJobs: async (_id: string, page: Page) => {
			asked.push(page);
			return await Promise.resolve(at(page, asked.length));
		},
	};
}

interface Habits {
	/** The most entries of a page. */
	readonly most?: number;
	/** `total_count` of a page, by its entries; the true one by default. */
	readonly total?: (page: readonly unknown[]) => unknown;
}

/** A service that lists these entries by offset. */
const lists = (entries: readonly unknown[], { most = 1000, total }: Habits = {}) =>
	listing(({ offset, limit }) => {
		const jobs = entries.slice(offset, offset + Math.min(limit, most));
		return answer(200, { total_count: total === undefined ? entries.length : total(jobs), jobs });
	});

const many = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => subJob('SUCCESS', uuid(from + index)));
const uuid = (index: number) => `0123abcd-89ab-cdef-0123-${String(index).padStart(12, '0')}`;

const idsIn = ({ subTasks }: Pick<Task, 'subTasks'>) => subTasks.map(({ desktopId }) => desktopId);

describe('readTask', () => {
	it('reads state, times, reason and sub tasks, without spaces around them', async () => {
		const reply = job(' FAILED\n', {
			begin_time: ' b ',
			end_time: 'e',
			job_error_code: 'WKS.1',
			fail_reason: ' why ',
			sub_jobs_total: 2,
			sub_jobs: [
				subJob('SUCCESS', 'a'),
				subJob(' FAILED ', ' b ', { id: ' s ', error_code: ' WKS.2 ', fail_reason: ' off ' }),
			],
		});
		expect(await taskOf(reply)).toStrictEqual({
			jobId: 'job-1',
			state: 'failed',
			word: 'FAILED',
			begin: 'b',
			end: 'e',
			errorCode: 'WKS.1',
			failReason: 'why',
			subTaskTotal: 2,
			subTasks: [
				expect.objectContaining({ desktopId: 'a', computerName: 'PC', state: 'succeeded' }),
				{
					id: 's',
					desktopId: 'b',
					computerName: 'PC',
					state: 'failed',
					word: 'FAILED',
					errorCode: 'WKS.2',
					failReason: 'off',
					begin: '',
					end: '',
				},
			],
		});
	});

	it.each<[string, object, number]>([
		['no sub tasks at all', {}, 0],
		['null', { sub_jobs: null, sub_jobs_total: null, fail_reason: null }, 0],
		['other types', { sub_jobs: 'x', sub_jobs_total: {}, fail_reason: 5 }, 0],
		['an object for a list', { sub_jobs: { length: 3 }, sub_jobs_total: -3 }, 0],
		['a total that is no number of things', { sub_jobs_total: Infinity }, 0],
		['a total that is half a thing', { sub_jobs_total: 2.5 }, 0],
		['a total as text', { sub_jobs_total: '3' }, 3],
		['a larger total as text', { sub_jobs_total: '1200' }, 1200],
	])('takes %s', async (_name, more, subTaskTotal) => {
		expect(await taskOf(job('RUNNING', more))).toMatchObject({
			state: 'running',
			failReason: '',
			subTasks: [],
			subTaskTotal,
		});
	});

	it('leaves out what is no sub task of this task', async () => {
		const sub_jobs = [
			...[null, 'text', 7, true, [], [subJob('SUCCESS', 'z')]],
			subJob('SUCCESS', 'a', { job_id: 'job-2' }),
			subJob('SUCCESS', 'b', { job_id: undefined }),
			subJob('SUCCESS', 'c'),
		];
		const task = await taskOf(job('SUCCESS', { sub_jobs }));
		expect(idsIn(task).filter((id) => id !== undefined)).toEqual(['b', 'c']);
	});

	it('cuts long texts of the service, so that 100 desktops cannot carry 1 MB each', async () => {
		const long = 'x'.repeat(large(1_000_000));
		const sub = subJob(long, 'a', { error_code: long, fail_reason: long, begin_time: long });
		const task = await taskOf(
			job(long, { fail_reason: long, job_error_code: long, sub_jobs: [sub] }),
		);
		const texts = [task, ...task.subTasks].flatMap((one) =>
			Object.values(one).filter((value): value is string => typeof value === 'string'),
		);
		expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(1001);
		expect(task.failReason.endsWith('…')).toBe(true);
	});

	it('reads foreign keys as what they are: texts', async () => {
		const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
		const sub_jobs = words.map((word) =>
			subJob(word, word, { id: word, error_code: word, fail_reason: word }),
		);
		const task = await taskOf(job('__proto__', { sub_jobs, sub_jobs_total: 4 }));
		expect(task).toMatchObject({ state: 'running', word: '__proto__' });
		expect(idsIn(task)).toEqual(words);
		expect(task.subTasks.every(({ state }) => state === 'running')).toBe(true);
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

	it('names no code of an unknown task where the service gives none', async () => {
		expect(await read(answer(404))).toHaveProperty(
			'message',
			expect.stringContaining('knows no task job-1 (404). Check the ID'),
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
		['a state that is no text', answer(200, { status: ['SUCCESS'] }), 'later'],
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
		const reading = await read(answer(403, DENIED, { action: 'workspace:jobs:get' }));
		expect(reading).toHaveProperty('message', expect.stringContaining('workspace:jobs:get'));
	});
});

describe('readState', () => {
	it.each([
		['SUCCESS', 'succeeded'],
		['success', 'succeeded'],
		['SUCCEEDED', 'succeeded'],
		['COMPLETE', 'succeeded'],
		['Completed', 'succeeded'],
		['FAIL', 'failed'],
		['FAILED', 'failed'],
		['failed', 'failed'],
		['ABNORMAL', 'failed'],
		['ERROR', 'failed'],
		['CANCELED', 'failed'],
		['CANCELLED', 'failed'],
		['RUNNING', 'running'],
		['WAITING', 'running'],
		['INIT', 'running'],
		['ROLLBACK', 'running'],
		['ABORTING', 'running'],
		['SOMETHING_NEW', 'running'],
		['constructor', 'running'],
	])('%s means %s', (word, state) => {
		expect(readState(word)).toEqual({ word, state });
	});

	it('trims the word', () => {
		expect(readState(' SUCCESS\n')).toEqual({ word: 'SUCCESS', state: 'succeeded' });
	});

	it.each([undefined, null, 7, {}, ''])('has no word for %p, which counts as running', (value) => {
		expect(readState(value)).toEqual({ word: '', state: 'running' });
	});
});

describe('listSubTasks', () => {
	it.each<[string, Habits, entries: number, requests: number]>([
		['one page', {}, 20, 2],
		['an empty list', {}, 0, 1],
		['no total', { total: () => undefined }, 20, 2],
		['pages of 10', { most: 10 }, 20, 4],
		[
			"pages of 10, each with the page's own total",
			{ most: 10, total: ({ length }) => length },
			20,
			4,
		],
		['pages of 10, without a total', { most: 10, total: () => null }, 20, 4],
		['pages of one, each with its own total', { most: 1, total: () => 1 }, 20, 21],
		['pages of 1000', {}, 2300, 4],
		['a total that is too small', { total: () => 3 }, 20, 2],
	])('reads all of %s', async (_name, habits, count, requests) => {
		const api = lists(many(0, count), habits);
		const listing = await listSubTasks(api, 'job-1');
		expect(idsIn(listing)).toEqual(many(0, count).map((_, index) => uuid(index)));
		expect(listing).not.toHaveProperty('unread');
		expect(api.asked).toHaveLength(requests);
	});

	it.each<[string, (page: Page, request: number) => ApiReply, says: string, read: number]>([
		[
			'shorter than its total',
			({ offset }) => answer(200, { total_count: 20, jobs: many(offset, 10) }),
			'It has 10 of 20 sub tasks.',
			10,
		],
		[
			'always its first page',
			() => answer(200, { total_count: 20, jobs: many(0, 10) }),
			'It has 10 of 20 sub tasks.',
			10,
		],
		[
			'shortened between two pages',
			({ offset }, request) =>
				answer(200, {
					total_count: 30,
					jobs: many(offset + request * 3, offset + request * 3 + 10),
				}),
			'It changed while it was read.',
			20,
		],
		[
			'endless',
			({ offset }) => answer(200, { total_count: 1, jobs: many(offset, offset + 2) }),
			'It did not end within 50 pages.',
			51,
		],
		[
			'no list',
			() => answer(200, { total_count: 1, jobs: { 0: subJob('SUCCESS', 'a') } }),
			'The answer holds no list.',
			0,
		],
		['not there', () => answer(200, {}), 'The answer holds no list.', 0],
		[
			'full of what is no sub task',
			() => answer(200, { total_count: 3, jobs: [null, 'text', 7] }),
			'It has 0 of 3 sub tasks.',
			0,
		],
	])(
		'keeps what it has read of a list that is %s, and says that it is not complete',
		async (_name, at, says, count) => {
			const api = listing(at);
			const { subTasks, unread } = await listSubTasks(api, 'job-1');
			expect(unread).toMatchObject({
				kind: 'problem',
				hope: 'later',
				message: `The list of sub tasks of task job-1 is not complete. ${says}`,
			});
			expect(subTasks).toHaveLength(count);
			expect(api.asked.length).toBeLessThanOrEqual(50);
		},
	);

	it('counts an entry once that comes twice because the list moved, with its newer state', async () => {
		const api = listing(({ offset }, request) => {
			const moved = [...many(0, 5), subJob('SUCCESS', 'new'), ...many(5, 9)];
			const entries = request === 1 ? many(0, 9) : moved;
			return answer(200, { total_count: entries.length, jobs: entries.slice(offset, offset + 8) });
		});
		const { subTasks, unread } = await listSubTasks(api, 'job-1');
		expect(new Set(idsIn({ subTasks })).size).toBe(subTasks.length);
		expect(unread?.message).toContain('It has 9 of 10 sub tasks');
	});

	it.each([{ total_count: 0 }, { total_count: 0, jobs: null }, { jobs: [] }])(
		'takes %j for an empty list',
		async (json) => {
			const listed = await listSubTasks(
				listing(() => answer(200, json)),
				'job-1',
			);
			expect(listed).toEqual({ subTasks: [] });
		},
	);

	it('is complete if an empty page comes after all that it says to have', async () => {
		const api = listing((_page, request) =>
			answer(200, { total_count: 10, jobs: request === 1 ? many(0, 10) : [] }),
		);
		const listed = await listSubTasks(api, 'job-1');
		expect(idsIn(listed)).toHaveLength(10);
		expect(listed).not.toHaveProperty('unread');
	});

	it('keeps entries without an ID, though nobody can tell them apart', async () => {
		const nameless = subJob('SUCCESS', undefined, { id: '' });
		const { subTasks, unread } = await listSubTasks(lists([nameless, nameless]), 'job-1');
		expect(subTasks).toHaveLength(2);
		expect(unread).toBeUndefined();
	});

	it('tells entries apart that a service gives one and the same ID', async () => {
		const entries = ['a', 'b', 'c'].map((id) => subJob('SUCCESS', id, { id: 'job-1' }));
		expect(idsIn(await listSubTasks(lists(entries), 'job-1'))).toEqual(['a', 'b', 'c']);
	});

	it('counts sub tasks of other tasks for the total only, should the filter be ignored', async () => {
		const foreign = subJob('FAILED', 'b', { job_id: 'job-2' });
		const listing = await listSubTasks(lists([subJob('SUCCESS', 'a'), foreign]), 'job-1');
		expect(idsIn(listing)).toEqual(['a']);
		expect(listing).not.toHaveProperty('unread');
	});

	it('walks an answer of 130 000 entries', async () => {
		const count = large(130_000);
		const entries = Array.from({ length: count }, () => ({}));
		const api = listing(() => answer(200, { total_count: count, jobs: entries }));
		const { subTasks, unread } = await listSubTasks(api, 'job-1');
		expect(subTasks).toHaveLength(count);
		expect(unread).toBeUndefined();
		const task = await taskOf(job('SUCCESS', { sub_jobs: entries, sub_jobs_total: count }));
		expect(task.subTasks).toHaveLength(count);
	});

	it('says what could not be read, and keeps what came before', async () => {
		const api = listing(({ offset }, request) =>
			request === 1
				? answer(200, { total_count: 20, jobs: many(offset, 10) })
				: answer(400, { error_code: 'WKS.1', error_msg: 'Bad.' }),
		);
		const { subTasks, unread } = await listSubTasks(api, 'job-1');
		expect(subTasks).toHaveLength(10);
		expect(unread?.message).toBe(
			'The list of sub tasks of task job-1 could not be read (400 WKS.1): Bad.',
		);
	});
});

describe('withSubTasks', () => {
	const cutShort = many(0, 10);
	const wanted = many(0, 20).map((_, index) => uuid(index).toUpperCase());

	it.each<[string, object, wanted: string[] | undefined]>([
		['as many as it says to have', { sub_jobs_total: 10, sub_jobs: cutShort }, undefined],
		['all wanted desktops, however they are spelt', { sub_jobs: cutShort }, wanted.slice(0, 10)],
		[
			'as many as are wanted, without names',
			{ sub_jobs: [subJob('SUCCESS'), subJob('FAILED')], sub_jobs_total: 2 },
			wanted.slice(0, 2),
		],
	])('asks for nothing if the task came with %s', async (_name, more, ids) => {
		const api = lists([]);
		const task = await taskOf(job('SUCCESS', more));
		expect(await withSubTasks(api, task, ids)).toBe(task);
		expect(api.asked).toEqual([]);
	});

	it.each<[string, object, wanted: string[] | undefined]>([
		['none', {}, undefined],
		['too few', { sub_jobs_total: 20, sub_jobs: cutShort }, undefined],
		['some, without a total', { sub_jobs: cutShort }, undefined],
		[
			'10 of 20 wanted ones, which it calls all',
			{ sub_jobs_total: 10, sub_jobs: cutShort },
			wanted,
		],
		['19 of 20', { sub_jobs_total: 19, sub_jobs: many(0, 19) }, wanted],
		[
			'20 for 19 of 20 wanted ones',
			{ sub_jobs_total: 20, sub_jobs: [...many(0, 19), subJob('FAILED', uuid(0), { id: 's' })] },
			wanted,
		],
		['nameless ones that are fewer', { sub_jobs_total: 1, sub_jobs: [subJob('SUCCESS')] }, wanted],
	])('asks for the list if the task came with %s', async (_name, more, ids) => {
		const api = lists(many(0, 20), { most: 10, total: ({ length }) => length });
		const task = await withSubTasks(api, await taskOf(job('SUCCESS', more)), ids);
		expect(new Set(idsIn(task).filter((id) => id !== undefined)).size).toBe(20);
		expect(task).not.toHaveProperty('unread');
	});

	it.each<[string, object, wanted: string[] | undefined, requests: number]>([
		['as many as the task says to have', { sub_jobs_total: 20 }, undefined, 1],
		['all wanted desktops', {}, wanted, 1],
		['not known to be all', {}, undefined, 2],
		['not all wanted desktops', {}, [...wanted, 'other'], 2],
	])('asks once for a list that holds %s, else once more', async (_name, more, ids, requests) => {
		const api = lists(many(0, 20));
		await withSubTasks(api, await taskOf(job('SUCCESS', more)), ids);
		expect(api.asked).toHaveLength(requests);
	});

	it('adds what only the task came with; for what both have the list counts', async () => {
		const sub_jobs = [
			subJob('FAILED', 'a'),
			subJob('RUNNING', 'b', { id: 's' }),
			subJob('SUCCESS', 'c', { id: '' }),
			subJob('SUCCESS', 'd', { id: '' }),
			subJob('FAILED', 'b', { id: 't' }),
			// Nobody can tell whether the list holds this one.
			subJob('FAILED', undefined, { id: '' }),
		];
		const api = lists([subJob('SUCCESS', 'b', { id: 's' }), subJob('FAILED', 'c', { id: '' })]);
		const task = await withSubTasks(api, await taskOf(job('SUCCESS', { sub_jobs })));
		expect(task.subTasks.map(({ desktopId, word }) => [desktopId, word])).toEqual([
			['b', 'SUCCESS'],
			['c', 'FAILED'],
			['a', 'FAILED'],
			['d', 'SUCCESS'],
			['b', 'FAILED'],
		]);
	});

	it('keeps what it has, if the list is empty', async () => {
		const sub_jobs = [subJob('FAILED', undefined, { id: '' }), subJob('SUCCESS', 'a')];
		const task = await taskOf(job('SUCCESS', { sub_jobs }));
		expect((await withSubTasks(lists([]), task)).subTasks).toEqual(task.subTasks);
	});

	it('keeps what it has and says why, if the list cannot be read', async () => {
		const api = listing(() => answer(403, DENIED, { action: 'workspace:jobs:listSubJobs' }));
		const more = { sub_jobs_total: 2, sub_jobs: [subJob('SUCCESS', 'a')] };
		const task = await taskOf(job('SUCCESS', more));
		expect(await withSubTasks(api, task)).toEqual({
			...task,
			unread: expect.objectContaining({
				hope: 'refused',
				message: expect.stringContaining('workspace:jobs:listSubJobs') as string,
			}) as object,
		});
	});
});

describe('withEarlier', () => {
	it('believes a look that has read all, whatever an earlier one has shown', async () => {
		const earlier = await taskOf(job('RUNNING', { sub_jobs: [subJob('FAILED', 'a')] }));
		const whole = await taskOf(job('SUCCESS', { sub_jobs: [subJob('SUCCESS', 'a')] }));
		expect(withEarlier(whole, earlier)).toBe(whole);
		expect(withEarlier(whole, undefined)).toBe(whole);
	});
});

describe('readJobId', () => {
	it.each([
		['4f6a9f3c-0f64-4d0c', '4f6a9f3c-0f64-4d0c'],
		[' job-1\n', 'job-1'],
		[['job-1'], 'job-1'],
		['a/b', 'a/b'],
		['.a', '.a'],
		['a.', 'a.'],
		['__proto__', '__proto__'],
		['x'.repeat(255), 'x'.repeat(255)],
	])('takes %j', (value, id) => {
		expect(readJobId(value)).toEqual({ kind: 'id', id });
	});

	it.each([[''], ['  \n'], [['']]])('calls %j empty', (value) => {
		expect(readJobId(value)).toEqual({ kind: 'empty' });
	});

	it.each([
		...['.', '..', ' .. ', 'a b', 'a\tb', 'a\nb', 'a\u0000b', 'a\u007fb', 'a\u200bb', 'a\ud800'],
		...[
			'…',
			'...',
			'-',
			'null',
			'NULL',
			'undefined',
			'N/A',
			'<none>',
			'{{ $json.job_id }}',
			'[object Object]',
		],
		...['x'.repeat(256), 7, null, undefined, {}, ['a', 'b'], true],
	])('refuses %j', (value) => {
		expect(readJobId(value).kind).toBe('unusable');
	});

	it.each([
		[7, 'holds an entry that is not text. Give task IDs as text.'],
		['x'.repeat(256), 'holds an entry of 256 characters; a task ID has at most 255.'],
		['job 1', 'holds an entry that cannot be a task ID. Copy it again.'],
		[
			'null',
			'holds "null", a word that programs write for a missing value. Filter out items without a task ID before this node.',
		],
	])('says why it refuses %j', (value, reason) => {
		expect(readJobId(value)).toEqual({ kind: 'unusable', reason });
	});
});
