import { readDesktopId } from '../../../nodes/DesktopSid/desktops/desktopId';

const ID = '48f3531f-6cde-49c7-8756-7f697a41241a';

describe('readDesktopId', () => {
	it.each([ID, ` ${ID}\n`, [ID], [` ${ID} `]])('takes %j', (value) => {
		expect(readDesktopId(value)).toEqual({ kind: 'id', id: ID });
	});

	it('takes 255 characters and not 256', () => {
		expect(readDesktopId('x'.repeat(255)).kind).toBe('id');
		expect(readDesktopId('x'.repeat(256))).toEqual({
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
		['two words', 'holds blanks or control characters inside'],
		['a\u0000b', 'holds blanks or control characters inside'],
		['a\ud800b', 'holds blanks or control characters inside'],
		['a\u200bb', 'holds blanks or control characters inside'],
	])('refuses %j: %s', (value, reason) => {
		expect(readDesktopId(value)).toEqual({ kind: 'unusable', reason });
	});

	it('tells a value that is not there from one that is empty', () => {
		expect(readDesktopId(undefined)).toEqual({ kind: 'missing', reason: 'is missing' });
	});
});
