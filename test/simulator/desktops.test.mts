import { manyDesktops } from '../../simulator/estate.mts';
import type { DesktopSeed } from '../../simulator/simulator.mts';
import { type Reply, get, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds, sids } from './support/estate.mts';

const start = simulatorsOfThisFile();

/** Names of a listed page, in its order. */
function namesIn({ json }: Reply): unknown[] {
	const { desktops } = Object(json) as { desktops: { computer_name: string }[] };
	return desktops.map((desktop) => desktop.computer_name);
}

describe('ListDesktops', () => {
	it('shows a desktop with its SID', async () => {
		const simulator = await start({ desktops: seeds });
		const { json } = await get(simulator, `desktops?desktop_id=${id.drifted1}`);
		expect(json).toMatchObject({
			total_count: 1,
			desktops: [{ desktop_id: id.drifted1, computer_name: 'DRIFTED-1', sid: sids.before }],
		});
	});

	it('pages through all of them, each once', async () => {
		const desktops = manyDesktops(2500, { drifted: 0 });
		const simulator = await start({ desktops });
		const first = await get(simulator, 'desktops');
		const second = await get(simulator, 'desktops?offset=1000&limit=1000');
		const third = await get(simulator, 'desktops?offset=2000&limit=1000');
		const names = [first, second, third].flatMap(namesIn);
		expect(names).toEqual(desktops.map((desktop) => desktop.computer_name));
		expect(third.json).toMatchObject({ total_count: 2500 });
	});

	it('sees a desktop added or deleted between two pages', async () => {
		const simulator = await start({ desktops: seeds });
		expect((await get(simulator, 'desktops?limit=1')).json).toMatchObject({ total_count: 6 });
		simulator.cloud.add({ computer_name: 'NEW-1' });
		expect((await get(simulator, 'desktops?limit=1')).json).toMatchObject({ total_count: 7 });
		simulator.cloud.remove(id.linux);
		simulator.cloud.remove(id.stopped);
		expect((await get(simulator, 'desktops?limit=1')).json).toMatchObject({ total_count: 5 });
	});

	it.each(['limit=1001', 'limit=-1', 'limit=ten', 'offset=1e3', 'offset=2147483648'])(
		'refuses %s',
		async (query) => {
			const simulator = await start();
			expect((await get(simulator, `desktops?${query}`)).status).toBe(400);
		},
	);

	it('refuses more than 100 ids and texts of more than 255 characters', async () => {
		const simulator = await start();
		const ids = Array.from({ length: 101 }, (_, index) => `desktop_id=${String(index)}`);
		expect((await get(simulator, `desktops?${ids.join('&')}`)).status).toBe(400);
		expect((await get(simulator, `desktops?${ids.slice(1).join('&')}`)).status).toBe(200);
		expect((await get(simulator, `desktops?status=${'x'.repeat(256)}`)).status).toBe(400);
	});

	const variety: DesktopSeed[] = [
		{ computer_name: 'A', desktop_type: 'SHARED' },
		{ computer_name: 'B', pool_id: 'pool-1', status: 'SHUTOFF' },
		{ computer_name: 'C', pool_id: 'pool-2' },
		{ computer_name: 'D', enterprise_project_id: 'ep-1' },
	];
	it.each([
		['desktop_type=SHARED', ['A']],
		['desktop_type=SHARED,DEDICATED', ['A', 'B', 'C', 'D']],
		['pool_id=pool-1,pool-2', ['B', 'C']],
		['status=SHUTOFF', ['B']],
		['enterprise_project_id=ep-1', ['D']],
		['pool_id=pool-1&status=ACTIVE', []],
	])('filters by %s', async (query, names) => {
		const simulator = await start({ desktops: variety });
		expect(namesIn(await get(simulator, `desktops?${query}`))).toEqual(names);
	});

	it.each([
		['exact', 'pc-1', ['PC-1']],
		['caseSensitive', 'pc-1', []],
		['caseSensitive', 'PC-1', ['PC-1']],
		['substring', 'pc-1', ['PC-1', 'PC-10']],
	] as const)('computerNameFilter %s: %s', async (computerNameFilter, name, names) => {
		const desktops = [{ computer_name: 'PC-1' }, { computer_name: 'PC-10' }];
		const simulator = await start({ desktops, behaviour: { computerNameFilter } });
		expect(namesIn(await get(simulator, `desktops?computer_name=${name}`))).toEqual(names);
	});
});

describe('the SID that is shown', () => {
	it.each([
		['ad', /^S-1-5-21-/],
		['empty', /^$/],
		['uuid', /^5a1d5a1d(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
	] as const)('in the format %s', async (sidFormat, pattern) => {
		const simulator = await start({ desktops: seeds.map((seed) => ({ ...seed, sidFormat })) });
		const { json } = await get(simulator, `desktops?desktop_id=${id.drifted1}`);
		expect(json).toMatchObject({ desktops: [{ sid: expect.stringMatching(pattern) as string }] });
	});

	it('lags behind in lists when switched so', async () => {
		const clock = testClock();
		const behaviour = { sidLagSeconds: 30 };
		const simulator = await start({ desktops: seeds, now: clock.now, behaviour });
		const shown = async () => {
			const { json } = await get(simulator, `desktops?desktop_id=${id.drifted1}`);
			return (Object(json) as { desktops: { sid: string }[] }).desktops[0]?.sid;
		};
		await putSids(simulator, [id.drifted1]);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.after);
		expect(await shown()).toBe(sids.before);
		clock.advance(29);
		expect(await shown()).toBe(sids.before);
		clock.advance(1);
		expect(await shown()).toBe(sids.after);
	});
});
