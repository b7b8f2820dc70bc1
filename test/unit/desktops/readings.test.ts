import { readAllDesktops } from '../../../nodes/DesktopSid/desktops/wholeList';
import { answer, fakeDesktops, fakeList, type FakeListOptions } from './fakeList';
import '../unhurried';

/** Reads the list of so many desktops; `readings`: how often its first page was asked for, which ends each reading as well. */
async function read(count: number, options: FakeListOptions = {}) {
	const list = fakeList(fakeDesktops(count), options);
	const listing = await readAllDesktops(list, {});
	const ids = listing.kind === 'listed' ? listing.desktops.map((one) => one.desktop_id) : [];
	const readings = list.asked.filter(({ offset }) => offset === 0).length - 1;
	return { listing, ids, readings };
}

const idsOf = (count: number) => fakeDesktops(count).map(({ desktop_id }) => desktop_id);

describe('a list of several pages', () => {
	it.each<[string, number, FakeListOptions]>([
		['the total is right', 1, {}],
		['the total is right, as text', 1, { total: String }],
		['there is no total', 2, { total: () => undefined }],
		['the total is always 0', 2, { total: () => 0 }],
		['the total counts a page', 2, { total: (truth) => Math.min(truth, 1000) }],
	])('is believed where %s, after readings: %i', async (_name, times, options) => {
		const { ids, readings } = await read(2500, options);
		expect(ids).toEqual(idsOf(2500));
		expect(readings).toBe(times);
	});

	it.each<[string, FakeListOptions]>([
		['two full pages', { total: (truth) => Math.min(truth, 1999) }],
		['two small pages', { total: (truth) => Math.min(truth, 599), maxPage: 300 }],
	])('is read to its end where the total counts just %s', async (_name, options) => {
		expect((await read(2600, options)).ids).toEqual(idsOf(2600));
	});

	// Without a total, a reading takes four requests, and the next one begins with the sixth.
	it.each<[string, FakeListOptions['before']]>([
		[
			'change places',
			(_, desktops) => desktops.splice(1100, 2, ...desktops.slice(1100, 1102).reverse()),
		],
		['are deleted', (_, desktops) => desktops.splice(-1)],
	])(
		'needs two readings that agree where there is no total and desktops %s',
		async (_name, change) => {
			const { readings } = await read(2500, {
				total: () => undefined,
				before: (request, desktops) => {
					if (request === 6) change?.(request, desktops);
				},
			});
			expect(readings).toBe(3);
		},
	);

	it.each([2, 3])('is read again where page %i names another total', async (page) => {
		let asked = 0;
		const total = (truth: number) => (++asked === page ? truth + 1 : truth);
		const { ids, readings } = await read(2500, { total });
		expect(ids).toEqual(idsOf(2500));
		expect(readings).toBe(2);
	});

	it('is read again where two desktops change places between its pages', async () => {
		const { ids } = await read(2900, {
			before: (request, desktops) => {
				if (request !== 3) return;
				const [early] = desktops.splice(1100, 1, ...desktops.slice(2200, 2201));
				if (early !== undefined) desktops.splice(2200, 1, early);
			},
		});
		expect(new Set(ids)).toEqual(new Set(idsOf(2900)));
	});

	it('may have entries without an ID on each of them', async () => {
		const desktops = fakeDesktops(2500);
		for (const place of [10, 1500, 2400]) desktops.splice(place, 0, { desktop_id: '' });
		expect(await readAllDesktops(fakeList(desktops), {})).toMatchObject({
			desktops: idsOf(2500).map((desktop_id) => ({ desktop_id })),
		});
	});

	it('is refused where its first page cannot be read once more', async () => {
		const refusal = answer(500, { error_code: 'WKS.0500', error_msg: 'Internal' });
		const { listing } = await read(2500, {
			instead: (request) => (request === 4 ? refusal : undefined),
		});
		expect(listing).toMatchObject({ kind: 'refused', statusCode: 500 });
	});
});
