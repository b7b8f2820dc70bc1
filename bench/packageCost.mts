/** What the package costs before it does anything. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { CHECKOUT } from '../demo/n8n/versions.mts';
import { median } from './results.mts';

export interface PackageCost {
	/** Milliseconds for loading the built node, n8n-workflow being loaded already as it is in n8n. */
	requireMs: number;
	/** Bytes of the packed package. */
	packedBytes: number;
}

const RUNS = 7;

/** @param userFolder of an n8n with the package installed, where its tarball lies */
export async function packageCost(userFolder: string): Promise<PackageCost> {
	const times: number[] = [];
	for (let run = 0; run < RUNS; run++) times.push(await requireOnce());
	const folder = join(userFolder, 'package');
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
	return {
		requireMs: median(times) ?? NaN,
		packedBytes: (await stat(join(folder, tarball))).size,
	};
}

async function requireOnce(): Promise<number> {
	const node = join(CHECKOUT, 'dist', 'nodes', 'DesktopSid', 'DesktopSid.node.js');
	const program = `require('n8n-workflow');
const begun = performance.now();
require(${JSON.stringify(node)});
console.log(performance.now() - begun);`;
	const { stdout } = await execa({ cwd: CHECKOUT })(process.execPath, ['-e', program]);
	return Number(stdout);
}
