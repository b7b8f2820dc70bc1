import * as fc from 'fast-check';
import { runs } from '../runs.mts';
import {
	findDesktops,
	settleInSync,
	type Fields,
} from '../../../nodes/DesktopSid/desktops/findDesktops';
import { answer, fakeList, type FakeDesktop } from './fakeList';

const DOMAIN = 'S-1-5-21-1-2-3';
const desktop = (name: string, rid: number | undefined, more: Partial<FakeDesktop> = {}) => ({
	desktop_id: `id-${name}`,
	computer_name: name,
	os_host_name: name,
	...(rid === undefined ? {} : { sid: `${DOMAIN}-${rid}` }),
	...more,
});

const ESTATE: FakeDesktop[] = [
	desktop('PC-1', 1),
	desktop('PC-2', 2),
	desktop('PC-3', undefined),
	desktop('TWIN', 4, { desktop_id: 'id-TWIN-a' }),
	desktop('twin', 5, { desktop_id: 'id-TWIN-b' }),
	desktop('FIFTEEN-CHARS-X', 6),
	desktop('INVENTORY-7', 7, { os_host_name: 'REAL-7' }),
];

const BY_NAME: Fields = { matchBy: 'computerName', path: 'sAMAccountName' };
const BY_ID: Fields = { matchBy: 'desktopId', path: 'desktop_id' };

async function rowsOf(fields: Fields, items: object[], estate = ESTATE) {
	const service = fakeList(estate);
	const found = await findDesktops(
		service,
		items.map((json) => ({ json })),
		fields,
	);
	if (found.kind === 'refused') throw new Error(found.message);
	return { rows: found.rows, asked: service.asked };
}

const named = (...names: unknown[]) => names.map((sAMAccountName) => ({ sAMAccountName }));

describe('findDesktops by name', () => {
	it('gives each item its desktop, however the name is written', async () => {
		const { rows } = await rowsOf(
			BY_NAME,
			named(
				'PC-1$',
				'CORP\\pc-1$',
				'pc-1.corp.example.test',
				['Pc-1'],
				'fifteen-chars-xyz.corp.example.test',
				'REAL-7$',
			),
		);
		expect(rows.map(({ row }) => row.desktopId)).toEqual([
			'id-PC-1',
			'id-PC-1',
			'id-PC-1',
			'id-PC-1',
			'id-FIFTEEN-CHARS-X',
			'id-INVENTORY-7',
		]);
		expect(rows.map(({ row }) => row.item)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(rows[1]?.row).toEqual({
			item: 1,
			computerName: 'pc-1',
			desktopId: 'id-PC-1',
			sidBefore: `${DOMAIN}-1`,
		});
	});

	it('tells unmatched, ambiguous and invalid apart', async () => {
		const { rows } = await rowsOf(BY_NAME, named('DC-1$', 'TWIN$', undefined, [], 5, 'CN=PC-1'));
		expect(rows.map(({ row }) => row.settled?.status)).toEqual([
			'unmatched',
			'ambiguous',
			'invalid',
			'invalid',
			'invalid',
			'invalid',
		]);
		expect(rows[0]?.row).toMatchObject({ computerName: 'DC-1' });
		expect(rows[0]?.row.settled?.message).toContain('No desktop of this project is named DC-1.');
		expect(rows[1]?.row).toMatchObject({ computerName: 'TWIN' });
		expect(rows[1]?.row.settled?.message).toContain(
			'2 desktops are named TWIN (id-TWIN-a, id-TWIN-b)',
		);
		expect(rows[3]?.row.settled?.message).toContain(
			'Item 3: the field "sAMAccountName" is missing',
		);
		expect(rows[4]?.row.settled?.message).toContain('is a number instead of a computer name');
		expect(rows[5]?.row.settled?.message).toContain('a distinguished name (DN)');
	});

	it('shows some of very many desktops of one name', async () => {
		const estate = Array.from({ length: 30 }, (_, index) => ({
			desktop_id: `twin-${index}`,
			os_host_name: 'TWIN',
		}));
		const { rows } = await rowsOf(BY_NAME, named('TWIN$'), estate);
		expect(rows[0]?.row.settled?.message).toContain(
			'30 desktops are named TWIN (twin-0, twin-1, twin-2, twin-3, twin-4, …)',
		);
	});

	it('asks nothing where no item has a name', async () => {
		const { rows, asked } = await rowsOf(BY_NAME, named('', null));
		expect(rows.map(({ row }) => row.settled?.status)).toEqual(['invalid', 'invalid']);
		expect(asked).toEqual([]);
	});

	it('reads the list once for any number of items', async () => {
		const many = Array.from({ length: 3000 }, (_, index) => `PC-${index}$`);
		const { rows, asked } = await rowsOf(BY_NAME, named(...many));
		expect(rows).toHaveLength(3000);
		expect(asked).toHaveLength(1);
	});

	it.each([undefined, null, 7, '', '  '])('refuses the field name %j', async (path) => {
		const service = fakeList(ESTATE);
		const found = await findDesktops(service, [{ json: {} }], { ...BY_NAME, path });
		expect(found).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining("'Computer Name Field'") as string,
		});
		expect(service.asked).toEqual([]);
	});
});

