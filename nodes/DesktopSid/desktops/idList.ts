import { visibleText } from './foreignText';

/** What a list parameter is about, by the field that holds it in an item. */
export type ListOf = 'desktop_id' | 'computer_name' | 'job_id';

/** Names of fields and headings, in small letters without `_`, `-` and spaces; the first one that an object has counts. */
const LABELS: Readonly<Record<ListOf, readonly string[]>> = {
	desktop_id: ['desktopids', 'desktopid', 'ids', 'id', '桌面id', '云桌面id'],
	computer_name: [
		...['computernames', 'computername', 'samaccountname', 'dnshostname', 'oshostname'],
		...['hostnames', 'hostname', 'names', 'name', '计算机名', '计算机名称', '主机名'],
	],
	job_id: ['jobids', 'jobid', 'taskids', 'taskid', 'ids', 'id', '任务id'],
};

/** Names of fields that hold the entries of any list, or objects with them. */
const CONTAINERS = [
	...['desktops', 'computers', 'machines', 'tasks', 'jobs', 'items', 'data', 'json', 'list'],
	...['entries', 'values', 'result', 'results', 'output'],
];

/** Names that head a column and are nobody's name, so that they are known without a colon after them. */
const HEADINGS =
	/^(?:(?:desktop|job|task)_?ids?|(?:computer|os_?host)_?names?|samaccountname|dnshostname)$/i;

const MAX_DEPTH = 5;

/**
 * The entries of a list parameter, in their order, duplicates included: an array; an object with the list in it
 * (`{ "desktop_ids": [ … ] }`); either as JSON text, also in a code fence; text separated by commas, semicolons, bars, spaces or
 * line breaks, European, Chinese or Arabic ones; a table with a heading. Bullets, quotes and headings are no entries.
 *
 * `undefined` if the value is none of these. An object without the field that is wanted stays as it is, for the reader of
 * entries to refuse.
 *
 * @param of which fields of objects and columns of tables count
 */
export function splitEntries(value: unknown, of: ListOf): unknown[] | undefined {
	if (typeof value === 'string') return entriesOfText(value, of, 0);
	if (typeof value !== 'object' || value === null) return undefined;
	return Array.isArray(value) || heldBy(value, of) !== undefined
		? entriesOf(value, of, 0)
		: undefined;
}

function entriesOf(value: unknown, of: ListOf, depth: number): unknown[] {
	if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [value];
	if (Array.isArray(value)) {
		return value.every((entry) => typeof entry === 'string')
			? value
			: value.flatMap((entry) =>
					Array.isArray(entry) ? [entry] : entriesOf(entry, of, depth + 1),
				);
	}
	const held = heldBy(value, of);
	if (held === undefined) return [value];
	return typeof held.value === 'string' && held.isList
		? entriesOfText(held.value, of, depth + 1)
		: entriesOf(held.value, of, depth + 1);
}

/** What an object holds of the list, and whether its field is one for several entries. */
function heldBy(object: object, of: ListOf): { value: unknown; isList: boolean } | undefined {
	const keys = Object.keys(object);
	const labels = keys.map(normalized);
	for (const label of [...LABELS[of], ...CONTAINERS]) {
		const key = keys[labels.indexOf(label)];
		const value = key === undefined ? undefined : (object as Record<string, unknown>)[key];
		if (value === undefined) continue;
		return { value, isList: label.endsWith('s') || CONTAINERS.includes(label) };
	}
	return undefined;
}

/** What every entry has at least one of. */
const WORD = /[\p{L}\p{N}]/u;

