/** Every link and command in the documents holds, and the two READMEs have the same parts. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { READMES, readDocuments, type Page } from './support/markdown.mts';
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

describe('links', () => {
	it('lead to files and headings that exist', async () => {
		const broken: string[] = [];
		for (const { path, links } of pages.values()) {
			for (const link of links.filter((target) => !/^https?:/.test(target))) {
				const [file = '', anchor] = link.split('#');
				const target = file === '' ? path : normalize(join(dirname(path), file));
				const headings = pages.get(target)?.headings ?? [];
				const hasAnchor =
					anchor === undefined || headings.some((one) => one.anchor === decodeURI(anchor));
				if (!(await exists(target)) || !hasAnchor) broken.push(`${path}: ${link}`);
			}
		}
		expect(broken).toStrictEqual([]);
	});

	it('are encrypted, and to this repository by its own name', () => {
		const outside = [...pages.values()].flatMap(({ links }) =>
			links.filter((target) => /^https?:/.test(target)),
		);
		expect(outside.filter((target) => !target.startsWith('https://'))).toStrictEqual([]);
		const home = packageJson.homepage.replace('#readme', '');
		const ours = outside.filter((target) => target.includes(packageJson.name));
		expect(ours.filter((target) => !target.startsWith(`${home}/`))).toStrictEqual([]);
	});

	it('of node, codex and credential lead to a heading of the README', async () => {
		const codex = await readFile(join(ROOT, 'nodes/DesktopSid/DesktopSid.node.json'), 'utf8');
		const texts = [codex, new HuaweiCloudWorkspaceApi().documentationUrl];
		const anchors = texts.flatMap((text) => [...text.matchAll(/#([\w-]+)/g)].map(([, a]) => a));
		const known = page('README.md').headings.map(({ anchor }) => anchor);
		expect(anchors.filter((anchor) => anchor !== 'readme')).not.toHaveLength(0);
		expect([...known, 'readme']).toEqual(expect.arrayContaining(anchors));
	});
});

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

describe('the two READMEs', () => {
	it('have the same sections, tables, code and links to files', () => {
		const [english, chinese] = READMES.map((path) => page(path));
		const shape = (found: Page | undefined) => ({
			levels: found?.headings.map(({ level }) => level),
			tables: found?.tables,
			code: found?.code,
			links: found?.links.filter(
				(target) => !target.startsWith('#') && !/^(https|READ)/.test(target),
			),
		});
		expect(shape(chinese)).toStrictEqual(shape(english));
	});

	it('lead to each other', () => {
		expect(page('README.md').links).toContain('README.zh-CN.md');
		expect(page('README.zh-CN.md').links).toContain('README.md');
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
