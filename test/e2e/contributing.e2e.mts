/** Commands of CONTRIBUTING.md that change files, taken from the page and entered in a clone. */
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };
import { commandOfContributing as command } from '../package/support/commands.mts';
import { ROOT } from '../package/support/outside.mts';
import { inTerminal, type Terminal } from './support/terminal.mts';

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
			const linted = terminal.enter(await command('npm run lint'), folder);
			await assert.rejects(linted, /untidy\.mts/);
			await terminal.enter(await command('npm run lint:fix'), folder);
			assert.equal(await readFile(file, 'utf8'), 'export interface Untidy {\n\tname: string;\n}\n');
		});
	});

	it('npm version minor makes a commit and a tag, and git push --follow-tags sends both', async () => {
		await inTerminal(PERSON, async (terminal) => {
			const folder = await clone(terminal);
			await terminal.enter(FIRST_COMMIT, folder);
			await terminal.enter(await command('npm version minor'), folder);
			await terminal.enter(await command('git push'), folder);
			const [major, minor] = packageJson.version.split('.');
			const next = `${String(major)}.${String(Number(minor) + 1)}.0`;
			const upstream = join(terminal.home, 'upstream');
			assert.equal(await terminal.enter('git describe --exact-match main', upstream), `v${next}\n`);
			const pushed = await terminal.enter('git show main:package.json', upstream);
			assert.ok(pushed.includes(`"version": "${next}"`));
		});
	});
});
