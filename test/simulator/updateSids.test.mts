import type { Behaviour } from '../../simulator/simulator.mts';
import { codeOf, jobIdOf, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds, sids } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function withBehaviour(behaviour: Partial<Behaviour> = {}) {
	const clock = testClock();
	const simulator = await start({ desktops: seeds, behaviour, now: clock.now });
	return { simulator, clock };
}

describe('one desktop', () => {
	it('answers 200 without a body and aligns the SID', async () => {
		const { simulator } = await withBehaviour();
		const reply = await putSids(simulator, [id.drifted1]);
		expect([reply.status, reply.text]).toEqual([200, '']);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.after);
		expect(simulator.journal.changes).toMatchObject([
			{ desktop_id: id.drifted1, before: sids.before, after: sids.after, by: { request: 1 } },
		]);
	});

	it('answers 204 without a body when nothing changes, also the second time', async () => {
		const { simulator } = await withBehaviour();
		expect((await putSids(simulator, [id.inSync1])).status).toBe(204);
		await putSids(simulator, [id.drifted1]);
		expect((await putSids(simulator, [id.drifted1])).status).toBe(204);
		expect(simulator.journal.changes).toHaveLength(1);
	});

	it('answers 200 again after the computer account got yet another SID', async () => {
		const { simulator } = await withBehaviour();
		await putSids(simulator, [id.drifted1]);
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { adSid: 'S-1-5-21-1-2-3-4444' });
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe('S-1-5-21-1-2-3-4444');
	});

	it.each(['refuseBatch', 'skip', 'failedSubJob'] as const)(
		'answers 400 for an unknown id (unknownId: %s)',
		async (unknownId) => {
			const { simulator } = await withBehaviour({ unknownId });
			const reply = await putSids(simulator, [id.unknown]);
			expect([reply.status, codeOf(reply)]).toEqual([400, 'WKS.0202']);
		},
	);

	it.each(['refuseBatch', 'failedSubJob'] as const)(
		'answers 412 for a Linux desktop (unsupported: %s)',
		async (unsupported) => {
			const { simulator } = await withBehaviour({ unsupported });
			expect((await putSids(simulator, [id.linux])).status).toBe(412);
			expect(simulator.journal.changes).toEqual([]);
		},
	);

	it('answers 202 with a job when switched so', async () => {
		const { simulator, clock } = await withBehaviour({ oneChanged: 202, jobSeconds: 10 });
		const reply = await putSids(simulator, [id.drifted1]);
		expect(reply.status).toBe(202);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.before);
		clock.advance(10);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.after);
		expect(simulator.journal.changes).toMatchObject([{ by: { job: jobIdOf(reply) } }]);
	});

	it('answers with the failure that is set for a desktop', async () => {
		const { simulator } = await withBehaviour();
		const failure = { status: 500, error_code: 'WKS.00000003', error_msg: 'Database error.' };
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { failure });
		const reply = await putSids(simulator, [id.drifted1]);
		expect([reply.status, codeOf(reply)]).toEqual([500, 'WKS.00000003']);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.before);
	});
});

describe('several desktops', () => {
	it('answers 202 and aligns all of them when the job ends', async () => {
		const { simulator, clock } = await withBehaviour({ jobSeconds: 5 });
		const reply = await putSids(simulator, [id.drifted1, id.inSync1, id.drifted2]);
		expect(reply.status).toBe(202);
		expect(Object.keys(Object(reply.json))).toEqual(['job_id']);
		clock.advance(4.999);
		expect(simulator.cloud.get(id.drifted1)?.sid).toBe(sids.before);
		clock.advance(0.001);
		const { cloud, journal } = simulator;
		expect(cloud.get(id.drifted1)?.sid).toBe(sids.after);
		expect(cloud.get(id.drifted2)?.sid).toBe(cloud.get(id.drifted2)?.adSid);
		expect(journal.changes.map((change) => change.desktop_id)).toEqual([id.drifted1, id.drifted2]);
	});

	it.each([202, 204] as const)('severalUnchanged: %i', async (severalUnchanged) => {
		const { simulator, clock } = await withBehaviour({ severalUnchanged });
		expect((await putSids(simulator, [id.inSync1, id.inSync2])).status).toBe(severalUnchanged);
		clock.advance(1000);
		simulator.cloud.settle();
		expect(simulator.journal.changes).toEqual([]);
	});

	const mixedUnknown = [id.drifted1, id.unknown, id.drifted2];
	it.each([
		['refuseBatch', 400, []],
		['skip', 202, [id.drifted1, id.drifted2]],
		['failedSubJob', 202, [id.drifted1, id.drifted2]],
	] as const)('unknownId: %s', async (unknownId, status, changed) => {
		const { simulator, clock } = await withBehaviour({ unknownId });
		expect((await putSids(simulator, mixedUnknown)).status).toBe(status);
		clock.advance(1000);
		simulator.cloud.settle();
		expect(simulator.journal.changes.map((change) => change.desktop_id)).toEqual(changed);
	});

	it.each([
		['refuseBatch', 412, []],
		['failedSubJob', 202, [id.drifted1, id.drifted2]],
	] as const)('unsupported: %s', async (unsupported, status, changed) => {
		const { simulator, clock } = await withBehaviour({ unsupported });
		expect((await putSids(simulator, [id.drifted1, id.linux, id.drifted2])).status).toBe(status);
		clock.advance(1000);
		simulator.cloud.settle();
		expect(simulator.journal.changes.map((change) => change.desktop_id)).toEqual(changed);
	});

	it('answers 202 when nothing changes but a desktop is not supported', async () => {
		const { simulator } = await withBehaviour({ unsupported: 'failedSubJob' });
		Object.assign(simulator.cloud.get(id.inSync2) ?? {}, { os: 'Linux' });
		expect((await putSids(simulator, [id.inSync1, id.inSync2])).status).toBe(202);
	});

	it('blames an unknown id before an unsupported desktop', async () => {
		const { simulator } = await withBehaviour();
		expect((await putSids(simulator, [id.linux, id.unknown])).status).toBe(400);
	});
});
