import * as fc from 'fast-check';
import { targetsFromItems } from '../../../nodes/DesktopSid/desktops/targets';
import { runs } from '../runs.mts';

/** The rows of items that carry their ID in the field `path`. */
const rowsFromItems = (given: ReadonlyArray<{ json: unknown }>, path: unknown) =>
	targetsFromItems(given, { matchBy: 'desktopId', path }).map(({ row }) => row);

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

describe('the field of the computer name', () => {
	const messageOf = (path: unknown, advice?: string) =>
		targetsFromItems(items({ cn: 'PC-1' }), { matchBy: 'computerName', path, advice })[0]?.row
			.settled?.message;

	it.each([7, undefined, ' '])('settles every row where its path is %j', (path) => {
		expect(messageOf(path)).toMatch(/^Item 0: 'Computer Name Field' must be the name of a field/);
	});

	it('is to be checked where an item lacks it, or as its first item advises', () => {
		expect(messageOf('name')).toBe(
			`Item 0: the field "name" is missing or empty. Check 'Computer Name Field'. Fields of the item: cn.`,
		);
		expect(messageOf('name', 'Take cn.')).toBe(
			'Item 0: the field "name" is missing or empty. Take cn. Fields of the item: cn.',
		);
	});
});

describe('an item that is none of a desktop', () => {
	const messageOf = (json: unknown) => rowsFromItems(items(json), 'id')[0]?.settled?.message;

	it.each([{}, null, undefined, []])('is said to be empty: %j', (json) => {
		expect(messageOf(json)).toMatch(/^Item 0: the item is empty\. .*'Always Output Data'/);
	});

	it.each([
		[{ error: 'No LDAP' }, ': "No LDAP"'],
		[{ error: { message: 'No LDAP', code: 1 } }, ': "No LDAP"'],
		[{ error: {}, message: 'No LDAP' }, ': "No LDAP"'],
		[{ error: true }, ''],
		[{ error: true, message: 'No LDAP', details: {} }, ': "No LDAP"'],
		[{ error: 'x'.repeat(201) }, `: "${'x'.repeat(200)}"`],
	])('is said to be an error of another node: %j', (json, said) => {
		expect(messageOf(json)).toBe(
			`Item 0: the item is an error of the node before this one${said}. Check that node.`,
		);
	});

	it.each([
		['Item 7: no such desktop.', 'no such desktop.'],
		['Item 12: Item 7: no such desktop.', 'Item 7: no such desktop.'],
		['See Item 7: no such desktop.', 'See Item 7: no such desktop.'],
	])('is said to be what this node has called invalid before: %s', (message, said) => {
		expect(messageOf({ status: 'invalid', message })).toBe(`Item 0: ${said}`);
	});

	it.each([
		{ error: '' },
		{ error: 'x', name: 'PC-1' },
		{ message: 'x' },
		{ status: 'failed', message: 'x' },
		{ status: 'invalid', message: 7 },
	])('is read like any other: %j', (json) => {
		expect(messageOf(json)).toContain('the field "id" is missing');
	});
});

describe('the name of an item with an ID', () => {
	it('is read beside it, the first that is one', () => {
		const json = { id: 'a', sAMAccountName: 7, computer_name: 'PC-2', dNSHostName: 'pc-3.corp' };
		expect(rowsFromItems(items(json), 'id')).toEqual([
			{ item: 0, desktopId: 'a', computerName: 'PC-2' },
		]);
	});
});

