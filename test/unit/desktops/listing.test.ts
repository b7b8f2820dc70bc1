import { faultOf, LIST } from '../answers';
import {
	listByIds,
	listDesktops,
	type Wanted,
} from '../../../nodes/DesktopSid/desktops/listDesktops';
import { answer, fakeDesktops, fakeList, type FakeDesktop, type FakeListOptions } from './fakeList';

async function list(
	desktops: readonly FakeDesktop[],
	wanted: Wanted,
	options: FakeListOptions = {},
) {
	const service = fakeList(desktops, options);
	const listing = await listDesktops(service, wanted);
	const ids = listing.kind === 'listed' ? listing.desktops.map((one) => one.desktop_id) : [];
	return { listing, ids, asked: service.asked };
}

const WHOLE_LIST = { offset: 0, limit: 1000 };

describe('a handful of ids', () => {
	const desktops = fakeDesktops(1500);

	it('is asked for by id, each once, at most 100 a request', async () => {
		const wanted = Array.from({ length: 250 }, (_, index) => `desktop-${5 * index}`);
		const { listing, ids, asked } = await list(desktops, { by: 'ids', ids: wanted });
		expect(listing).toMatchObject({ kind: 'listed', hasMore: false });
		expect(ids).toEqual(wanted);
		expect(asked.map(({ desktopIds }) => desktopIds)).toEqual([
			wanted.slice(0, 100),
			wanted.slice(100, 200),
			wanted.slice(200),
		]);
	});

	it('becomes the whole list beyond 500 ids', async () => {
		const wanted = Array.from({ length: 501 }, (_, index) => `desktop-${index}`);
		expect((await list(desktops, { by: 'ids', ids: wanted.slice(1) })).asked).toHaveLength(5);
		const { ids, asked } = await list(desktops, { by: 'ids', ids: wanted });
		expect(ids).toHaveLength(1500);
		expect(asked.every(({ desktopIds }) => desktopIds === undefined)).toBe(true);
		expect(asked[0]).toEqual(WHOLE_LIST);
	});

	it.each([
		[64, false],
		[65, true],
		[255, true],
	])(
		'becomes the whole list where one of %i characters makes the URL too long: %j',
		async (length, isWhole) => {
			const { asked } = await list(desktops, { by: 'ids', ids: ['a', 'x'.repeat(length)] });
			expect(asked[0]?.desktopIds === undefined).toBe(isWhole);
		},
	);

	it.each<[string, unknown]>([
		['it does not obey the filter', { total_count: 1500, desktops: fakeDesktops(1000) }],
		['it brings a desktop that was not asked for', { total_count: 1, desktops: fakeDesktops(1) }],
		['it says nothing of one id, and names no total', { desktops: [] }],
		[
			'it is a page of what was found',
			{ total_count: 2, desktops: [{ desktop_id: 'desktop-1499' }] },
		],
		[
			'it brings one that was not asked for in the place of one that was',
			{ total_count: 2, desktops: [{ desktop_id: 'desktop-3' }, { desktop_id: 'desktop-7' }] },
		],
		[
			'it has an entry without an ID',
			{ total_count: 2, desktops: [{ desktop_id: 'desktop-3' }, null] },
		],
		['it is an empty page', { total_count: 1, desktops: [] }],
	])('becomes the whole list if an answer decides nothing: %s', async (_name, json) => {
		const { ids } = await list(
			desktops,
			{ by: 'ids', ids: ['desktop-1499', 'desktop-3'] },
			{ instead: (request) => (request === 1 ? answer(200, json) : undefined) },
		);
		expect(ids).toEqual(expect.arrayContaining(['desktop-1499', 'desktop-3']));
	});

	it('finds all ids, however small the pages are', async () => {
		const wanted = Array.from({ length: 100 }, (_, index) => `desktop-${index}`);
		const { ids } = await list(desktops, { by: 'ids', ids: wanted }, { maxPage: 50 });
		expect(ids).toEqual(expect.arrayContaining(wanted));
	});

	it('is known in any case', async () => {
		const id = '01234567-89ab-cdef-0123-456789abcdef';
		for (const [has, asks] of [
			[id, id.toUpperCase()],
			[id.toUpperCase(), id.toUpperCase()],
		] as const) {
			const service = fakeList([{ desktop_id: has }]);
			const found = await listByIds(service, [asks]);
			expect([...found.desktops]).toEqual([[id, expect.objectContaining({ desktop_id: has })]]);
			expect(service.asked).toHaveLength(1);
		}
	});

	it('needs no further request for an id that does not exist', async () => {
		const { ids, asked } = await list(desktops, { by: 'ids', ids: ['gone', 'desktop-1'] });
		expect(ids).toEqual(['desktop-1']);
		expect(asked).toHaveLength(1);
	});

	it('needs no total if all of it is there', async () => {
		const { ids, asked } = await list(
			desktops,
			{ by: 'ids', ids: ['desktop-1', 'desktop-2'] },
			{ total: () => undefined },
		);
		expect(ids).toEqual(['desktop-1', 'desktop-2']);
		expect(asked).toHaveLength(1);
	});

	it('is no problem if only its other spelling could not be asked for', async () => {
		const id = '01234567-89ab-cdef-0123-456789abcdef';
		const refusal = answer(503, { error_code: 'X', error_msg: 'No' });
		const service = fakeList([...desktops, { desktop_id: id }], {
			instead: (request) => (request === 2 ? refusal : undefined),
		});
		// The small letters end the first request, and the capitals begin the second.
		const others = Array.from({ length: 99 }, (_, index) => `desktop-${index}`);
		const found = await listByIds(service, [...others, id.toUpperCase()]);
		expect(service.asked[1]?.desktopIds).toEqual([id.toUpperCase()]);
		expect(found.desktops.get(id)).toMatchObject({ desktop_id: id });
		expect(found.problems.size).toBe(0);
	});

	it('is refused as a whole if one request is', async () => {
		const wanted = Array.from({ length: 250 }, (_, index) => `desktop-${index}`);
		const { listing } = await list(
			desktops,
			{ by: 'ids', ids: wanted },
			{
				instead: (request) =>
					request === 2 ? answer(403, { error_code: 'WKS.1', error_msg: 'No' }) : undefined,
			},
		);
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(
				/100 desktops by ID: 403 WKS\.1: No\. .*workspace:desktops:list/,
			) as string,
		});
	});

	it('leaves the others as they are where only some of them cannot be read', async () => {
		const wanted = Array.from({ length: 250 }, (_, index) => `desktop-${index}`);
		const refusal = answer(503, { error_code: 'X', error_msg: 'No' });
		const service = fakeList(desktops, {
			instead: (request) => (request === 2 ? refusal : undefined),
		});
		const found = await listByIds(service, wanted);
		expect([...found.desktops.keys()]).toEqual([...wanted.slice(0, 100), ...wanted.slice(200)]);
		expect([...found.problems.keys()]).toEqual(wanted.slice(100, 200));
		expect(found.problems.get('desktop-100')).toMatchObject({
			kind: 'problem',
			hope: 'later',
			message: 'The list of desktops could not be read (503 X): No. Run this again later.',
		});
	});

	it('reads the whole list once for all answers that decide nothing', async () => {
		const wanted = Array.from({ length: 300 }, (_, index) => `desktop-${index}`);
		const service = fakeList(fakeDesktops(300), { maxPage: 100 });
		const ignoring = {
			listDesktops: async ({ offset, limit }: { offset: number; limit: number }) =>
				await service.listDesktops({ offset, limit }),
		};
		const { desktops: found, problems } = await listByIds(ignoring, wanted);
		expect(found.size).toBe(300);
		expect(problems.size).toBe(0);
		expect(service.asked.length).toBeLessThan(3 + 10);
	});

	it('says of ids why the whole list could not be read', async () => {
		const refusal = answer(403, { error_code: 'WKS.1', error_msg: 'No' });
		const service = fakeList(desktops, {
			maxPage: 50,
			instead: (request) => (request === 3 ? refusal : undefined),
		});
		const { problems } = await listByIds(
			service,
			Array.from({ length: 100 }, (_, n) => `desktop-${n}`),
		);
		expect(problems.size).toBe(100);
		expect(problems.get('desktop-7')).toMatchObject({ statusCode: 403 });
	});

	it('asks nothing for no ids', async () => {
		const service = fakeList(desktops);
		expect((await listByIds(service, [])).desktops.size).toBe(0);
		expect(service.asked).toEqual([]);
	});
});

