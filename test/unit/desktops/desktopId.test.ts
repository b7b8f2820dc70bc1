import {
	desktopKey,
	looksLikeDesktopId,
	readDesktopId,
} from '../../../nodes/DesktopSid/desktops/desktopId';

const ID = '48f3531f-6cde-49c7-8756-7f697a41241a';

describe('readDesktopId', () => {
	it.each([ID, ` ${ID}\n`, [ID], [` ${ID} `]])('takes %j', (value) => {
		expect(readDesktopId(value)).toEqual({ kind: 'id', id: ID });
	});

	it.each([
		[`{${ID}}`, ID],
		[`{${ID.toUpperCase()}}`, ID.toUpperCase()],
		[`(${ID})`, ID],
		[`urn:uuid:${ID}`, ID],
		[`URN:UUID:${ID}`, ID],
		[`\uFEFF${ID}`, ID],
		[`${ID}\u200B`, ID],
		[`48f3531f\u200B-6cde-49c7-8756-7f697a41241a`, ID],
		[`48f3531f\u00AD-6cde-49c7-8756-7f697a41241a`, ID],
		['\uFEFFdesktop-1\u200B', 'desktop-1'],
		['null-1', 'null-1'],
		['a/b', 'a/b'],
	])('reads %j as %s', (value, id) => {
		expect(readDesktopId(value)).toEqual({ kind: 'id', id });
	});

	it.each([
		[' null\n', 'holds "null", a word that programs write for a missing value'],
		['null', 'holds "null", a word that programs write for a missing value'],
		['undefined', 'holds "undefined", a word that programs write for a missing value'],
		['n/a', 'holds "n/a", a word that programs write for a missing value'],
		['None', 'holds "None", a word that programs write for a missing value'],
		['#N/A', 'holds "#N/A", a word that programs write for a missing value'],
		['[object Object]', 'holds "[object Object]", a word that programs write for a missing value'],
		['-', 'holds "-", a sign that stands for a missing value'],
		['{{$json.id}}', 'holds "{{$json.id}}", an expression that was not evaluated'],
		['$json.desktop_id', 'holds "$json.desktop_id", an expression that was not evaluated'],
		...[`"${ID}"`, `[${ID}]`, `${ID},`, 'desktop_id=a', '{a}', '“a”', '`a`'].map((id) => [
			id,
			`holds "${id}" with quotes, brackets or other signs that no desktop ID has`,
		]),
		['a，b', 'holds "a，b" with the character U+FF0C, which only looks like ","'],
		[
			'48f3531f–6cde-49c7-8756-7f697a41241a',
			'holds "48f3531f–6cde-49c7-8756-7f697a41241a" with the character U+2013, which only looks like a hyphen',
		],
	])('refuses %j', (value, reason) => {
		expect(readDesktopId(value)).toEqual({ kind: 'unusable', reason });
	});

	it('takes 255 characters and not 256', () => {
		expect(readDesktopId('x'.repeat(255)).kind).toBe('id');
		expect(readDesktopId(` ${'x'.repeat(255)}\n`)).toEqual({ kind: 'id', id: 'x'.repeat(255) });
		expect(readDesktopId(` ${'x'.repeat(256)} `)).toEqual({
			kind: 'unusable',
			reason: 'has 256 characters; a desktop ID has at most 255',
		});
	});

	it.each([
		[null, 'is empty'],
		['', 'is empty'],
		['  \t', 'is empty'],
		[[], 'is empty'],
		[[''], 'is empty'],
		[[ID, ID], 'holds 2 values instead of one'],
		[7, 'is a number instead of text'],
		[true, 'is a boolean instead of text'],
		[{ id: ID }, 'is an object instead of text'],
		[[null], 'is null instead of text'],
		[[[ID]], 'is a nested list instead of text'],
		['two words', 'holds spaces or control characters inside'],
		['a\u0000b', 'holds spaces or control characters inside'],
		['a\ud800b', 'holds spaces or control characters inside'],
		['a\u200bb', 'holds spaces or control characters inside'],
	])('refuses %j: %s', (value, reason) => {
		expect(readDesktopId(value)).toEqual({ kind: 'unusable', reason });
	});

	it('tells a value that is not there from one that is empty', () => {
		expect(readDesktopId(undefined)).toEqual({ kind: 'missing', reason: 'is missing' });
	});
});

describe('desktopKey', () => {
	it.each([
		[ID, ID],
		[ID.toUpperCase(), ID],
		['48F3531F-6cde-49c7-8756-7f697a41241A', ID],
		['VDI-1', 'VDI-1'],
		['48F3531F6CDE49C787567F697A41241A', '48F3531F6CDE49C787567F697A41241A'],
		[`${ID.toUpperCase()}0`, `${ID.toUpperCase()}0`],
		['', ''],
	])('of %j is %j', (id, key) => {
		expect(desktopKey(id)).toBe(key);
	});
});

describe('looksLikeDesktopId', () => {
	it.each([
		[ID, true],
		[ID.toUpperCase(), true],
		[ID.slice(1), false],
		['FIN-01', false],
	])('of %j is %s', (id, expected) => {
		expect(looksLikeDesktopId(id)).toBe(expected);
	});
});
