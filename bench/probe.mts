/**
 * A hook file for n8n (`EXTERNAL_HOOK_FILES`), so it runs inside the process that executes the workflow. Looks every few
 * milliseconds whether the event loop came round in time and how much memory the process holds, takes from n8n's own record
 * which node ran when, and writes it all down when the process ends.
 */
import { writeFileSync } from 'node:fs';
import { performance, PerformanceObserver } from 'node:perf_hooks';

export interface ProbeReport {
	/** By the name of the node; absent where n8n ended before it had a record. */
	nodes?: Record<string, NodeReport>;
	/** The error that stopped the workflow. */
	error?: string;
	/** Each time the loop had been held up for longer than {@link NOTED_MS}. */
	holdUps: Pause[];
	/** Each garbage collection for which the thread stood still. */
	collections: Pause[];
	/** Memory of the process (RSS, bytes) over time (ms since 1970). */
	memory: { at: number; rss: number }[];
	/** Most that the process ever held, bytes. */
	peakRss: number;
}

/** A time in which nothing else could get on. */
export interface Pause {
	/** When things went on. Milliseconds since 1970. */
	end: number;
	/** How long it took. */
	ms: number;
}

export interface NodeReport {
	/** Milliseconds since 1970. */
	begin: number;
	/** n8n's `executionTime`. */
	ms: number;
	/** Items that it gave, and how many of them tell of a failure. */
	items: number;
	failures: number;
}

/** The part of n8n's record (IRun) that is read here. */
interface Run {
	data: { resultData: { runData: Record<string, TaskData[]>; error?: { message: string } } };
}

interface TaskData {
	startTime: number;
	executionTime: number;
	data?: { main?: ({ json: object }[] | null)[] };
}

const TICK_MS = 5;
const NOTED_MS = 10;

const report: ProbeReport = { holdUps: [], collections: [], memory: [], peakRss: 0 };

/** n8n calls it with its record at the end of every execution. */
export const workflow = {
	postExecute: [
		(run: Run) => {
			const { runData, error } = run.data.resultData;
			report.nodes = Object.fromEntries(
				Object.entries(runData).map(([name, tasks]) => [name, nodeReport(tasks)]),
			);
			if (error !== undefined) report.error = error.message;
		},
	],
};

function nodeReport(tasks: TaskData[]): NodeReport {
	const items = tasks.flatMap(({ data }) => data?.main?.flatMap((output) => output ?? []) ?? []);
	return {
		begin: Math.min(...tasks.map(({ startTime }) => startTime)),
		ms: tasks.reduce((sum, { executionTime }) => sum + executionTime, 0),
		items: items.length,
		failures: items.filter(({ json }) => 'error' in json).length,
	};
}

let last = performance.now();
setInterval(() => {
	const now = performance.now();
	const late = now - last - TICK_MS;
	const end = performance.timeOrigin + now;
	if (late > NOTED_MS) report.holdUps.push({ end, ms: late });
	last = now;
	report.memory.push({ at: end, rss: process.memoryUsage.rss() });
}, TICK_MS).unref();

const collector = new PerformanceObserver((list) => {
	note(list.getEntries());
});
collector.observe({ entryTypes: ['gc'] });

function note(entries: { startTime: number; duration: number }[]): void {
	for (const { startTime, duration } of entries) {
		report.collections.push({
			end: performance.timeOrigin + startTime + duration,
			ms: duration,
		});
	}
}

const file = process.env.BENCH_PROBE_FILE;
process.on('exit', () => {
	if (file === undefined || process.argv[2] !== 'execute') return;
	note(collector.takeRecords());
	report.peakRss = process.resourceUsage().maxRSS * 1024;
	writeFileSync(file, JSON.stringify(report));
});
