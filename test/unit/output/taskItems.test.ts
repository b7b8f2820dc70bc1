import {
	itemOfUnreadTask,
	itemOfUnusable,
	itemsOfTask,
} from '../../../nodes/DesktopSid/output/taskItems';
import type { SubTask, Task } from '../../../nodes/DesktopSid/repair/task';

const UUID = 'ab1e3a52-1c0d-4c6b-9a53-0c1f2e7b5d64';

const TASK: Task = {
	jobId: 'job-1',
	state: 'succeeded',
	word: 'SUCCESS',
	errorCode: '',
	failReason: '',
	begin: 'task-begin',
	end: 'task-end',
	subTasks: [],
	subTaskTotal: 0,
};

const NAMELESS: SubTask = {
	id: 's',
	computerName: 'PC-A',
	state: 'succeeded',
	word: 'SUCCESS',
	errorCode: '',
	failReason: '',
	begin: 'a-begin',
	end: 'a-end',
};
const DONE: SubTask = { ...NAMELESS, desktopId: 'a' };
const BROKEN: SubTask = {
	...DONE,
	desktopId: 'b',
	computerName: 'PC-B',
	state: 'failed',
	word: 'FAILED',
	errorCode: 'WKS.2',
	failReason: 'It is off.',
	begin: 'b-begin',
	end: '',
};

const ASKER = [{ item: 0 }];

