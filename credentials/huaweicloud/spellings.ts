/**
 * A text as UTF-16 code units, each with the place in the original text at which its spelling begins: `starts[i]` to `starts[i + 1]`
 * is the spelling of unit `i`. Spaces, `-` and `_` are folded as forms and base64url write them, so that one comparison serves for all.
 */
export interface Spelled {
	readonly units: Uint16Array;
	readonly starts: Uint32Array;
	length: number;
}

/** Room for a text of that many code units; decoding never needs more. */
export function roomFor(capacity: number): Spelled {
	return { units: new Uint16Array(capacity), starts: new Uint32Array(capacity + 1), length: 0 };
}

/** Writes a text as it stands. */
export function spell(text: string, into: Spelled): void {
	for (let at = 0; at < text.length; at += 1) {
		into.units[at] = folded(text.charCodeAt(at));
		into.starts[at] = at;
	}
	into.starts[text.length] = text.length;
	into.length = text.length;
}

/** `+` is a space in forms; base64url writes `-` and `_` for `+` and `/`. */
function folded(unit: number): number {
	if (unit === SPACE || unit === HYPHEN) return PLUS;
	return unit === UNDERSCORE ? SLASH : unit;
}

/**
 * Undoes one layer of escapes: JSON and JavaScript (`\/`, `\u003d`, `\x3d`), URLs (`%2F`, `%u003d`; UTF-8 or else Latin-1) and HTML
 * (`&amp;`, `&#47;`, `&#x2f;`). Takes time in proportion to the length.
 *
 * @returns whether there was anything to undo
 */
export function decode(from: Spelled, into: Spelled): boolean {
	let length = 0;
	let at = 0;
	let found = false;
	const put = (unit: number) => {
		into.units[length] = folded(unit);
		into.starts[length] = from.starts[at] ?? 0;
		length += 1;
	};
	while (at < from.length) {
		const unit = from.units[at] ?? 0;
		const escape = unit === BACKSLASH || unit === PERCENT || unit === AND ? read(from, at) : NONE;
		if (escape.size === 0) {
			put(unit);
			at += 1;
			continue;
		}
		found = true;
		const { code } = escape;
		if (code > 0xffff) {
			put(0xd800 + ((code - 0x10000) >> 10));
			put(0xdc00 + (code & 0x3ff));
		} else put(code);
		at += escape.size;
	}
	into.starts[length] = from.starts[from.length] ?? 0;
	into.length = length;
	return found;
}

/** A character and how many units its spelling takes; 0 if there is no escape. */
interface Escape {
	readonly code: number;
	readonly size: number;
}

const NONE: Escape = { code: 0, size: 0 };

function read(text: Spelled, at: number): Escape {
	switch (text.units[at]) {
		case BACKSLASH:
			return ofJson(text, at);
		case PERCENT:
			return ofUrl(text, at);
		default:
			return ofHtml(text, at);
	}
}

function ofJson(text: Spelled, at: number): Escape {
	const next = unitAt(text, at + 1);
	if (next === LETTER_U) return hexEscape(text, at + 2, 4, 6);
	if (next === LETTER_X) return hexEscape(text, at + 2, 2, 4);
	const code = JSON_ESCAPES.get(next);
	return code === undefined ? NONE : { code, size: 2 };
}

function ofUrl(text: Spelled, at: number): Escape {
	if (unitAt(text, at + 1) === LETTER_U) return hexEscape(text, at + 2, 4, 6);
	const first = hexAt(text, at + 1, 2);
	if (first < 0) return NONE;
	const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
	let code = first & (0x3f >> more);
	for (let index = 1; index <= more; index += 1) {
		const byte = unitAt(text, at + 3 * index) === PERCENT ? hexAt(text, at + 3 * index + 1, 2) : -1;
		// Not UTF-8: the byte stands for itself, as in Latin-1.
		if ((byte & 0xc0) !== 0x80) return { code: first, size: 3 };
		code = (code << 6) | (byte & 0x3f);
	}
	return more === 0 || code > 0x10ffff ? { code: first, size: 3 } : { code, size: 3 * (more + 1) };
}