describe('Automatic', () => {
	const target = (json: unknown) => targetsFromItems([{ json }], { matchBy: 'auto' })[0];

	it.each([
		[
			{ desktop_id: ' id-1 ', sAMAccountName: 'PC-1$' },
			{ desktopId: 'id-1', computerName: 'PC-1' },
		],
		[{ desktop_id: ['id-1'] }, { desktopId: 'id-1' }],
		[{ desktop_id: '', sAMAccountName: 'PC-1$', computer_name: 'PC-2' }, { computerName: 'PC-1' }],
		[{ desktop_id: [], computer_name: 'PC-2', dNSHostName: 'pc-3.corp' }, { computerName: 'PC-2' }],
		[
			{ desktop_id: null, sAMAccountName: [], dNSHostName: ['pc-3.corp'] },
			{ computerName: 'pc-3' },
		],
		[{ desktop_id: 7, sAMAccountName: 'PC-1$' }, { computerName: 'PC-1' }],
		// As PowerShell spells them, after all others: of a user beside the computer's name they say nothing.
		[{ Name: 'PC-1', DNSHostName: 'pc-1.corp' }, { computerName: 'pc-1' }],
		[{ DNSHostName: null, SamAccountName: 'PC-1$' }, { computerName: 'PC-1' }],
		[{ SamAccountName: 'robot', computer_name: 'PC-2' }, { computerName: 'PC-2' }],
	])('reads %j', (json, row) => {
		expect(target(json)?.row).toEqual({ item: 0, ...row });
	});

	it.each([
		[
			{ name: 'PC-1', os: 'Windows' },
			"Item 0: no desktop ID in desktop_id and no computer name in sAMAccountName, computer_name, dNSHostName. Set 'Match By', then enter the name of the field. Fields of the item: name, os.",
		],
		[
			{ cn: 'FIN-01', sAMAccountName: '' },
			'Item 0: the field "sAMAccountName" is empty. It should hold the computer name or the desktop ID. Fields of the item: cn, sAMAccountName.',
		],
		[
			{ desktop_id: null, dNSHostName: [] },
			'Item 0: the field "desktop_id" is empty. It should hold the computer name or the desktop ID. Fields of the item: desktop_id, dNSHostName.',
		],
		[
			{ status: 'invalid', message: `Item 7: ${'x'.repeat(100_000)}` },
			`Item 0: ${'x'.repeat(992)}`,
		],
		// Another field's name could belong to another desktop.
		[
			{ desktop_id: 'two words', sAMAccountName: 'PC-1$' },
			`Item 0: the field "desktop_id" holds spaces or control characters inside. ${ONE_PIECE} Check the value, or choose another field with 'Match By'.`,
		],
		[
			{ sAMAccountName: 5, computer_name: 'PC-2' },
			'Item 0: the field "sAMAccountName" is a number instead of a computer name. Check the value, or choose another field with \'Match By\'. Fields of the item: sAMAccountName, computer_name.',
		],
	])('settles %j as invalid', (json, message) => {
		expect(target(json)).toEqual({ row: { item: 0, settled: { status: 'invalid', message } } });
	});

	it('never points at another desktop than the setting for that field would', () => {
		const value = fc.constantFrom<unknown>(
			'id-1',
			'PC-1$',
			'pc-2.corp',
			'',
			' ',
			[],
			['PC-3'],
			null,
			7,
			{},
			'a b',
			'CN=x',
		);
		const item = fc.record(
			{
				desktop_id: value,
				sAMAccountName: value,
				computer_name: value,
				dNSHostName: value,
				DNSHostName: value,
				SamAccountName: value,
			},
			{ requiredKeys: [] },
		);
		const point = (
			{ row, name }: ReturnType<typeof targetsFromItems>[number] = { row: { item: 0 } },
		) => name?.name ?? row.desktopId;
		fc.assert(
			fc.property(item, (json) => {
				const automatic = point(target(json));
				if (automatic === undefined) return;
				const one = [{ json }];
				const explicit = [
					...targetsFromItems(one, { matchBy: 'desktopId', path: 'desktop_id' }),
					...[
						'sAMAccountName',
						'computer_name',
						'dNSHostName',
						'DNSHostName',
						'SamAccountName',
					].flatMap((path) => targetsFromItems(one, { matchBy: 'computerName', path })),
				].map(point);
				// The first field that is not empty decides, as the field itself does.
				expect(automatic).toBe(explicit.find((pointed) => pointed !== undefined));
			}),
			{ numRuns: runs(2000) },
		);
	});
});
