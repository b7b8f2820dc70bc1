/**
 * A package registry on loopback that has this package and nothing else. The package is not published where the tests run, and
 * whatever npm asks for besides it would be fetched on a user's machine.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import fastify from 'fastify';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';
import packageJson from '../../../package.json' with { type: 'json' };

export interface Registry {
	url: string;
	/** Packages and tarballs that were asked for; emptied by who has looked. */
	asked: Set<string>;
	close(): Promise<void>;
}

export async function startRegistry(tarball: string): Promise<Registry> {
	const content = await readFile(tarball);
	const path = `/${packageJson.name}/-/${basename(tarball)}`;
	const server = fastify({ forceCloseConnections: true });
	const asked = new Set<string>();
	server.addHook('onRequest', async ({ method, url }) => {
		// npm posts a list of what is installed to learn of weaknesses; nothing is fetched by that.
		if (method === 'GET') asked.add(url);
	});
	server.get(path, async (_request, reply) => reply.type('application/octet-stream').send(content));
	server.get(`/${packageJson.name}`, async ({ host }) =>
		packument(content, `http://${host}${path}`),
	);
	return {
		url: await server.listen({ host: LOOPBACK, port: 0 }),
		asked,
		close: async () => server.close(),
	};
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
