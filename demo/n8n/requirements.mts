/** What a machine needs before n8n can be installed, and what to tell a person when it is not there. */
import { statfs } from 'node:fs/promises';
import { launch, run } from './children.mts';
import { isAtLeast, oldestNode } from './versions.mts';

/** n8n with its packages takes 2.8 GB; the rest is npm's cache and the build of sqlite3. */
const DISK_BYTES = 3.5e9;

/** Throws when the Node.js chosen for n8n is too old for it. */
export async function checkNode(node: string, version: string): Promise<void> {
	const probe = await run(
		{ command: node, args: ['--version'], cwd: '.', env: process.env },
		30_000,
	);
	const found = probe.stdout.trim();
	const [major, minor] = oldestNode(version);
	if (!isAtLeast(found, major, minor))
		throw new Error(
			`n8n ${version} needs Node.js ${String(major)}.${String(minor)} or newer, but would run on ${found} (${node}). ` +
				'Run this program through its npm script, which brings a Node.js of its own, or set N8N_NODE to the path of a newer one.',
		);
}

/** Throws when the disk is too full for an installation in `folder`. */
export async function checkDisk(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free < DISK_BYTES)
		throw new Error(
			`n8n needs ${gigabytes(DISK_BYTES)} of free disk space, and there is ${gigabytes(free)} at ${folder}. ` +
				'Free some space, or put the checkout on a larger disk, and run this again.',
		);
}

/** The tools that build sqlite3 (n8n's database) and are missing here; needed only where no ready-built one can be fetched. */
export async function missingBuildTools(): Promise<string[]> {
	const tools = [
		{ name: 'a C++ compiler', command: process.env.CXX ?? 'c++' },
		{ name: 'make', command: process.env.MAKE ?? 'make' },
		{ name: 'python3', command: process.env.PYTHON ?? 'python3' },
	];
	const found = await Promise.all(tools.map(async ({ command }) => canRun(command)));
	return tools.filter((_tool, index) => !found[index]).map(({ name }) => name);
}

async function canRun(command: string): Promise<boolean> {
	try {
		const probe = launch({ command, args: ['--version'], cwd: '.', env: process.env });
		return (await probe.finished).code === 0;
	} catch {
		return false;
	}
}

/** Turns npm's report of a failed installation into what happened and what to do next. */
export function explainNpmFailure(output: string, version: string): string {
	if (
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(
			output,
		)
	)
		return `The npm registry could not be reached, so n8n ${version} could not be fetched. Check the network and the proxy settings (npm config get registry), then run this again.`;
	if (/ENOSPC/.test(output))
		return `The disk is full, so n8n ${version} could not be installed. Free ${gigabytes(DISK_BYTES)} and run this again.`;
	if (/ETARGET|E404/.test(output))
		return `The npm registry does not have n8n ${version} or a package that it needs. Choose another version with N8N_VERSION.`;
	return `npm could not install n8n ${version}. What it said is below.`;
}

function gigabytes(bytes: number): string {
	return `${(bytes / 1e9).toFixed(1)} GB`;
}