function ofHtml(text: Spelled, at: number): Escape {
	if (unitAt(text, at + 1) !== HASH) return named(text, at);
	const isHex = (unitAt(text, at + 2) | 0x20) === LETTER_X;
	const from = at + (isHex ? 3 : 2);
	let code = 0;
	let end = from;
	for (; end < from + MAX_DIGITS; end += 1) {
		const digit = digitOf(unitAt(text, end));
		if (digit < 0 || (!isHex && digit > 9)) break;
		code = code * (isHex ? 16 : 10) + digit;
	}
	if (end === from || code > 0x10ffff) return NONE;
	return { code, size: end - at + (unitAt(text, end) === SEMICOLON ? 1 : 0) };
}

function named(text: Spelled, at: number): Escape {
	let name = '';
	for (let end = at + 1; end <= at + MAX_NAME + 1; end += 1) {
		const unit = unitAt(text, end);
		if (unit === SEMICOLON) {
			const code = ENTITIES.get(name);
			return code === undefined ? NONE : { code, size: end - at + 1 };
		}
		name += String.fromCharCode(unit);
	}
	return NONE;
}

function hexEscape(text: Spelled, at: number, digits: number, size: number): Escape {
	const code = hexAt(text, at, digits);
	return code < 0 ? NONE : { code, size };
}

/** The value of hexadecimal digits; -1 if they are none. */
function hexAt(text: Spelled, at: number, digits: number): number {
	let value = 0;
	for (let index = 0; index < digits; index += 1) {
		const digit = digitOf(unitAt(text, at + index));
		if (digit < 0) return -1;
		value = value * 16 + digit;
	}
	return value;
}

function digitOf(unit: number): number {
	if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
	const letter = unit | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The room is reused, so what stands behind the text belongs to an earlier one. */
function unitAt(text: Spelled, at: number): number {
	return at < text.length ? (text.units[at] ?? 0) : 0;
}

const codeOf = (character: string) => character.charCodeAt(0);
const SPACE = codeOf(' ');
const HYPHEN = codeOf('-');
const UNDERSCORE = codeOf('_');
const PLUS = codeOf('+');
const SLASH = codeOf('/');
const BACKSLASH = codeOf('\\');
const PERCENT = codeOf('%');
const AND = codeOf('&');
const HASH = codeOf('#');
const SEMICOLON = codeOf(';');
const LETTER_U = codeOf('u');
const LETTER_X = codeOf('x');

/** Of a numeric entity: leading zeros included. */
const MAX_DIGITS = 8;
const MAX_NAME = 8;

const JSON_ESCAPES: ReadonlyMap<number, number> = new Map(
	Object.entries({
		'"': '"',
		"'": "'",
		'/': '/',
		'\\': '\\',
		b: '\b',
		f: '\f',
		n: '\n',
		r: '\r',
		t: '\t',
	}).map(([letter, meant]) => [codeOf(letter), codeOf(meant)]),
);

/** HTML 4's names of U+00A0 to U+00FF, in order. */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** HTML's names of characters that keys, tokens and passwords hold. */
const ENTITIES: ReadonlyMap<string, number> = new Map([
	...LATIN_1.split(' ').map((name, at): [string, number] => [name, 0xa0 + at]),
	...'amp& lt< gt> quot" apos\' sol/ plus+ equals= bsol\\ num# percnt% excl! dollar$ commat@ colon: semi; quest? ast* lpar( rpar) lsqb[ rsqb] lcub{ rcub} verbar| grave` Hat^ period. comma, lowbar_'
		.split(' ')
		.map((entry): [string, number] => [entry.slice(0, -1), codeOf(entry.slice(-1))]),
]);
