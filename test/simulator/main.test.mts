import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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

it('refuses a port that is none', async () => {
	const child = runMain('--port', '65536');
	const [[chunk], [code]] = (await Promise.all([
		once(child.stderr, 'data'),
		once(child, 'exit'),
	])) as [[Buffer], [number]];
	expect(chunk.toString()).toContain('--port must be a whole number from 0 to 65535');
	expect(code).toBe(2);
});
