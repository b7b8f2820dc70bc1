import * as fc from 'fast-check';
import {
	MAX_PASSES,
	MAX_REQUESTS,
	readAllDesktops,
} from '../../../nodes/DesktopSid/desktops/wholeList';
import { faultOf } from '../answers';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { type Change, changingList, type History } from './changingList';
import { answer, fakeDesktops, fakeList, type FakeListOptions } from './fakeList';
import '../unhurried';
import { runs } from '../runs.mts';

/** The same histories in every run: a failure is to be the change's, not the day's. */
const SEED = 20261126;

/** Reads the whole list; the ids that came out, or the refusal. */
async function read(count: number, options: FakeListOptions = {}, atMost?: number) {
	const list = fakeList(fakeDesktops(count), options);
	const listing = await readAllDesktops(list, {}, atMost);
	const ids = listing.kind === 'listed' ? listing.desktops.map((one) => one.desktop_id) : [];
	return { ids, listing, list, requests: list.asked.length };
}

const idsOf = (count: number) => fakeDesktops(count).map(({ desktop_id }) => desktop_id);

const KEPT_CHANGING =
	/^The list of desktops kept changing while it was read, so nothing was done\./;

describe('readAllDesktops', () => {
	it.each([
		[0, 1],
		[1, 1],
		[999, 1],
		// A full page may be cut off, so one look further is taken; all stand on one page, so it is not read again.
		[1000, 2],
		// From two pages on, the first one is read once more at the end.
		[1001, 3],
		[1998, 3],
		[1999, 4],
		[2000, 4],
		[2500, 4],
		[3000, 5],
		[19_980, 21],
		[20_000, 22],
	])('lists %i desktops, each once and in order, with %i requests', async (count, requests) => {
		const result = await read(count);
		expect(result.ids).toEqual(idsOf(count));
		expect(result.requests).toBe(requests);
		expect(result.list.asked.every(({ limit }) => limit === 1000)).toBe(true);
	});

	it('asks for the first page alone, for all others at once, and for the first page again at the end', async () => {
		const list = fakeList(fakeDesktops(20_000));
		const rounds: number[] = [];
		let waiting: Array<() => void> = [];
		let asked = 0;
		const gathering = {
			listDesktops: async (filter: Parameters<typeof list.listDesktops>[0]) => {
				asked += 1;
				await new Promise<void>((resolve) => waiting.push(resolve));
				return await list.listDesktops(filter);
			},
		};
		const reading = readAllDesktops(gathering, {});
		for (let before = -1; asked > before; ) {
			before = asked;
			rounds.push(waiting.length);
			const round = waiting;
			waiting = [];
			for (const answer of round) answer();
			for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
		}
		expect(await reading).toMatchObject({ kind: 'listed' });
		expect(rounds.filter((count) => count > 0)).toEqual([1, 20, 1]);
	});

	it.each<[string, FakeListOptions]>([
		['is missing', { total: () => undefined }],
		['is missing, and pages are smaller than asked for', { total: () => undefined, maxPage: 300 }],
		['is always 0', { total: () => 0 }],
		['is too small', { total: (truth) => truth - 1 }],
		['counts the page only', { total: (truth) => Math.min(truth, 1000) }],
		['is capped at 2000', { total: (truth) => Math.min(truth, 2000) }],
		['is text', { total: (truth) => String(truth) }],
		['is no number', { total: () => 'many' }],
		['is right, but pages are smaller than asked for', { maxPage: 300 }],
		['is right, but pages hold two desktops', { maxPage: 2 }],
	])('lists all if total_count %s', async (_name, options) => {
		const counts = options.maxPage === 2 ? [1, 2, 3, 200] : [700, 1000, 2000, 2600];
		for (const count of counts) {
			const { ids } = await read(count, options);
			expect(ids).toEqual(idsOf(count));
		}
	});

	it.each<[string, FakeListOptions]>([
		['is too great', { total: (truth) => truth + 700 }],
		['is greater by one', { total: (truth) => truth + 1 }],
		['is far too great', { total: () => 1_000_000 }],
	])('refuses a list of which total_count %s, and names both numbers', async (_name, options) => {
		for (const count of [0, 700, 1000, 2600]) {
			const { listing, requests } = await read(count, options);
			const total = options.total?.(count);
			expect(listing).toEqual({
				kind: 'refused',
				message: `The list of desktops is not complete: the service counts ${String(total)} desktops and lists ${count}, so nothing was done. Run this again later.`,
				problem: expect.objectContaining({ hope: 'later' }) as unknown,
			});
			expect(requests).toBeLessThanOrEqual(MAX_REQUESTS);
		}
	});

	it.each([0, 1, 10, 999])('reads again after a first page of %i desktops', async (length) => {
		const short = answer(200, { total_count: 2500, desktops: fakeDesktops(length) });
		const once = await read(2500, { instead: (request) => (request === 1 ? short : undefined) });
		expect(once.ids).toEqual(idsOf(2500));
		expect(once.requests).toBeLessThan(15);
	});

	it('refuses a list whose first page stays empty', async () => {
		const empty = answer(200, { total_count: 2500, desktops: [] });
		const { listing, requests } = await read(2500, { instead: () => empty });
		expect(listing).toMatchObject({ kind: 'refused' });
		expect(requests).toBe(MAX_PASSES + 1);
	});

	it.each([
		['null and a total of 0', { total_count: 0, desktops: null }],
		['no list and a total of 0', { total_count: 0 }],
		['no list and a total of 0 as text', { total_count: '0' }],
		['null and a total of 0 as text', { total_count: '0', desktops: null }],
		['an empty object and a total of 0', { total_count: 0, desktops: {} }],
		['an empty text and a total of 0', { total_count: 0, desktops: '' }],
		['an empty list and no total', { desktops: [] }],
		['an empty list and a total of null', { total_count: null, desktops: [] }],
	])('takes %s for an empty list', async (_name, json) => {
		const { listing, requests } = await read(0, { instead: () => answer(200, json) });
		expect(listing).toEqual({ kind: 'listed', desktops: [], hasMore: false });
		expect(requests).toBe(1);
	});

	it.each([
		{},
		{ desktops: null },
		{ desktops: {} },
		{ total_count: 3 },
		{ total_count: 3, desktops: null },
		{ total_count: 0, desktops: { desktop_id: 'a' } },
		{ total_count: 0, desktops: 'none' },
		{ total_count: 0, desktops: false },
	])('takes %j for no list', async (json) => {
		const { listing } = await read(0, { instead: () => answer(200, json) });
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('no list of desktops') as string,
		});
	});

	it('counts a desktop that stands twice on a page once, and entries without an ID not at all', async () => {
		const odd = [
			{ desktop_id: '' },
			null,
			7,
			{ desktop_id: 'a' },
			{ desktop_id: 'a' },
			{ desktop_id: ' ' },
		];
		const page = answer(200, { total_count: odd.length, desktops: odd });
		expect((await read(0, { instead: () => page })).ids).toEqual(['a']);

		const among = fakeDesktops(2500);
		among.splice(1000, 0, { desktop_id: '' }, { desktop_id: 'desktop-999' });
		const listing = await readAllDesktops(fakeList(among), {});
		expect(listing.kind === 'listed' && listing.desktops.map((one) => one.desktop_id)).toEqual(
			idsOf(2500),
		);
	});

	it('knows an id in any case for one', async () => {
		const id = '01234567-89AB-CDEF-0123-456789ABCDEF';
		const list = fakeList([{ desktop_id: id }, { desktop_id: id.toLowerCase() }]);
		expect(await readAllDesktops(list, {})).toMatchObject({ desktops: [{ desktop_id: id }] });
	});

	it('takes names of inherited properties for ids like any other', async () => {
		const ids = ['__proto__', 'constructor', 'toString'];
		const list = fakeList(ids.map((desktop_id) => ({ desktop_id })));
		expect(await readAllDesktops(list, {})).toMatchObject({
			desktops: ids.map((desktop_id) => ({ desktop_id })),
		});
	});

	it('is content with as many as are wanted', async () => {
		const { ids, list } = await read(500, {}, 50);
		expect(ids).toEqual(idsOf(50));
		expect(list.asked).toEqual([{ offset: 0, limit: 50 }]);
		expect((await read(5000, {}, 1500)).ids).toEqual(idsOf(1500));
		expect((await read(20, {}, 50)).ids).toEqual(idsOf(20));
	});

	it('reads a page again that a deletion has moved, and finds the desktop that slipped through', async () => {
		for (const count of [2500, 3000]) {
			const { ids } = await read(count, {
				before: (request, desktops) => {
					if (request === 2) desktops.splice(0, 100);
				},
			});
			expect(ids).toEqual(idsOf(count).slice(100));
		}
	});

	it.each([1500, 2500, 2997])(
		'finds the desktop that moves to the front between two pages: of %i',
		async (count) => {
			for (const at of [2, 3]) {
				const { ids } = await read(count, {
					before: (request, desktops) => {
						if (request === at) desktops.unshift(...desktops.splice(count - 200, 1));
					},
				});
				expect(new Set(ids)).toEqual(new Set(idsOf(count)));
			}
		},
	);

	it('finds it even if a deletion and a creation hide that anything happened', async () => {
		const { ids } = await read(1900, {
			before: (request, desktops) => {
				if (request !== 2) return;
				desktops.splice(5, 1);
				desktops.push({ desktop_id: 'new' });
				desktops.unshift(...desktops.splice(1500, 1));
			},
		});
		expect(ids).toHaveLength(1900);
		expect(ids).toContain('desktop-1501');
	});

	it('finds the desktop that a deletion and a creation push between two full pages', async () => {
		for (const count of [997, 998, 999, 1997, 1998, 1999, 2997]) {
			const { ids } = await read(count, {
				before: (request, desktops) => {
					if (request !== 2) return;
					desktops.splice(0, 1);
					desktops.push({ desktop_id: 'new' });
				},
			});
			const listed = new Set(ids);
			expect(idsOf(count).filter((id) => id !== 'desktop-0' && !listed.has(id))).toEqual([]);
		}
	});

	it('notices that the list has become shorter than the offset', async () => {
		const { ids, list } = await read(1500, {
			before: (request, desktops) => {
				if (request === 2) desktops.splice(0, 800);
			},
		});
		expect(list.desktops).toHaveLength(700);
		expect(list.desktops.every(({ desktop_id }) => ids.includes(desktop_id))).toBe(true);
	});

	it('refuses a list that changes with every request, after a bounded number of them', async () => {
		let step = 0;
		const { listing, requests } = await read(2500, {
			before: (_, desktops) => desktops.unshift({ desktop_id: `new-${step++}` }),
		});
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(KEPT_CHANGING) as string,
		});
		expect(requests).toBe(MAX_PASSES * 3 + 1);
	});

	it('refuses a list that has no stable order', async () => {
		const { listing } = await read(2500, {
			before: (_, desktops) => desktops.push(...desktops.splice(0, 700)),
		});
		expect(listing).toMatchObject({ message: expect.stringMatching(KEPT_CHANGING) as string });
	});

	it('refuses a list that is the same page without end', async () => {
		const page = answer(200, { total_count: 50_000, desktops: fakeDesktops(1000) });
		const { listing, requests } = await read(0, { instead: () => page });
		expect(listing).toMatchObject({ message: expect.stringMatching(KEPT_CHANGING) as string });
		expect(requests).toBeLessThan(MAX_REQUESTS);
	});

	it.each([1_000_000, undefined])(
		'refuses pages of one new desktop each, after a bounded number of requests: total %s',
		async (total) => {
			for (const maxPage of [1, 2]) {
				const { listing, requests } = await read(5000, { maxPage, total: () => total });
				expect(listing).toMatchObject({ kind: 'refused' });
				expect(requests).toBeLessThanOrEqual(MAX_REQUESTS);
			}
		},
	);

	it('refuses the whole list when page 7 cannot be read, and says which page, why, and what to do', async () => {
		const refusal = answer(503, { error_code: 'APIGW.0613', error_msg: 'IAM unavailable' });
		const { listing } = await read(20_000, {
			instead: (request) => (request === 7 ? refusal : undefined),
		});
		expect(listing).toMatchObject({
			kind: 'refused',
			statusCode: 503,
			error: { errorCode: 'APIGW.0613', errorMsg: 'IAM unavailable' },
			problem: { hope: 'later', statusCode: 503 },
		});
		const { message } = listing as { message: string };
		expect(message).toContain('could not be read completely. Page 7 (desktops 5995 to 6994): ');
		expect(message).toContain('503 APIGW.0613: IAM unavailable. Run this again later');
	});

	it('asks for no second page if the first one is refused', async () => {
		const refusal = answer(403, { error_code: 'WKS.1', error_msg: 'No' });
		expect((await read(20_000, { instead: () => refusal })).requests).toBe(1);
	});

	it.each<[string, ApiReply, RegExp]>([
		[
			'by an answer',
			answer(401, { error_code: 'APIGW.0301', error_msg: 'Incorrect.' }),
			/: Huawei Cloud refused the sign-in \(401 APIGW\.0301\): Incorrect\. Test the credential/,
		],
		[
			'before',
			faultOf({ cause: 'signIn', message: 'Huawei Cloud refused the sign-in.' }),
			/: Huawei Cloud refused the sign-in\.$/,
		],
	])(
		'says of a sign-in refused %s that it is that, and names no desktops',
		async (_, reply, says) => {
			const { listing } = await read(5, { instead: () => reply });
			const { message } = listing as { message: string };
			expect(message).toMatch(
				/^Nothing was done, because the list of desktops could not be read: /,
			);
			expect(message).toMatch(says);
			expect(message).not.toMatch(/desktops 1 to|page 1/);
		},
	);
});

