/**
 * A package registry on loopback that has this package and nothing else. The package is not published where the tests run, and
 * whatever npm asks for besides it would be fetched on a user's machine.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { serve } from './loopback.mts';

export interface Registry {
	url: string;
	/** Packages and tarballs that were asked for; emptied by who has looked. */
	asked: Set<string>;
	close(): Promise<void>;
}

export async function startRegistry(tarball: string): Promise<Registry> {
	const content = await readFile(tarball);
	const path = `/${packageJson.name}/-/${basename(tarball)}`;
	const asked = new Set<string>();
	const server = await serve(({ method, url = '', headers }, response) => {
		// npm posts a list of what is installed to learn of weaknesses; nothing is fetched by that.
		if (method === 'GET') asked.add(url);
		if (url === path) response.end(content);
		else if (url === `/${packageJson.name}`)
			response.end(JSON.stringify(packument(content, `http://${String(headers.host)}${path}`)));
		else response.writeHead(404).end();
	});
	return { ...server, asked };
}

/** What a registry says of a package: its versions, and where the tarball of each is. */
function packument(tarball: Buffer, url: string): object {
	const { name, version } = packageJson;
	const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
	return {
		name,
		'dist-tags': { latest: version },
		versions: { [version]: { ...packageJson, dist: { tarball: url, integrity } } },
	};
}
