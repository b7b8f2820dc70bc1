/** What the tests of the documents need of Markdown; fenced code is told from text, nothing else. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ROOT } from './outside.mts';

export interface Heading {
	level: number;
	text: string;
	/** As GitHub makes it of the text. */
	anchor: string;
}

export interface CodeBlock {
	language: string;
	text: string;
	/** What a comment on the line before says (`<!-- policy -->`); '' without one. */
	label: string;
}

export interface Page {
	path: string;
	/** Everything, as it is in the file. */
	source: string;
	/** Without fenced code. */
	prose: string;
	headings: Heading[];
	code: CodeBlock[];
	/** Targets of links and pictures. */
	links: string[];
	/** Number of rows of each table, the heading included. */
	tables: number[];
}

export const READMES = ['README.md', 'README.zh-CN.md'] as const;
const OTHERS = ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];

const FENCED = /(?:<!-- ([^>]+?) -->\s*)?^```(\w*)\n([\s\S]*?)^```$/gm;

/** All documents of the project, by their paths. */
export async function readDocuments(): Promise<Map<string, Page>> {
	const inDocs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
	const paths = [...READMES, ...OTHERS, ...inDocs.map((name) => `docs/${name}`)];
	const pages = await Promise.all(paths.map(async (path) => await readPage(path)));
	return new Map(pages.map((page) => [page.path, page]));
}

export async function readPage(path: string): Promise<Page> {
	const source = await readFile(join(ROOT, path), 'utf8');
	const prose = source.replace(FENCED, '');
	return {
		path,
		source,
		prose,
		headings: headingsOf(prose),
		code: codeIn(source),
		links: [
			...[...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target),
			...[...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, target = '']) => target),
			...[...prose.matchAll(/ (?:src|srcset)="([^"]+)"/g)].map(([, target = '']) => target),
		],
		tables: tablesOf(prose),
	};
}

/** The fenced code between a heading and the next one. A comment of a shell looks like a heading of the first level. */
export function codeUnder({ source }: Page, heading: string): CodeBlock[] {
	const [, section = ''] = source.split(new RegExp(`^#{2,} ${heading}$`, 'm'));
	return codeIn(section.split(/^#{2,} /m)[0] ?? '');
}

function codeIn(source: string): CodeBlock[] {
	return [...source.matchAll(FENCED)].map(([, label = '', language = '', text = '']) => ({
		label,
		language,
		text,
	}));
}

/** GitHub's rule: lower case, without punctuation, blanks as hyphens, `-1` and so on for the same text again. */
function headingsOf(prose: string): Heading[] {
	const used = new Map<string, number>();
	return [...prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', text = '']) => {
		const plain = text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '');
		const slug = plain.replaceAll(' ', '-');
		const before = used.get(slug) ?? 0;
		used.set(slug, before + 1);
		return {
			level: marks.length,
			text,
			anchor: before === 0 ? slug : `${slug}-${String(before)}`,
		};
	});
}

function tablesOf(prose: string): number[] {
	return [...prose.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) => table.trim().split('\n').length);
}
