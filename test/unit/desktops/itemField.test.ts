import {
	fieldReader,
	otherFieldsOf,
	singleText,
	valueInsteadOfName,
} from '../../../nodes/DesktopSid/desktops/itemField';

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
		['[ "desktop_id" ]', 'top'],
		["[ 'attributes' ].desktop_id", 'nested'],
		['entries[ 0 ].id', 'first'],
		['entries[10].id', undefined],
		['$json', undefined],
		['a.$json.b', undefined],
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

describe('a field whose name holds characters that no screen shows', () => {
	it.each([
		['a byte order mark', { '\uFEFFsAMAccountName': 'PC-1$' }],
		['a byte order mark read as Latin-1', { 'ï»¿sAMAccountName': 'PC-1$' }],
		['quotes after a byte order mark', { '\uFEFF"sAMAccountName"': 'PC-1$' }],
		['spaces in quotes', { '\uFEFF" sAMAccountName "': 'PC-1$' }],
		['a zero-width space', { 'sAMAccount\u200BName': 'PC-1$' }],
		['a soft hyphen at its end', { 'sAMAccountName\u00AD': 'PC-1$' }],
		['no-break spaces around', { '\u00A0sAMAccountName\u00A0': 'PC-1$' }],
		['spaces around', { ' sAMAccountName ': 'PC-1$' }],
		['a line end', { 'sAMAccountName\r': 'PC-1$' }],
	])('is read: %s', (_name, json) => {
		expect(fieldReader('sAMAccountName')(json)).toBe('PC-1$');
		expect(fieldReader('\uFEFFsAMAccountName ')(json)).toBe('PC-1$');
		expect(fieldReader('a.sAMAccountName')({ a: json })).toBe('PC-1$');
	});

	it('is read in each item, as it is written there', () => {
		const read = fieldReader('id');
		expect([{ '\uFEFFid': 1 }, { id: 2 }, { 'id ': 3 }, { '\uFEFFid': 4 }, {}].map(read)).toEqual([
			1,
			2,
			3,
			4,
			undefined,
		]);
	});

	it('is read with a no-break space inside', () => {
		const json = { 'Computer\u00A0Name': 'PC-1' };
		expect(fieldReader('Computer Name')(json)).toBe('PC-1');
		expect(fieldReader('ComputerName')(json)).toBeUndefined();
	});

	it.each([
		['the exact name is there, too', { '\uFEFFid': 'other', id: 'exact' }, 'exact'],
		['the exact name holds nothing', { '\uFEFFid': 'other', id: '' }, ''],
		['a byte order mark inside', { 'i\u00EF\u00BB\u00BFd': 'other' }, undefined],
		['quotes around its end', { 'i"d"': 'other' }, undefined],
		['quotes around its beginning', { '"i"d': 'other' }, undefined],
		['a name that stands for none', { undefined: 'other' }, undefined],
		['another case', { '\uFEFFID': 'other' }, undefined],
		['a look-alike', { іd: 'other' }, undefined],
	])('is not read: %s', (_name, json, expected) => {
		expect(fieldReader('id')(json)).toBe(expected);
	});
});

describe('otherFieldsOf', () => {
	it.each([
		[
			{ samaccountname: 'PC-1$' },
			'sAMAccountName',
			'Upper and lower case count, and the item has the field "samaccountname". Fields of the item: samaccountname.',
		],
		[
			{ sAMAccountName: 'PC-1 (old)' },
			'sAMAccountName',
			'Check it. Fields of the item: sAMAccountName.',
		],
		[
			{ samaccountname: 'PC-1$', '\u00A0sAMAccountName': 'PC-1 (old)' },
			'sAMAccountName',
			'Check it. Fields of the item: samaccountname, [U+00A0]sAMAccountName.',
		],
		[null, 'id', 'Check it. Fields of the item: .'],
		[
			{ '\uFEFFname': 1, 'a\nb': 2 },
			'id',
			'Check it. Fields of the item: [U+FEFF]name, a[U+000A]b.',
		],
		[
			{ sAMAccountName: 'FIN-01$' },
			'FIN-01$',
			'This is a value; enter the name of the field: sAMAccountName. Fields of the item: sAMAccountName.',
		],
	])('of %j for %s', (json, path, text) => {
		expect(otherFieldsOf(json, 'Check it.', path)).toBe(text);
	});
});

describe('a value where the name of a field should be', () => {
	it.each([
		['FIN-01$', { cn: 'FIN-01', sAMAccountName: 'FIN-01$' }, 'sAMAccountName'],
		['fin-01.corp.test', { dNSHostName: 'fin-01.corp.test' }, 'dNSHostName'],
		['48f3531f-6cde', { desktop_id: ' 48f3531f-6cde ' }, 'desktop_id'],
		['S-1-5-21-1', { objectSid: { Value: 'S-1-5-21-1' } }, 'objectSid.Value'],
		['FIN-01', { computer_name: ['FIN-01'] }, 'computer_name'],
		['4711', { number: 4711 }, 'number'],
		['FIN-02', { none: null, names: ['FIN-01', 'FIN-02'] }, 'names.1'],
		['FIN-01', { a: { none: {}, b: { c: ' FIN-01' } } }, 'a.b.c'],
		['\uFEFFFIN-01 ', { name: 'FIN-01' }, 'name'],
	])('%s is distinguished from a name', (path, json, name) => {
		expect(valueInsteadOfName(json, path)).toBe(
			`This is a value; enter the name of the field: ${name}.`,
		);
	});

	it.each([
		['a name that is there', 'name', { name: 'FIN-01', also: 'name' }],
		['no value of the item', 'FIN-02', { name: 'FIN-01' }],
		['a value four fields deep', 'FIN-01', { a: { b: { c: { d: 'FIN-01' } } } }],
		['only a part of a value', 'FIN', { name: 'FIN-01' }],
		['nothing', '', { name: '' }],
		['no item', 'FIN-01', null],
	])('not so %s', (_name, path, json) => {
		expect(valueInsteadOfName(json, path)).toBeUndefined();
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
