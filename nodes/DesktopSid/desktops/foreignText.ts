/**
 * Characters that no screen shows: byte order mark, zero-width spaces, marks of the writing direction, variation selectors.
 * Copying from browsers, Excel and certificate dialogs adds them. Not among them: U+202E, which shows text in another order
 * than it is written, and the soft hyphen between two letters, which some programs show as a hyphen.
 * Source: Unicode, property Default_Ignorable_Code_Point.
 */
const INVISIBLE =
	/(?![\u00AD\u202E])\p{Default_Ignorable_Code_Point}|(?<![\p{L}\p{N}])\u00AD|\u00AD(?![\p{L}\p{N}])/gu;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** The text as a person sees it: without invisible characters, and without spaces around it. */
export function visibleText(text: string): string {
	return PRINTABLE_ASCII.test(text) ? text.trim() : text.replace(INVISIBLE, '').trim();
}

const SHOWN_CHARACTERS = 40;

/** A text as a message quotes it: at most 40 characters, and what no screen shows as its code point, `[U+FEFF]`. */
export function quoted(text: string): string {
	return `"${shortened(text)}"`;
}

/** As `quoted`, without the quotes. */
export function shortened(text: string): string {
	const isCut = text.length > SHOWN_CHARACTERS;
	const head = isCut ? text.slice(0, SHOWN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '') : text;
	const shown = head.replace(/(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, (character) => {
		return `[${codePoint(character)}]`;
	});
	return isCut ? `${shown}…` : shown;
}

/** What a value is that should have been text. */
export function kindOf(value: unknown): string {
	if (value === null || value === undefined) return String(value);
	if (Array.isArray(value)) return 'a nested list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Words that programs, databases and spreadsheets write for a missing value, also in brackets or quotes. */
const MISSING_WORD =
	/^["'(<[]*(?:null|undefined|nan|none|nil|true|false|n\/a|n\.a\.?|\$null|\\n|dbnull|system\.(?:dbnull|__comobject|(?:object|string)\[)|object [a-z\d]+|#(?:n\/a|ref!|name\?|value!|null!|num!|div\/0!))["')>\]]*$/i;

/** An expression or variable that nothing has evaluated. */
const UNEVALUATED = /\{\{|\}\}|\$\{|^=?\$(?:json|input|node|item)\b|^%\w+%$/;

/**
 * Why a text says nothing although it is not empty, as the end of a sentence after the text itself ("a word that …").
 * `undefined` for all others, names and IDs that only contain such a word included.
 */
export function emptyWord(text: string): string | undefined {
	if (UNEVALUATED.test(text)) return 'an expression that was not evaluated';
	if (MISSING_WORD.test(text)) return 'a word that programs write for a missing value';
	return /^\p{P}+$/u.test(text) ? 'a sign that stands for a missing value' : undefined;
}

/** Cyrillic and Greek letters that look like Latin ones. Source: Unicode Technical Standard 39, confusables. */
const LATIN_TWINS = new Map(
	[
		['АВЕЅІЈКМНОРСТУХԌԚԜаеѕіјкорсухһԁԛԝ', 'ABESIJKMHOPCTYXGQWaesijkopcyxhdqw'],
		['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ', 'ABEZHIKMNOPTYXaiknoptux'],
	].flatMap(([twins = '', latin = '']) =>
		[...twins].map((twin, index): [string, string] => [twin, latin.charAt(index)]),
	),
);

/**
 * The first character that looks like a letter, digit, sign or space of ASCII but is another, or that is not seen at all:
 * "U+2013, which only looks like a hyphen". Letters of another script count only beside Latin ones, and only if all of them
 * could be taken for Latin ones: names in Cyrillic or Greek are names. `undefined` if there is none.
 */
export function lookAlikeIn(text: string): string | undefined {
	if (PRINTABLE_ASCII.test(text)) return undefined;
	const characters = [...text];
	const foreign = characters.filter((character) => /(?!\p{Script=Latin})\p{L}/u.test(character));
	const isMixed = /[a-z]/i.test(text) && foreign.every((letter) => LATIN_TWINS.has(letter));
	for (const character of characters) {
		const seen = seenAs(character) ?? (isMixed ? LATIN_TWINS.get(character) : undefined);
		if (seen !== undefined) return `${codePoint(character)}, which ${seenText(seen)}`;
	}
	return undefined;
}

/** The characters beyond ASCII by their code points, the first three of them; '' if there are none. */
export function beyondAscii(text: string): string {
	const points = new Set([...text].filter((one) => !PRINTABLE_ASCII.test(one)).map(codePoint));
	return [...points].slice(0, 3).join(', ');
}

/** The ASCII character that a single other one is seen as; '' if it is not seen. */
function seenAs(character: string): string | undefined {
	if (PRINTABLE_ASCII.test(character)) return undefined;
	if (/[\p{Pd}\u2043\u2212\u30FC]/u.test(character)) return '-';
	if (/\p{Zs}/u.test(character)) return ' ';
	if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return '';
	if (character === '\u3002') return '.';
	const compatible = character.normalize('NFKC');
	if (compatible !== character && PRINTABLE_ASCII.test(compatible)) return compatible;
	return /\p{Nd}/u.test(character) ? '0' : undefined;
}

function seenText(seen: string): string {
	switch (seen) {
		case '':
			return 'is invisible';
		case '-':
			return 'only looks like a hyphen';
		case ' ':
			return 'only looks like a space';
		case '0':
			return 'is a digit of another script';
		default:
			return `only looks like "${seen}"`;
	}
}

function codePoint(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
