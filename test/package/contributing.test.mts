/** Commands of CONTRIBUTING.md that nothing else runs, taken from the page and entered as they are. Those for a clone are in `test/e2e/`. */
import { launch } from '../../demo/n8n/children.mts';
import { freePorts } from '../../demo/n8n/settings.mts';
import { inTerminal } from '../e2e/support/terminal.mts';
import { until } from '../e2e/support/until.mts';
import { commandOfContributing as command } from './support/commands.mts';
import { ROOT } from './support/outside.mts';

const BOUND_MS = 60_000;

it('one test file is run by Jest', async () => {
	await inTerminal({}, async ({ enter }) => {
		expect(await enter(`${await command('npx jest')} 2>&1`, ROOT)).toMatch(/^Tests: +\d+ passed/m);
	});
});

it('the simulator runs alone, on the port and with the desktops that are asked for', async () => {
	const { editor: port } = await freePorts();
	const line = (await command('npx node simulator/main.mts')).replace('8080', String(port));
	const child = launch({ command: 'sh', args: ['-c', line], cwd: ROOT, env: process.env });
	const said = (name: string) =>
		new RegExp(`^${name} +(\\S+)`, 'm').exec(child.output())?.[1] ?? '';
	try {
		await until('it serves', BOUND_MS, () => child.output().includes('Ctrl-C'));
		const address = `${said('Endpoint')}/v2/${said('Project id')}/desktops`;
		expect(new URL(address).port).toBe(String(port));
		const answer = await fetch(address, { headers: { 'x-auth-token': said('Token') } });
		expect(await answer.json()).toMatchObject({ total_count: 1006 });
	} finally {
		await child.end();
	}
});