describe('an answer that is no list', () => {
	it.each<[string, unknown, RegExp]>([
		['has no desktops', { total_count: 3 }, /: .*Check that the endpoint/],
		['is not an object', 'welcome', /200: .*Something other than the API/],
		[
			'tells of a failure with status 200',
			{ error_code: 'WKS.00010109', error_msg: 'Not open', desktops: [] },
			/200 WKS\.00010109: Not open\./,
		],
	])('is refused: it %s', async (_name, json, says) => {
		const instead = () => answer(200, json);
		const { listing } = await list([], { by: 'filter', filter: {} }, { instead });
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(says) as string,
		});
	});

	it('is passed over entry by entry where single ones make no sense', async () => {
		const entries = [null, 7, {}, { desktop_id: '' }, { desktop_id: 5 }, [], { desktop_id: 'a' }];
		const instead = () => answer(200, { total_count: 7, desktops: entries });
		const { ids } = await list([], { by: 'filter', filter: {} }, { instead });
		expect(ids).toEqual(['a']);
	});

	it('has the words of a fault if there was no answer', async () => {
		const fault = faultOf({ cause: 'timeout', code: 'ETIMEDOUT', message: 'Late.' }, LIST);
		const { listing } = await list([], { by: 'filter', filter: {} }, { instead: () => fault });
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(/Page 1 \(.*\): Late\.$/) as string,
			error: { errorCode: 'ETIMEDOUT' },
		});
	});
});
