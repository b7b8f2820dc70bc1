/** Every command in the documents is run by a test, and names this package as it is named. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import packageJson from '../../package.json' with { type: 'json' };
import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { commandsOf } from './support/commands.mts';
import { EXERCISED, LEFT_OUT } from './support/exercised.mts';
import { readDocuments, type Page } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';

let pages: Page[];

beforeAll(async () => {
	pages = [...(await readDocuments()).values()];
});

describe('the commands of the documents', () => {
	it('are each run by a test, or there is a reason why not', () => {
		const listed = [...Object.keys(EXERCISED), ...Object.keys(LEFT_OUT)];
		expect([...new Set(pages.flatMap(commandsOf))].sort()).toStrictEqual(listed.sort());
	});

	it('stand in blocks of a language that is known here, or are none', () => {
		const languages = new Set(pages.flatMap(({ code }) => code.map(({ language }) => language)));
		expect([...languages].sort()).toStrictEqual(['', 'json', 'mermaid', 'sh']);
	});

	it.each(Object.entries(EXERCISED))('%s is run where the list says', async (_, [file, mark]) => {
		expect(await readFile(join(ROOT, file), 'utf8')).toContain(mark);
	});
});

describe('the names in the documents', () => {
	const named = (pattern: RegExp) =>
		new Set(pages.flatMap(({ source }) => source.match(pattern) ?? []));
	const { name } = packageJson;

	it('are those of the package and of its tarball', () => {
		const packages = named(/n8n-nodes-(?!base\b)[a-z]+(?:-[a-z]+)*/g);
		expect(packages).toStrictEqual(new Set([name]));
		// A number would have to be changed with each release.
		expect(named(/[\w.*-]+\.tgz/g)).toStrictEqual(new Set([`${name}-*.tgz`]));
	});

	it('are those of the node, installed as a package and as a folder', () => {
		const { name: node } = new DesktopSid().description;
		const types = named(/[\w-]+\.desktopSid\b/g);
		expect(types).toStrictEqual(new Set([`${name}.${node}`, `CUSTOM.${node}`]));
	});
});
