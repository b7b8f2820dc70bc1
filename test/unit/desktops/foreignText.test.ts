import {
	beyondAscii,
	kindOf,
	lookAlikeIn,
	quoted,
} from '../../../nodes/DesktopSid/desktops/foreignText';

describe('a text in a message', () => {
	it.each([
		['of 40 characters is whole', 'x'.repeat(40), 'x'.repeat(40)],
		['of 41 is cut', 'x'.repeat(41), `${'x'.repeat(40)}…`],
		['is not cut inside a character', `${'x'.repeat(39)}😀`, `${'x'.repeat(39)}…`],
		['keeps such a character before the cut', `😀${'x'.repeat(39)}`, `😀${'x'.repeat(38)}…`],
		['shows what no screen shows', 'a\u200B\u00A0\n b', 'a[U+200B][U+00A0][U+000A] b'],
	])('%s', (_name, text, shown) => {
		expect(quoted(text)).toBe(`"${shown}"`);
	});
});

describe('what a value is', () => {
	it.each([
		[null, 'null'],
		[undefined, 'undefined'],
		[[], 'a nested list'],
		[{}, 'an object'],
		[7, 'a number'],
	])('%j: %s', (value, kind) => {
		expect(kindOf(value)).toBe(kind);
	});
});

describe('a look-alike', () => {
	it.each([
		['PC\u16801', 'U+1680, which only looks like a space'],
		['PC\u2013\u0410', 'U+2013, which only looks like a hyphen'],
		['P\u0421-1', 'U+0421, which only looks like "C"'],
		// All letters are of one script, or not all of them look like Latin ones.
		['\u0420\u0421-1', undefined],
		['\u0420\u0421-PC\u0416', undefined],
		// An ohm sign, which is a Greek letter in another place.
		['PC-\u2126', undefined],
	])('in %j: %s', (text, found) => {
		expect(lookAlikeIn(text)).toBe(found);
	});
});

describe('characters beyond ASCII', () => {
	it.each([
		['PC-1', ''],
		['ÄÄ-Ö', 'U+00C4, U+00D6'],
		['äbcdöüß', 'U+00E4, U+00F6, U+00FC'],
	])('of %s: %j', (name, points) => {
		expect(beyondAscii(name)).toBe(points);
	});
});
