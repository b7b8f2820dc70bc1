import { splitEntries } from '../../../nodes/DesktopSid/desktops/entries';

describe('splitEntries', () => {
	it.each<[unknown, unknown]>([
		['a,b', ['a', 'b']],
		['a, b\nc;d  e\r\n', ['a', 'b', 'c', 'd', 'e']],
		['["a","b"]', ['a', 'b']],
		['[not json', ['[not', 'json']],
		['', []],
		[' , ', []],
		[
			['a', 7],
			['a', 7],
		],
		[7, undefined],
		[undefined, undefined],
		[{}, undefined],
	])('splits %j', (value, expected) => {
		expect(splitEntries(value)).toEqual(expected);
	});
});
