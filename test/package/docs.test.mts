/** The documents say what the code does, in both languages, and every link, command and example in them holds. */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

import type { IDataObject, INode, INodeProperties } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { REGIONS } from '../../credentials/regions.ts';
import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { STATUSES } from '../../nodes/DesktopSid/update/verdict.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readPage, type Page } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';
import { runExample } from './support/workedExample.mts';

const READMES = ['README.md', 'README.zh-CN.md'] as const;

const pages = new Map<string, Page>();

beforeAll(async () => {
	const inDocs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
	const paths = [...READMES, 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.map((f) => `docs/${f}`)];
	for (const path of paths) pages.set(path, await readPage(path));
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

interface Field {
	name: string;
	label: string;
	choices: string[];
}

/** Parameters and the options in their collections, with the choices of lists. */
function fieldsOf(properties: INodeProperties[]): Field[] {
	return properties.flatMap((property) => {
		const options = (property.options ?? []) as INodeProperties[];
		const isCollection = property.type === 'collection';
		const choices = property.type === 'options' ? options.map(({ name }) => name) : [];
		const self = { name: property.name, label: property.displayName, choices };
		return isCollection ? fieldsOf(options) : [self];
	});
}

const FIELDS = fieldsOf(new DesktopSid().description.properties);

describe.each(READMES)('%s', (path) => {
	it('describes every operation and every parameter with its choices', () => {
		const { prose } = page(path);
		const described = FIELDS.filter(({ name }) => name !== 'operation');
		const missing = described.flatMap(({ name, label, choices }) => [
			...(prose.includes(`\`${name}\``) ? [] : [name]),
			...(new RegExp(`\\*\\*([^*]* → )?${label}\\*\\*`).test(prose) ? [] : [label]),
			...choices.filter((choice) => !prose.includes(choice)),
		]);
		expect(missing).toStrictEqual([]);
		const operations = FIELDS.find(({ name }) => name === 'operation')?.choices ?? [];
		const headings = page(path).headings.map(({ text }) => text);
		expect(operations).not.toHaveLength(0);
		expect(headings).toEqual(expect.arrayContaining(operations));
	});

	it('names in its tables no parameter that the node does not have', () => {
		const names = FIELDS.map(({ name }) => name);
		const rows = [...page(path).prose.matchAll(/^\| \*\*[^|]+\*\* +\| `(\w+)` +\|/gm)];
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
	});

	it('describes every field of the credential', () => {
		const shown = new HuaweiCloudWorkspaceApi().properties.filter(({ type }) => type !== 'hidden');
		const missing = shown.filter(
			({ displayName }) =>
				!page(path).prose.includes(`**${displayName}**`) && displayName !== 'Authentication',
		);
		expect(missing.map(({ displayName }) => displayName)).toStrictEqual([]);
	});

	it('lists every region, and no other', () => {
		const [, list = ''] = /<!-- regions -->\s+(.+)/.exec(page(path).prose) ?? [];
		const listed = [...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
		expect(listed.sort()).toStrictEqual(REGIONS.map(({ id }) => id).sort());
	});

	it('has a row for every status, in the order of the outputs', () => {
		const rows = [...page(path).prose.matchAll(/^\| `(\w+)` +\| .+ \| (?:no|yes|否|是) +\|$/gm)];
		expect(rows.map(([, status]) => status)).toStrictEqual([...STATUSES]);
	});

	it('explains every code that the code tells apart', async () => {
		const sources = ['transport/nextStep.ts', 'transport/trouble.ts'].map(
			(file) => `nodes/DesktopSid/${file}`,
		);
		const texts = await Promise.all(
			[...sources, 'credentials/testAnswer.ts'].map((file) => readFile(join(ROOT, file), 'utf8')),
		);
		const codes = new Set(texts.join('').match(/APIGW\.\d{4}/g));
		codes.delete('APIGW.0201'); // left to its status
		expect(codes.size).toBeGreaterThan(15);
		expect([...codes].filter((code) => !page(path).prose.includes(`\`${code}\``))).toEqual([]);
	});

	it('gives a policy with exactly the rights that the code asks for', async () => {
		const policy = page(path).code.find(({ label }) => label === 'policy')?.text ?? '';
		const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
		const granted = Statement.flatMap(({ Action }) => Action);
		expect(granted.sort()).toStrictEqual(await actionsInCode());
	});

	it('mentions every example, and leads to it', async () => {
		const examples = (await readdir(join(ROOT, 'examples'))).filter((f) => f.endsWith('.json'));
		expect(examples).not.toHaveLength(0);
		expect(page(path).links).toEqual(expect.arrayContaining(examples.map((f) => `examples/${f}`)));
	});

	it('has a worked example that comes out as it says', async () => {
		const part = (name: string) => {
			const block = page(path).code.find(({ label }) => label === `example: ${name}`);
			return JSON.parse(block?.text ?? '') as unknown;
		};
		const items = part('input') as IDataObject[];
		const parameters = part('parameters') as INode['parameters'];
		expect(await runExample(items, parameters)).toEqual(part('perDesktop'));
		const perStatus = { ...parameters, output: 'perStatus' };
		expect(await runExample(items, perStatus)).toEqual(part('perStatus'));
	}, 30_000);
});

/** Every IAM action that is named anywhere in the shipped code: in refusals and in the credential test. */
async function actionsInCode(): Promise<string[]> {
	const found = new Set<string>();
	for (const folder of ['nodes', 'credentials']) {
		const files = await readdir(join(ROOT, folder), { recursive: true });
		for (const file of files.filter((name) => name.endsWith('.ts'))) {
			const text = await readFile(join(ROOT, folder, file), 'utf8');
			for (const [action] of text.matchAll(/\bworkspace:\w+:\w+/g)) found.add(action);
		}
	}
	return [...found].sort();
}

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
