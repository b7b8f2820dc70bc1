import type { Behaviour, Simulator } from '../../simulator/simulator.mts';
import { get, jobIdOf, putSids, send, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

/** The first desktop has drifted and is out of the domain. */
async function outOfDomain(behaviour: Partial<Behaviour> = {}) {
	const clock = testClock();
	const simulator = await start({ desktops: seeds, now: clock.now, behaviour });
	Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { domainStatus: 2 });
	return { simulator, clock };
}

function rejoin(simulator: Simulator, desktopId: string) {
	const path = `/v2/${simulator.projectId}/desktops/${desktopId}/rejoin-domain`;
	return send(simulator, 'POST', path);
}

function check(simulator: Simulator, ids: unknown) {
	const path = `/v2/${simulator.projectId}/desktops/batch-rejoin-domain/check`;
	return send(simulator, 'POST', path, { body: { desktop_ids: ids } });
}

describe('rejoin-domain', () => {
	it('brings a desktop back by a job, without touching its SID', async () => {
		const { simulator, clock } = await outOfDomain();
		const reply = await rejoin(simulator, id.drifted1);
		expect(reply.status).toBe(202);
		clock.advance(2);
		const { json } = await get(simulator, `workspace-jobs/${jobIdOf(reply)}`);
		expect(json).toMatchObject({ job_type: 'desktopRejoinDomain', status: 'SUCCESS' });
		expect(simulator.cloud.get(id.drifted1)?.domainStatus).toBe(1);
		expect(simulator.journal.changes).toEqual([]);
	});

	it('refuses unknown and Linux desktops', async () => {
		const { simulator } = await outOfDomain();
		expect((await rejoin(simulator, id.unknown)).status).toBe(404);
		expect((await rejoin(simulator, id.linux)).status).toBe(412);
	});
});

describe('the order of repairs', () => {
	it('does not matter by default', async () => {
		const { simulator } = await outOfDomain();
		expect((await rejoin(simulator, id.drifted1)).status).toBe(202);
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
	});

	it.each([409, 412] as const)('SID first, else %i', async (refusal) => {
		const { simulator } = await outOfDomain({ repairOrder: { first: 'sidUpdate', refusal } });
		expect((await rejoin(simulator, id.drifted1)).status).toBe(refusal);
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
		expect((await rejoin(simulator, id.drifted1)).status).toBe(202);
	});

	it.each([409, 412] as const)('rejoin first, else %i', async (refusal) => {
		const repairOrder = { first: 'rejoin', refusal } as const;
		const { simulator, clock } = await outOfDomain({ repairOrder });
		expect((await putSids(simulator, [id.drifted1])).status).toBe(refusal);
		await rejoin(simulator, id.drifted1);
		clock.advance(2);
		expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
	});
});

describe('the check of the domain state', () => {
	it('reports each desktop, and an error for an unknown one', async () => {
		const { simulator } = await outOfDomain();
		const { status, json } = await check(simulator, [id.drifted1, id.stopped, id.unknown]);
		expect(status).toBe(200);
		expect(json).toMatchObject({
			total_count: 3,
			desktops: [
				{ desktop_id: id.drifted1, domain_status: 2, rejoin_able: true },
				{ desktop_id: id.stopped, domain_status: 3, rejoin_able: false },
				{ desktop_id: id.unknown, error_code: 'WKS.0202' },
			],
		});
	});

	it('refuses an empty list and more than 100 ids', async () => {
		const { simulator } = await outOfDomain();
		const many = Array.from({ length: 101 }, (_, index) => String(index));
		expect((await check(simulator, [])).status).toBe(400);
		expect((await check(simulator, many)).status).toBe(400);
		expect((await check(simulator, many.slice(1))).status).toBe(200);
	});

	it('is not there when switched so', async () => {
		const { simulator } = await outOfDomain({ rejoinCheck: 'notOffered' });
		const { status, json } = await check(simulator, [id.drifted1]);
		expect([status, Object(json).error_code]).toEqual([404, 'APIGW.0101']);
	});
});
