/**
 * Somebody's terminal: a home folder that is thrown away, and nothing of this program's environment, in particular not the
 * Node.js 24 that npm scripts put before the system's.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { run } from '../../../demo/n8n/children.mts';

export interface Terminal {
	home: string;
	/** Runs commands as they are printed, stops at the first that fails, and gives what they wrote. */
	enter(commands: string, folder?: string): Promise<string>;
}

/**
 * There is no container engine where the tests run. This program in its place takes only the two forms of the README, in the
 * same words; the home folder stands for the container's, where n8n's volume is.
 */
const DOCKER = `#!/bin/sh
if [ $# = 7 ] && [ "$1 $2 $3 $4 $5 $6" = 'exec -u node n8n sh -c' ]; then exec sh -c "$7"; fi
if [ "$*" = 'restart n8n' ]; then echo 'n8n is restarted'; exit; fi
echo "This docker of the test does not know: $*" >&2
exit 125
`;
const BOUND_MS = 5 * 60_000;

/** Gives `work` a terminal; its home folder is gone afterwards. @param settings its environment variables */
export async function inTerminal(
	settings: NodeJS.ProcessEnv,
	work: (terminal: Terminal) => Promise<void>,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'terminal-'));
	try {
		const home = join(folder, 'home');
		const programs = join(folder, 'programs');
		await Promise.all([home, programs].map(async (path) => mkdir(path)));
		await writeFile(join(programs, 'docker'), DOCKER, { mode: 0o755 });
		// Where a folder has none, npm takes the next one above that has: somebody's home may.
		await writeFile(join(home, 'package.json'), '{}');
		const env = {
			HOME: home,
			PATH: [programs, ...searchPath()].join(delimiter),
			// Once a week npm asks whether there is a newer npm: no part of what is looked at here.
			npm_config_update_notifier: 'false',
			...settings,
		};
		const enter = async (commands: string, cwd = home) => {
			const shell = { command: 'sh', args: ['-e', '-c', commands], cwd, env };
			const { code, stdout, stderr } = await run(shell, BOUND_MS);
			assert.equal(code, 0, `${commands}\n${stdout}${stderr}`);
			return stdout;
		};
		await work({ home, enter });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The PATH without the programs of this project. */
function searchPath(): string[] {
	const all = (process.env.PATH ?? '').split(delimiter);
	return all.filter((path) => !path.split(sep).includes('node_modules'));
}
