import {
	findDesktops,
	findNamed,
	found,
	rowsAsNamed,
} from '../../../nodes/DesktopSid/desktops/findDesktops';
import { namedEntries } from '../../../nodes/DesktopSid/desktops/targets';
import { answer, fakeDesktops, fakeList, type FakeListOptions } from './fakeList';

/** What targets find among three desktops, and the requests for it. */
async function find(
	targets: Parameters<typeof findNamed>[1],
	needsIds?: boolean,
	options: FakeListOptions = {},
) {
	const service = fakeList(fakeDesktops(3), options);
	return { rows: await findNamed(service, targets, needsIds), asked: service.asked };
}

const byId = (desktopId: string) => ({ row: { item: 0, desktopId } });

describe('findNamed', () => {
	it('gives each name its desktop', async () => {
		const { rows } = await find(namedEntries(['PC-2', 'pc-0$', 'DC-1', '']));
		expect(rows).toMatchObject([
			{ row: { desktopId: 'desktop-2' }, desktop: { computer_name: 'PC-2' } },
			{ row: { desktopId: 'desktop-0' }, desktop: { computer_name: 'PC-0' } },
			{ row: { computerName: 'DC-1', settled: { status: 'unmatched' } } },
			{ row: { settled: { status: 'invalid' } } },
		]);
	});

	it.each([
		[undefined, [], undefined],
		[false, [], undefined],
		[true, [{ desktopIds: ['desktop-1'], offset: 0, limit: 1000 }], 'PC-1'],
	])('looks an ID up only if that is needed: %j', async (needsIds, requests, name) => {
		const { rows, asked } = await find([byId('desktop-1')], needsIds);
		expect(asked).toEqual(requests);
		expect(rows).toMatchObject([byId('desktop-1')]);
		expect(Array.isArray(rows) && rows.map(({ row }) => row.computerName)).toEqual([name]);
	});

	it('is refused where the list is', async () => {
		const refusal = answer(403, { error_code: 'WKS.1', error_msg: 'No' });
		const { rows } = await find(namedEntries(['PC-1']), false, { instead: () => refusal });
		expect(rows).toMatchObject({ kind: 'refused', statusCode: 403 });
	});
});

describe('the row of a desktop', () => {
	it.each([
		[
			'with all that is listed',
			{ computer_name: 'PC-1', sid: 'S-1-1-0' },
			{ computerName: 'PC-1', sidBefore: 'S-1-1-0' },
		],
		['without a name', { sid: 'S-1-1-0' }, { sidBefore: 'S-1-1-0' }],
		['without a SID', { computer_name: 'PC-1' }, { computerName: 'PC-1' }],
		['with an empty SID', { computer_name: 'PC-1', sid: '' }, { computerName: 'PC-1' }],
	])('has what the service says of it: %s', (_name, listed, said) => {
		const desktop = { desktop_id: 'a', ...listed, fields: {} };
		expect(found({ item: 3 }, desktop).row).toStrictEqual({ item: 3, desktopId: 'a', ...said });
	});

	it('keeps the name that the item gives', () => {
		const desktop = { desktop_id: 'a', computer_name: 'INVENTORY-7', fields: {} };
		expect(found({ item: 0, computerName: 'REAL-7' }, desktop).row.computerName).toBe('REAL-7');
	});
});

describe('rowsAsNamed', () => {
	it('has the rows as the items name them', async () => {
		const items = [{ desktop_id: 'a' }, { computer_name: 'PC-1' }, {}].map((json) => ({ json }));
		expect(await rowsAsNamed(items, { matchBy: 'auto' })).toMatchObject([
			{ item: 0, desktopId: 'a' },
			{ item: 1, computerName: 'PC-1' },
			{ item: 2, settled: { status: 'invalid' } },
		]);
	});
});

describe('the SID that the desktop has now, given as that of AD', () => {
	const items = [{ desktop_id: 'a' }, { desktop_id: 'b', sid: 'S-1-1-0', connect_status: '' }].map(
		(json) => ({ json }),
	);

	it('is refused if any item has it, before anything is asked', async () => {
		const service = fakeList(fakeDesktops(3));
		expect(await findDesktops(service, items, { matchBy: 'auto', adSid: 'sid' })).toEqual({
			kind: 'refused',
			message: expect.stringContaining('"sid" is the SID that the desktop has now') as string,
		});
		expect(service.asked).toEqual([]);
	});

	it('does not matter in another field', async () => {
		const { kind } = await findDesktops(fakeList([]), items, {
			matchBy: 'auto',
			adSid: 'objectSid',
		});
		expect(kind).toBe('found');
	});
});
