/**
 * Loaded into n8n's own process (`NODE_OPTIONS=--import`) while it executes a workflow. Looks every few milliseconds whether the
 * event loop came round in time and how much memory the process holds, and writes that down when the process ends.
 * Which node ran when is told by n8n's own record; sample.mts puts the two together.
 */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface ProbeReport {
	/** Times at which the loop had been held up for longer than {@link NOTED_MS}: when it went on (ms since 1970), and for how long. */
	holdUps: { end: number; ms: number }[];
	/** Memory of the process (RSS, bytes) over time (ms since 1970). */
	memory: { at: number; rss: number }[];
	/** Most that the process ever held, bytes. */
	peakRss: number;
	/** Processor time, milliseconds. */
	cpuMs: number;
}

const TICK_MS = 5;
const NOTED_MS = 10;

const file = process.env.BENCH_PROBE_FILE;
if (file !== undefined && process.argv[2] === 'execute') watch(file);

function watch(target: string): void {
	const holdUps: ProbeReport['holdUps'] = [];
	const memory: ProbeReport['memory'] = [];
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		const late = now - last - TICK_MS;
		last = now;
		const end = performance.timeOrigin + now;
		if (late > NOTED_MS) holdUps.push({ end, ms: late });
		memory.push({ at: end, rss: process.memoryUsage.rss() });
	}, TICK_MS).unref();
	process.on('exit', () => {
		const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
		const report: ProbeReport = {
			holdUps,
			memory,
			peakRss: maxRSS * 1024,
			cpuMs: (userCPUTime + systemCPUTime) / 1000,
		};
		writeFileSync(target, JSON.stringify(report));
	});
}
