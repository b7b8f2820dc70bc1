import {
	rowOfOne,
	rowsFromItems,
	rowsFromList,
	uniqueIds,
} from '../../../nodes/DesktopSid/desktops/targets';

const items = (...jsons: unknown[]) => jsons.map((json) => ({ json }));

const ONE_PIECE =
	'A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef.';

describe('rowsFromItems', () => {
	it('has one row for each item, duplicates included', () => {
		expect(rowsFromItems(items({ id: 'a' }, { id: ' b ' }, { id: 'a' }), 'id')).toStrictEqual([
			{ item: 0, desktopId: 'a' },
			{ item: 1, desktopId: 'b' },
			{ item: 2, desktopId: 'a' },
		]);
	});

	it.each([
		[
			{ name: 'PC-1' },
			"is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: name.",
		],
		[
			{},
			"is missing. The item has no fields at all: put a node that gives desktops before this one, or set 'Desktops From' to 'One Desktop' and choose one.",
		],
		[
			null,
			"is missing. The item has no fields at all: put a node that gives desktops before this one, or set 'Desktops From' to 'One Desktop' and choose one.",
		],
		[{ id: '' }, `is empty. ${ONE_PIECE} Check the value, and 'Desktop ID Field'.`],
		[
			{ id: 7 },
			`is a number instead of text. ${ONE_PIECE} Check the value, and 'Desktop ID Field'.`,
		],
		[
			Object.fromEntries('abcdefgh'.split('').map((name) => [name, 1])),
			"is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: a, b, c, d, e, f, g, h.",
		],
		[
			Object.fromEntries('abcdefghi'.split('').map((name) => [name, 1])),
			"is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: a, b, c, d, e, f, g, h, ….",
		],
		[
			{ ['x'.repeat(40)]: 1 },
			`is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: ${'x'.repeat(40)}.`,
		],
		[
			{ ['x'.repeat(41)]: 1 },
			`is missing. Check 'Desktop ID Field', or set 'Match By' to 'Computer Name'. Fields of the item: ${'x'.repeat(40)}….`,
		],
	])(
		'settles %j as invalid, with its index, the reason and what the item holds',
		(json, reason) => {
			expect(rowsFromItems(items({ id: 'a' }, json), 'id')[1]).toStrictEqual({
				item: 1,
				settled: { status: 'invalid', message: `Item 1: the field "id" ${reason}` },
			});
		},
	);

	it.each([7, undefined, { id: 1 }])('settles every row where the path is %j', (path) => {
		const rows = rowsFromItems(items({ id: 'a' }, { id: 'b' }), path);
		expect(rows.map(({ item, desktopId, settled }) => [item, desktopId, settled?.status])).toEqual([
			[0, undefined, 'invalid'],
			[1, undefined, 'invalid'],
		]);
		expect(rows[0]?.settled?.message).toContain("'Desktop ID Field'");
	});
});

describe('rowsFromList', () => {
	it('has one row for each distinct entry, all of the first item', () => {
		expect(rowsFromList(['a', 'b', ' a '])).toStrictEqual([
			{ item: 0, desktopId: 'a' },
			{ item: 0, desktopId: 'b' },
		]);
	});

	it.each([
		[undefined, 'is missing'],
		['two words', 'holds blanks or control characters inside'],
	])('of a single desktop is settled as invalid where it is %j', (value, reason) => {
		expect(rowOfOne(value)).toStrictEqual({
			item: 0,
			settled: { status: 'invalid', message: `'Desktop' ${reason}. ${ONE_PIECE}` },
		});
	});

	it('settles each unusable entry as invalid, by its place', () => {
		expect(rowsFromList(['a', 7, ''])).toStrictEqual([
			{ item: 0, desktopId: 'a' },
			{
				item: 0,
				settled: {
					status: 'invalid',
					message:
						"Entry 2 of 'Desktop IDs' is a number instead of text. A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef.",
				},
			},
			{
				item: 0,
				settled: {
					status: 'invalid',
					message:
						"Entry 3 of 'Desktop IDs' is empty. A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef.",
				},
			},
		]);
	});
});

describe('uniqueIds', () => {
	it('names each desktop once, in order of first appearance, without what is settled', async () => {
		expect(
			await uniqueIds([
				{ item: 0, desktopId: 'b' },
				{ item: 1 },
				{ item: 2, desktopId: 'a' },
				{ item: 3, desktopId: 'b' },
				{ item: 4, desktopId: 'c', settled: { status: 'inSync', message: '' } },
			]),
		).toEqual(['b', 'a']);
	});
});
