/** Which n8n is used, where it lives, and what each version needs. */
import { join } from 'node:path';

/** Pinned: not every published n8n can be installed (2.41.3 misses a dependency). */
export const PINNED_VERSION = '2.41.1';

/** The version asked for by the environment variable N8N_VERSION, or the pinned one. */
export function chosenVersion(): string {
	const version = process.env.N8N_VERSION ?? PINNED_VERSION;
	if (!/^\d+\.\d+\.\d+$/.test(version))
		throw new Error(
			`N8N_VERSION is "${version}". Give a full version such as ${PINNED_VERSION}, or leave it unset.`,
		);
	return version;
}

/** The checkout this program belongs to. */
export const CHECKOUT = join(import.meta.dirname, '..', '..');

/** Ignored by git; kept between runs. */
export const PRIVATE_FOLDER = join(CHECKOUT, '.n8n');

/**
 * The `node` that runs n8n: N8N_NODE, or the one that runs this program. npm scripts run on the Node.js 24 of the
 * devDependency `node`, whatever Node.js the system has.
 */
export function nodeForN8n(): string {
	return process.env.N8N_NODE ?? process.execPath;
}

/** The oldest Node.js a version of n8n runs on (the "engines" of its package), as [major, minor]. */
export function oldestNode(version: string): [number, number] {
	if (isAtLeast(version, 2, 40)) return [24, 0];
	if (isAtLeast(version, 2, 10)) return [22, 16];
	return [20, 19];
}

/** Until 2.32, n8n names a tarball of xlsx on a host of its own; the registry has the same library. */
export function overridesFor(version: string): Record<string, string> {
	return isAtLeast(version, 2, 33) ? {} : { xlsx: '0.18.5' };
}

export function isAtLeast(version: string, major: number, minor: number): boolean {
	const [hasMajor = 0, hasMinor = 0] = version.replace(/^v/, '').split('.').map(Number);
	return hasMajor > major || (hasMajor === major && hasMinor >= minor);
}
