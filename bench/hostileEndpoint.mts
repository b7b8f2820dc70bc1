/**
 * How much memory a hostile endpoint can make the node take. Each attack is played against one request and against ten at once,
 * by a server in this process; the node runs in a child process, whose resident memory is sampled.
 *
 * Stated bound: 32 MB for each request in flight. An answer is read up to 16 MB, into a buffer that doubles; while it grows for
 * the last time, the 8 MB it had are there too; the rest is for the buffers of n8n's HTTP client. What is measured on top of that
 * is garbage not yet collected.
 */
import { fileURLToPath } from 'node:url';

import { execaNode } from 'execa';

import { ATTACKS, startHostileServer, type Attack } from './hostile/server.mts';

const CLIENT = fileURLToPath(new URL('hostile/client.mts', import.meta.url));

interface Measured {
	seconds: number;
	rssBeforeMb: number;
	rssAddedMb: number;
	messages: string[];
}

async function measure(attack: Attack, requests: number): Promise<Measured> {
	const { url, server } = await startHostileServer(attack);
	try {
		const { stdout } = await execaNode(CLIENT, [url, String(requests)], {
			nodeOptions: ['--expose-gc', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
		});
		return JSON.parse(stdout) as Measured;
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

for (const attack of Object.keys(ATTACKS) as Attack[]) {
	for (const requests of [1, 10]) {
		const { seconds, rssBeforeMb, rssAddedMb, messages } = await measure(attack, requests);
		const memory = `${String(rssAddedMb)} MB more than the ${String(rssBeforeMb)} MB before`;
		console.log(`${attack}, ${String(requests)} at once: ${memory}, ${String(seconds)} s`);
		for (const message of messages) console.log(`    ${message}`);
	}
}
