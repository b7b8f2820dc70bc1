/**
 * The trigger in a real n8n: published, it polls, starts the workflow once for each leaving and return, and goes on where it was
 * after a restart, also with what happened meanwhile.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chosen } from '../../../demo/example.mts';
import type { WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import { createOwner, DEMO_OWNER } from '../../../demo/n8n/owner.mts';
import type { N8nServer } from '../../../demo/n8n/server.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';
import { activate } from '../support/publish.mts';
import { openReceiver } from '../support/receiver.mts';
import type { Receiver } from '../support/receiver.mts';
import { until } from '../support/until.mts';

const WORKFLOW_ID = 'desktopLeft00001';
const TRIGGER = 'n8n-nodes-huaweicloud-workspace.desktopSidTrigger';
/** n8n polls once a minute; a busy machine may take its time. */
const POLL_BOUND_MS = 180_000;

interface Event {
	computer_name: string;
	event: string;
	since: string;
}

let lab: Lab;
let server: N8nServer | undefined;
let receiver: Receiver<Event>;

before(async () => {
	receiver = await openReceiver();
	lab = await openLab('trigger');
	await lab.add([workflowFor(lab)]);
});

after(async () => {
	await server?.stop();
	await (receiver as Receiver<Event> | undefined)?.close();
	await (lab as Lab | undefined)?.close();
});

function workflowFor({ credential }: Lab): WorkflowFile {
	const base = 'n8n-nodes-base';
	return {
		id: WORKFLOW_ID,
		name: 'Desktop left',
		nodes: [
			{
				...{ id: 'trigger', name: 'Desktop Left', type: TRIGGER, typeVersion: 1, position: [0, 0] },
				parameters: {
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					events: ['leftDomain', 'backInDomain'],
				},
				credentials: chosen(credential),
			},
			{
				...{
					id: 'all',
					name: 'All',
					type: `${base}.aggregate`,
					typeVersion: 1,
					position: [200, 0],
				},
				parameters: { aggregate: 'aggregateAllItemData', options: {} },
			},
			{
				...{ id: 'report', name: 'Report', position: [400, 0] as [number, number] },
				...receiver.node('$json.data'),
			},
		],
		connections: {
			'Desktop Left': { main: [[{ node: 'All', type: 'main', index: 0 }]] },
			All: { main: [[{ node: 'Report', type: 'main', index: 0 }]] },
		},
	};
}

const set = (name: string, domainStatus: 1 | 2 | 3) => {
	const found = lab.simulator.cloud.list().find(({ computer_name }) => computer_name === name);
	assert.ok(found, name);
	found.domainStatus = domainStatus;
};
const reported = () =>
	receiver.executions.map((events) =>
		events.map(({ computer_name, event }) => `${computer_name} ${event}`).sort(),
	);
const polls = () => lab.simulator.journal.of({ path: '/desktops' }).length;
const untilReported = async (count: number) => {
	await until(
		`${String(count)} executions`,
		POLL_BOUND_MS,
		() => receiver.executions.length >= count,
	);
};
const untilPolled = async () => {
	const before = polls();
	await until('a further poll', POLL_BOUND_MS, () => polls() > before);
};

test('a published trigger starts the workflow once for each event, over a restart', async () => {
	for (const name of ['PC-1', 'PC-2', 'PC-3', 'PC-4'])
		lab.simulator.cloud.add({ computer_name: name });
	set('PC-1', 2);
	set('PC-2', 2);

	server = await lab.n8n.start();
	await createOwner(server.url, DEMO_OWNER);
	await activate(server.url, DEMO_OWNER, WORKFLOW_ID);
	// Publishing polls at once.
	await untilReported(1);
	assert.deepEqual(reported(), [['PC-1 leftDomain', 'PC-2 leftDomain']]);

	set('PC-3', 2);
	set('PC-2', 1);
	await untilReported(2);
	assert.deepEqual(reported()[1], ['PC-2 backInDomain', 'PC-3 leftDomain']);

	await server.stop();
	set('PC-4', 2);
	set('PC-1', 3);
	server = await lab.n8n.start();
	await untilReported(3);
	await untilPolled();
	await untilPolled();
	assert.deepEqual(reported().slice(2), [['PC-4 leftDomain']]);
	assert.match(receiver.executions[2]?.[0]?.since ?? '', /^\d{4}-\d\d-\d\dT/);
	assert.ok(!server.log().includes(lab.simulator.token), 'the token is in the log');
});
