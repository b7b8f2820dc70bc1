import type { Behaviour } from '../../simulator/simulator.mts';
import { manyDesktops } from '../../simulator/estate.mts';
import { codeOf, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function withBehaviour(behaviour: Partial<Behaviour> = {}) {
	const clock = testClock();
	const simulator = await start({ desktops: seeds, behaviour, now: clock.now });
	return { simulator, clock };
}

describe('what is not supported', () => {
	it.each([
		['stopped', id.stopped],
		['Linux', id.linux],
	] as const)('%s: 412 when listed, 200 when not', async (reason, desktopId) => {
		const { simulator } = await withBehaviour({ unsupportedWhen: [reason] });
		expect((await putSids(simulator, [desktopId])).status).toBe(412);
		simulator.behaviour.unsupportedWhen = [];
		expect((await putSids(simulator, [desktopId])).status).toBe(200);
	});

	it.each(['SHUTOFF', 'HIBERNATED', 'ACTIVE', 'ERROR'] as const)('stopped: %s', async (status) => {
		const { simulator } = await withBehaviour({ unsupportedWhen: ['stopped'] });
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { status });
		const isStopped = status === 'SHUTOFF' || status === 'HIBERNATED';
		expect((await putSids(simulator, [id.drifted1])).status).toBe(isStopped ? 412 : 200);
	});

	it('LITE_AS: every desktop of such a directory', async () => {
		const { simulator } = await withBehaviour({ unsupportedWhen: ['LITE_AS'] });
		simulator.cloud.directory = 'LITE_AS';
		expect((await putSids(simulator, [id.drifted1])).status).toBe(412);
		simulator.cloud.directory = 'LOCAL_AD';
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
	});

	it('pooled: 412 when listed, 200 when not', async () => {
		const { simulator } = await withBehaviour({ unsupportedWhen: ['pooled'] });
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { desktop_type: 'POOLED' });
		expect((await putSids(simulator, [id.drifted1])).status).toBe(412);
		simulator.behaviour.unsupportedWhen = ['Linux'];
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
	});
});

describe('the body', () => {
	it.each([
		['no list', undefined],
		['a text', 'x'],
		['an empty list', []],
		['an empty id', ['']],
		['an id of 256 characters', ['x'.repeat(256)]],
		['a number', [7]],
	])('%s is a 400', async (_what, ids) => {
		const { simulator } = await withBehaviour();
		const reply = await putSids(simulator, ids);
		expect([reply.status, codeOf(reply)]).toEqual([400, 'WKS.0001']);
	});

	it('that is no JSON is a 400', async () => {
		const { simulator } = await withBehaviour();
		expect((await putSids(simulator, [], { body: '{"desktop_ids":' })).status).toBe(400);
	});

	it.each([
		['refuse', 400],
		['accept', 202],
	] as const)('of 101 ids, overLimit: %s', async (overLimit, status) => {
		const desktops = manyDesktops(101, { drifted: 2 });
		const simulator = await start({ desktops, behaviour: { overLimit } });
		const ids = desktops.map((desktop) => desktop.desktop_id);
		expect((await putSids(simulator, ids)).status).toBe(status);
		expect((await putSids(simulator, ids.slice(1))).status).toBe(202);
	});

	it.each([
		['refuse', 400],
		['merge', 200],
	] as const)('with the same id twice, duplicates: %s', async (duplicates, status) => {
		const { simulator } = await withBehaviour({ duplicates });
		expect((await putSids(simulator, [id.drifted1, id.drifted1])).status).toBe(status);
		expect(simulator.journal.changes).toHaveLength(status === 200 ? 1 : 0);
	});
});
