import { fieldReader, singleText } from '../../../nodes/DesktopSid/desktops/itemField';

describe('fieldReader', () => {
	const json = {
		desktop_id: 'top',
		attributes: { desktop_id: 'nested', 'desktop id': 'blank' },
		entries: [{ id: 'first' }, { id: 'second' }],
		'a.b': 'dotted',
		a: { b: 'deep' },
	};

	it.each([
		['desktop_id', 'top'],
		[' desktop_id ', 'top'],
		['$json.desktop_id', 'top'],
		['attributes.desktop_id', 'nested'],
		["attributes['desktop id']", 'blank'],
		['attributes["desktop id"]', 'blank'],
		['entries[1].id', 'second'],
		['entries.0.id', 'first'],
		['a.b', 'dotted'],
		['missing', undefined],
		['desktop_id.deeper', undefined],
		['', undefined],
	])('reads %j', (path, expected) => {
		expect(fieldReader(path)(json)).toBe(expected);
	});

	it.each(['__proto__', 'constructor', 'constructor.name', 'toString', 'attributes.__proto__'])(
		'does not see the inherited %s',
		(path) => {
			expect(fieldReader(path)(json)).toBeUndefined();
		},
	);

	it.each([undefined, null, 'text', 7])('finds nothing in %j', (value) => {
		expect(fieldReader('desktop_id')(value)).toBeUndefined();
	});
});

describe('singleText', () => {
	it.each([
		[' a ', 'a'],
		[['a'], 'a'],
		[['a', 'b'], undefined],
		[[], undefined],
		[7, undefined],
		[null, undefined],
	])('of %j is %j', (value, expected) => {
		expect(singleText(value)).toBe(expected);
	});
});
