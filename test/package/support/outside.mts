import { join, resolve } from 'node:path';

import { execa, execaNode } from 'execa';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Jest sets NODE_ENV=test, and both n8n's loader and its lint rules behave otherwise under it. */
const env = { NODE_ENV: undefined };

/** Runs a program of this folder with Node.js itself, outside jest, and gives the JSON that it prints. */
export async function runScript(name: string, ...values: string[]): Promise<unknown> {
	const { stdout } = await execaNode(join(import.meta.dirname, name), values, { env });
	return JSON.parse(stdout) as unknown;
}

/** Runs a program of node_modules in a folder, and gives its exit code and all that it wrote. */
export async function runTool(
	cwd: string,
	name: string,
	...values: string[]
): Promise<{ code: number | undefined; text: string }> {
	const local = { preferLocal: true, localDir: ROOT };
	const { exitCode, all } = await execa(name, values, {
		...{ ...local, cwd, env },
		...{ all: true, reject: false },
	});
	return { code: exitCode, text: all };
}
