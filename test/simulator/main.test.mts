import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { launch, type Child } from '../../demo/n8n/children.mts';
import { CHECKOUT } from '../../demo/n8n/versions.mts';

const BOUND_MS = 60_000;
const running: Child[] = [];

afterEach(async () => {
	await Promise.all(running.splice(0).map(async (child) => child.end()));
});

function runMain(...args: string[]): Child {
	const program = ['simulator/main.mts', ...args];
	const child = launch({
		command: process.execPath,
		args: program,
		cwd: CHECKOUT,
		env: process.env,
	});
	running.push(child);
	return child;
}

it('prints where it is, serves, and stops on SIGTERM', async () => {
	const child = runMain('--desktops', '10');
	await child.until('it serves', BOUND_MS, () => child.output().includes('Ctrl-C'));
	const printed = (label: string) => new RegExp(`${label} +(\\S+)`).exec(child.output())?.[1] ?? '';
	const url = `${printed('Endpoint')}/v2/${printed('Project id')}/desktops`;
	const response = await fetch(url, { headers: { 'x-auth-token': printed('Token') } });
	expect(await response.json()).toMatchObject({ total_count: 16 });
	await child.end(BOUND_MS);
	expect(await child.finished).toMatchObject({ code: 0 });
});

it('refuses a port that is none', async () => {
	const { code, stderr } = await runMain('--port', '65536').finished;
	expect(stderr).toContain('--port must be a whole number from 0 to 65535');
	expect(code).toBe(2);
});

it('says so where the port is taken', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const { code, stderr } = await runMain('--port', String(port)).finished;
	server.close();
	expect(stderr).toContain(`Port ${String(port)} is taken by another program.`);
	expect(code).toBe(1);
});
