/** What an execution left behind, read from n8n's own record of it. */

export interface Item {
	json: Record<string, unknown>;
	pairedItem?: unknown;
}

export interface ExecutionError {
	message: string;
	description?: string | null;
	node?: { name: string };
}

interface NodeRun {
	executionStatus?: string;
	/** Milliseconds. */
	executionTime?: number;
	data?: { main?: (Item[] | null)[] };
	error?: ExecutionError;
	hints?: { message: string }[];
}

/** The part of n8n's record (IRun) that is read here. */
interface Run {
	status?: string;
	data: { resultData: { runData: Record<string, NodeRun[]>; error?: ExecutionError } };
}

export interface Execution {
	succeeded: boolean;
	/** The error that stopped the workflow. */
	error: ExecutionError | undefined;
	/** Names of the nodes that ran, in order of their first run. */
	nodes: string[];
	/** Items that left a node, all its runs together, by one of its outputs (0 is the first). */
	items(node: string, output?: number): Item[];
	hints(node: string): string[];
	/** Milliseconds that a node took, all its runs together. */
	took(node: string): number;
	/** The record as text, for checks that no secret is in it. */
	text: string;
	/** Everything that n8n printed, the record included. */
	log: string;
}

/**
 * Reads the record that `n8n execute` prints between its log lines.
 *
 * @throws Error with the log itself when there is no record in it, which means that n8n could not run the workflow at all.
 */
export function readExecution(log: string): Execution {
	const text = recordIn(log);
	if (text === undefined)
		throw new Error(`n8n did not execute the workflow. What it said:\n${log.trimEnd()}`);
	const { resultData } = (JSON.parse(text) as Run).data;
	const runsOf = (node: string) => resultData.runData[node] ?? [];
	return {
		succeeded: resultData.error === undefined,
		error: resultData.error,
		nodes: Object.keys(resultData.runData),
		items: (node, output = 0) => runsOf(node).flatMap((run) => run.data?.main?.[output] ?? []),
		hints: (node) => runsOf(node).flatMap((run) => (run.hints ?? []).map(({ message }) => message)),
		took: (node) => runsOf(node).reduce((sum, run) => sum + (run.executionTime ?? 0), 0),
		text,
		log,
	};
}

/** The colours of a terminal, which n8n's log has at debug level. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/** The JSON of the record. At debug level it begins behind the time of its log line and ends before that line's origin. */
function recordIn(log: string): string | undefined {
	const lines = log.replace(COLOURS, '').split('\n');
	const begin = lines.findIndex((line) => /^(\d[\d:.]+\s+info\s+)?\{$/.test(line));
	const end = lines.findIndex((line, index) => index > begin && /^\}( \{ "file".*)?$/.test(line));
	return begin < 0 || end < 0 ? undefined : ['{', ...lines.slice(begin + 1, end), '}'].join('\n');
}
