import * as fc from 'fast-check';
import {
	indexDesktops,
	matchName,
	type ListedDesktop,
} from '../../../nodes/DesktopSid/desktops/computerName';
import { named } from './named';
import { runs } from '../runs.mts';

/** The rules of matching, as plainly as they can be written: every desktop is looked at for every name. */
function slowly(desktops: readonly ListedDesktop[], name: string): ListedDesktop[] {
	const unique = desktops.filter(
		({ desktop_id }, index) =>
			desktops.findIndex((other) => other.desktop_id === desktop_id) === index,
	);
	const wanted = name.toUpperCase();
	const whole = (other: string) => other === wanted;
	const cut = (other: string) =>
		(other.length > 15 && other.slice(0, 15) === wanted) ||
		(wanted.length > 15 && wanted.slice(0, 15) === other);
	for (const agrees of [whole, cut]) {
		const found = unique.filter(({ os_host_name = '', computer_name = '' }) =>
			[os_host_name, computer_name].some((other) => agrees(other.toUpperCase())),
		);
		if (found.length > 0) return found;
	}
	return [];
}

/** Few names, so that most runs have collisions, cut names and duplicates. */
const arbitraryName = fc.constantFrom(
	'pc-1',
	'PC-1',
	'Pc-2',
	'ABCDEFGHIJKLMNO',
	'abcdefghijklmno',
	'abcdefghijklmnoP',
	'ABCDEFGHIJKLMNOPQ',
	'abcdefghijklmn',
);
const arbitraryDesktop: fc.Arbitrary<ListedDesktop> = fc.record(
	{
		desktop_id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
		os_host_name: arbitraryName,
		computer_name: arbitraryName,
	},
	{ requiredKeys: ['desktop_id'] },
);

describe('matchName', () => {
	it('agrees with looking at every desktop for every name', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(arbitraryDesktop, { maxLength: 8 }),
				arbitraryName,
				async (desktops, name) => {
					const match = matchName(await indexDesktops(desktops), named(name));
					const expected = slowly(desktops, name);
					if (expected.length === 0) expect(match).toEqual({ kind: 'none' });
					if (expected.length === 1) expect(match).toEqual({ kind: 'one', desktop: expected[0] });
					if (expected.length > 1) expect(match).toEqual({ kind: 'several', desktops: expected });
				},
			),
			{ numRuns: runs(5000) },
		);
	});
});

/** Desktops that count every look at their fields. */
function countedDesktops(count: number, nameOf: (index: number) => string) {
	const looks = { number: 0 };
	const counted = (value: string) => ({
		enumerable: true,
		get: () => {
			looks.number += 1;
			return value;
		},
	});
	const desktops = Array.from({ length: count }, (_, index) => {
		const desktop: ListedDesktop = { desktop_id: '' };
		return Object.defineProperties(desktop, {
			desktop_id: counted(`desktop-${index}`),
			os_host_name: counted(nameOf(index)),
			computer_name: counted(nameOf(index)),
		});
	});
	return { desktops, looks };
}

describe('the cost of 100 000 names against 20 000 desktops', () => {
	const DESKTOPS = 20_000;
	const NAMES = 100_000;

	it('is three looks at each desktop, and none while names are matched', async () => {
		const { desktops, looks } = countedDesktops(DESKTOPS, (index) => `PC-${index}`);
		const index = await indexDesktops(desktops);
		expect(looks.number).toBe(3 * DESKTOPS);

		const kinds = { one: 0, none: 0, several: 0 };
		for (let number = 0; number < NAMES; number++) {
			kinds[matchName(index, named(`pc-${number}$`)).kind] += 1;
		}
		expect(kinds).toEqual({ one: DESKTOPS, none: NAMES - DESKTOPS, several: 0 });
		expect(looks.number).toBe(3 * DESKTOPS);
	});

	it('is the same where all desktops share a name: one list serves every answer', async () => {
		const { desktops, looks } = countedDesktops(DESKTOPS, (index) => `samecomputername${index}`);
		const index = await indexDesktops(desktops);
		const name = named('SAMECOMPUTERNAM$');
		const first = matchName(index, name);
		for (let number = 0; number < NAMES; number++) {
			const match = matchName(index, name);
			if (match.kind !== 'several' || first.kind !== 'several') throw new Error(match.kind);
			if (match.desktops !== first.desktops) throw new Error('the list was copied');
		}
		expect(first.kind === 'several' && first.desktops.length).toBe(DESKTOPS);
		expect(looks.number).toBe(3 * DESKTOPS);
	});
});