describe('the comparison', () => {
	const WITH_SID = { ...BY_NAME, adSid: 'objectSid' };
	const adItem = (name: string, objectSid: unknown) => ({ sAMAccountName: name, objectSid });

	it('is made for each item with a desktop', async () => {
		const { rows } = await rowsOf(WITH_SID, [
			adItem('PC-1$', `${DOMAIN}-1`),
			adItem('PC-2$', `${DOMAIN}-99`),
			adItem('PC-3$', `${DOMAIN}-3`),
			adItem('PC-1$', ''),
			adItem('PC-1$', []),
			adItem('DC-1$', `${DOMAIN}-1000`),
		]);
		expect(rows.map(({ comparison }) => comparison?.status)).toEqual([
			'inSync',
			'drifted',
			'notComparable',
			'notComparable',
			'notComparable',
			undefined,
		]);
		expect(rows[3]?.row).not.toHaveProperty('adSid');
		expect(rows.map(({ row }) => row.adSid)).toEqual([
			`${DOMAIN}-1`,
			`${DOMAIN}-99`,
			`${DOMAIN}-3`,
			undefined,
			undefined,
			`${DOMAIN}-1000`,
		]);
	});

	it('leaves out only what is proven equal', async () => {
		const { rows } = await rowsOf(WITH_SID, [
			adItem('PC-1$', `${DOMAIN}-1`),
			adItem('PC-2$', `${DOMAIN}-99`),
			adItem('PC-3$', `${DOMAIN}-3`),
			adItem('DC-1$', `${DOMAIN}-1000`),
		]);
		const settled = await settleInSync(rows);
		expect(settled[0]?.settled?.message).toBe('Not sent. The SID is already that of AD.');
		expect(settled.map((row) => row.settled?.status)).toEqual([
			'inSync',
			undefined,
			undefined,
			'unmatched',
		]);
	});

	it.each([
		['absent as text', ''],
		['absent as a list', []],
		['of a whole domain', DOMAIN],
		['of a built-in group', 'S-1-5-32-544'],
		['of a user', `${DOMAIN}-500`],
		['destroyed', '\u0001\u0005\uFFFD'],
	])('sends a desktop whose AD SID is %s', async (_name, sid) => {
		const { rows } = await rowsOf(WITH_SID, [adItem('PC-1$', sid)]);
		expect((await settleInSync(rows))[0]?.settled).toBeUndefined();
	});

	it('sends a desktop that one of its items says has drifted, for all of them', async () => {
		const { rows } = await rowsOf(WITH_SID, [
			adItem('CORP\\PC-1$', `${DOMAIN}-1`),
			adItem('LAB\\PC-1$', `S-1-5-21-7-7-7-1`),
		]);
		expect((await settleInSync(rows)).map(({ settled }) => settled)).toEqual([
			undefined,
			undefined,
		]);
	});

	it('refuses a SID field that is none, before anything is asked', async () => {
		const service = fakeList(ESTATE);
		const found = await findDesktops(service, [{ json: {} }], { ...BY_NAME, adSid: null });
		expect(found).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining("'AD SID Field'") as string,
		});
		expect(service.asked).toEqual([]);
	});
});