/** Models put what they give into a code fence, with or without its language. */
const FENCE =
	/```(?:(?:json5?|jsonl|ya?ml|csv|tsv|te?xt|plaintext|markdown|md|python|js|javascript|bash|sh)(?=\s))?([^`]*)(?:```|$)/gi;

/** A whole list in round brackets, as Python and SQL write it. Not `PC-1 (old)`. */
const TUPLE = /^\(([^(),]*,[^()]*)\)$/;

function entriesOfText(given: string, of: ListOf, depth: number): unknown[] {
	const fences = given.includes('```') ? given.matchAll(FENCE) : [];
	const fenced = [...fences].map(([, content = '']) => content);
	const inside = fenced.join('\n');
	const text = visibleText(WORD.test(inside) ? inside : given).replace(TUPLE, '$1');
	const parsed = depth > MAX_DEPTH ? undefined : parsedJson(text);
	if (typeof parsed === 'string') return entriesOfText(parsed, of, depth + 1);
	if (parsed !== undefined) return entriesOf(parsed, of, depth + 1);
	const entries = entriesOfLines(text.split(/[\r\n\u2028\u2029]+/), of);
	// Signs alone are no list; the reader of entries says so.
	return entries.length === 0 && /^[-.?_\u2013\u2014\u2026]+$/.test(text) ? [text] : entries;
}

/**
 * JSON text of a list, an object or a text, of objects one after the other, or with a sentence around it; `undefined` if it is
 * none. A sentence is taken for one only if nothing in it can be an ID or a numbered name.
 */
function parsedJson(text: string): object | string | undefined {
	const start = /^"/.test(text) ? 0 : text.search(/[[{]/);
	const end = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
	if (start < 0 || holdsAnEntry(text.slice(0, start))) return undefined;
	const core = end < start || holdsAnEntry(text.slice(end + 1)) ? text : text.slice(start, end + 1);
	for (const source of [text, core, `[${core.replace(/\}[\s,]*\{/g, '},{')}]`]) {
		const parsed = json(source);
		if (typeof parsed === 'string' && parsed !== text) return parsed;
		if (typeof parsed === 'object' && parsed !== null) return parsed;
	}
	return undefined;
}

/** Whether a word can be an ID or a name with a number: a letter after a digit, or four characters from a letter or sign on. */
function holdsAnEntry(text: string): boolean {
	return text.split(/\s+/).some((word) => {
		const fromDigit = word.slice(word.search(/\d|$/));
		const fromOther = word.slice(word.search(/\D|$/));
		return /[a-z]/i.test(fromDigit) || (fromOther.length >= 4 && /\d/.test(fromOther));
	});
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function entriesOfLines(lines: readonly string[], of: ListOf): string[] {
	const column = lines.length > 1 ? columnOf(lines[0] ?? '', of) : undefined;
	if (column !== undefined) {
		return lines.slice(1).flatMap((line) => {
			const entry = withoutSyntax(line.split(column.separator)[column.index]?.trim() ?? '');
			return entry === '' ? [] : [entry];
		});
	}
	let heading = '';
	return withoutNumbers(lines).flatMap((line) => {
		const entries: string[] = [];
		let isHeaded = false;
		let hasEntries = false;
		const plain = line.replace(TWO_WORDS, '$1_$2: ').replace(AND, ', ');
		for (const piece of plain.split(SEPARATORS)) {
			const { label, entry } = pieceOf(piece);
			heading = label ?? heading;
			isHeaded ||= label !== undefined;
			if (entry === '') continue;
			hasEntries = true;
			if (heading === '' || LABELS[of].includes(heading)) entries.push(entry);
		}
		// A heading counts for its own line, or for the lines below it if nothing follows it there.
		if (isHeaded && hasEntries) heading = '';
		return entries;
	});
}

/** Lines that begin with `1.`, `2.`, … or `1、`, `2、`, …, without these numbers. */
function withoutNumbers(lines: readonly string[]): readonly string[] {
	const numbers = lines.map((line) => NUMBER.exec(line)?.[1]);
	const areNumbered = numbers.every((number, index) => number === String(index + 1));
	return lines.length > 1 && areNumbered ? lines.map((line) => line.replace(NUMBER, '')) : lines;
}

/** The column of a table that is wanted, if the first line is the heading of one. */
function columnOf(first: string, of: ListOf): { separator: string; index: number } | undefined {
	const separator = ['\t', '|', ';', ','].find((sign) => first.includes(sign)) ?? '\t';
	const cells = first.split(separator).map((cell) => withoutSyntax(cell.trim()));
	if (cells.filter((cell) => cell !== '').length < 2) return undefined;
	const index = cells.findIndex(
		(cell) => HEADINGS.test(cell) && LABELS[of].includes(normalized(cell)),
	);
	return index < 0 ? undefined : { separator, index };
}

/** Commas, semicolons and bars: Latin, Arabic, Chinese (also small and half-width ones); spaces and line breaks. */
const SEPARATORS = /[\s,;|\u060c\u061b\uff0c\u3001\uff1b\uff5c\ufe50\ufe51\ufe54\uff64]+/;
/** Not the first label of a DNS name (`1.corp.test`). */
const NUMBER = /^\s*(\d{1,4})(?:[)\u3001\uff09\uff0e]\s*|\.(?!\S*\.)\s*)(?=\S)/;
/** Words between two entries of one line: and, or; in German; in Chinese, also without spaces around them. */
const AND =
	/(?<=\S)[^\S\n]+(?:and|or|und|oder|\u4ee5\u53ca|\u548c|\u4e0e|\u53ca|\u6216)[^\S\n]+(?=\S)|(?<=[\w-])(?:\u4ee5\u53ca|\u548c|\u4e0e|\u53ca|\u6216)(?=[\w-])/gi;
