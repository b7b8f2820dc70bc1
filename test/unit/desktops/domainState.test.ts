import {
	domainStateOf,
	domainStatusOf,
	isInUse,
} from '../../../nodes/DesktopSid/desktops/domainState';
import { listInState } from '../../../nodes/DesktopSid/desktops/listDesktops';
import { answer, fakeDesktops, fakeList, type FakeDesktop, type FakeListOptions } from './fakeList';

describe('the domain state', () => {
	it.each([
		[1, 'inDomain'],
		[2, 'outOfDomain'],
		[3, 'notReported'],
		['1', 'inDomain'],
		[' 2 ', 'outOfDomain'],
		['3', 'notReported'],
		[0, 'notReported'],
		[4, 'notReported'],
		[22, 'notReported'],
		['OUT_OF_DOMAIN', 'notReported'],
		[undefined, undefined],
		[null, undefined],
		['', undefined],
		[[2], undefined],
		[{ value: 2 }, undefined],
		[true, undefined],
	])('of domain_status %j is %s', (domain_status, state) => {
		expect(domainStateOf({ fields: { domain_status } })).toBe(state);
	});

	it('is absent where the service does not report it', () => {
		expect(domainStateOf({ fields: {} })).toBeUndefined();
	});

	it.each(['inDomain', 'outOfDomain', 'notReported'] as const)(
		'%s is asked for by the value that is read as it',
		(state) => {
			const domain_status = domainStatusOf(state);
			expect(domainStateOf({ fields: { domain_status } })).toBe(state);
		},
	);
});

describe('use', () => {
	it.each([
		['CONNECTED', true],
		[' connected ', true],
		['DISCONNECTED', false],
		['REGISTERED', false],
		['UNREGISTER', false],
		['', false],
		[undefined, false],
		[{}, false],
	])('of connect_status %j: %s', (connect_status, isUsed) => {
		expect(isInUse({ fields: { connect_status } })).toBe(isUsed);
	});
});

describe('the list of desktops in one state', () => {
	/** Every tenth desktop is out of the domain, every seventh of the others does not report. */
	const estate = (count: number): FakeDesktop[] =>
		fakeDesktops(count).map((desktop, index) => ({
			...desktop,
			domain_status: index % 10 === 0 ? 2 : index % 7 === 0 ? '3' : 1,
		}));
	const isOut = (id: string) => Number(id.replace('desktop-', '')) % 10 === 0;

	async function list(desktops = estate(2500), options: FakeListOptions = {}, atMost?: number) {
		const service = fakeList(desktops, options);
		const listing = await listInState(service, 'outOfDomain', { poolId: 'p' }, atMost);
		const ids = listing.kind === 'listed' ? listing.desktops.map((one) => one.desktop_id) : [];
		return { listing, ids, asked: service.asked };
	}

	it('is asked for by the filter of the service', async () => {
		const { listing, ids, asked } = await list();
		expect(listing).toMatchObject({ kind: 'listed', hasMore: false, isReported: true });
		expect(ids).toHaveLength(250);
		expect(asked).toEqual([{ poolId: 'p', domainStatus: '2', offset: 0, limit: 1000 }]);
	});

	it.each([
		['honoured', 1],
		['ignored', 1 + 4],
	] as const)(
		'holds the first ones only if so many are enough (filter %s)',
		async (domainFilter, requests) => {
			const { listing, ids, asked } = await list(estate(2500), { domainFilter }, 50);
			expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => `desktop-${10 * index}`));
			expect(listing).toMatchObject({ hasMore: true, isReported: true });
			expect(asked).toHaveLength(requests);
		},
	);

	it('has no more if exactly so many are enough', async () => {
		const { listing, ids } = await list(estate(2500), { domainFilter: 'ignored' }, 250);
		expect(ids).toHaveLength(250);
		expect(listing).toMatchObject({ hasMore: false });
	});

	it('is the same where the service takes the filter for none, and one list is enough', async () => {
		const { listing, ids, asked } = await list(estate(2500), { domainFilter: 'ignored' });
		expect(ids).toHaveLength(250);
		expect(ids.every(isOut)).toBe(true);
		expect(listing).toMatchObject({ hasMore: false, isReported: true });
		expect(asked).toHaveLength(4);
	});

	it.each([undefined, 50])(
		'is empty and not reported if no desktop says it (%j)',
		async (atMost) => {
			const { listing } = await list(fakeDesktops(1500), { domainFilter: 'ignored' }, atMost);
			expect(listing).toMatchObject({ desktops: [], hasMore: false, isReported: false });
		},
	);

	it('counts as reported if any desktop says it, or if there is none', async () => {
		const some = [...fakeDesktops(10), { desktop_id: 'x', domain_status: 1 }];
		const { listing } = await list(some, { domainFilter: 'ignored' });
		expect(listing).toMatchObject({ desktops: [], isReported: true });
		expect((await list([])).listing).toMatchObject({ desktops: [], isReported: true });
	});

	it('is refused if it is not whole, however it is filtered', async () => {
		const total = () => 5000;
		expect((await list(estate(100), { total })).listing.kind).toBe('refused');
		const ignored = await list(estate(100), { total, domainFilter: 'ignored' });
		expect(ignored.listing.kind).toBe('refused');
	});

	it('is refused if the list behind an ignored filter cannot be read', async () => {
		const instead = (request: number) =>
			request > 1 ? answer(500, { error_code: 'WKS.0500', error_msg: 'Internal' }) : undefined;
		const { listing } = await list(estate(2500), { domainFilter: 'ignored', instead }, 50);
		expect(listing).toMatchObject({ kind: 'refused', statusCode: 500 });
	});
});
