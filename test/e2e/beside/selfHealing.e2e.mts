/**
 * The example "Self-healing without AD" in a real n8n, from the first poll of its trigger to its report: what the SID heals, what only a
 * rejoin heals, and what is left for a person. The polls after that do nothing.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readExample } from '../../../demo/example.mts';
import type { WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { createOwner, DEMO_OWNER } from '../../../demo/n8n/owner.mts';
import type { N8nServer } from '../../../demo/n8n/server.mts';
import type { DesktopSeed } from '../../../simulator/simulator.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';
import { activate } from '../support/publish.mts';
import { openReceiver } from '../support/receiver.mts';
import type { Receiver } from '../support/receiver.mts';
import { until } from '../support/until.mts';
import { outOfDomain } from '../../workflow/support/outOfDomain.mts';

const WORKFLOW_ID = 'selfHealing00001';
/** A poll a minute at most, the wait, and three operations with their looks; a busy machine may take its time. */
const RUN_BOUND_MS = 300_000;
const POLL_BOUND_MS = 180_000;

/** Twelve desktops out of their domain, and one that is in it. */
const ESTATE: readonly DesktopSeed[] = [
	...[1, 2, 3, 4, 5].map((n) => outOfDomain(`BY-SID-${String(n)}`, n, { healedBy: 'sidUpdate' })),
	...[1, 2, 3, 4].map((n) => outOfDomain(`BY-REJOIN-${String(n)}`, 10 + n)),
	outOfDomain('IN-USE', 21, { connectStatus: 'CONNECTED' }),
	outOfDomain('STOPPED', 22, { status: 'SHUTOFF' }),
	outOfDomain('LINUX', 23, { os: 'Linux' }),
	{ computer_name: 'FINE' },
];
const OPEN = { 'IN-USE': 'inUse', STOPPED: 'notRejoinable', LINUX: 'notRejoinable' };

interface Entry {
	computer_name: string;
	status: string;
}

let lab: Lab;
let server: N8nServer | undefined;
let receiver: Receiver<Entry>;

before(async () => {
	receiver = await openReceiver();
	lab = await openLab('self-healing');
	lab.simulator.cloud.add(...ESTATE);
	const example = await readExample('self-healing-without-ad.json', WORKFLOW_ID, lab.credential);
	await lab.add([hurried(example)]);
});

after(async () => {
	await server?.stop();
	await (receiver as Receiver<Entry> | undefined)?.close();
	await (lab as Lab | undefined)?.close();
});

/** The example with a poll a minute, a wait of a second, and a report that comes here instead of a mail. */
function hurried(example: WorkflowFile): WorkflowFile {
	const changes: Record<string, (node: WorkflowNode) => Partial<WorkflowNode>> = {
		'Desktop Left Domain': ({ parameters }) => ({
			parameters: { ...parameters, pollTimes: { item: [{ mode: 'everyMinute' }] } },
		}),
		'Give the Report Time': () => ({ parameters: { amount: 1, unit: 'seconds' } }),
		'Send Report': () => ({
			...receiver.node("$('Report').first().json.desktops"),
			disabled: false,
		}),
	};
	const nodes = example.nodes.map((node) => ({ ...node, ...changes[node.name]?.(node) }));
	return { ...example, nodes };
}

/** Requests of the trigger: only it asks for a domain state. */
const polled = () =>
	lab.simulator.journal.entries.filter(({ query }) => query.domain_status !== undefined);
const namesWhere = (isMeant: (desktop: { domainStatus: number; rejoins: number }) => boolean) =>
	lab.simulator.cloud
		.list()
		.filter(isMeant)
		.map(({ computer_name }) => computer_name);

test('heals what can be healed, reports the rest once, and does nothing after that', async () => {
	server = await lab.n8n.start();
	await createOwner(server.url, DEMO_OWNER);
	await activate(server.url, DEMO_OWNER, WORKFLOW_ID);
	await until('the report', RUN_BOUND_MS, () => receiver.executions.length > 0);

	const report = Object.fromEntries(
		(receiver.executions[0] ?? []).map(({ computer_name, status }) => [computer_name, status]),
	);
	assert.deepEqual(report, OPEN);
	assert.deepEqual(
		namesWhere(({ domainStatus }) => domainStatus === 2),
		Object.keys(OPEN),
	);
	assert.deepEqual(
		namesWhere(({ rejoins }) => rejoins === 1),
		[1, 2, 3, 4].map((n) => `BY-REJOIN-${String(n)}`),
	);
	assert.deepEqual(
		namesWhere(({ rejoins }) => rejoins > 1),
		[],
	);
	const healed = lab.simulator.cloud.list().filter(({ domainStatus }) => domainStatus === 1);
	assert.equal(healed.filter(({ sid, adSid }) => sid !== adSid).length, 0);

	const changes = () =>
		lab.simulator.journal.entries.filter(({ method }) => method !== 'GET').length;
	const changed = changes();
	const last = polled().at(-1)?.time ?? 0;
	const isLater = ({ time }: { time: number }, by: number) => time > last + by;
	await until('two further polls', 2 * POLL_BOUND_MS, () =>
		polled().some((entry) => isLater(entry, 70_000)),
	);
	assert.ok(polled().some((entry) => isLater(entry, 0) && !isLater(entry, 70_000)));
	assert.equal(changes(), changed);
	assert.equal(receiver.executions.length, 1);
	assert.ok(!server.log().includes(lab.simulator.token), 'the token is in the log');
});
