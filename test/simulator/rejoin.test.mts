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

function rejoinBatch(simulator: Simulator, ids: readonly string[]) {
	const path = `/v2/${simulator.projectId}/desktops/batch-rejoin-domain`;
	return send(simulator, 'POST', path, { body: { desktop_ids: ids } });
}

const codeOf = ({ status, json }: { status: number; json: unknown }) => [
	status,
	(json as { error_code?: string }).error_code,
];

describe('batch-rejoin-domain', () => {
	it('brings several back by one job', async () => {
		const { simulator, clock } = await outOfDomain();
		const reply = await rejoinBatch(simulator, [id.drifted1, id.drifted2]);
		expect(reply.status).toBe(202);
		clock.advance(2);
		const { json } = await get(simulator, `workspace-jobs/${jobIdOf(reply)}`);
		expect(json).toMatchObject({ job_type: 'desktopRejoinDomain', status: 'SUCCESS' });
		expect(simulator.cloud.get(id.drifted2)).toMatchObject({ domainStatus: 1, rejoins: 1 });
	});

	it('refuses more than 100, and none', async () => {
		const { simulator } = await outOfDomain();
		const many = Array.from({ length: 101 }, (_, index) => String(index));
		expect((await rejoinBatch(simulator, many)).status).toBe(400);
		expect((await rejoinBatch(simulator, [])).status).toBe(400);
	});

	it.each([
		['an unknown desktop', id.unknown, 404, 'unknownId'],
		['a Linux desktop', id.linux, 412, 'unsupported'],
	] as const)('%s ends all, or is a failed sub job', async (_, bad, status, what) => {
		const { simulator } = await outOfDomain();
		expect((await rejoinBatch(simulator, [id.drifted1, bad])).status).toBe(status);
		expect(simulator.cloud.get(id.drifted1)?.rejoins).toBe(0);
		simulator.behaviour[what] = 'failedSubJob' as never;
		expect((await rejoinBatch(simulator, [id.drifted1, bad])).status).toBe(202);
	});

	it('is not there when switched so, nor is the single one', async () => {
		const { simulator } = await outOfDomain({ rejoinBatch: 'notOffered' });
		expect(codeOf(await rejoinBatch(simulator, [id.drifted1]))).toEqual([404, 'APIGW.0101']);
		expect((await rejoin(simulator, id.drifted1)).status).toBe(202);
		simulator.behaviour.rejoinSingle = 'notOffered';
		expect(codeOf(await rejoin(simulator, id.drifted2))).toEqual([404, 'APIGW.0101']);
	});
});

describe('what a rejoin does besides', () => {
	it.each([true, false])('restarts the desktop: %s', async (rejoinRestarts) => {
		const { simulator, clock } = await outOfDomain({ rejoinRestarts, rejoinSeconds: 60 });
		await rejoin(simulator, id.drifted1);
		const connectStatus = () => simulator.cloud.get(id.drifted1)?.connectStatus;
		expect(connectStatus()).toBe(rejoinRestarts ? 'UNREGISTER' : 'REGISTERED');
		clock.advance(59);
		expect(simulator.cloud.get(id.drifted1)?.domainStatus).toBe(2);
		clock.advance(1);
		expect(simulator.cloud.get(id.drifted1)?.domainStatus).toBe(1);
		expect(connectStatus()).toBe('REGISTERED');
	});

	it.each(['kept', 'new'] as const)('leaves the SID of the account %s', async (rejoinSid) => {
		const { simulator, clock } = await outOfDomain({ rejoinSid });
		const before = simulator.cloud.get(id.drifted1)?.adSid;
		await rejoin(simulator, id.drifted1);
		clock.advance(2);
		expect(simulator.cloud.get(id.drifted1)?.adSid === before).toBe(rejoinSid === 'kept');
	});

	it.each([true, false])('needs a running desktop: %s', async (rejoinNeedsRunning) => {
		const { simulator } = await outOfDomain({ rejoinNeedsRunning });
		const { json } = await check(simulator, [id.stopped]);
		expect(json).toMatchObject({ desktops: [{ rejoin_able: !rejoinNeedsRunning }] });
		expect((await rejoin(simulator, id.stopped)).status).toBe(rejoinNeedsRunning ? 412 : 202);
	});

	it('keeps a second task off the desktop until it has ended', async () => {
		const { simulator, clock } = await outOfDomain();
		await rejoin(simulator, id.drifted1);
		expect((await rejoin(simulator, id.drifted1)).status).toBe(409);
		expect((await rejoinBatch(simulator, [id.drifted2, id.drifted1])).status).toBe(409);
		clock.advance(2);
		expect((await rejoin(simulator, id.drifted1)).status).toBe(202);
	});

	it('may fail, or leave the desktop where it was', async () => {
		const { simulator, clock } = await outOfDomain();
		const failure = { error_code: 'WKS.00009', error_msg: 'The password has expired.' };
		Object.assign(simulator.cloud.get(id.drifted1) ?? {}, { rejoinFailure: failure });
		Object.assign(simulator.cloud.get(id.drifted2) ?? {}, { healedBy: 'nothing' });
		const reply = await rejoinBatch(simulator, [id.drifted1, id.drifted2]);
		clock.advance(2);
		const { json } = await get(simulator, `workspace-jobs/${jobIdOf(reply)}`);
		expect(json).toMatchObject({ status: 'FAILED' });
		expect(simulator.cloud.get(id.drifted1)?.domainStatus).toBe(2);
		expect(simulator.cloud.get(id.drifted2)?.domainStatus).toBe(2);
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

	it('may refuse all for an unknown one, or pass over it in silence', async () => {
		const { simulator } = await outOfDomain({ rejoinCheckUnknown: 'refuse' });
		expect((await check(simulator, [id.drifted1, id.unknown])).status).toBe(400);
		simulator.behaviour.rejoinCheckUnknown = 'leaveOut';
		const { json } = await check(simulator, [id.drifted1, id.unknown]);
		expect(json).toMatchObject({ total_count: 1, desktops: [{ desktop_id: id.drifted1 }] });
	});

	it('is not there when switched so', async () => {
		const { simulator } = await outOfDomain({ rejoinCheck: 'notOffered' });
		const { status, json } = await check(simulator, [id.drifted1]);
		expect([status, Object(json).error_code]).toEqual([404, 'APIGW.0101']);
	});
});
