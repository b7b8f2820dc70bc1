import { problem, subTask, task } from './support/tasks';
import type { SubTask, Task } from '../../../nodes/DesktopSid/repair/task';
import {
	type Finding,
	type Acceptance,
	lastVerdict,
	type Seen,
	TaskFindings,
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

describe('what a task tells of desktop a', () => {
	it.each<[name: string, of: Task, found: Finding]>([
		[
			'its own sub task decides, the worst of several',
			task('succeeded', {
				subTasks: [
					subTask('succeeded', { desktopId: 'a' }),
					subTask('failed', { desktopId: 'a', ...OWN_REASON }),
					subTask('running', { desktopId: 'a' }),
				],
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
			'the task runs and names others',
			task('running', { subTasks: [subTask('succeeded', { desktopId: 'b' })] }),
			finding('running', 'RUNNING'),
		],
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
			'the list was refused, but the task names another desktop',
			task('succeeded', {
				unread: problem('refused'),
				subTasks: [subTask('succeeded', { desktopId: 'b' })],
			}),
			finding('unnamed', 'SUCCESS'),
		],
		[
			'there are no sub tasks',
			task('succeeded'),
			finding('succeeded', 'SUCCESS', { note: `The service lists no sub tasks, so ${OF_EACH}` }),
		],
		[
			'all sub tasks are of others, and the task ended well',
			task('succeeded', { subTasks: [subTask('succeeded', { desktopId: 'b' })] }),
			finding('unnamed', 'SUCCESS'),
		],
		[
			'sub tasks of others and one without a desktop ended well',
			task('succeeded', {
				subTasks: [subTask('succeeded', { desktopId: 'b' }), subTask('succeeded')],
			}),
			finding('unnamed', 'SUCCESS'),
		],
		[
			'all sub tasks are of others, and the task failed',
			task('failed', { ...REASON, subTasks: [subTask('succeeded', { desktopId: 'b' })] }),
			finding('failed', 'FAILED', {
				...REASON,
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
				note: 'The task itself ended with SUCCESS, but 1 of its 3 sub tasks without a desktop failed. The service does not say which desktops they are about.',
			}),
		],
		[
			'one sub task without a desktop failed, the others name desktops',
			task('succeeded', {
				subTasks: [subTask('succeeded', { desktopId: 'b' }), subTask('failed', OWN_REASON)],
			}),
			finding('failed', 'FAILED', {
				...OWN_REASON,
				note: 'The task itself ended with SUCCESS, but 1 of its 1 sub tasks without a desktop failed. The service does not say which desktops they are about.',
			}),
		],
		[
			'some sub tasks without a desktop have not ended',
			task('succeeded', {
				subTasks: [subTask('running'), subTask('succeeded'), subTask('running')],
			}),
			finding('running', 'RUNNING', {
				note: 'The task itself ended with SUCCESS, but 2 of its 3 sub tasks without a desktop have not ended.',
			}),
		],
	])('%s', (_name, of, found) => {
		expect(new TaskFindings(of).of('a')).toStrictEqual(found);
	});

	it('has code and reason of the task, and those of a sub task if the task has none', () => {
		const subTasks = [subTask('failed', OWN_REASON)];
		const of = (more: Partial<Task>) =>
			new TaskFindings(task('failed', { subTasks, ...more })).of('a');
		expect(of(REASON)).toMatchObject(REASON);
		expect(of({})).toMatchObject(OWN_REASON);
	});

	it('knows desktops by names that objects inherit', () => {
		const names = ['__proto__', 'constructor', 'toString'];
		const subTasks = names.map((desktopId) => subTask('failed', { desktopId }));
		const findings = new TaskFindings(task('succeeded', { subTasks }));
		expect(names.map((name) => findings.of(name).state)).toEqual(['failed', 'failed', 'failed']);
		const others = new TaskFindings(task('succeeded', { subTasks: [subTask('succeeded')] }));
		expect(names.map((name) => others.of(name).state)).toEqual(names.map(() => 'succeeded'));
	});
});

describe('what the message adds to the named desktops', () => {
	const named = subTask('succeeded', { desktopId: 'b' });
	it.each<[name: string, of: Task, state: Finding['state'] | undefined]>([
		[
			'nothing, if all sub tasks name desktops',
			task('succeeded', { subTasks: [named] }),
			undefined,
		],
		['the task, if nothing is named', task('succeeded'), 'succeeded'],
		[
			'that some could not be read',
			task('succeeded', { subTasks: [named], subTaskTotal: 2 }),
			'unread',
		],
		[
			'the sub tasks without a desktop',
			task('succeeded', { subTasks: [named, subTask('succeeded')] }),
			'succeeded',
		],
		[
			'the worst of the sub tasks without a desktop',
			task('succeeded', { subTasks: [named, subTask('succeeded'), subTask('failed')] }),
			'failed',
		],
	])('%s', (_name, of, state) => {
		expect(new TaskFindings(of).ofRest()?.state).toBe(state);
	});

	it('says of a failed one among them that nobody knows whose it is', () => {
		const subTasks = [named, subTask('failed', OWN_REASON)];
		const rest = new TaskFindings(task('succeeded', { subTasks })).ofRest();
		expect(rest).toMatchObject(OWN_REASON);
		expect(rest?.note).toContain('does not say which desktops they are about');
	});
});

describe('whether a later look could tell more', () => {
	it.each<[state: Finding['state'], of: Task, open: boolean]>([
		['running', task('running'), true],
		['succeeded', task('succeeded'), false],
		['failed', task('succeeded', { unread: problem('later') }), false],
		['unnamed', task('succeeded'), true],
		['unread', task('succeeded'), true],
		['unread', task('succeeded', { unread: problem('later') }), true],
		['unread', task('succeeded', { unread: problem('cancelled') }), false],
		['unread', task('succeeded', { unread: problem('refused') }), false],
	])('%s, %j: %s', (state, of, open) => {
		expect(new TaskFindings(of).isOpen(finding(state, 'WORD'))).toBe(open);
	});
});

describe('the work', () => {
	/** Counts how often a sub task is read while a task of this size is judged for each of its desktops. */
	function steps(size: number, desktopOf: (index: number) => string): number {
		let count = 0;
		const counting = (index: number): SubTask =>
			new Proxy(subTask('succeeded', { desktopId: desktopOf(index) }), {
				get: (target, name, receiver) => {
					count += 1;
					return Reflect.get(target, name, receiver) as unknown;
				},
			});
		const subTasks = Array.from({ length: size }, (_, index) => counting(index));
		const findings = new TaskFindings(task('succeeded', { subTasks }));
		for (let index = 0; index < size; index += 1) findings.of(desktopOf(index));
		return count;
	}

	it.each<[string, (index: number) => string]>([
		['of different desktops', (index) => `d${index}`],
		['of one desktop', () => 'a'],
	])('grows with the number of sub tasks %s, not with its square', (_name, desktopOf) => {
		const once = steps(500, desktopOf);
		expect(once).toBeGreaterThan(500);
		expect(steps(1000, desktopOf)).toBeLessThanOrEqual(2.5 * once);
	});
});

const WHY = 'The wait ended after 60 s';
const LATER = "Ask for the result of task job-1 later with the operation 'Get Task'.";
const FIX =
	'This is the result of task job-1. Fix the cause and run this again. Updating a SID twice is safe.';
const UNKNOWN = 'The result is unknown, although the service accepted the update as task job-1.';
const CHECK =
	'The SID may have been updated: check it with Compare SIDs. Updating a SID twice is safe.';
const ERROR = { errorCode: 'WKS.9', errorMsg: 'Words.' };
const OPEN =
	'before the sub tasks of the task could be read. The task ended with SUCCESS, which may hide failures.';
const ACCEPTANCE = { jobId: 'job-1', statusCode: 202, changes: 'sids' } as const;

interface Given extends Omit<Seen, 'findings'> {
	readonly task?: Task;
}

const verdictOn = ({ task: seenTask, ...seen }: Given, acceptance: Acceptance = ACCEPTANCE) =>
	lastVerdict(
		acceptance,
		{ ...seen, ...(seenTask === undefined ? {} : { findings: new TaskFindings(seenTask) }) },
		'a',
		WHY,
	);

describe('the verdict on a task that has ended', () => {
	it.each([200, 202])('well, accepted with %i', (statusCode) => {
		const done = task('succeeded', { subTasks: [subTask('succeeded', { desktopId: 'a' })] });
		expect(verdictOn({ task: done }, { ...ACCEPTANCE, statusCode })).toStrictEqual({
			status: 'updated',
			statusCode,
			jobId: 'job-1',
			message: 'SID updated. Task job-1 ended with SUCCESS.',
		});
	});

	it.each<[code: string, reason: string, says: string, errorMsg: string]>([
		['WKS.2', 'It is off', '(FAILED WKS.2): It is off.', 'It is off'],
		['WKS.2', 'v1.2 broke', '(FAILED WKS.2): v1.2 broke.', 'v1.2 broke'],
		['', 'Off!', '(FAILED): Off!', 'Off!'],
		['', '', '(FAILED): The service gave no reason.', 'The task ended with FAILED.'],
	])('badly, with code "%s" and reason "%s"', (errorCode, failReason, says, errorMsg) => {
		const own = subTask('failed', { desktopId: 'a', errorCode, failReason });
		expect(verdictOn({ task: task('succeeded', { subTasks: [own] }) })).toStrictEqual({
			status: 'failed',
			statusCode: 202,
			jobId: 'job-1',
			error: { errorCode, errorMsg },
			message: `SID not updated ${says} ${FIX}`,
		});
	});

	it.each([[ERROR], [undefined]])('with a list that is refused: unknown (%j)', (error) => {
		const unread = problem('refused', error === undefined ? {} : { error });
		expect(verdictOn({ task: task('succeeded', { subTaskTotal: 2, unread }) })).toStrictEqual({
			status: 'failed',
			statusCode: 202,
			jobId: 'job-1',
			...(error === undefined ? {} : { error }),
			message: `${UNKNOWN} It was not read (refused). ${CHECK}`,
		});
	});

	it('well, but for other desktops only: open until that is believed, then unknown', () => {
		const done = task('succeeded', { subTasks: [subTask('succeeded', { desktopId: 'b' })] });
		expect(verdictOn({ task: done })).toStrictEqual({
			status: 'timedOut',
			statusCode: 202,
			jobId: 'job-1',
			message: `${WHY} before the task listed a sub task for this desktop. The task ended with SUCCESS, which may hide failures. ${LATER}`,
		});
		expect(verdictOn({ task: done, unnamedForGood: true })).toStrictEqual({
			status: 'failed',
			statusCode: 202,
			jobId: 'job-1',
			message: `${UNKNOWN} The task ended with SUCCESS, but its sub tasks name other desktops and not this one. ${CHECK}`,
		});
	});

	it.each<[name: string, more: Partial<Task>]>([
		['is refused', { unread: problem('refused') }],
		['is still to be read', {}],
	])('badly, with a list that %s: failed, but not for certain', (_name, more) => {
		const failed = task('failed', { subTaskTotal: 2, failReason: 'All off.', ...more });
		expect(verdictOn({ task: failed })).toMatchObject({
			status: 'failed',
			error: { errorCode: '', errorMsg: 'All off.' },
			message: `The update was not confirmed (FAILED): All off. The task failed, and its sub tasks could not be read, so the result for this desktop is unknown. ${FIX}`,
		});
	});
});

describe('the verdict on a task that is still open', () => {
	it.each<[name: string, seen: Given, message: string]>([
		['nothing was seen', {}, `${WHY} before the state of the task was known. ${LATER}`],
		['it runs', { task: task('running') }, `${WHY} while the task was still RUNNING. ${LATER}`],
		[
			'the last look failed',
			{ task: task('running'), problem: problem('later') },
			`${WHY} while the task was still RUNNING. The last check failed. It was not read (later). ${LATER}`,
		],
		[
			'sub tasks are missing',
			{ task: task('succeeded', { subTaskTotal: 2, subTasks: [subTask('succeeded')] }) },
			`${WHY} ${OPEN} It lists 1 of its 2 sub tasks. ${LATER}`,
		],
		[
			'the list may be read later',
			{ task: task('succeeded', { unread: problem('later') }) },
			`${WHY} ${OPEN} It was not read (later). ${LATER}`,
		],
	])('%s', (_name, seen, message) => {
		expect(verdictOn(seen)).toStrictEqual({
			status: 'timedOut',
			statusCode: 202,
			jobId: 'job-1',
			message,
		});
	});

	it('says what is behind a running sub task without a desktop', () => {
		const subTasks = [subTask('running', { word: 'WAITING' }), subTask('succeeded')];
		expect(verdictOn({ task: task('succeeded', { subTasks }) }).message).toBe(
			`${WHY} while the task was still WAITING. The task itself ended with SUCCESS, but 1 of its 2 sub tasks without a desktop have not ended. ${LATER}`,
		);
	});

	it('has the words of the last look that failed', () => {
		expect(verdictOn({ problem: problem('later', { error: ERROR }) })).toMatchObject({
			status: 'timedOut',
			error: ERROR,
		});
	});

	it.each(['refused', 'gone'] as const)('has an unknown result if it is %s', (hope) => {
		const verdict = verdictOn({ task: task('running'), problem: problem(hope) });
		expect(verdict.status).toBe('failed');
		expect(verdict.message).toContain(`${UNKNOWN} It was not read (${hope}).`);
	});
});

describe('the verdict on a rejoin', () => {
	const REJOIN = { ...ACCEPTANCE, changes: 'domain' } as const;
	const MAY_BE =
		'The desktop may have rejoined its domain. Look at its domain state (Get Many) before you run this again.';
	const ADMINISTRATOR =
		'This is the result of task job-1. Check that the domain administrator stored in the Workspace console is valid, then run this again.';

	it.each<[name: string, seen: Given, status: string, openness: 'open' | 'closed', says: string]>([
		[
			'whose task cannot be looked at',
			{ problem: problem('refused') },
			'failed',
			'open',
			`The result is unknown, although the service accepted the rejoin as task job-1. It was not read (refused). ${MAY_BE}`,
		],
		[
			'whose task failed with sub tasks that cannot be read',
			{ task: task('failed', { subTaskTotal: 2, unread: problem('refused') }) },
			'failed',
			'open',
			`The rejoin was not confirmed (FAILED): The service gave no reason. The task failed, and its sub tasks could not be read, so the result for this desktop is unknown. ${ADMINISTRATOR}`,
		],
		[
			'whose sub task failed',
			{ task: task('succeeded', { subTasks: [subTask('failed', { desktopId: 'a' })] }) },
			'failed',
			'closed',
			`Not rejoined (FAILED): The service gave no reason. ${ADMINISTRATOR}`,
		],
		[
			'whose sub task succeeded',
			{ task: task('succeeded', { subTasks: [subTask('succeeded', { desktopId: 'a' })] }) },
			'rejoined',
			'closed',
			'Rejoined the domain. Task job-1 ended with SUCCESS.',
		],
	])('%s', (_name, seen, status, openness, says) => {
		const verdict = verdictOn(seen, REJOIN);
		expect(verdict).toMatchObject({ status, message: says });
		expect(verdict.isOpen === true).toBe(openness === 'open');
	});
});
