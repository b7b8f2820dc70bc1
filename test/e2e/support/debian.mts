/** Programs of the distribution that a test needs; what is missing is installed where that is possible (root, Debian or Ubuntu). */
import { existsSync } from 'node:fs';
import { run, tail } from '../../../demo/n8n/children.mts';

export interface Needed {
	/** For the sentence that says what is missing. */
	name: string;
	packages: readonly string[];
	isComplete: () => boolean | Promise<boolean>;
	/** Another way out, for the sentence that says what to do. */
	otherwise?: string;
}

const INSTALL_BOUND_MS = 15 * 60_000;

/** @throws Error that says what to install, if it cannot be done here */
export async function ensureInstalled(needed: Needed): Promise<void> {
	const { name, packages, isComplete, otherwise = '' } = needed;
	if (await isComplete()) return;
	const advice = `Install as root (Debian, Ubuntu): apt-get install ${packages.join(' ')}.${otherwise}`;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
		throw new Error(`The test needs ${name}. ${advice}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
		const finished = await run({ command: 'apt-get', args, cwd: '/', env }, INSTALL_BOUND_MS);
		if (finished.code !== 0)
			throw new Error(`${name} could not be installed. ${advice}\n${tail(finished.stderr)}`);
	}
	if (!(await isComplete())) throw new Error(`${name}: installed, but not complete. ${advice}`);
}