describe('findDesktops by id', () => {
	it('tells what is known of each desktop, and leaves an unknown one as it is', async () => {
		const { rows, asked } = await rowsOf({ ...BY_ID, adSid: 'sid' }, [
			{ desktop_id: 'id-PC-1', sid: `${DOMAIN}-1` },
			{ desktop_id: 'gone', sid: `${DOMAIN}-1` },
			{ desktop_id: '' },
		]);
		expect(rows.map(({ row }) => [row.desktopId, row.computerName, row.sidBefore])).toEqual([
			['id-PC-1', 'PC-1', `${DOMAIN}-1`],
			['gone', undefined, undefined],
			[undefined, undefined, undefined],
		]);
		expect(rows.map(({ comparison }) => comparison?.status)).toEqual([
			'inSync',
			undefined,
			undefined,
		]);
		expect(rows[2]?.row.settled?.status).toBe('invalid');
		expect(asked).toEqual([{ desktopIds: ['id-PC-1', 'gone'], offset: 0, limit: 1000 }]);
	});
});

describe('what is listed', () => {
	const AUTO: Fields = { matchBy: 'auto' };
	const SID = { adSid: 'objectSid' };
	const sid = { objectSid: `${DOMAIN}-1` };

	it.each<[string, Fields, object[], string]>([
		['ids', AUTO, [{ desktop_id: 'id-PC-1' }], 'nothing'],
		[
			'ids without an AD SID',
			{ ...AUTO, ...SID },
			[{ desktop_id: 'id-PC-1', objectSid: '' }],
			'nothing',
		],
		['ids with an AD SID', { ...AUTO, ...SID }, [{ desktop_id: 'id-PC-1', ...sid }], 'ids'],
		[
			'ids, if their names are needed',
			{ ...AUTO, needsList: true },
			[{ desktop_id: 'id-PC-1' }],
			'ids',
		],
		['ids and names', AUTO, [{ desktop_id: 'id-PC-1' }, { computer_name: 'PC-2' }], 'all'],
		['names', AUTO, [{ sAMAccountName: 'PC-2$' }], 'all'],
		['neither', { ...AUTO, ...SID, needsList: true }, [sid, {}], 'nothing'],
	])('for %s', async (_name, fields, items, listed) => {
		const { asked } = await rowsOf(fields, items);
		expect(asked.map(({ desktopIds }) => (desktopIds === undefined ? 'all' : 'ids'))).toEqual(
			listed === 'nothing' ? [] : [listed],
		);
	});

	it.each([
		[500, 5, 'ids'],
		[501, 1, 'all'],
	])('for %i ids with %i requests', async (count, requests, listed) => {
		const items = Array.from({ length: count }, (_, index) => ({ desktop_id: `desktop-${index}` }));
		// An id that comes twice counts once.
		const { asked } = await rowsOf({ ...AUTO, needsList: true }, [...items, ...items]);
		expect(asked).toHaveLength(requests);
		expect(asked.every(({ desktopIds }) => (desktopIds === undefined) === (listed === 'all'))).toBe(
			true,
		);
	});

	it('is not reported if nothing is listed', async () => {
		const found = await findDesktops(fakeList(ESTATE), [{ json: {} }], {
			...AUTO,
			needsList: true,
		});
		expect(found).toMatchObject({ wasListed: false });
	});

	it('refuses all if it cannot be read', async () => {
		const instead = () => answer(403, { error_code: 'WKS.1', error_msg: 'No' });
		const items = named('PC-1').map((json) => ({ json }));
		expect(await findDesktops(fakeList(ESTATE, { instead }), items, BY_NAME)).toMatchObject({
			kind: 'refused',
			statusCode: 403,
		});
	});

	it('is reported, with the number of items that have an AD SID', async () => {
		const items = [
			{ desktop_id: 'a', ...sid },
			{ desktop_id: 'b', objectSid: 'odd' },
			{ desktop_id: 'c' },
		];
		const json = items.map((item) => ({ json: item }));
		expect(await findDesktops(fakeList(ESTATE), json, { ...AUTO, ...SID })).toMatchObject({
			wasListed: true,
			itemsWithAdSid: 2,
		});
		expect(await findDesktops(fakeList(ESTATE), json, AUTO)).toMatchObject({
			wasListed: false,
			itemsWithAdSid: 0,
		});
	});
});

