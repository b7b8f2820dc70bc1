import {
	indexDesktops,
	matchName,
	type ListedDesktop,
} from '../../../nodes/DesktopSid/desktops/computerName';
import { named } from './named';

/** The ids of the desktops that a name finds. */
async function found(desktops: readonly ListedDesktop[], name: string): Promise<string[]> {
	const match = matchName(await indexDesktops(desktops), named(name));
	if (match.kind === 'none') return [];
	if (match.kind === 'one') return [match.desktop.desktop_id];
	return match.desktops.map(({ desktop_id }) => desktop_id);
}

const desktop = (desktop_id: string, os_host_name?: string, computer_name?: string) => ({
	desktop_id,
	...(os_host_name === undefined ? {} : { os_host_name }),
	...(computer_name === undefined ? {} : { computer_name }),
});

describe('matchName', () => {
	it.each([['PC-1'], ['pc-1$'], ['CORP\\PC-1$'], ['Pc-1.corp.example.test']])(
		'finds a desktop by the notation %s, whatever the case',
		async (name) => {
			expect(await found([desktop('a', 'pC-1'), desktop('b', 'PC-2')], name)).toEqual(['a']);
			expect(await found([desktop('a', undefined, 'pC-1'), desktop('b', 'PC-2')], name)).toEqual([
				'a',
			]);
		},
	);

	it('finds nothing for a machine that is no desktop', async () => {
		expect(await found([desktop('a', 'PC-1')], 'DC-1')).toEqual([]);
		expect(await found([], 'PC-1')).toEqual([]);
	});

	it('does not choose between a desktop of that name in Workspace and one of that name inside', async () => {
		expect(await found([desktop('a', 'X', 'PC-1'), desktop('b', 'PC-1', 'Y')], 'PC-1')).toEqual([
			'a',
			'b',
		]);
		expect(
			await found([desktop('a', 'PC-1', 'PC-1'), desktop('clone', 'pc-1', 'PC-2')], 'PC-1'),
		).toEqual(['a', 'clone']);
	});

	it('counts a desktop whose two names are the same once', async () => {
		expect(await found([desktop('a', 'PC-1', 'PC-1')], 'PC-1')).toEqual(['a']);
	});

	it('counts a desktop listed twice once, as it came first', async () => {
		const twice = [desktop('a', 'PC-1'), desktop('b', 'PC-2'), desktop('a', 'PC-1')];
		expect(await found(twice, 'PC-1')).toEqual(['a']);
		expect(await found([desktop('a', 'PC-1'), desktop('a', 'PC-2')], 'PC-2')).toEqual([]);
	});

	it('takes ids that differ by case only for one desktop, if they are UUIDs', async () => {
		const id = '01234567-89ab-cdef-0123-456789abcdef';
		const twice = [desktop(id, 'PC-1'), desktop(id.toUpperCase(), 'PC-1')];
		expect(await found(twice, 'PC-1')).toEqual([id]);
		expect(await found([desktop('a', 'PC-1'), desktop('A', 'PC-1')], 'PC-1')).toEqual(['a', 'A']);
	});

	it.each(['__proto__', 'constructor'])('finds a desktop named %s, and no other', async (name) => {
		expect(await found([desktop('a', 'PC-1')], name)).toEqual([]);
		expect(await found([desktop('a', name)], name)).toEqual(['a']);
	});

	it('gives all desktops of an ambiguous name', async () => {
		expect(await found([desktop('a', 'PC-1'), desktop('b', 'pc-1')], 'PC-1')).toEqual(['a', 'b']);
		expect(await found([desktop('a', '', 'PC-1'), desktop('b', '', 'PC-1')], 'PC-1')).toEqual([
			'a',
			'b',
		]);
	});

	it('overlooks names that cannot be read, and keeps the desktop for its other name', async () => {
		const desktops = [desktop('a', 'CN=PC-1,DC=corp', 'PC-1'), desktop('b', '', '')];
		expect(await found(desktops, 'PC-1')).toEqual(['a']);
	});

	it('hands back the desktop itself, with all of its fields', async () => {
		const listed = { ...desktop('a', 'PC-1'), status: 'ACTIVE' };
		const match = matchName(await indexDesktops([listed]), named('PC-1'));
		expect(match.kind === 'one' && match.desktop).toBe(listed);
	});

	describe('with names longer than NetBIOS allows', () => {
		const CUT = 'LONGCOMPUTERNAM';
		const ONE = 'longcomputername01';
		const TWO = 'longcomputername02';

		it.each([
			['a NetBIOS name finds the long name', [desktop('a', ONE)], `${CUT}$`, ['a']],
			['a long name finds the NetBIOS name', [desktop('a', CUT)], `${ONE}.corp.test`, ['a']],
			['by computer_name, too', [desktop('a', undefined, CUT)], ONE, ['a']],
			['two long names are two computers', [desktop('a', TWO)], ONE, []],
			[
				'two long names make their cut name ambiguous',
				[desktop('a', ONE), desktop('b', TWO)],
				CUT,
				['a', 'b'],
			],
			['the whole name wins over a cut one', [desktop('a', CUT), desktop('b', ONE)], ONE, ['b']],
			[
				'also where the whole name is the short one',
				[desktop('a', ONE), desktop('b', CUT)],
				CUT,
				['b'],
			],
			[
				'a whole computer_name wins over a cut os_host_name',
				[desktop('a', CUT), desktop('b', 'X', ONE)],
				ONE,
				['b'],
			],
			[
				'a cut os_host_name and a cut computer_name are two',
				[desktop('a', 'X', CUT), desktop('b', CUT)],
				ONE,
				['a', 'b'],
			],
			['a shorter name is nobody else’s beginning', [desktop('a', ONE)], 'LONGCOMPUTER', []],
			['nor is a longer one its continuation', [desktop('a', 'LONGCOMPUTER')], ONE, []],
		])('%s', async (_name, desktops, name, ids) => {
			expect(await found(desktops, name)).toEqual(ids);
		});
	});
});
