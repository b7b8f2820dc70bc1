/** Loads a package folder as n8n does at its start, and prints what it found. Usage: node load.mts FOLDER */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type * as core from 'n8n-core';

const require = createRequire(import.meta.url);
const { PackageDirectoryLoader } = require('n8n-core') as typeof core;

const folder = String(process.argv[2]);
const loader = new PackageDirectoryLoader(folder);
await loader.loadAll();

/** Icons as the editor asks for them: `icons/PACKAGE/PATH`. */
function iconFiles(iconUrl: unknown): string[] {
	const urls = typeof iconUrl === 'object' && iconUrl !== null ? Object.values(iconUrl) : [iconUrl];
	return urls.map((url) => String(url).replace(`icons/${loader.packageName}/`, ''));
}

const types = [...loader.types.nodes, ...loader.types.credentials];
console.log(
	JSON.stringify({
		packageName: loader.packageName,
		known: loader.known,
		nodes: loader.types.nodes,
		credentials: loader.types.credentials,
		icons: types.flatMap(({ iconUrl }) =>
			iconFiles(iconUrl).map((path) => ({ path, exists: existsSync(join(folder, path)) })),
		),
		exported: Object.keys(require(folder) as object).sort(),
	}),
);