describe('itemsOfTask', () => {
	it('makes one item for each desktop; one that failed is a finding and no failure', () => {
		expect(itemsOfTask({ ...TASK, subTasks: [DONE, BROKEN], subTaskTotal: 2 }, ASKER)).toEqual([
			{
				json: {
					job_id: 'job-1',
					job_status: 'SUCCESS',
					desktop_id: 'a',
					computer_name: 'PC-A',
					status: 'updated',
					begin_time: 'a-begin',
					end_time: 'a-end',
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					job_id: 'job-1',
					job_status: 'SUCCESS',
					desktop_id: 'b',
					computer_name: 'PC-B',
					status: 'failed',
					error_code: 'WKS.2',
					fail_reason: 'It is off.',
					begin_time: 'b-begin',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('joins the sub tasks of one desktop, however its ID is spelt; the worst decides', () => {
		const once: SubTask = { ...DONE, desktopId: UUID };
		const again: SubTask = { ...BROKEN, desktopId: UUID.toUpperCase() };
		const items = itemsOfTask({ ...TASK, subTasks: [once, again], subTaskTotal: 2 }, ASKER);
		expect(items.map(({ json }) => [json.desktop_id, json.status])).toEqual([
			[UUID.toUpperCase(), 'failed'],
		]);
	});

	it('has one item for a task that lists nothing, with its own times', () => {
		const running: Task = { ...TASK, state: 'running', word: 'RUNNING', end: '' };
		expect(itemsOfTask(running, ASKER)).toEqual([
			{
				json: {
					job_id: 'job-1',
					job_status: 'RUNNING',
					status: 'running',
					begin_time: 'task-begin',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(itemsOfTask(TASK, ASKER)[0]?.json).toEqual({
			job_id: 'job-1',
			job_status: 'SUCCESS',
			status: 'updated',
			begin_time: 'task-begin',
			end_time: 'task-end',
			message:
				"The service lists no sub tasks, so the task's own result stands for each of its desktops.",
		});
	});

	it('has one more item for what it lists without a desktop', () => {
		const items = itemsOfTask({ ...TASK, subTasks: [NAMELESS, DONE], subTaskTotal: 2 }, ASKER);
		expect(items.map(({ json }) => [json.desktop_id, json.status])).toEqual([
			['a', 'updated'],
			[undefined, 'updated'],
		]);
		expect(items[1]?.failure).toBeUndefined();
	});

	it('is a failure where sub tasks could not be read, so that the result stays open', () => {
		const items = itemsOfTask({ ...TASK, subTasks: [DONE], subTaskTotal: 2 }, ASKER);
		expect(items).toHaveLength(2);
		expect(items[0]?.failure).toBeUndefined();
		expect(items[1]).toEqual({
			json: {
				job_id: 'job-1',
				job_status: 'SUCCESS',
				status: 'failed',
				begin_time: 'task-begin',
				end_time: 'task-end',
			},
			pairedItem: { item: 0 },
			failure:
				'Task job-1 ended with SUCCESS, which may hide failed desktops. It lists 1 of its 2 sub tasks. Ask again later.',
		});
	});

	it('tells why they could not be read, where it knows', () => {
		const reason = 'The list was not read.';
		const unread = { kind: 'problem', hope: 'later', message: reason, reason } as const;
		expect(itemsOfTask({ ...TASK, unread }, ASKER)[0]?.failure).toBe(
			'Task job-1 ended with SUCCESS, which may hide failed desktops. The list was not read. Ask again later.',
		);
	});

	it('is no failure where the task has failed anyway', () => {
		const failed: Task = { ...TASK, state: 'failed', word: 'FAILED', subTaskTotal: 2 };
		const [item] = itemsOfTask(failed, ASKER);
		expect(item?.json.status).toBe('failed');
		expect(item?.failure).toBeUndefined();
	});
});

describe('the work for a task', () => {
	/** Counts how often sub tasks and askers are read. */
	function steps(size: number, desktopOf: (index: number) => string): number {
		let count = 0;
		const counting = <T extends object>(target: T): T =>
			new Proxy(target, {
				get: (of, name, receiver) => {
					count += 1;
					return Reflect.get(of, name, receiver) as unknown;
				},
			});
		const indexes = Array.from({ length: size }, (_, index) => index);
		const subTasks = indexes.map((index) => counting({ ...DONE, desktopId: desktopOf(index) }));
		const askers = indexes.map((item) => counting({ item, desktopId: desktopOf(item) }));
		itemsOfTask({ ...TASK, subTasks, subTaskTotal: size }, askers);
		return count;
	}

	it.each<[string, (index: number) => string]>([
		['of different desktops', (index) => `d${index}`],
		['of one desktop', () => 'a'],
	])('grows with the number of sub tasks %s, not with its square', (_name, desktopOf) => {
		const once = steps(500, desktopOf);
		expect(once).toBeGreaterThan(1000);
		expect(steps(1000, desktopOf)).toBeLessThanOrEqual(2.5 * once);
	});

	it('of names that objects inherit gives each its item', () => {
		const names = ['__proto__', 'constructor', 'toString'];
		const subTasks = names.map((desktopId) => ({ ...BROKEN, desktopId, errorCode: desktopId }));
		const items = itemsOfTask({ ...TASK, subTasks, subTaskTotal: 3 }, [
			{ item: 0, desktopId: 'constructor' },
			{ item: 1 },
		]);
		expect(items.map(({ json }) => [json.desktop_id, json.error_code])).toEqual(
			names.map((name) => [name, name]),
		);
		expect(items[1]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('the paired items', () => {
	const both: Task = { ...TASK, subTasks: [DONE, BROKEN], subTaskTotal: 2 };
	const pairs = (...askers: Parameters<typeof itemsOfTask>[1]) =>
		itemsOfTask(both, askers).map(({ pairedItem }) => pairedItem);

	it('are those that name the desktop, in any spelling', () => {
		const subTasks = [DONE, { ...BROKEN, desktopId: UUID }];
		const askers = [
			{ item: 2, desktopId: UUID.toUpperCase() },
			{ item: 7, desktopId: 'a' },
		];
		const items = itemsOfTask({ ...both, subTasks }, askers);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 7 }, { item: 2 }]);
	});

	it('are several where several name the desktop', () => {
		expect(pairs({ item: 2, desktopId: 'a' }, { item: 5, desktopId: 'a' }, { item: 7 })[0]).toEqual(
			[{ item: 2 }, { item: 5 }],
		);
	});

	it('are all that name the task, where none names the desktop', () => {
		expect(pairs({ item: 2, desktopId: 'a' }, { item: 4 }, { item: 7 })).toEqual([
			{ item: 2 },
			[{ item: 2 }, { item: 4 }, { item: 7 }],
		]);
	});

	it('are all that name the task, for what it lists without a desktop', () => {
		const [item] = itemsOfTask(TASK, [{ item: 2, desktopId: 'a' }, { item: 4 }]);
		expect(item?.pairedItem).toEqual([{ item: 2 }, { item: 4 }]);
	});
});

describe('an item without a task', () => {
	it('has the words of the service and the reason', () => {
		const error = { errorCode: 'WKS.0202', errorMsg: 'No such job.' };
		expect(
			itemOfUnreadTask('job-9', { message: 'Nobody knows it.', error }, [{ item: 1 }, { item: 2 }]),
		).toEqual({
			json: {
				job_id: 'job-9',
				status: 'failed',
				error_code: 'WKS.0202',
				error_msg: 'No such job.',
			},
			pairedItem: [{ item: 1 }, { item: 2 }],
			failure: 'Nobody knows it.',
		});
	});

	it('is invalid where the input names none', () => {
		expect(itemOfUnusable(3, 'Item 3: no task.')).toEqual({
			json: { status: 'invalid' },
			pairedItem: { item: 3 },
			failure: 'Item 3: no task.',
		});
	});
});
