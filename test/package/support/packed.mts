import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';

import { ROOT } from './outside.mts';

/** What npm says it put into the tarball. */
export interface Tarball {
	filename: string;
	/** Bytes of the tarball. */
	size: number;
	unpackedSize: number;
	files: readonly { path: string; size: number }[];
}

export interface Packed {
	tarball: Tarball;
	/** The unpacked package; beside its own files it has a link to this project's `node_modules`, where n8n finds n8n-workflow. */
	folder: string;
	remove(): Promise<void>;
}

/** Packs and unpacks the package as npm and n8n's installer do. No lifecycle script runs, nothing is fetched. */
export async function pack(): Promise<Packed> {
	if (!existsSync(join(ROOT, 'dist/nodes/DesktopSid/DesktopSid.node.js'))) {
		throw new Error('There is no built package. Run `npm run build`, or `npm test`, which builds.');
	}
	const place = await mkdtemp(join(tmpdir(), 'packed-desktop-sid-'));
	const flags = ['--json', '--ignore-scripts', '--offline', '--no-update-notifier'];
	const { stdout } = await execa({ cwd: ROOT })`npm pack ${flags} --pack-destination ${place}`;
	const tarball = onlyOne(JSON.parse(stdout) as Tarball[]);
	await execa`tar -xzf ${join(place, tarball.filename)} -C ${place}`;
	const folder = join(place, 'package');
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	return { tarball, folder, remove: () => rm(place, { recursive: true }) };
}

function onlyOne(tarballs: readonly Tarball[]): Tarball {
	const [tarball, ...others] = tarballs;
	if (tarball === undefined || others.length > 0) throw new Error('npm packed not one package');
	return tarball;
}