const TWO_WORDS = /\b(desktop|computer|task|job|host)[ \t]+(ids?|names?)[ \t]*[:=\uff1a]/gi;

const PLAIN = /^[A-Za-z\d][\w\\-]*$/;
/** Numbers and boxes in front of the entries of a list. */
const BULLET = /^(?:[(\uff08]?\d{1,4}[.)\uff09:]|\[[xX\u2713]\]|[\u2460-\u2473])$/;
/** The same without a space behind them, as Chinese keyboards write them: `1）`, `（1）`, `①`. */
const NUMBER_BEFORE = /^(?:\uff08?\d{1,4}\uff09|[\u2460-\u2473])(?=.)/u;

/** An entry, or the heading of those after it. `entry` is '' if the piece is none. */
function pieceOf(piece: string): { label?: string; entry: string } {
	if (PLAIN.test(piece) && (piece.includes('-') || !HEADINGS.test(piece))) return { entry: piece };
	if (BULLET.test(piece)) return { entry: '' };
	const text = withoutSyntax(piece.replace(NUMBER_BEFORE, ''));
	if (HEADINGS.test(text)) return { label: normalized(text), entry: '' };
	const [, word = '', rest = ''] = /^([^:=\uff1a]+)[:=\uff1a](.*)$/.exec(text) ?? [];
	const label = normalized(withoutSyntax(word));
	if (CONTAINERS.includes(label)) return { label: '', entry: withoutSyntax(rest) };
	const isLabel = Object.values(LABELS).some((labels) => labels.includes(label));
	return isLabel ? { label, entry: withoutSyntax(rest) } : { entry: text };
}

const BEFORE =
	/^["'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d\u300e\u300f\u3010\u3011[\]{}<>\u2022\u2023\u25aa\u25e6\u00b7\u25cf*]+/;
const AFTER =
	/["'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d\u300e\u300f\u3010\u3011[\]{}<>*.\u3002]/;

/** Without quotes, brackets and bullets around it; '' if nothing else is there. */
function withoutSyntax(piece: string): string {
	const text = piece.replace(BEFORE, '');
	let end = text.length;
	while (AFTER.test(text.charAt(end - 1))) end -= 1;
	return WORD.test(text) ? text.slice(0, end) : '';
}

function normalized(label: string): string {
	return label.toLowerCase().replace(/[_\s-]/g, '');
}
