/** Programs and folders in the documents are there, and the two READMEs have the same parts. Links: links.test.mts */
import { access } from 'node:fs/promises';
import { join } from 'node:path';

import packageJson from '../../package.json' with { type: 'json' };
import { filesLinkedFrom, READMES, readDocuments, type Page } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';

let pages: Map<string, Page>;

beforeAll(async () => {
	pages = await readDocuments();
});

function page(path: string): Page {
	const found = pages.get(path);
	if (found === undefined) throw new Error(`${path} was not read`);
	return found;
}

const exists = async (path: string) =>
	await access(join(ROOT, path)).then(
		() => true,
		() => false,
	);

describe('commands', () => {
	it('are scripts of package.json', () => {
		const named = [...pages.values()].flatMap(({ source }) =>
			[...source.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
		);
		expect(new Set(named).size).toBeGreaterThan(5);
		expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
	});

	it.each(READMES)('the two of the project stand in %s, each in a line of its own', (path) => {
		const lines = page(path).code.flatMap(({ text }) => text.split('\n'));
		expect(lines).toEqual(
			expect.arrayContaining([
				'npm ci && npm run demo',
				'npm ci && npm test',
				'npm run demo -- --open',
			]),
		);
	});

	it('name programs and folders that exist', async () => {
		const named = [...pages.values()].flatMap(({ source }) =>
			[
				...source.matchAll(
					/`((?:nodes|credentials|simulator|demo|bench|test|examples|docs|\.github|\.ci)\/[\w./-]*)`/g,
				),
				...source.matchAll(/(?:node|jest|--test) ((?:simulator|test)\/[\w./-]+)/g),
			].map(([, path = '']) => path),
		);
		expect(named.length).toBeGreaterThan(10);
		const missing: string[] = [];
		for (const path of named) if (!(await exists(path))) missing.push(path);
		expect(missing).toStrictEqual([]);
	});
});

describe('CONTRIBUTING.md', () => {
	/** Pieces of code that are paths: with a slash, or files of the root. */
	const PATH = /^\.?[\w-]+(?:(?:\/[\w.-]+)+\/?|\/|\.(?:json|mjs|js|md))$/;
	/** Made by a build, or by git while it works. */
	const MADE = /^(dist|\.n8n)\//;

	it('names only paths that exist', async () => {
		const named = page('CONTRIBUTING.md').spans.filter((span) => PATH.test(span));
		expect(named.length).toBeGreaterThan(25);
		const missing: string[] = [];
		for (const path of named.filter((each) => !MADE.test(each)))
			if (!(await exists(path))) missing.push(path);
		expect(missing).toStrictEqual([]);
	});

	it('says for ten changes and more in which file they are made', () => {
		const [, part = ''] = page('CONTRIBUTING.md').source.split('### Where do I change …');
		const rows = [...(part.split('\n## ')[0] ?? '').matchAll(/^\| [^|]+ \| `([^`]+)` +\|$/gm)];
		expect(rows.length).toBeGreaterThanOrEqual(10);
		expect(rows.filter(([, file = '']) => !/\.m?ts$/.test(file))).toStrictEqual([]);
	});
});

describe('the two READMEs', () => {
	it('have the same sections, tables, code and links to files', () => {
		const [english, chinese] = READMES.map((path) => page(path));
		const shape = (found: Page | undefined) => ({
			levels: found?.headings.map(({ level }) => level),
			tables: found?.tables,
			code: found?.code,
			links:
				found === undefined
					? []
					: filesLinkedFrom(found).filter((file) => !file.includes('README')),
		});
		expect(shape(chinese)).toStrictEqual(shape(english));
	});

	it('lead to each other', () => {
		expect(page('README.md').links).toContain('docs/zh-CN/README.md');
		expect(page('docs/zh-CN/README.md').links).toContain('../../README.md');
	});

	it('have a table of contents with every section', () => {
		for (const path of READMES) {
			const { headings, links } = page(path);
			const sections = headings.filter(({ level }) => level === 2).slice(1);
			const contents = sections.map(({ anchor }) => `#${anchor}`);
			expect(links.filter((link) => contents.includes(link))).toEqual(
				expect.arrayContaining(contents),
			);
		}
	});
});
