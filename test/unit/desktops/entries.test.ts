import {
	namedEntries,
	rowOfOne,
	rowsFromList,
	spelledAlike,
	uniqueIds,
} from '../../../nodes/DesktopSid/desktops/targets';

const UUID = 'f1234567-89ab-cdef-0123-456789abcdef';

const ONE_PIECE =
	'A desktop ID is one piece of text, such as 01234567-89ab-cdef-0123-456789abcdef.';

describe('rowsFromList', () => {
	it('has one row for each distinct entry, all of the first item', () => {
		expect(rowsFromList(['a', 'b', ' a '])).toStrictEqual([
			{ item: 0, desktopId: 'a' },
			{ item: 0, desktopId: 'b' },
		]);
	});

	it('takes an ID in capitals for the same, and the first of them as it is', () => {
		expect(rowsFromList([UUID.toUpperCase(), UUID, 'A', 'a'])).toStrictEqual([
			{ item: 0, desktopId: UUID.toUpperCase() },
			{ item: 0, desktopId: 'A' },
			{ item: 0, desktopId: 'a' },
		]);
	});

	it('of a single desktop is its ID', () => {
		expect(rowOfOne(` ${UUID} `)).toStrictEqual({ item: 0, desktopId: UUID });
	});

	it.each([
		[undefined, 'is missing'],
		['two words', 'holds spaces or control characters inside'],
	])('of a single desktop is settled as invalid where it is %j', (value, reason) => {
		expect(rowOfOne(value)).toStrictEqual({
			item: 0,
			settled: { status: 'invalid', message: `'Desktop' ${reason}. ${ONE_PIECE}` },
		});
	});

	it('says of a computer name among IDs what it is', () => {
		expect(rowsFromList(['CORP\\FIN-01'])[0]?.settled?.message).toMatch(
			/It looks like a computer name\. Give it in a node of its own with 'Match By' set to 'Computer Name'\.$/,
		);
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

describe('namedEntries', () => {
	it('has one target for each distinct name, all of the first item', () => {
		const targets = namedEntries(['PC-1$', 'pc-2.corp.test', 'pc-1', 'CORP\\PC-2$', 'PC-3']);
		expect(targets).toEqual(
			['PC-1', 'pc-2', 'PC-3'].map((name) => ({
				row: { item: 0, computerName: name },
				name: { kind: 'name', name, key: name.toUpperCase(), wasCut: false },
			})),
		);
	});

	it('settles each entry without a name as invalid, by its place', () => {
		const messages = namedEntries(['PC-1', 7, '', '']).map(({ row }) => row.settled?.message);
		expect(messages).toEqual([
			undefined,
			"Entry 2 of 'Computer Names' is a number instead of a computer name. Give computer names as text, such as FIN-01.",
			"Entry 3 of 'Computer Names' is missing or empty. Give computer names as text, such as FIN-01.",
			"Entry 4 of 'Computer Names' is missing or empty. Give computer names as text, such as FIN-01.",
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

	it('names a desktop once whose id comes in both cases', async () => {
		const ids = [UUID.toUpperCase(), 'b', UUID];
		expect(await uniqueIds(ids.map((desktopId, item) => ({ item, desktopId })))).toEqual([
			UUID.toUpperCase(),
			'b',
		]);
	});
});

describe('spelledAlike', () => {
	it('gives all rows of a desktop the spelling of the first, and changes nothing else', async () => {
		const rows = [
			{ item: 0, desktopId: UUID.toUpperCase() },
			{ item: 1 },
			{ item: 2, desktopId: UUID, computerName: 'PC-1' },
		];
		expect(await spelledAlike(rows)).toEqual([
			rows[0],
			rows[1],
			{ ...rows[2], desktopId: UUID.toUpperCase() },
		]);
	});
});
