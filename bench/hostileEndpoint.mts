/**
 * How much memory a hostile endpoint can make the node take. Each attack is played against one request and against ten at once,
 * by a server in this process; the node runs in a child process, whose resident memory is sampled.
 *
 * Stated bound: an answer is read up to 16 MB, into a buffer that doubles, so a request in flight holds at most 32 MB (16 MB and
 * the 8 MB it grew from, plus what n8n's HTTP client has in its own buffers).
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { ATTACKS, startHostileServer, type Attack } from './hostile/server.mts';

const run = promisify(execFile);
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
		const { stdout } = await run(process.execPath, [
			...['--expose-gc', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
			...[CLIENT, url, String(requests)],
		]);
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
