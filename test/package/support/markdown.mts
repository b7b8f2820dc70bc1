/** What the tests of the documents look at in a page. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import GithubSlugger from 'github-slugger';
import { lexer, walkTokens, type Token, type Tokens, type TokensList } from 'marked';

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
	/** Without code blocks. */
	prose: string;
	headings: Heading[];
	code: CodeBlock[];
	/** Pieces of code within the text. */
	spans: string[];
	/** Targets of links and pictures. */
	links: string[];
	/** Number of rows of each table, without the heading. */
	tables: number[];
}

export const READMES = ['README.md', 'docs/zh-CN/README.md'] as const;
const OTHERS = ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const DOCS = ['docs', 'docs/zh-CN'];
/** The pages that a README leads to, in the order in which it names them; the same in each language. */
export const PAGES = [
	'try-it',
	'signing-in',
	'example',
	'recipes',
	'operations',
	'domain',
	'messages',
	'scaling',
	'security',
	'unconfirmed',
];

/** All documents of the project, by their paths. */
export async function readDocuments(): Promise<Map<string, Page>> {
	const inDocs = await Promise.all(
		DOCS.map(async (folder) => {
			const names = await readdir(join(ROOT, folder));
			return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
		}),
	);
	const paths = new Set([...READMES, ...OTHERS, ...inDocs.flat()]);
	const pages = await Promise.all([...paths].map(async (path) => await readPage(path)));
	return new Map(pages.map((page) => [page.path, page]));
}

/** The paths of a README and of the pages that it leads to. */
export function guideOf(readme: (typeof READMES)[number]): string[] {
	const folder = readme === 'README.md' ? 'docs' : posix.dirname(readme);
	return [readme, ...PAGES.map((name) => `${folder}/${name}.md`)];
}

/** A README with its pages, as one. Its links are paths from the root of the project. */
export async function readGuide(readme: (typeof READMES)[number]): Promise<Page> {
	const pages = await Promise.all(guideOf(readme).map(async (path) => await readPage(path)));
	return {
		path: readme,
		source: pages.map(({ source }) => source).join('\n'),
		prose: pages.map(({ prose }) => prose).join('\n'),
		headings: pages.flatMap(({ headings }) => headings),
		code: pages.flatMap(({ code }) => code),
		spans: pages.flatMap(({ spans }) => spans),
		links: pages.flatMap(filesLinkedFrom),
		tables: pages.flatMap(({ tables }) => tables),
	};
}

export async function readPage(path: string): Promise<Page> {
	const source = await readFile(join(ROOT, path), 'utf8');
	const blocks = lexer(source);
	const tokens = everyToken(blocks);
	const slugger = new GithubSlugger();
	return {
		path,
		source,
		prose: blocks
			.filter(({ type }) => type !== 'code')
			.map(({ raw }) => raw)
			.join(''),
		headings: tokens.filter(isA('heading')).map(({ depth, text }) => ({
			level: depth,
			text,
			anchor: slugger.slug(text),
		})),
		code: codeIn(blocks),
		spans: tokens.filter(isA('codespan')).map(({ text }) => text),
		links: [
			...tokens.filter(isA('link')).map(({ href }) => href),
			...tokens.filter(isA('image')).map(({ href }) => href),
			...tokens
				.filter(isA('html'))
				.flatMap(({ raw }) => [...raw.matchAll(/ (?:src|srcset)="([^"]+)"/g)])
				.map(([, target = '']) => target),
		],
		tables: tokens.filter(isA('table')).map(({ rows }) => rows.length),
	};
}

/** The code blocks between a heading and the next one. */
export function codeUnder({ source }: Page, heading: string): CodeBlock[] {
	const blocks = lexer(source);
	const start = blocks.findIndex((token) => isA('heading')(token) && token.text === heading) + 1;
	const length = blocks.slice(start).findIndex(isA('heading'));
	return codeIn(blocks.slice(start, length === -1 ? undefined : start + length));
}

/** Those that stand alone; a label and its block may have an empty line between them. */
function codeIn(blocks: readonly Token[]): CodeBlock[] {
	const solid = blocks.filter(({ type }) => type !== 'space');
	return solid.flatMap((block, index) => {
		if (!isA('code')(block)) return [];
		const [, label = ''] = /^<!-- ([^>]+?) -->\s*$/.exec(solid[index - 1]?.raw ?? '') ?? [];
		return [{ label, language: block.lang ?? '', text: `${block.text}\n` }];
	});
}

function everyToken(blocks: TokensList): Token[] {
	const all: Token[] = [];
	walkTokens(blocks, (token) => {
		all.push(token);
	});
	return all;
}

interface ByType {
	code: Tokens.Code;
	codespan: Tokens.Codespan;
	heading: Tokens.Heading;
	html: Tokens.HTML;
	image: Tokens.Image;
	link: Tokens.Link;
	paragraph: Tokens.Paragraph;
	table: Tokens.Table;
	text: Tokens.Text;
}

function isA<Type extends keyof ByType>(type: Type) {
	return (token: Token): token is ByType[Type] => token.type === type;
}

/** The files that a page links to, by their paths from the root of the project. */
export function filesLinkedFrom({ path, links }: Page): string[] {
	return links
		.filter((link) => !/^(#|https?:)/.test(link))
		.map((link) => posix.join(posix.dirname(path), link));
}

/** Headings and cells with fewer words are labels, which would make any page look easy. */
const FEWEST_WORDS = 5;

/** The sentences of a page, in paragraphs, lists and tables; code within them is one word. */
export function proseOf({ source }: Page): string[] {
	const texts: string[] = [];
	walkTokens(lexer(source), (token) => {
		if (isA('paragraph')(token)) texts.push(plainText(token.tokens));
		if (isA('text')(token) && token.tokens !== undefined) texts.push(plainText(token.tokens));
		if (isA('table')(token))
			texts.push(...token.rows.flat().map(({ tokens }) => plainText(tokens)));
	});
	return texts
		.flatMap((text) => text.split(/(?<=[.!?])\s+/))
		.map((sentence) => sentence.trim())
		.filter((sentence) => sentence.split(/\s+/).length >= FEWEST_WORDS);
}

function plainText(tokens: readonly Token[] = []): string {
	return tokens
		.map((token) => {
			if (isA('codespan')(token)) return 'code';
			if (isA('html')(token) || isA('image')(token)) return '';
			const inner = 'tokens' in token ? token.tokens : undefined;
			return inner === undefined ? ('text' in token ? String(token.text) : '') : plainText(inner);
		})
		.join('');
}