describe('a mix of ids and names', () => {
	it('gives each item its desktop in one run', async () => {
		const { rows, asked } = await rowsOf({ matchBy: 'auto', adSid: 'objectSid' }, [
			{ desktop_id: 'id-PC-1', objectSid: `${DOMAIN}-1` },
			{ sAMAccountName: 'PC-2$', objectSid: `${DOMAIN}-99` },
			{ dNSHostName: 'dc-1.corp.example.test' },
			{ other: 1 },
			{ desktop_id: 'gone' },
		]);
		expect(
			rows.map(({ row, comparison }) => [row.desktopId, row.settled?.status, comparison?.status]),
		).toEqual([
			['id-PC-1', undefined, 'inSync'],
			['id-PC-2', undefined, 'drifted'],
			[undefined, 'unmatched', undefined],
			[undefined, 'invalid', undefined],
			['gone', undefined, undefined],
		]);
		expect(asked).toHaveLength(1);
	});
});

describe('an id in capitals', () => {
	const id = '01234567-89ab-cdef-0123-456789abcdef';
	const estate = [{ desktop_id: id, computer_name: 'PC-1', sid: `${DOMAIN}-1` }];

	it.each([3, 600])('is the same desktop, among %i items', async (count) => {
		const items = Array.from({ length: count }, (_, index) => ({
			desktop_id: index === 0 ? id.toUpperCase() : `desktop-${index}`,
			objectSid: `${DOMAIN}-1`,
		}));
		const { rows } = await rowsOf(
			{ ...BY_ID, adSid: 'objectSid' },
			[...items, { desktop_id: id }],
			estate,
		);
		expect(rows).toHaveLength(count + 1);
		expect(rows[0]).toMatchObject({ row: { desktopId: id }, comparison: { status: 'inSync' } });
		expect(rows.at(-1)).toMatchObject({ row: { item: count, desktopId: id } });
	});

	it('keeps its case where the service does not list it', async () => {
		const { rows } = await rowsOf(
			{ ...BY_ID, needsList: true },
			[{ desktop_id: id.toUpperCase() }],
			[],
		);
		expect(rows[0]?.row.desktopId).toBe(id.toUpperCase());
	});
});

describe('the same item', () => {
	/** Few names, so that most estates hold clones: machines that share a name in one field or the other. */
	const NAMES = ['PC-1', 'pc-1', 'PC-2', 'PC-3', 'FIFTEEN-CHARS-X', 'FIFTEEN-CHARS-XYZ'];
	const arbitraryName = fc.constantFrom(...NAMES);
	const arbitraryEstate = fc
		.array(
			fc.record(
				{ computer_name: arbitraryName, os_host_name: arbitraryName },
				{ requiredKeys: [] },
			),
			{ maxLength: 6 },
		)
		.map((some) => some.map((names, index) => ({ desktop_id: `id-${index}`, ...names })));

	it('ends the same whether it comes alone or among many, first or last, in either case', async () => {
		await fc.assert(
			fc.asyncProperty(
				arbitraryEstate,
				arbitraryName,
				fc.constantFrom('exact', 'substring', 'caseSensitive'),
				async (estate, name, names) => {
					const others = Array.from({ length: 20 }, (_, index) => ({
						sAMAccountName: `OTHER-${index}$`,
					}));
					const item = { sAMAccountName: `${name}$` };
					const ends = [];
					for (const [items, at] of [
						[[item], 0],
						[[item, ...others.slice(0, 4)], 0],
						[[...others, item], others.length],
						[[{ sAMAccountName: item.sAMAccountName.toLowerCase() }, ...others], 0],
					] as const) {
						const service = fakeList(estate, { names });
						const given = items.map((json) => ({ json }));
						const found = await findDesktops(service, given, BY_NAME);
						if (found.kind === 'refused') throw new Error(found.message);
						const { desktopId, settled } = found.rows[at]?.row ?? {};
						ends.push([desktopId, settled?.status]);
					}
					for (const end of ends) expect(end).toEqual(ends[0]);
					const claim = (desktop: FakeDesktop) =>
						[desktop.computer_name, desktop.os_host_name].some(
							(own) => own?.toUpperCase() === name.toUpperCase(),
						);
					if (estate.filter(claim).length > 1) expect(ends[0]).toEqual([undefined, 'ambiguous']);
				},
			),
			{ numRuns: runs(1000) },
		);
	});
});
