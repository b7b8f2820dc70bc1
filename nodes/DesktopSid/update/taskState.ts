/** What a state word of a task or sub task means for whoever waits. */
export type TaskState = 'running' | 'succeeded' | 'failed';

export interface StateReading {
	readonly state: TaskState;
	/** The service's own word, trimmed; empty where it gave none. */
	readonly word: string;
}

/**
 * The words that end a task. No enumeration is declared for them: these are the filter words of ListItaSubJobs, those that
 * Terraform's provider waits for, and the states that the sibling service Workspace App documents, with both spellings.
 */
const ENDS: Readonly<Record<string, TaskState>> = {
	SUCCESS: 'succeeded',
	SUCCEEDED: 'succeeded',
	COMPLETE: 'succeeded',
	COMPLETED: 'succeeded',
	FAIL: 'failed',
	FAILED: 'failed',
	ABNORMAL: 'failed',
	ERROR: 'failed',
	CANCELED: 'failed',
	CANCELLED: 'failed',
};

/**
 * Reads a state word in any case. Every other word counts as running, because a wait that ends too late does no harm; the word
 * is kept, so that the final message can name it.
 */
export function readState(value: unknown): StateReading {
	const word = typeof value === 'string' ? value.trim() : '';
	const key = word.toUpperCase();
	return { word, state: Object.hasOwn(ENDS, key) ? (ENDS[key] ?? 'running') : 'running' };
}
