import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const node = join('node_modules', '.bin', 'node');
const running: ChildProcess[] = [];

afterEach(() => {
	for (const child of running.splice(0)) child.kill('SIGKILL');
});

function runMain(...args: string[]) {
	const child = spawn(node, [join('simulator', 'main.mts'), ...args]);
	running.push(child);
	return child;
}

it('prints where it is, serves, and stops on SIGTERM', async () => {
	const child = runMain('--desktops', '10');
	let output = '';
	while (!output.includes('Ctrl-C')) {
		const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
		output += chunk.toString();
	}
	const [, endpoint] = /Endpoint +(\S+)/.exec(output) ?? [];
	const [, projectId] = /Project id +(\S+)/.exec(output) ?? [];
	const [, token] = /Token +(\S+)/.exec(output) ?? [];
	const url = `${String(endpoint)}/v2/${String(projectId)}/desktops`;
	const response = await fetch(url, { headers: { 'x-auth-token': String(token) } });
	expect(await response.json()).toMatchObject({ total_count: 16 });
	child.kill('SIGTERM');
	expect(await once(child, 'exit')).toEqual([0, null]);
});

/** What it says as it ends, and its exit code. */
async function lastWords(...args: string[]): Promise<[string, number]> {
	const child = runMain(...args);
	const [[chunk], [code]] = (await Promise.all([
		once(child.stderr, 'data'),
		once(child, 'exit'),
	])) as [[Buffer], [number]];
	return [chunk.toString(), code];
}

it('refuses a port that is none', async () => {
	const [words, code] = await lastWords('--port', '65536');
	expect(words).toContain('--port must be a whole number from 0 to 65535');
	expect(code).toBe(2);
});

it('says so where the port is taken', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const [words, code] = await lastWords('--port', String(port));
	server.close();
	expect(words).toContain(`Port ${String(port)} is taken by another program.`);
	expect(code).toBe(1);
});
