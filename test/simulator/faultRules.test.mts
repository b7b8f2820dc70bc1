import type { FaultRule, Simulator } from '../../simulator/simulator.mts';
import { get, putSids, send, simulatorsOfThisFile } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function withFault(rule: FaultRule) {
	const simulator = await start({ desktops: seeds });
	return { simulator, fault: simulator.faults.add(rule) };
}

const put = (simulator: Simulator) => putSids(simulator, [id.drifted1]);

describe('a rule', () => {
	const teapot = { kind: 'emptyBody', status: 418 } as const;
	const statuses = (simulator: Simulator) => simulator.journal.entries.map((entry) => entry.status);

	it('plays for every request that fits, or so many times', async () => {
		const { simulator, fault } = await withFault({ times: 2, do: teapot });
		for (let count = 0; count < 3; count += 1) await put(simulator);
		expect(statuses(simulator)).toEqual([418, 418, 200]);
		expect(fault.hits).toBe(2);
	});

	it('may be for the nth request that fits, and some after it', async () => {
		const { simulator } = await withFault({ match: { nth: 2 }, do: teapot });
		for (let count = 0; count < 3; count += 1) await put(simulator);
		simulator.faults.add({ match: { method: 'get', nth: 2 }, times: 2, do: teapot });
		for (let count = 0; count < 4; count += 1) await get(simulator, 'desktops');
		expect(statuses(simulator)).toEqual([200, 418, 204, 200, 418, 418, 200]);
	});

	it('may be for a method, a path or a desktop', async () => {
		const { simulator } = await withFault({ match: { desktopId: id.inSync1 }, do: teapot });
		await putSids(simulator, [id.drifted1, id.inSync1]);
		await putSids(simulator, [id.drifted1]);
		for (const desktop of [id.inSync1, id.inSync2]) {
			await send(simulator, 'POST', `/v2/${simulator.projectId}/desktops/${desktop}/rejoin-domain`);
		}
		simulator.faults.add({ match: { method: 'GET', path: /\/desktops$/g }, do: teapot });
		await get(simulator, 'desktops?limit=1');
		await get(simulator, 'desktops');
		await get(simulator, 'workspace-sub-jobs?job_id=x');
		expect(statuses(simulator)).toEqual([418, 200, 418, 202, 418, 418, 200]);
	});

	it('comes before later ones, and ends when removed', async () => {
		const { simulator, fault } = await withFault({ do: teapot });
		simulator.faults.add({ do: { kind: 'emptyBody', status: 503 } });
		await put(simulator);
		fault.remove();
		await put(simulator);
		simulator.faults.clear();
		await put(simulator);
		expect(statuses(simulator)).toEqual([418, 503, 200]);
	});
});
