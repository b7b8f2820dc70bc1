import { faultOf } from '../answers';
import * as fc from 'fast-check';
import { readAllDesktops } from '../../../nodes/DesktopSid/desktops/desktopPages';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { answer, fakeDesktops, fakeList, type FakeListOptions } from './fakeList';

/** Reads the whole list; the ids that came out, or the refusal. */
async function read(count: number, options: FakeListOptions = {}, atMost?: number) {
	const list = fakeList(fakeDesktops(count), options);
	const listing = await readAllDesktops(list, {}, atMost);
	const ids = listing.kind === 'listed' ? listing.desktops.map((one) => one.desktop_id) : [];
	return { ids, listing, list, requests: list.asked.length };
}

const idsOf = (count: number) => fakeDesktops(count).map(({ desktop_id }) => desktop_id);

describe('readAllDesktops', () => {
	it.each([
		[0, 1],
		[1, 1],
		[999, 1],
		[1000, 2],
		[1001, 2],
		[1999, 2],
		// A total of 2000 may be the maximum that the schema declares, so one look further is taken.
		[2000, 3],
		[2500, 3],
		[3000, 3],
		[19_981, 20],
		[20_000, 20],
	])('lists %i desktops, each once and in order, with %i requests', async (count, requests) => {
		const result = await read(count);
		expect(result.ids).toEqual(idsOf(count));
		expect(result.requests).toBe(requests);
		expect(result.list.asked.every(({ limit }) => limit === 1000)).toBe(true);
	});

	it.each<[string, FakeListOptions]>([
		['is missing', { total: () => undefined }],
		['is always 0', { total: () => 0 }],
		['counts the page only', { total: () => 1000 }],
		['is capped at 2000', { total: (truth) => Math.min(truth, 2000) }],
		['is too great', { total: (truth) => truth + 700 }],
		['is far too great', { total: () => 1_000_000 }],
		['is text', { total: (truth) => String(truth) }],
		['is right, but pages are smaller than asked for', { maxPage: 300 }],
	])('lists all where total_count %s', async (_name, options) => {
		for (const count of [700, 1000, 2000, 2600, 3000]) {
			const { ids } = await read(count, options);
			expect(ids).toEqual(idsOf(count));
		}
	});

	it('is content with as many as are wanted', async () => {
		const { ids, list } = await read(500, {}, 50);
		expect(ids).toEqual(idsOf(50));
		expect(list.asked).toEqual([{ offset: 0, limit: 50 }]);
		expect((await read(5000, {}, 1500)).ids).toEqual(idsOf(1500));
		expect((await read(20, {}, 50)).ids).toEqual(idsOf(20));
	});

	it('loses none that stays, whatever comes and goes between pages', async () => {
		const change = fc.record({
			request: fc.integer({ min: 2, max: 6 }),
			remove: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 60 }),
			addInFront: fc.integer({ min: 0, max: 30 }),
			addBehind: fc.integer({ min: 0, max: 30 }),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 4 }),
				// Not near a multiple of 1000: full pages cannot overlap, and there an addition may hide a removal.
				fc.integer({ min: 250, max: 750 }),
				fc.array(change, { maxLength: 3 }),
				async (thousands, rest, changes) => {
					const count = thousands * 1000 + rest;
					let added = 0;
					const fresh = () => ({ desktop_id: `new-${added++}` });
					const { ids, list } = await read(count, {
						before: (request, desktops) => {
							for (const { remove, addInFront, addBehind, request: at } of changes) {
								if (at !== request) continue;
								for (const where of remove) desktops.splice(where * desktops.length, 1);
								for (let n = 0; n < addInFront; n++) desktops.unshift(fresh());
								for (let n = 0; n < addBehind; n++) desktops.push(fresh());
							}
						},
					});
					const listed = new Set(ids);
					expect(listed.size).toBe(ids.length);
					const lost = list.desktops.filter(
						({ desktop_id }) => desktop_id.startsWith('desktop-') && !listed.has(desktop_id),
					);
					expect(lost).toEqual([]);
				},
			),
			{ numRuns: 300 },
		);
	});

	it('reads a page again that a deletion has moved, and finds the desktop that slipped through', async () => {
		for (const count of [2500, 3000]) {
			const { ids } = await read(count, {
				before: (request, desktops) => {
					if (request === 2) desktops.splice(0, 100);
				},
			});
			expect(new Set(ids)).toEqual(new Set(idsOf(count)));
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

	it('refuses a list that is the same page for ever, after a bounded number of requests', async () => {
		const page = answer(200, { total_count: 50_000, desktops: fakeDesktops(1000) });
		const { listing, requests } = await read(0, { instead: () => page });
		expect(listing).toEqual({
			kind: 'refused',
			message: expect.stringContaining('did not come to an end') as string,
		});
		expect(requests).toBeLessThan(10);
	});

	it('refuses the whole list when page 7 cannot be read, and says which page, why, and what to do', async () => {
		const refusal = answer(503, { error_code: 'APIGW.0613', error_msg: 'IAM unavailable' });
		const { listing, requests } = await read(20_000, {
			instead: (request) => (request === 7 ? refusal : undefined),
		});
		expect(requests).toBe(7);
		expect(listing).toMatchObject({
			kind: 'refused',
			statusCode: 503,
			error: { errorCode: 'APIGW.0613', errorMsg: 'IAM unavailable' },
		});
		const { message } = listing as { message: string };
		expect(message).toContain('nothing was done: page 7 (desktops 6001 to 7000)');
		expect(message).toContain('503 APIGW.0613: IAM unavailable. Run this again later');
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
