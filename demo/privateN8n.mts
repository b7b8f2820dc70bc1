/**
 * A real n8n of our own, with the package installed in it: shared by the demo and the end-to-end tests.
 *
 *   n8n/versions      which n8n, which Node.js, where
 *   n8n/requirements  what the machine must have
 *   n8n/install       n8n itself, once
 *   n8n/package       our package: build, pack, install
 *   n8n/settings      its environment and ports
 *   n8n/commandLine   import, execute      n8n/execution  what came out
 *   n8n/server        with the editor      n8n/owner      its first account
 *   n8n/children      processes, all of which end with us
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './n8n/children.mts';
import { commandLine } from './n8n/commandLine.mts';
import type { CommandLine } from './n8n/commandLine.mts';
import { ensureN8n } from './n8n/install.mts';
import { installPackage, packPackage } from './n8n/package.mts';
import { startServer } from './n8n/server.mts';
import type { N8nServer } from './n8n/server.mts';
import { freePorts, settingsFor } from './n8n/settings.mts';
import type { Ports } from './n8n/settings.mts';
import { chosenVersion, PRIVATE_FOLDER } from './n8n/versions.mts';
import { silent } from './progress.mts';
import type { Progress } from './progress.mts';

export interface N8n extends CommandLine {
	version: string;
	/** Its data; that of a private n8n is thrown away when the next one of the same name is made. */
	userFolder: string;
	/** Starts it with its editor. One at a time. */
	start(): Promise<N8nServer>;
}

export interface N8nOptions {
	version?: string;
	progress?: Progress;
	/** Instead of any that are free. */
	ports?: Ports;
	/** Further environment variables of n8n. */
	settings?: NodeJS.ProcessEnv;
}

/**
 * An empty n8n with the package (as it is in dist/ now) installed in it.
 *
 * @param name names its data folder, `.n8n/home/<name>` of the checkout
 * @throws Error that says what is missing on this machine and what to do next
 */
export async function privateN8n(name: string, options: N8nOptions = {}): Promise<N8n> {
	const userFolder = join(PRIVATE_FOLDER, 'home', name);
	const n8n = await n8nOf(userFolder, options);
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });
	await installPackage(userFolder, await packPackage(join(userFolder, 'package')));
	return n8n;
}

/** The n8n of a user folder with all that was built in it, and with the package as it is in dist/ now. @throws Error as above */
export async function keptN8n(userFolder: string, options: N8nOptions): Promise<N8n> {
	const n8n = await n8nOf(userFolder, options);
	await installPackage(userFolder, await packPackage(join(userFolder, 'package')));
	return n8n;
}

/** The n8n of a user folder, with whatever is installed in that. @throws Error as above */
export async function n8nOf(
	userFolder: string,
	{ version = chosenVersion(), progress = silent, settings = {}, ports: wanted }: N8nOptions = {},
): Promise<N8n> {
	const installed = await ensureN8n(version, progress);
	const ports = wanted ?? (await freePorts());
	const env = {
		...settingsFor({
			userFolder,
			ports,
			version,
			nodeVersion: await nodeVersion(installed.node),
		}),
		...settings,
	};
	return {
		...commandLine(installed, userFolder, env),
		version,
		userFolder,
		start: async () => startServer(installed, userFolder, env, ports),
	};
}

async function nodeVersion(node: string): Promise<string> {
	const probe = await run(
		{ command: node, args: ['--version'], cwd: '.', env: process.env },
		30_000,
	);
	return probe.stdout.trim();
}