describe('a list with a history', () => {
	const place = fc.oneof(
		fc.constantFrom(0, 0.999_999),
		fc.double({ min: 0, max: 0.999_999, noNaN: true }),
	);
	const change: fc.Arbitrary<Change> = fc.oneof(
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant('create' as const), to: place }) },
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), where: place }) },
		{
			weight: 3,
			arbitrary: fc.record({ kind: fc.constant('move' as const), where: place, to: place }),
		},
		fc.record({ kind: fc.constant('shuffle' as const), seed: fc.nat() }),
	);
	const changes = fc
		.array(
			fc.tuple(fc.integer({ min: 1, max: 12 }), fc.array(change, { minLength: 1, maxLength: 3 })),
			{
				maxLength: 4,
			},
		)
		.map((pairs) => new Map(pairs));

	/** Every desktop that was there all the time is in it, each once; or the list is refused. */
	async function isWholeOrRefused(history: History) {
		const service = changingList(history);
		const listing = await readAllDesktops(service, {});
		expect(service.requests()).toBeLessThanOrEqual(MAX_REQUESTS);
		if (listing.kind === 'refused') return false;
		const listed = new Set(listing.desktops.map(({ desktop_id }) => desktop_id));
		expect(listed.size).toBe(listing.desktops.length);
		expect([...service.stayed].filter((id) => !listed.has(id))).toEqual([]);
		return true;
	}

	const TOTALS: Record<string, History['total']> = {
		right: (truth) => truth,
		'as text': (truth) => String(truth),
		'too great': (truth) => truth + 7,
		missing: () => undefined,
		'of the page': (_, onPage) => onPage,
		'too small': (truth) => Math.max(0, truth - 3),
		zero: () => 0,
	};

	it.each<[string, number, number]>([
		['right', runs(3000), 1],
		['as text', runs(500), 1],
		['too great', runs(500), 1],
		['missing', runs(1500), 2],
		['zero', runs(500), 2],
	])(
		'and small pages is whole or refused: total %s, %i histories',
		async (total, numRuns, smallest) => {
			let whole = 0;
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 0, max: 120 }),
					fc.array(fc.integer({ min: smallest, max: 40 }), { minLength: 1, maxLength: 6 }),
					changes,
					async (count, pages, happens) => {
						const history = { count, pages, changes: happens, total: TOTALS[total] ?? String };
						if (await isWholeOrRefused(history)) whole += 1;
					},
				),
				{ numRuns, seed: SEED },
			);
			// Not by refusing everything: the changes end, and then the list stands still.
			if (total !== 'too great') expect(whole).toBeGreaterThan(numRuns / 2);
		},
	);

	it.each(Object.keys(TOTALS))('and full pages is whole or refused: total %s', async (total) => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.integer({ min: 900, max: 3100 }), fc.constantFrom(998, 999, 1998, 2997)),
				changes,
				async (count, happens) => {
					const history = {
						count,
						pages: [1000],
						changes: happens,
						total: TOTALS[total] ?? String,
					};
					await isWholeOrRefused(history);
				},
			),
			{ numRuns: runs(25), seed: SEED },
		);
	});
});
