import { faultOf, LIST } from '../answers';
import { listDesktops, type Wanted } from '../../../nodes/DesktopSid/desktops/listDesktops';
import { answer, fakeDesktops, fakeList, type FakeDesktop, type FakeListOptions } from './fakeList';
import { named } from './named';

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

const byNames = (...names: string[]): Wanted => ({ by: 'names', names: names.map(named) });
const WHOLE_LIST = { offset: 0, limit: 1000 };

describe('a handful of ids', () => {
	const desktops = fakeDesktops(1500);

	it('is asked for by id, each once, at most 100 a request', async () => {
		const wanted = Array.from({ length: 250 }, (_, index) => `desktop-${5 * index}`);
		const { ids, asked } = await list(desktops, { by: 'ids', ids: wanted });
		expect(ids).toEqual(wanted);
		expect(asked.map(({ desktopIds }) => desktopIds)).toEqual([
			wanted.slice(0, 100),
			wanted.slice(100, 200),
			wanted.slice(200),
		]);
	});

	it('becomes the whole list beyond 500 ids', async () => {
		const wanted = Array.from({ length: 501 }, (_, index) => `desktop-${index}`);
		const { ids, asked } = await list(desktops, { by: 'ids', ids: wanted });
		expect(ids).toHaveLength(1500);
		expect(asked).toHaveLength(2);
		expect(asked[0]).toEqual(WHOLE_LIST);
	});

	it('becomes the whole list where ids are so long that the URL would be refused', async () => {
		const { asked } = await list(desktops, { by: 'ids', ids: ['x'.repeat(255)] });
		expect(asked[0]).toEqual(WHOLE_LIST);
	});

	it('becomes the whole list where the service does not obey the filter', async () => {
		const { ids, asked } = await list(
			desktops,
			{ by: 'ids', ids: ['desktop-1499'] },
			{
				instead: (request) =>
					request === 1 ? answer(200, { desktops: fakeDesktops(1000) }) : undefined,
			},
		);
		expect(ids).toContain('desktop-1499');
		expect(asked).toHaveLength(3);
	});

	it('is refused as a whole where one request is', async () => {
		const wanted = Array.from({ length: 250 }, (_, index) => `desktop-${index}`);
		const { listing, asked } = await list(
			desktops,
			{ by: 'ids', ids: wanted },
			{
				instead: (request) =>
					request === 2 ? answer(403, { error_code: 'WKS.1', error_msg: 'No' }) : undefined,
			},
		);
		expect(asked).toHaveLength(2);
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(
				/100 desktops by ID: 403 WKS\.1: No\. .*workspace:desktops:list/,
			) as string,
		});
	});
});

describe('a handful of names', () => {
	const desktops = [...fakeDesktops(1500), { desktop_id: 'only-id' }];

	it.each(['exact', 'substring'] as const)(
		'is asked for by name where the filter ignores case: %s',
		async (names) => {
			const { ids, asked } = await list(desktops, byNames('pc-7$', 'PC-1499', 'PC-7'), { names });
			expect(ids).toEqual(['desktop-7', 'desktop-1499']);
			expect(asked.map(({ computerName }) => computerName)).toEqual(['pC-7', 'pC-1499']);
		},
	);

	it.each<[string, Wanted, FakeListOptions]>([
		['the filter heeds case', byNames('PC-7'), { names: 'caseSensitive' }],
		['a name is found nowhere', byNames('PC-7', 'DC-1'), {}],
		['a name is longer than NetBIOS allows', byNames('averylongcomputername'), {}],
		['there are more than five', byNames('PC-1', 'PC-2', 'PC-3', 'PC-4', 'PC-5', 'PC-6'), {}],
	])('becomes the whole list where %s', async (_name, wanted, options) => {
		const { ids, asked } = await list(desktops, wanted, options);
		expect(ids).toHaveLength(1501);
		expect(asked.at(-1)).toMatchObject({ limit: 1000 });
		expect(asked.at(-1)?.computerName).toBeUndefined();
	});

	it.each<[string, FakeDesktop[]]>([
		[
			'two desktops go by it',
			[
				{ desktop_id: 'a', computer_name: 'X-1', os_host_name: 'X-1' },
				{ desktop_id: 'b', computer_name: 'x-1', os_host_name: 'x-1' },
			],
		],
		[
			'its desktop has another name in its operating system',
			[{ desktop_id: 'a', computer_name: 'X-1', os_host_name: 'Y-1' }],
		],
		['its desktop tells no such name', [{ desktop_id: 'a', computer_name: 'X-1' }]],
		[
			'it was found in the very spelling that was asked for',
			[{ desktop_id: 'a', computer_name: 'x-1', os_host_name: 'x-1' }],
		],
	])('is not decided by the filter where %s', async (_name, some) => {
		const { ids, asked } = await list([...desktops, ...some], byNames('X-1'));
		expect(ids).toHaveLength(1501 + some.length);
		expect(asked[1]).toEqual(WHOLE_LIST);
	});

	it('takes a name without letters as it is', async () => {
		const some = [{ desktop_id: 'n', computer_name: '4711', os_host_name: '4711' }];
		const { ids, asked } = await list([...desktops, ...some], byNames('4711$'));
		expect(ids).toEqual(['n']);
		expect(asked).toHaveLength(1);
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

	it('is told in the words of a fault where there was no answer', async () => {
		const fault = faultOf({ cause: 'timeout', code: 'ETIMEDOUT', message: 'Late.' }, LIST);
		const { listing } = await list([], { by: 'filter', filter: {} }, { instead: () => fault });
		expect(listing).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(/page 1 \(.*\): Late\.$/) as string,
			error: { errorCode: 'ETIMEDOUT' },
		});
	});
});
