/** Runs npm as the person at the keyboard would, also from inside an npm script. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './children.mts';
import type { Finished } from './children.mts';

const BOUND_MS = 30 * 60_000;

export interface NpmOptions {
	onOutput?: (text: string) => void;
	/** Variables on top of this program's own. */
	env?: NodeJS.ProcessEnv;
}

/** An npm command in `cwd`. Never rejects because of npm's exit code: the caller knows what a failure means. */
export async function npm(
	args: string[],
	cwd: string,
	{ onOutput = () => undefined, env = {} }: NpmOptions = {},
): Promise<Finished> {
	const cli = npmCli();
	const [command, before] = cli === undefined ? ['npm', []] : [process.execPath, [cli]];
	return run(
		{ command, args: [...before, ...args], cwd, env: { ...npmEnvironment(), ...env }, onOutput },
		BOUND_MS,
	);
}

/** Inside `npm run`, the very npm that runs us; otherwise undefined, and `npm` is looked up on the PATH. */
function npmCli(): string | undefined {
	const cli = process.env.npm_execpath;
	return cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli) ? cli : undefined;
}

/**
 * What `npm run` puts into the environment describes the project at hand and must not reach an npm that works
 * elsewhere; what the user set (registry, proxy, certificates) stays.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
	const own =
		/^npm_(package_|lifecycle_|command$|config_(local_prefix|prefix|global_prefix|dry_run)$)/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/**
 * Where Node.js came with its C++ headers, node-gyp need not download them. Any version will do for sqlite3, which uses
 * nothing but Node-API; a choice of the user's own comes first.
 */
export function headersForNodeGyp(): NodeJS.ProcessEnv {
	const prefix = process.env.npm_config_nodedir ?? prefixWithHeaders();
	return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

function prefixWithHeaders(): string | undefined {
	const prefixes = [
		process.execPath,
		...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node')),
	]
		.filter((node) => existsSync(node))
		.map((node) => dirname(dirname(node)));
	return prefixes.find((prefix) => existsSync(join(prefix, 'include', 'node', 'node_version.h')));
}
