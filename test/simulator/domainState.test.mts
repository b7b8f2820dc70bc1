import type { Behaviour } from '../../simulator/simulator.mts';
import { get, putSids, send, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function withBehaviour(behaviour: Partial<Behaviour> = {}) {
	const clock = testClock();
	const simulator = await start({ desktops: seeds, now: clock.now, behaviour });
	const list = async (query: string) => {
		const { json } = await get(simulator, `desktops?${query}`);
		return (Object(json) as { desktops: Record<string, unknown>[] }).desktops;
	};
	const stateOf = async (desktopId: string) =>
		(await list(`desktop_id=${desktopId}`))[0]?.domain_status;
	return { simulator, clock, list, stateOf };
}

describe('the domain state in lists', () => {
	it('is 1 in the domain, 2 out of it, and 3 where the desktop cannot say', async () => {
		const { list } = await withBehaviour();
		expect(
			(await list('')).map(({ computer_name, domain_status }) => [computer_name, domain_status]),
		).toEqual([
			['DRIFTED-1', 2],
			['DRIFTED-2', 2],
			['INSYNC-1', 1],
			['INSYNC-2', 1],
			['LINUX-1', 3],
			['STOPPED-1', 3],
		]);
	});

	it.each([
		['text', '2'],
		['absent', undefined],
	] as const)('in the form %s', async (domainStatusForm, shown) => {
		const { stateOf } = await withBehaviour({ domainStatusForm });
		expect(await stateOf(id.drifted1)).toBe(shown);
	});

	it.each([
		['honoured', 2],
		['ignored', 6],
	] as const)('filters, or not: %s', async (domainStatusFilter, count) => {
		const { list } = await withBehaviour({ domainStatusFilter });
		expect(await list('domain_status=2')).toHaveLength(count);
	});

	it('comes with the state of use: nobody, or somebody, or no agent', async () => {
		const { simulator, list } = await withBehaviour();
		simulator.cloud.add({ desktop_id: 'used', connectStatus: 'CONNECTED' });
		const use = async (desktopId: string) =>
			(await list(`desktop_id=${desktopId}`))[0]?.connect_status;
		expect(await use(id.drifted1)).toBe('REGISTERED');
		expect(await use(id.stopped)).toBe('UNREGISTER');
		expect(await use('used')).toBe('CONNECTED');
	});
});

describe('what brings a desktop back into the domain', () => {
	it.each([
		['the SID update heals', true, 1],
		['the SID update is not enough', false, 2],
	] as const)('%s', async (_case, sidUpdateHeals, state) => {
		const { simulator, stateOf } = await withBehaviour({ sidUpdateHeals });
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
		expect(await stateOf(id.drifted1)).toBe(state);
	});

	it('for a single desktop: only a rejoin, or nothing', async () => {
		const { simulator, clock, stateOf } = await withBehaviour();
		const rejoin = async (desktopId: string) =>
			await send(
				simulator,
				'POST',
				`/v2/${simulator.projectId}/desktops/${desktopId}/rejoin-domain`,
			);
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { healedBy: 'rejoin' });
		Object.assign(simulator.cloud.get(id.drifted2) ?? {}, { healedBy: 'nothing' });
		await putSids(simulator, [id.drifted1]);
		await putSids(simulator, [id.drifted2]);
		expect([await stateOf(id.drifted1), await stateOf(id.drifted2)]).toEqual([2, 2]);
		await rejoin(id.drifted1);
		await rejoin(id.drifted2);
		clock.advance(2);
		expect([await stateOf(id.drifted1), await stateOf(id.drifted2)]).toEqual([1, 2]);
	});

	it('shows in lists and in the filter only after a while, when switched so', async () => {
		const { simulator, clock, list, stateOf } = await withBehaviour({ domainLagSeconds: 30 });
		await putSids(simulator, [id.drifted1]);
		expect(simulator.cloud.get(id.drifted1)?.domainStatus).toBe(1);
		clock.advance(29);
		expect(await stateOf(id.drifted1)).toBe(2);
		expect(await list('domain_status=2')).toHaveLength(2);
		clock.advance(1);
		expect(await stateOf(id.drifted1)).toBe(1);
		expect(await list('domain_status=2')).toHaveLength(1);
	});

	it('does not make a stopped desktop report', async () => {
		const { simulator, stateOf } = await withBehaviour();
		expect((await putSids(simulator, [id.stopped])).status).toBe(200);
		expect(await stateOf(id.stopped)).toBe(3);
	});
});
