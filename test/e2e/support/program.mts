/** A program of the project, run as a person would run it. */
import { readdir, readFile } from 'node:fs/promises';
import { launch } from '../../../demo/n8n/children.mts';
import type { Child } from '../../../demo/n8n/children.mts';
import { CHECKOUT } from '../../../demo/n8n/versions.mts';

export interface Program extends Pick<Child, 'output' | 'interrupt' | 'type'> {
	/** Resolves when it has written this text; rejects when it ends without. */
	says(text: string): Promise<void>;
	/** Its exit code. */
	readonly ended: Promise<number | null>;
}

/** The demo starts n8n, and installs it first where it is missing. */
const SAYS_BOUND_MS = 15 * 60_000;

export function start(file: string, ...args: string[]): Program {
	const child = launch({
		command: process.execPath,
		args: [file, ...args],
		cwd: CHECKOUT,
		env: process.env,
		isTypedTo: true,
	});
	return {
		output: child.output,
		interrupt: child.interrupt,
		type: child.type,
		ended: child.finished.then(({ code }) => code),
		says: async (text) =>
			child.until(`it says "${text}"`, SAYS_BOUND_MS, () => child.output().includes(text)),
	};
}

/** Processes that live with this n8n user folder: what a program left running. Reads /proc, so it sees them on Linux only. */
export async function processesOf(userFolder: string): Promise<string[]> {
	const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
	const environments = await Promise.all(
		pids.map(async (pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
	);
	return pids.filter((_pid, index) =>
		environments[index]?.split('\0').includes(`N8N_USER_FOLDER=${userFolder}`),
	);
}
