/** Our package as users get it: packed by npm, then installed the way n8n installs a community node. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tail } from './children.mts';
import { npm } from './npm.mts';
import { CHECKOUT } from './versions.mts';

export const PACKAGE_NAME = 'n8n-nodes-huaweicloud-workspace';

/** Compiles the package into dist/. */
export async function buildPackage(): Promise<void> {
	const { code, stdout, stderr } = await npm(['run', 'build'], CHECKOUT);
	if (code !== 0)
		throw new Error(
			`The package does not build, so there is nothing to run. Fix what the compiler says:\n${tail(stdout + stderr)}`,
		);
}

/** Packs what is in dist/ into `folder` and returns the path of the tarball. */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	const { code, stdout, stderr } = await npm(
		['pack', '--silent', '--pack-destination', folder],
		CHECKOUT,
	);
	const name = stdout.trim().split('\n').at(-1) ?? '';
	if (code !== 0 || !name.endsWith('.tgz'))
		throw new Error(`npm could not pack the package:\n${tail(stderr + stdout)}`);
	return join(folder, name);
}

/**
 * Installs a tarball into the n8n whose user folder is given. Step by step what n8n's own installer does
 * (community-packages.service.js, downloadPackage): unpack, drop development, peer and optional dependencies, install the
 * rest without scripts, record the package. Since there is no rest, nothing is fetched.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', PACKAGE_NAME);
	await mkdir(target, { recursive: true });
	const unpacked = await run(
		{
			command: 'tar',
			args: ['-xzf', tarball, '-C', target, '--strip-components=1'],
			cwd: nodes,
			env: process.env,
		},
		60_000,
	);
	if (unpacked.code !== 0)
		throw new Error(`The packed package could not be unpacked: ${tail(unpacked.stderr)}`);
	const version = await keepRuntimeDependenciesOnly(join(target, 'package.json'));
	const { code, stderr } = await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		target,
	);
	if (code !== 0) throw new Error(`npm could not install the package into n8n:\n${tail(stderr)}`);
	await writeJson(join(nodes, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE_NAME]: version },
	});
}

async function keepRuntimeDependenciesOnly(file: string): Promise<unknown> {
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	const dropped = new Set(['devDependencies', 'peerDependencies', 'optionalDependencies']);
	await writeJson(
		file,
		Object.fromEntries(Object.entries(manifest).filter(([key]) => !dropped.has(key))),
	);
	return manifest.version;
}

async function writeJson(file: string, content: unknown): Promise<void> {
	await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
