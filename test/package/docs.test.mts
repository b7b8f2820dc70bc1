/** Programs and folders in the documents are there, and the pages of both languages have the same parts. Links: links.test.mts */
import { access } from 'node:fs/promises';
import { join } from 'node:path';

import packageJson from '../../package.json' with { type: 'json' };
import {
	filesLinkedFrom,
	guideOf,
	READMES,
	readDocuments,
	type Page,
} from './support/markdown.mts';
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

it('the READMEs and their pages have no line of more than 300 characters', () => {
	const long = [...pages.values()]
		.filter(({ path }) => path === 'README.md' || path.startsWith('docs/'))
		.flatMap(({ path, source }) =>
			source
				.split('\n')
				.flatMap((line, index) => (line.length > 300 ? [`${path}:${String(index + 1)}`] : [])),
		);
	expect(long).toStrictEqual([]);
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

describe('the two languages', () => {
	const ENGLISH = guideOf(READMES[0]);
	const CHINESE = guideOf(READMES[1]);

	it.each(ENGLISH.map((path, index) => [path, CHINESE[index] ?? '']))(
		'%s and %s have the same sections, tables, code and links to files',
		(english, chinese) => {
			const shape = (found: Page) => ({
				levels: found.headings.map(({ level }) => level),
				tables: found.tables,
				code: found.code,
				links: filesLinkedFrom(found)
					.filter((file) => !file.includes('README'))
					.map((file) => file.replace('docs/zh-CN/', 'docs/').replace(/#.*/, ''))
					.filter((file) => file !== english),
			});
			expect(shape(page(chinese))).toStrictEqual(shape(page(english)));
		},
	);

	it('lead to each other, page by page', () => {
		for (const [index, english] of ENGLISH.entries()) {
			const chinese = CHINESE[index] ?? '';
			expect(filesLinkedFrom(page(english))).toContain(chinese);
			expect(filesLinkedFrom(page(chinese))).toContain(english);
		}
	});

	it.each(READMES)('%s leads to each of its pages, and is short', (readme) => {
		const [, ...pagesOfIt] = guideOf(readme);
		expect(filesLinkedFrom(page(readme))).toEqual(expect.arrayContaining(pagesOfIt));
		expect(Buffer.byteLength(page(readme).source)).toBeLessThanOrEqual(12_000);
	});
});
