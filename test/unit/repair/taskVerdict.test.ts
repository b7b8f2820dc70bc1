import { problem, subTask, task } from './support/tasks';
import { lastVerdict, type Seen } from '../../../nodes/DesktopSid/repair/taskVerdict';

const WHY = 'The time was up';
const LATER = "Ask for the result of task job-1 later with the operation 'Get Task'.";
const MEND = 'Mend the cause, then run it again; updating a SID twice does no harm.';
const ERROR = { errorCode: 'WKS.9', errorMsg: 'Words.' };
const OPEN = 'before the sub tasks of the task could be read; it ended with SUCCESS,';

const verdictOn = (seen: Seen) => lastVerdict('job-1', seen, 'a', WHY);

describe('a task that has ended', () => {
	it('well', () => {
		const done = task('succeeded', { subTasks: [subTask('succeeded', { desktopId: 'a' })] });
		expect(verdictOn({ task: done })).toStrictEqual({
			status: 'updated',
			statusCode: 202,
			jobId: 'job-1',
			message: 'Task job-1 updated the SID (SUCCESS).',
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
			message: `Task job-1 did not update the SID ${says} ${MEND}`,
		});
	});

	it.each([[ERROR], [undefined]])('with a list that is refused: unknown (%j)', (error) => {
		const unread = problem('refused', error === undefined ? {} : { error });
		expect(verdictOn({ task: task('succeeded', { subTaskTotal: 2, unread }) })).toStrictEqual({
			status: 'failed',
			statusCode: 202,
			jobId: 'job-1',
			...(error === undefined ? {} : { error }),
			message:
				'The service accepted the update as task job-1, but its result is unknown. It was not read (refused). The SID may have been updated; running it again does no harm.',
		});
	});

	it('badly, with a list that is refused: failed for certain', () => {
		const unread = problem('refused');
		const failed = task('failed', { subTaskTotal: 2, unread, failReason: 'All off.' });
		expect(verdictOn({ task: failed })).toMatchObject({
			status: 'failed',
			message: `Task job-1 did not update the SID (FAILED): All off. ${MEND}`,
		});
	});

	it('badly, with a list that is still to be read: failed for certain', () => {
		expect(verdictOn({ task: task('failed', { subTaskTotal: 2 }) })).toMatchObject({
			status: 'failed',
			error: { errorCode: '', errorMsg: 'The task ended with FAILED.' },
		});
	});
});

describe('a task that is still open', () => {
	it.each<[name: string, seen: Seen, message: string]>([
		['nothing was seen', {}, `${WHY} before the state of the task was known. ${LATER}`],
		['it runs', { task: task('running') }, `${WHY} while the task was still RUNNING. ${LATER}`],
		[
			'the last look failed',
			{ task: task('running'), problem: problem('later') },
			`${WHY} while the task was still RUNNING. The last look failed. It was not read (later). ${LATER}`,
		],
		[
			'sub tasks are missing',
			{ task: task('succeeded', { subTaskTotal: 2, subTasks: [subTask('succeeded')] }) },
			`${WHY} ${OPEN} which may hide failures. It lists 1 of its 2 sub tasks. ${LATER}`,
		],
		[
			'the list may be read later',
			{ task: task('succeeded', { unread: problem('later') }) },
			`${WHY} ${OPEN} which may hide failures. It was not read (later). ${LATER}`,
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
			`${WHY} while the task was still WAITING. The task itself ended with SUCCESS, but 1 of its 2 sub tasks without a desktop have not. ${LATER}`,
		);
	});

	it('has the words of the last look that failed', () => {
		expect(verdictOn({ problem: problem('later', { error: ERROR }) })).toMatchObject({
			status: 'timedOut',
			error: ERROR,
		});
	});

	it.each(['refused', 'gone'] as const)('has an unknown result where it is %s', (hope) => {
		const verdict = verdictOn({ task: task('running'), problem: problem(hope) });
		expect(verdict.status).toBe('failed');
		expect(verdict.message).toContain(`its result is unknown. It was not read (${hope}).`);
	});
});
