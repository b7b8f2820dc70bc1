/** The trigger through n8n's own classes, request helper and sign-in, against the simulator. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { PublishedTrigger } from './support/poller.mts';
import { textOf, tokenCredential } from './support/run.mts';

const BOTH = { events: ['leftDomain', 'backInDomain'] };
let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: manyDesktops(12, { drifted: 4 }) });
});

afterEach(async () => {
	await simulator.close();
});

const published = (parameters = {}) => new PublishedTrigger(tokenCredential(simulator), parameters);
const reported = ({ executions }: PublishedTrigger) =>
	executions.map((items) =>
		items.map(({ json }) => `${String(json.computer_name)} ${String(json.event)}`),
	);
const set = (name: string, domainStatus: 1 | 2 | 3) => {
	const desktop = simulator.cloud.list().find((one) => one.computer_name === name);
	Object.assign(desktop ?? {}, { domainStatus });
};

describe.each([
	['honoured', 'number'],
	['ignored', 'text'],
] as const)('in a region with its filter %s and the state as %s', (filter, form) => {
	beforeEach(() => {
		Object.assign(simulator.behaviour, { domainStatusFilter: filter, domainStatusForm: form });
	});

	it('starts the workflow for each leaving and return, once, over restarts', async () => {
		const trigger = published(BOTH);
		await trigger.activate();
		await trigger.tick();
		set('VDI-000001', 2);
		set('VDI-000004', 1);
		await trigger.activate();
		await trigger.tick();
		set('VDI-000001', 3);
		simulator.cloud.remove(simulator.cloud.list()[7]?.desktop_id ?? '');
		await trigger.tick();
		set('VDI-000001', 2);
		await trigger.activate();
		expect(reported(trigger)).toEqual([
			['VDI-000004 leftDomain', 'VDI-000008 leftDomain', 'VDI-000012 leftDomain'],
			['VDI-000004 backInDomain', 'VDI-000001 leftDomain'],
		]);
		expect(trigger.errors).toEqual([]);
	});
});

it('signs in as the credential says: one signed request for each poll', async () => {
	const trigger = published();
	await trigger.activate();
	await trigger.tick();
	expect(simulator.journal.entries.map(({ method, query }) => [method, query])).toEqual([
		['GET', { domain_status: '2', limit: '1000', offset: '0' }],
		['GET', { domain_status: '2', limit: '1000', offset: '0' }],
	]);
});

it('narrows each request to the enterprise project of the credential', async () => {
	const credential = { ...tokenCredential(simulator), enterpriseProjectId: '0' };
	const trigger = new PublishedTrigger(credential, BOTH);
	await trigger.activate();
	set('VDI-000004', 1);
	await trigger.tick();
	expect(reported(trigger)[1]).toEqual(['VDI-000004 backInDomain']);
	const projects = simulator.journal.entries.map(({ query }) => query.enterprise_project_id);
	expect(projects).toEqual(['0', '0', '0']);
});

it('hands on items that Update SIDs repairs without a setting, and then has nothing to report', async () => {
	const trigger = published(BOTH);
	await trigger.activate();
	const items = trigger.executions[0]?.map(({ json }) => json) ?? [];
	const { output } = await runNode({
		items,
		parameters: { output: 'perDesktop', options: {} },
		credential: tokenCredential(simulator),
	});
	expect(output.map(({ json }) => json.status)).toEqual(items.map(() => 'accepted'));
	await trigger.tick();
	expect(trigger.executions).toHaveLength(1);
});

it('cannot be published in a region that does not report the state', async () => {
	Object.assign(simulator.behaviour, {
		domainStatusFilter: 'ignored',
		domainStatusForm: 'absent',
	});
	await expect(published().activate()).rejects.toThrow(
		'This region does not report yet whether desktops are in their domain.',
	);
});

it('makes failed executions of a refused sign-in, which name no secret', async () => {
	const trigger = published();
	await trigger.activate();
	simulator.faults.add({
		do: {
			kind: 'status',
			status: 401,
			body: { error_code: 'APIGW.0301', error_msg: `Wrong ${simulator.token}` },
		},
	});
	await trigger.tick();
	expect(trigger.errors).toHaveLength(1);
	const text = textOf(trigger.errors[0]);
	expect(text).toContain('APIGW.0301');
	expect(text).not.toContain(simulator.token);
	expect(JSON.stringify(trigger.saved)).not.toContain(simulator.token);
});

it('passes a broken connection over once, and goes on where it was', async () => {
	const trigger = published();
	await trigger.activate();
	simulator.faults.add({ times: 2, do: { kind: 'reset' } });
	await trigger.tick();
	expect(trigger.errors).toEqual([]);
	await trigger.tick();
	expect(trigger.errors).toHaveLength(1);
	set('VDI-000001', 2);
	await trigger.tick();
	expect(reported(trigger).slice(1)).toEqual([['VDI-000001 leftDomain']]);
});
