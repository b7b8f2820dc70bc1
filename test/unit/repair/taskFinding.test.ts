import { problem, subTask, task } from './support/tasks';
import type { Task } from '../../../nodes/DesktopSid/repair/task';
import {
	findingOf,
	findingOfNamed,
	isOpen,
	type Finding,
} from '../../../nodes/DesktopSid/repair/taskVerdict';

const REASON = { errorCode: 'WKS.1', failReason: 'The task says so.' };
const OWN_REASON = { errorCode: 'WKS.2', failReason: 'It is off.' };
const OF_EACH = "the task's own result stands for each of its desktops.";

const finding = (state: Finding['state'], word: string, more: Partial<Finding> = {}): Finding => ({
	state,
	word,
	errorCode: '',
	failReason: '',
	note: '',
	...more,
});

describe('findingOf', () => {
	it.each<[name: string, of: Task, found: Finding]>([
		[
			'its own sub task decides',
			task('succeeded', {
				subTasks: [subTask('succeeded'), subTask('failed', { desktopId: 'A', ...OWN_REASON })],
			}),
			finding('failed', 'FAILED', OWN_REASON),
		],
		[
			'its own sub task did not end before the task failed',
			task('failed', { ...REASON, subTasks: [subTask('running', { desktopId: 'a' })] }),
			finding('failed', 'FAILED', {
				...REASON,
				note: 'Its sub task was RUNNING when the task failed.',
			}),
		],
		['the task runs', task('running', { subTaskTotal: 3 }), finding('running', 'RUNNING')],
		[
			'sub tasks are missing',
			task('failed', { ...REASON, subTaskTotal: 3 }),
			finding('unread', 'FAILED', REASON),
		],
		[
			'the list may be read later',
			task('succeeded', { unread: problem('later') }),
			finding('unread', 'SUCCESS'),
		],
		[
			'the list was not read, because the run was cancelled',
			task('succeeded', { unread: problem('cancelled') }),
			finding('unread', 'SUCCESS'),
		],
		[
			'the list was refused',
			task('succeeded', { unread: problem('refused') }),
			finding('succeeded', 'SUCCESS', {
				note: "The task's own result stands for each of its desktops. It was not read (refused).",
			}),
		],
		[
			'there are no sub tasks',
			task('succeeded'),
			finding('succeeded', 'SUCCESS', { note: `The service lists no sub tasks, so ${OF_EACH}` }),
		],
		[
			'all sub tasks are of others',
			task('succeeded', { subTasks: [subTask('failed', { desktopId: 'b' })] }),
			finding('succeeded', 'SUCCESS', {
				note: "None of its sub tasks names this desktop, so the task's own result stands for it.",
			}),
		],
		[
			'sub tasks without a desktop ended well',
			task('succeeded', { subTasks: [subTask('succeeded')] }),
			finding('succeeded', 'SUCCESS', {
				note: "Its sub tasks name no desktops, so the task's own result stands for each of them.",
			}),
		],
		[
			'some sub tasks without a desktop failed',
			task('succeeded', {
				subTasks: [subTask('succeeded'), subTask('failed', OWN_REASON), subTask('succeeded')],
			}),
			finding('failed', 'FAILED', {
				...OWN_REASON,
				note: 'The task itself ended with SUCCESS, but 1 of its 3 sub tasks without a desktop failed, and the service does not say whose they are.',
			}),
		],
		[
			'some sub tasks without a desktop have not ended',
			task('succeeded', {
				subTasks: [subTask('running'), subTask('succeeded'), subTask('running')],
			}),
			finding('running', 'RUNNING', {
				note: 'The task itself ended with SUCCESS, but 2 of its 3 sub tasks without a desktop have not.',
			}),
		],
	])('%s', (_name, of, found) => {
		expect(findingOf(of, 'a')).toStrictEqual(found);
	});

	it('takes code and reason of a failed task, and where it has none those of a sub task', () => {
		const subTasks = [subTask('failed', OWN_REASON)];
		expect(findingOf(task('failed', { ...REASON, subTasks }), 'a')).toMatchObject(REASON);
		expect(findingOf(task('failed', { subTasks }), 'a')).toMatchObject(OWN_REASON);
	});

	it('of no sub tasks at all is that of the task', () => {
		expect(findingOfNamed(task('running'), [])).toStrictEqual(finding('running', 'RUNNING'));
	});
});

describe('isOpen', () => {
	it.each<[state: Finding['state'], of: Task, open: boolean]>([
		['running', task('running'), true],
		['succeeded', task('succeeded'), false],
		['failed', task('succeeded', { unread: problem('later') }), false],
		['unread', task('succeeded'), true],
		['unread', task('succeeded', { unread: problem('later') }), true],
		['unread', task('succeeded', { unread: problem('cancelled') }), false],
		['unread', task('succeeded', { unread: problem('refused') }), false],
	])('%s, %j: %s', (state, of, open) => {
		expect(isOpen(finding(state, 'WORD'), of)).toBe(open);
	});
});
