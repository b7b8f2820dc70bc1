/** Code blocks in the documents are of a known language, and name this package as it is named. */
import packageJson from '../../package.json' with { type: 'json' };
import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { DesktopSidTrigger } from '../../nodes/DesktopSid/DesktopSidTrigger.node.ts';
import { readDocuments, type Page } from './support/markdown.mts';

let pages: Page[];

beforeAll(async () => {
	pages = [...(await readDocuments()).values()];
});

describe('the code in the documents', () => {
	it('is of a language that is known here, or of none', () => {
		const languages = new Set(pages.flatMap(({ code }) => code.map(({ language }) => language)));
		expect([...languages].sort()).toStrictEqual(['', 'json', 'mermaid', 'sh']);
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
		const node = new DesktopSid().description.name;
		const trigger = new DesktopSidTrigger().description.name;
		const types = named(/[\w-]+\.desktopSid\w*/g);
		types.delete(`CUSTOM.${trigger}`);
		types.delete(`${name}.${trigger}`);
		expect(types).toStrictEqual(new Set([`${name}.${node}`, `CUSTOM.${node}`]));
	});
});
