import { decode, roomFor, spell } from '../../../credentials/huaweicloud/spellings';

/** Longer than any text below, and full of digits, as a room is in which a longer text stood before. */
const EARLIER = '41;'.repeat(20);

/** The text with one layer of escapes undone, and where in it the spelling of each unit begins, and of the end. */
function decoded(text: string) {
	const [from, into] = [roomFor(EARLIER.length), roomFor(EARLIER.length)];
	spell(EARLIER, from);
	spell(text, from);
	const found = decode(from, into);
	return {
		found,
		units: String.fromCharCode(...into.units.subarray(0, into.length)),
		starts: [...into.starts.subarray(0, into.length + 1)],
	};
}

describe('one layer of escapes', () => {
	it.each<[escaped: string, meant: string]>([
		// JSON and JavaScript.
		['\\u0041', 'A'],
		['\\u20aC', '€'],
		['\\ud83d\\ude00', '😀'],
		['\\x4a', 'J'],
		['\\u0000\\x00', '\0\0'],
		['\\"\\/\\\\\\n', '"/\\\n'],
		['\\\\u0041', '\\u0041'],
		// URLs: UTF-8 of each length, at its first and last character.
		['%u20AC', '€'],
		['%00%7F', '\0\x7f'],
		['%C2%80%DF%BF', '\x80\u07ff'],
		['%E0%A0%80%EF%BF%BF', '\u0800\uffff'],
		['%F0%90%80%80%F4%8F%BF%BF', '\u{10000}\u{10ffff}'],
		['%2541', '%41'],
		// URLs: what is not UTF-8 is Latin-1.
		['%80%BF', '\x80\xbf'],
		['%C0%80', '\xc0\x80'],
		['%C1%BF', '\xc1\xbf'],
		['%F4%90%80%80', '\xf4\x90\x80\x80'],
		['%E4.', 'ä.'],
		['%E4', 'ä'],
		['%C3%41', 'ÃA'],
		['%C3%C3', 'ÃÃ'],
		['%C3A4', 'ÃA4'],
		['%C3.A4', 'Ã.A4'],
		['%E2%82', 'â\x82'],
		['%C3%A', 'Ã%A'],
		// HTML.
		['&amp;&ouml;&yuml;', '&öÿ'],
		['&#65;&#x4a;&#X4A;', 'AJJ'],
		['&#65.&#x41.', 'A.A.'],
		['&#65a&#x41g', 'AaAg'],
		['&#65', 'A'],
		['&#00000065;', 'A'],
		['&#000000651', 'A1'],
		['&#x10FFFF;', '\u{10ffff}'],
		['&#x10000;', '\u{10000}'],
		['&#xFFFF;', '\uffff'],
	])('%j means %j', (escaped, meant) => {
		expect(decoded(escaped)).toMatchObject({ found: true, units: meant });
	});

	it.each([
		'words',
		'a#65;',
		'\\',
		'\\q',
		'\\u004',
		'\\u00g1',
		'\\x4',
		'%',
		'%4',
		'%u004',
		// The neighbours of the digits 0 to 9 and of the letters A to F, in both cases.
		'%4/',
		'%4:',
		'%4@',
		'%4G',
		'%4`',
		'%4g',
		'&',
		'&amp',
		'&nope;',
		'&unheardof;',
		'&;',
		'&#',
		'&#;',
		'&#x',
		'&#x;',
		'&#a;',
		'&#x110000;',
	])('%j is none', (text) => {
		expect(decoded(text)).toMatchObject({ found: false, units: text });
	});

	it('is reported from where its spelling stands in the original text', () => {
		expect(decoded('a%C3%A4&lt;b\\n')).toEqual({
			found: true,
			units: 'aä<b\n',
			starts: [0, 1, 7, 11, 12, 14],
		});
		// Both halves of a character stand in one escape.
		expect(decoded('&#x1f600;.').starts).toEqual([0, 0, 9, 10]);
	});

	it('above another one is reported from where the outer one stands, in a room that is just large enough', () => {
		const text = '.%2541.';
		const [from, into, inner] = [roomFor(text.length), roomFor(text.length), roomFor(4)];
		spell(text, from);
		expect([decode(from, into), decode(into, inner)]).toEqual([true, true]);
		expect([...inner.starts.subarray(0, inner.length + 1)]).toEqual([0, 1, 6, 7]);
	});
});

it('folds what forms and base64url write differently, escaped or not', () => {
	expect(decoded('a b-c+d_e/f').units).toBe('a+b+c+d/e/f');
	expect(decoded('%20%2D%2B%5F%2F').units).toBe('+++//');
});
