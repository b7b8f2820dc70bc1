/** Commands of CONTRIBUTING.md that nothing else runs, taken from the page and entered as they are. */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { launch } from '../../demo/n8n/children.mts';
import { freePorts } from '../../demo/n8n/settings.mts';
import packageJson from '../../package.json' with { type: 'json' };
import { inTerminal, type Terminal } from '../e2e/support/terminal.mts';
import { until } from '../e2e/support/until.mts';
import { commandsOf } from './support/commands.mts';
import { readPage } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';

const BOUND_MS = 60_000;
const SETTINGS = [
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'eslint.config.mjs',
	'eslint.tools.config.mjs',
	'.prettierrc.js',
	'.prettierignore',
];
const PERSON = {
	GIT_AUTHOR_NAME: 'Somebody',
	GIT_AUTHOR_EMAIL: 'somebody@localhost.example',
	GIT_COMMITTER_NAME: 'Somebody',
	GIT_COMMITTER_EMAIL: 'somebody@localhost.example',
};
const FIRST_COMMIT = `
git init -q -b main
git init -q -b main --bare ../upstream
git remote add origin ../upstream
git add package.json package-lock.json
git commit -q -m 'As it was'
git push -q -u origin main`;

let commands: string[];

beforeAll(async () => {
	commands = commandsOf(await readPage('CONTRIBUTING.md'));
});

function command(start: string): string {
	const found = commands.find((each) => each === start || each.startsWith(`${start} `));
	if (found === undefined) throw new Error(`CONTRIBUTING.md has no command "${start}…"`);
	return found;
}

it('one test file is run by Jest', async () => {
	await inTerminal({}, async ({ enter }) => {
		expect(await enter(`${command('npx jest')} 2>&1`, ROOT)).toMatch(/^Tests: +\d+ passed/m);
	});
});

it('the simulator runs alone, on the port and with the desktops that are asked for', async () => {
	const { editor: port } = await freePorts();
	const line = command('npx node simulator/main.mts').replace('8080', String(port));
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

/** What a clone has of the project's settings, and a link to its tools. */
async function clone({ home }: Terminal): Promise<string> {
	const folder = join(home, 'clone');
	await mkdir(folder);
	for (const name of SETTINGS) await cp(join(ROOT, name), join(folder, name));
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

describe('in a clone', () => {
	it('npm run lint finds what npm run lint:fix repairs', async () => {
		await inTerminal({}, async (terminal) => {
			const folder = await clone(terminal);
			const file = join(folder, 'untidy.mts');
			await writeFile(file, 'export type Untidy = {\n  name: string }\n');
			const linted = terminal.enter(command('npm run lint'), folder);
			await expect(linted).rejects.toThrow('untidy.mts');
			await terminal.enter(command('npm run lint:fix'), folder);
			expect(await readFile(file, 'utf8')).toBe('export interface Untidy {\n\tname: string;\n}\n');
		});
	});

	it('npm version minor makes a commit and a tag, and git push --follow-tags sends both', async () => {
		await inTerminal(PERSON, async (terminal) => {
			const folder = await clone(terminal);
			await terminal.enter(FIRST_COMMIT, folder);
			await terminal.enter(command('npm version minor'), folder);
			await terminal.enter(command('git push'), folder);
			const [major, minor] = packageJson.version.split('.');
			const next = `${String(major)}.${String(Number(minor) + 1)}.0`;
			const upstream = join(terminal.home, 'upstream');
			expect(await terminal.enter('git describe --exact-match main', upstream)).toBe(`v${next}\n`);
			expect(await terminal.enter('git show main:package.json', upstream)).toContain(
				`"version": "${next}"`,
			);
		});
	});
});
