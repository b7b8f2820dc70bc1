/** A real n8n, pinned, in an ignored folder of the checkout. Installed once, then reused by every run. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.mts';
import { run, tail } from './children.mts';
import { headersForNodeGyp, npm } from './npm.mts';
import { checkDisk, checkNode, explainNpmFailure, missingBuildTools } from './requirements.mts';
import { nodeForN8n, overridesFor, PRIVATE_FOLDER } from './versions.mts';

export interface InstalledN8n {
	version: string;
	/** The Node.js that runs it. */
	node: string;
	/** n8n's own program file. */
	program: string;
}

/** Written last of all, so that an installation without it was interrupted and is made anew. */
const MARKER = 'installed.json';

/**
 * Returns the n8n of this version, installing it first when needed (4 to 8 minutes, 2.8 GB).
 *
 * @throws Error that says what is missing (Node.js, disk space, network, build tools) and what to do next.
 */
export async function ensureN8n(version: string, progress: Progress): Promise<InstalledN8n> {
	const node = nodeForN8n();
	await checkNode(node, version);
	const folder = join(PRIVATE_FOLDER, version);
	const n8n: InstalledN8n = {
		version,
		node,
		program: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
	if (await isInstalled(version)) return n8n;
	await install(folder, version, progress);
	await writeFile(join(folder, MARKER), `${JSON.stringify({ n8n: version })}\n`);
	return n8n;
}

/** Whether a start has to install it first, which takes minutes. */
export async function isInstalled(version: string): Promise<boolean> {
	const folder = join(PRIVATE_FOLDER, version);
	return existsSync(join(folder, MARKER)) && (await versionIn(folder)) === version;
}

async function install(folder: string, version: string, progress: Progress): Promise<void> {
	// What an interrupted run left behind may hold half-written packages, which npm would take for whole ones.
	if (existsSync(folder))
		await progress.step(`Removing an unfinished n8n ${version}`, async () =>
			rm(folder, { recursive: true, force: true }),
		);
	await mkdir(folder, { recursive: true });
	await checkDisk(folder);
	const missing = await missingBuildTools();
	if (missing.length > 0)
		progress.note(
			`Not found: ${missing.join(', ')}. n8n's database needs them unless it comes ready-built.`,
		);
	progress.note(`n8n ${version} is installed once, into .n8n/${version}: 4 to 8 minutes, 2.8 GB.`);
	await writePrivatePackage(folder, version);
	await progress.step(`Fetching n8n ${version}`, async (detail) =>
		fetchPackages(folder, version, detail),
	);
	await progress.step('Preparing its database (sqlite3)', async () => buildSqlite(folder, version));
}

async function writePrivatePackage(folder: string, version: string): Promise<void> {
	const manifest = {
		private: true,
		dependencies: { n8n: version },
		overrides: overridesFor(version),
	};
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
}

/** Without install scripts: several of n8n's dependencies would otherwise download binaries from hosts of their own. */
async function fetchPackages(
	folder: string,
	version: string,
	detail: (text: string) => void,
): Promise<void> {
	let answers = 0;
	const { code, stdout, stderr } = await npm(
		['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
		folder,
		{
			onOutput: (text) => {
				answers += text.split('http fetch').length - 1;
				detail(`${String(answers)} answers from the registry`);
			},
		},
	);
	if (code === 0) return;
	const report = withoutChatter(stderr + stdout);
	throw new Error(`${explainNpmFailure(report, version)}\n${tail(report)}`);
}

/** The one native part that n8n cannot do without. Fetched ready-built where that works, compiled elsewhere. */
async function buildSqlite(folder: string, version: string): Promise<void> {
	const built = await npm(['rebuild', 'sqlite3'], folder, { env: headersForNodeGyp() });
	const probe = await run(
		{ command: nodeForN8n(), args: ['-e', "require('sqlite3')"], cwd: folder, env: process.env },
		60_000,
	);
	if (built.code === 0 && probe.code === 0) return;
	const missing = await missingBuildTools();
	const next =
		missing.length > 0
			? `Missing here: ${missing.join(', ')}. Install them (Debian, Ubuntu: apt-get install build-essential python3) and run this again.`
			: "What the build said is below; without network it also needs Node.js's C++ headers (npm config set nodedir).";
	throw new Error(
		`sqlite3, the database of n8n ${version}, could be neither fetched ready-built nor compiled. ${next}\n${tail(withoutChatter(built.stderr + probe.stderr))}`,
	);
}

async function versionIn(folder: string): Promise<unknown> {
	try {
		const manifest: unknown = JSON.parse(
			await readFile(join(folder, 'node_modules', 'n8n', 'package.json'), 'utf8'),
		);
		return typeof manifest === 'object' && manifest !== null && 'version' in manifest
			? manifest.version
			: undefined;
	} catch {
		return undefined;
	}
}

function withoutChatter(output: string): string {
	return output
		.split('\n')
		.filter((line) => !line.startsWith('npm http') && !line.startsWith('npm warn'))
		.join('\n');
}
