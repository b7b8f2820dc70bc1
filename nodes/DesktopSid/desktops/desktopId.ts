import { emptyWord, kindOf, lookAlikeIn, quoted, visibleText } from './foreignText';

/** A usable desktop ID, or why the value is none; `reason` is the end of a sentence about the field ("is empty"). */
export type DesktopIdReading =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'missing' | 'unusable'; readonly reason: string };

/** Source: OpenAPI export of the Workspace API, UpdateDesktopSidReq.desktop_ids. */
const MAX_LENGTH = 255;

/** All IDs that are known have the form of a UUID (RFC 9562). */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** A UUID as .NET, PowerShell and SQL Server (`{…}`, `(…)`) and RFC 9562 section 4 (`urn:uuid:…`) also write it. */
const WRAPPED_UUID = /^(?:\{([\da-f-]{36})\}|\(([\da-f-]{36})\)|(?:urn:)?uuid:([\da-f-]{36}))$/i;

/** What nearly all IDs are made of, and no longer than them: one quick test, because there may be a hundred thousand of them. */
const PLAIN = /^[\da-f][\w-]{9,63}$/i;

/** The format of an ID is not documented (samples are UUIDs), so only what no ID can hold is refused. */
const BLANK_INSIDE = /[\s\p{C}]/u;
const SYNTAX =
	/["'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb()[\]{}<>,;\uff0c\uff1b\u3001\u060c\u061b|=\\]/;

/** Plainly nobody's, so that it is not taken for a proposal. */
export const SAMPLE_ID = '01234567-89ab-cdef-0123-456789abcdef';

/**
 * Reads a desktop ID: text, or a one-element array of it. Spaces and invisible characters around it do not matter, inside they
 * are forgiven if a complete UUID remains. The ID is given back in the case in which it came; compare IDs by `desktopKey`.
 */
export function readDesktopId(value: unknown): DesktopIdReading {
	if (typeof value === 'string' && PLAIN.test(value)) return { kind: 'id', id: value };
	if (value === undefined) return { kind: 'missing', reason: 'is missing' };
	if (value === null) return unusable('is empty');
	if (!Array.isArray(value)) return readSingle(value);
	if (value.length === 1) return readSingle(value[0]);
	return unusable(value.length === 0 ? 'is empty' : `holds ${value.length} values instead of one`);
}

/** One spelling for each desktop, to compare IDs by: complete UUIDs are one ID in any case, all other IDs differ by case. */
export function desktopKey(id: string): string {
	return UUID.test(id) ? id.toLowerCase() : id;
}

export function looksLikeDesktopId(id: string): boolean {
	return UUID.test(id);
}

function readSingle(value: unknown): DesktopIdReading {
	if (typeof value !== 'string') return unusable(`is ${kindOf(value)} instead of text`);
	const given = value.trim();
	if (given.length > MAX_LENGTH) {
		return unusable(`has ${given.length} characters; a desktop ID has at most ${MAX_LENGTH}`);
	}
	const id = visibleText(value);
	const uuid = UUID.test(id) ? id : uuidInside(id);
	return uuid === undefined ? readOther(given, id) : { kind: 'id', id: uuid };
}

function uuidInside(text: string): string | undefined {
	const [, braces, brackets, urn] = WRAPPED_UUID.exec(text) ?? [];
	const inside = braces ?? brackets ?? urn ?? '';
	return UUID.test(inside) ? inside : undefined;
}

/** An ID that is no UUID. Without knowing its form, nothing is taken out of its middle. */
function readOther(given: string, visible: string): DesktopIdReading {
	if (visible === '') return unusable('is empty');
	const word = emptyWord(visible);
	if (word !== undefined) return unusable(`holds ${quoted(given)}, ${word}`);
	if (!given.includes(visible) || BLANK_INSIDE.test(visible)) {
		return unusable('holds spaces or control characters inside');
	}
	const lookAlike = lookAlikeIn(visible);
	if (lookAlike !== undefined) {
		return unusable(`holds ${quoted(given)} with the character ${lookAlike}`);
	}
	return SYNTAX.test(visible)
		? unusable(`holds ${quoted(given)} with quotes, brackets or other signs that no desktop ID has`)
		: { kind: 'id', id: visible };
}

function unusable(reason: string): DesktopIdReading {
	return { kind: 'unusable', reason };
}
