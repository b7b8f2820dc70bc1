import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Jest sets NODE_ENV=test, and both n8n's loader and its lint rules behave otherwise under it. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV'));

const settings = { env, maxBuffer: 64 * 1024 * 1024 };

/** Runs a program of this folder with Node.js itself, outside jest, and gives the JSON that it prints. */
export async function runScript(name: string, ...values: string[]): Promise<unknown> {
	const { stdout } = await execute(
		process.execPath,
		[join(import.meta.dirname, name), ...values],
		settings,
	);
	return JSON.parse(stdout) as unknown;
}

/** Runs a program of node_modules in a folder, and gives its exit code and all that it wrote. */
export async function runTool(
	cwd: string,
	name: string,
	...values: string[]
): Promise<{ code: number; text: string }> {
	const program = join(ROOT, 'node_modules/.bin', name);
	return await execute(program, values, { ...settings, cwd }).then(
		({ stdout, stderr }) => ({ code: 0, text: `${stdout}${stderr}` }),
		(error: { code: number; stdout: string; stderr: string }) => ({
			code: error.code,
			text: `${error.stdout}${error.stderr}`,
		}),
	);
}
