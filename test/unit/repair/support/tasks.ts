import type { ReadProblem } from '../../../../nodes/DesktopSid/transport/refusalText';
import type { SubTask, Task } from '../../../../nodes/DesktopSid/repair/task';

const WORDS = { running: 'RUNNING', succeeded: 'SUCCESS', failed: 'FAILED' } as const;
const EMPTY = { errorCode: '', failReason: '', begin: '', end: '' };

/** Task job-1 in this state, without sub tasks. */
export function task(state: Task['state'], more: Partial<Task> = {}): Task {
	return {
		jobId: 'job-1',
		state,
		word: WORDS[state],
		...EMPTY,
		subTasks: [],
		subTaskTotal: 0,
		...more,
	};
}

/** A sub task in this state; without a desktop if none is given. */
export function subTask(state: SubTask['state'], more: Partial<SubTask> = {}): SubTask {
	return { id: 'sub-1', computerName: 'PC', state, word: WORDS[state], ...EMPTY, ...more };
}

export function problem(hope: ReadProblem['hope'], more: Partial<ReadProblem> = {}): ReadProblem {
	const reason = `It was not read (${hope}).`;
	return { kind: 'problem', hope, message: reason, reason, ...more };
}
