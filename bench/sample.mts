/** One execution in n8n, measured. */
import { readFile, rm } from 'node:fs/promises';
import { tail } from '../demo/n8n/children.mts';
import type { N8n } from '../demo/privateN8n.mts';
import type { Counts, Endpoint, Weather } from './endpointProcess.mts';
import type { NodeReport, Pause, ProbeReport } from './probe.mts';

export interface Sample {
	/** Why it did not run to its end; absent where it did. */
	died?: string;
	/** n8n's own record of what the nodes under measurement took together. Milliseconds. */
	nodeMs: number;
	/** From starting n8n to its end. */
	wallMs: number;
	/** Most memory of the whole process, bytes. */
	peakRss: number;
	/** How much the process grew while the nodes ran, at most. Bytes. */
	grownRss: number;
	/** Longest time for which the event loop was held while the nodes ran. */
	longestHoldUpMs: number;
	/** The longest one without what the garbage collector took of it. */
	longestWorkMs: number;
	/** Items that left the last of the nodes, and how many of them tell of a failure. */
	itemsOut: number;
	failures: number;
	/** What the endpoint saw. */
	counts: Counts;
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
	const lastWords = await execute(n8n, workflowId);
	const wallMs = performance.now() - begun;
	const probe = await readProbe(probeFile);
	const reports = nodes.flatMap((node) => probe?.nodes?.[node] ?? []);
	const died = reports.length < nodes.length ? reasonIn(lastWords) : probe?.error;
	return {
		...(died === undefined ? {} : { died }),
		...duringNodes(reports, probe),
		wallMs,
		peakRss: probe?.peakRss ?? NaN,
		counts: await endpoint.counts(),
	};
}

/** Runs it to its end, whatever that is. What n8n prints of a large record may be cut off, so it is not looked at. */
async function execute(n8n: N8n, workflowId: string): Promise<string> {
	try {
		return (await n8n.execute(workflowId)).log;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function duringNodes(
	reports: NodeReport[],
	probe: ProbeReport | undefined,
): Omit<Sample, 'died' | 'wallMs' | 'peakRss' | 'counts'> {
	const begin = Math.min(...reports.map((report) => report.begin));
	const end = Math.max(...reports.map((report) => report.begin + report.ms));
	const { memory = [], holdUps = [], collections = [] } = probe ?? {};
	const before = memory.findLast(({ at }) => at < begin)?.rss ?? NaN;
	const during = memory.filter(({ at }) => at >= begin && at <= end);
	// A hold-up may begin before the nodes or end after them; only its part between counts.
	const heldUp = holdUps.map((pause) => partWithin(pause, begin, end)).filter(({ ms }) => ms > 0);
	return {
		nodeMs: reports.length === 0 ? NaN : reports.reduce((sum, { ms }) => sum + ms, 0),
		grownRss: Math.max(0, ...during.map(({ rss }) => rss - before)),
		longestHoldUpMs: Math.max(0, ...heldUp.map(({ ms }) => ms)),
		longestWorkMs: Math.max(0, ...heldUp.map((pause) => pause.ms - sharedMs(pause, collections))),
		itemsOut: reports.at(-1)?.items ?? 0,
		failures: reports.at(-1)?.failures ?? 0,
	};
}

function partWithin({ end, ms }: Pause, begin: number, limit: number): Pause {
	const last = Math.min(end, limit);
	return { end: last, ms: Math.max(0, last - Math.max(end - ms, begin)) };
}

/** How much of a pause is also within the others. */
function sharedMs({ end, ms }: Pause, others: Pause[]): number {
	return others.reduce((sum, other) => sum + partWithin(other, end - ms, end).ms, 0);
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
	const telling =
		/heap out of memory|EMFILE|too many open files|had not ended after \d+ s|Invalid string length|error/i;
	const lines = message.split('\n').map((line) => line.trim());
	return lines.find((line) => telling.test(line)) ?? tail(message, 1);
}
