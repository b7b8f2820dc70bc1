import { quoted, shortened, visibleText } from './foreignText';

/**
 * Reads a field of an item by its data path (`desktop_id`, `attributes.desktop_id`, `entries[0].id`, `['desktop id']`).
 * Reading a path is ten times faster than evaluating an expression for each item.
 *
 * Only fields of the data itself are seen, never inherited ones (`__proto__`, `constructor`). If no field has exactly the name,
 * one that a person sees under this name is read: CSV files often begin with a byte order mark, which becomes part of the first
 * name. Upper and lower case count.
 */
export type FieldReader = (json: unknown) => unknown;

/** Whether a parameter can be a data path at all: an expression in it may give anything, also nothing. */
export function isFieldPath(path: unknown): path is string {
	return typeof path === 'string' && path.trim() !== '';
}

export function fieldReader(path: string): FieldReader {
	const wanted = visibleText(path).replace(/^\$json\./, '');
	const readDirectly = ownField(wanted);
	const names = stepsOf(wanted);
	if (names.length === 0 || (names.length === 1 && names[0] === wanted)) return readDirectly;
	const steps = names.map(ownField);
	return (json) => {
		// A key that itself holds dots, as a CSV header may, wins over the nested reading.
		const direct = readDirectly(json);
		return direct ?? steps.reduce((value, read) => read(value), json);
	};
}

/** A text of one field: a string, or a one-element array of one (LDAP gives both). */
export function singleText(value: unknown): string | undefined {
	const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	return typeof single === 'string' ? single.trim() : undefined;
}

function stepsOf(path: string): string[] {
	return [...path.matchAll(/\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]|([^.[\]]+)/g)].map(
		([, double, single, index, plain]) => double ?? single ?? index ?? plain ?? '',
	);
}

function ownField(name: string): FieldReader {
	const plain = plainName(name);
	/** The name in the items before, which most likely is the one in the next item. */
	let spelling = name;
	return (value) => {
		if (typeof value !== 'object' || value === null) return undefined;
		const fields = value as Record<string, unknown>;
		if (Object.hasOwn(fields, name)) return fields[name];
		if (Object.hasOwn(fields, spelling)) return fields[spelling];
		if (Array.isArray(value)) return undefined;
		const other = Object.keys(fields).find((key) => ODD.test(key) && plainName(key) === plain);
		if (other === undefined) return undefined;
		spelling = other;
		return fields[other];
	};
}

/** What a name needs in it to be seen as another one. */
const ODD = /^[\s"]|[\s"]$|[^\x20-\x7e]/;

/** A name as a person sees it; `ï»¿` is a byte order mark that was read as Latin-1, and CSV readers leave the quotes after one. */
function plainName(name: string): string {
	return visibleText(name.replace(/^\u00ef\u00bb\u00bf/, ''))
		.replace(/^"(.*)"$/s, '$1')
		.replace(/\p{Zs}/gu, ' ')
		.trim();
}

const SHOWN_FIELDS = 8;

/**
 * What to do if the field that a parameter names holds nothing usable: what the name was mistaken for, else `advice`; and which
 * fields the item has.
 *
 * @param path the data path that was asked for
 */
export function otherFieldsOf(json: unknown, advice: string, path: string): string {
	const names = Object.keys(json ?? {});
	const more = names.length > SHOWN_FIELDS ? ', …' : '';
	const step = valueInsteadOfName(json, path) ?? otherCaseOf(names, path) ?? advice;
	return `${step} Fields of the item: ${names.slice(0, SHOWN_FIELDS).map(shortened).join(', ')}${more}.`;
}

/**
 * A sentence for a parameter that should name a field but holds the value of one: an expression such as
 * `={{ $json.sAMAccountName }}` gives the value of the first item. `undefined` if the item has no such value, or has the field.
 */
export function valueInsteadOfName(json: unknown, path: string): string | undefined {
	const text = visibleText(path);
	if (text === '' || fieldReader(path)(json) !== undefined) return undefined;
	const name = fieldHolding(json, text, MAX_DEPTH);
	return name === undefined
		? undefined
		: `This is a value; enter the name of the field: ${shortened(name)}.`;
}

const MAX_DEPTH = 3;

/** The data path of a field whose value is this text. */
function fieldHolding(json: unknown, text: string, depth: number): string | undefined {
	if (typeof json !== 'object' || json === null || depth === 0) return undefined;
	for (const [name, value] of Object.entries(json)) {
		const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
		if (typeof single === 'object') {
			const inner = fieldHolding(single, text, depth - 1);
			if (inner !== undefined) return `${name}.${inner}`;
		} else if (visibleText(String(single)) === text) return name;
	}
	return undefined;
}

function otherCaseOf(names: readonly string[], path: string): string | undefined {
	const plain = plainName(path);
	const twins = names.filter((name) => plainName(name).toLowerCase() === plain.toLowerCase());
	const [other] = twins;
	return other === undefined || twins.some((name) => plainName(name) === plain)
		? undefined
		: `Upper and lower case count, and the item has the field ${quoted(other)}.`;
}

/** What n8n puts into an item that stands for an error of a node: other fields show that it is about something. */
const ERROR_FIELDS: ReadonlySet<string> = new Set(['error', 'message', 'details']);
const SHOWN_ERROR = 200;
/** Longer than any of this node; what another one calls `message` may be anything. */
const LONGEST_MESSAGE = 1000;

/**
 * A sentence for an item that is nothing but an empty item, an error of the node before, or one that this node has called invalid
 * before; `undefined` for any other.
 */
export function strayItem(json: unknown): string | undefined {
	const names = Object.keys(json ?? {});
	if (names.length === 0) return EMPTY_ITEM;
	const error = fieldReader('error')(json);
	const earlier = fieldReader('message')(json);
	if (fieldReader('status')(json) === 'invalid' && typeof earlier === 'string') {
		return earlier.slice(0, LONGEST_MESSAGE).replace(/^Item \d+: /, '');
	}
	const isError = Boolean(error) && names.every((name) => ERROR_FIELDS.has(name));
	if (!isError) return undefined;
	const text = [error, fieldReader('message')(error), fieldReader('message')(json)].find(
		(each) => typeof each === 'string',
	);
	const said = typeof text === 'string' ? `: "${text.slice(0, SHOWN_ERROR)}"` : '';
	return `the item is an error of the node before this one${said}. Check that node.`;
}

const EMPTY_ITEM =
	"the item is empty. If a node before this one has 'Always Output Data' on, that node found nothing. Otherwise put a node that gives desktops before this one, or set 'Desktops From' to 'One Desktop'.";
