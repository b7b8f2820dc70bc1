/** The example "Self-healing without AD" through n8n's engine, from what the trigger gives to the report. */
import type { IDataObject } from 'n8n-workflow';

import { type Behaviour, type DesktopSeed, startSimulator } from '../../simulator/simulator.mts';
import type { Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { type Example, readExample, runExample } from './support/example.mts';
import { tokenCredential } from './support/run.mts';
import { outOfDomain } from './support/outOfDomain.mts';

jest.mock('../../nodes/DesktopSid/runtime/clock.ts', () =>
	jest.requireActual<object>('./support/hurriedClock.mts'),
);

/** Twelve desktops out of their domain, and one that is in it. */
const ESTATE: readonly DesktopSeed[] = [
	...[1, 2, 3, 4, 5].map((n) => outOfDomain(`BY-SID-${String(n)}`, n, { healedBy: 'sidUpdate' })),
	...[1, 2, 3].map((n) => outOfDomain(`BY-REJOIN-${String(n)}`, 10 + n)),
	outOfDomain('IN-USE', 21, { connectStatus: 'CONNECTED' }),
	outOfDomain('STOPPED', 22, { status: 'SHUTOFF' }),
	outOfDomain('LINUX', 23, { os: 'Linux' }),
	outOfDomain('HOPELESS', 24, {
		rejoinFailure: { error_code: 'WKS.9', error_msg: 'No such account.' },
	}),
	{ computer_name: 'FINE' },
];

let simulator: Simulator;

afterEach(async () => {
	await simulator.close();
});

/** With looks every second, so that no test waits long. */
function impatient(example: Example): Example {
	const nodes = example.nodes.map((node) => {
		const options = { ...(node.parameters.options as object), pollInterval: 1, waitTimeout: 20 };
		return node.type.endsWith('.desktopSid')
			? { ...node, parameters: { ...node.parameters, options } }
			: node;
	});
	return { ...example, nodes };
}

async function heal(behaviour: Partial<Behaviour> = {}) {
	simulator = await startSimulator({
		desktops: [...ESTATE],
		behaviour: { jobSeconds: 0, ...behaviour },
	});
	const credential = tokenCredential(simulator);
	const found = await runNode({
		items: [{}],
		credential,
		parameters: {
			operation: 'getMany',
			returnAll: true,
			filters: { domainState: 'outOfDomain' },
		},
	});
	const items: IDataObject[] = found.output.map(({ json }) => json);
	expect(items).toHaveLength(12);
	const example = impatient(readExample('self-healing-without-ad.json'));
	return await runExample(example, 'Desktop Left Domain', items, credential);
}

const isOut = ({ domainStatus }: { domainStatus: number }) => domainStatus === 2;
const byName = (items: readonly IDataObject[]) =>
	Object.fromEntries(items.map(({ computer_name, status }) => [String(computer_name), status]));

describe('the example Self-healing without AD', () => {
	it.each(['kept', 'new'] as const)(
		'heals by the SID or by a rejoin what can be healed; the SID of an account is %s',
		async (rejoinSid) => {
			const { run, itemsOf } = await heal({ rejoinSid });
			expect(run.data.resultData.error).toBeUndefined();
			expect(byName(itemsOf('Rejoin Domain'))).toEqual({
				'BY-SID-1': 'inDomain',
				'BY-SID-2': 'inDomain',
				'BY-SID-3': 'inDomain',
				'BY-SID-4': 'inDomain',
				'BY-SID-5': 'inDomain',
				'BY-REJOIN-1': 'rejoined',
				'BY-REJOIN-2': 'rejoined',
				'BY-REJOIN-3': 'rejoined',
				'IN-USE': 'inUse',
				STOPPED: 'notRejoinable',
				LINUX: 'notRejoinable',
				HOPELESS: 'failed',
			});
			const open = simulator.cloud.list().filter(isOut);
			expect(open.map(({ computer_name }) => computer_name)).toEqual([
				...['IN-USE', 'STOPPED', 'LINUX', 'HOPELESS'],
			]);
			const healed = simulator.cloud.list().filter((desktop) => !isOut(desktop));
			expect(healed.filter(({ sid, adSid }) => sid !== adSid)).toEqual([]);
			const all = itemsOf('All Desktops');
			expect(all).toHaveLength(12);
			const [report] = itemsOf('Report');
			expect(byName(report?.desktops as IDataObject[])).toEqual({
				'IN-USE': 'inUse',
				STOPPED: 'notRejoinable',
				LINUX: 'notRejoinable',
				HOPELESS: 'failed',
			});
		},
		30_000,
	);

	it('rejoins nobody who is in use or in the domain, and nobody twice', async () => {
		await heal();
		const rejoins = simulator.cloud
			.list()
			.filter((desktop) => desktop.rejoins > 0)
			.map(({ computer_name, rejoins: times }) => `${computer_name} ${String(times)}`);
		expect(rejoins).toEqual(['BY-REJOIN-1 1', 'BY-REJOIN-2 1', 'BY-REJOIN-3 1']);
	}, 30_000);

	it('runs to its end in a region without a rejoin, and reports what is still out', async () => {
		const none = 'notOffered';
		const { run, itemsOf } = await heal({
			...{ rejoinBatch: none, rejoinSingle: none, rejoinCheck: none },
		});
		expect(run.data.resultData.error).toBeUndefined();
		const [report] = itemsOf('Report');
		expect(Object.keys(byName(report?.desktops as IDataObject[]))).toHaveLength(7);
		expect(itemsOf('Update SIDs Once More')).toEqual([]);
	}, 30_000);

	it('goes in no circle', () => {
		const { connections, nodes } = readExample('self-healing-without-ad.json');
		const next = (name: string) =>
			(connections[name]?.main ?? []).flatMap((targets) => (targets ?? []).map(({ node }) => node));
		const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
			next(from).some((node) => {
				if (node === to) return true;
				if (seen.has(node)) return false;
				return reaches(node, to, seen.add(node));
			});
		expect(nodes.filter(({ name }) => reaches(name, name))).toEqual([]);
	});
});
