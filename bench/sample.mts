/** One execution in n8n, measured. */
import { readFile, rm } from 'node:fs/promises';
import { tail } from '../demo/n8n/children.mts';
import type { Execution } from '../demo/n8n/execution.mts';
import type { N8n } from '../demo/privateN8n.mts';
import type { Counts, Endpoint, Weather } from './endpointProcess.mts';
import type { ProbeReport } from './probe.mts';

export interface Sample {
	/** Why it has no figures; absent where it ran to its end. */
	died?: string;
	/** n8n's own record of what the nodes under measurement took together. Milliseconds. */
	nodeMs: number;
	/** From starting n8n to its end. */
	wallMs: number;
	/** Most memory of the whole process, bytes. */
	peakRss: number;
	/** How much the process grew while the nodes ran, at most. Bytes. */
	grownRss: number;
	/** Longest time for which the event loop did not come round while the nodes ran. */
	longestHoldUpMs: number;
	/** Items that left the last of the nodes, and how many of them tell of a failure. */
	itemsOut: number;
	failures: number;
	counts: Counts;
}

/** The part of n8n's record (IRun) that is read here. */
interface Run {
	data: {
		resultData: {
			runData: Record<string, { startTime: number; executionTime: number }[] | undefined>;
		};
	};
}

export interface Laboratory {
	n8n: N8n;
	endpoint: Endpoint;
	/** Where the probe writes. */
	probeFile: string;
}

/** Executes an imported workflow once and measures the nodes named. A death of n8n is a result, too. */
export async function sample(
	{ n8n, endpoint, probeFile }: Laboratory,
	workflowId: string,
	nodes: string[],
	weather: Weather,
): Promise<Sample> {
	await rm(probeFile, { force: true });
	await endpoint.begin(weather);
	const begun = performance.now();
	let execution: Execution | undefined;
	let died: string | undefined;
	try {
		execution = await n8n.execute(workflowId);
		died = execution.error?.message;
	} catch (error) {
		died = reasonIn(error instanceof Error ? error.message : String(error));
	}
	const wallMs = performance.now() - begun;
	const probe = await readProbe(probeFile);
	const lastNode = nodes.at(-1) ?? '';
	const items = execution?.items(lastNode) ?? [];
	return {
		...(died === undefined ? {} : { died }),
		...duringNodes(nodes, execution, probe),
		wallMs,
		peakRss: probe?.peakRss ?? NaN,
		itemsOut: items.length,
		failures: items.filter(({ json }) => json.error !== undefined).length,
		counts: await endpoint.counts(),
	};
}

function duringNodes(
	nodes: string[],
	execution: Execution | undefined,
	probe: ProbeReport | undefined,
): Pick<Sample, 'nodeMs' | 'grownRss' | 'longestHoldUpMs'> {
	const { runData } =
		execution === undefined
			? { runData: {} }
			: (JSON.parse(execution.text) as Run).data.resultData;
	const runs = nodes.flatMap((node) => runData[node] ?? []);
	if (runs.length === 0 || probe === undefined)
		return { nodeMs: NaN, grownRss: NaN, longestHoldUpMs: NaN };
	const begin = Math.min(...runs.map(({ startTime }) => startTime));
	const end = Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime));
	const during = probe.memory.filter(({ at }) => at >= begin && at <= end);
	const before = probe.memory.findLast(({ at }) => at < begin);
	return {
		nodeMs: runs.reduce((sum, { executionTime }) => sum + executionTime, 0),
		grownRss: Math.max(0, ...during.map(({ rss }) => rss - (before?.rss ?? rss))),
		// A hold-up may begin before the nodes or end after them; only its part between counts.
		longestHoldUpMs: Math.max(
			0,
			...probe.holdUps.map((late) => Math.min(late.end, end) - Math.max(late.end - late.ms, begin)),
		),
	};
}

async function readProbe(file: string): Promise<ProbeReport | undefined> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as ProbeReport;
	} catch {
		// n8n was ended before it could write: then there are no figures.
		return undefined;
	}
}

/** The line of n8n's last words that says why. */
function reasonIn(message: string): string {
	const lines = message.split('\n').map((line) => line.trim());
	const telling =
		/heap out of memory|EMFILE|too many open files|had not ended after \d+ s|Invalid string length|error/i;
	return lines.find((line) => telling.test(line)) ?? tail(message, 1);
}
