/** A program of the project, run as a person would run it. */
import { readdir, readFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../../../demo/n8n/versions.mts';

export interface Program {
	/** Everything it has written so far. */
	output(): string;
	/** Resolves when it has written this text; rejects when it ends without. */
	says(text: string): Promise<void>;
	interrupt(): void;
	/** Its exit code. */
	readonly ended: Promise<number | null>;
}

export function start(file: string, ...args: string[]): Program {
	const child = spawn(process.execPath, [join(CHECKOUT, file), ...args], {
		cwd: CHECKOUT,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let written = '';
	const heard = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => {
			written += text;
			for (const listener of heard) listener();
		});
	const ended = new Promise<number | null>((resolve) => {
		child.once('close', resolve);
	});
	return {
		output: () => written,
		ended,
		says: async (text) =>
			new Promise((resolve, reject) => {
				const listen = () => {
					if (!written.includes(text)) return;
					heard.delete(listen);
					resolve();
				};
				heard.add(listen);
				listen();
				void ended.then(() => {
					reject(new Error(`It ended without saying "${text}":\n${written}`));
				});
			}),
		interrupt: () => {
			child.kill('SIGINT');
		},
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
