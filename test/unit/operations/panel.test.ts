/** What the editor shows of the node, and what n8n hands to a run that has nothing set. */
import { type INode, NodeHelpers } from 'n8n-workflow';

import { DesktopSid } from '../../../nodes/DesktopSid/DesktopSid.node';

let description: DesktopSid['description'];

beforeEach(() => {
	({ description } = new DesktopSid());
});

/** The parameters of a run, with n8n's own defaults, as a node or as an AI agent's tool. */
function parametersOf(given: INode['parameters'], isTool = false) {
	const node = { typeVersion: 1, parameters: given } as INode;
	// n8n makes the tool of a node by putting "Tool" behind its name.
	const type = isTool ? { ...description, name: `${description.name}Tool` } : description;
	const { properties } = description;
	return NodeHelpers.getNodeParameters(properties, given, true, false, node, type);
}

describe('a new node', () => {
	it('repairs what its input items name, by itself', () => {
		expect(parametersOf({})).toMatchObject({
			operation: 'updateSids',
			desktopsFrom: 'items',
			matchBy: 'auto',
			skipInSync: true,
			adSidField: 'objectSid',
			waitForCompletion: false,
			output: 'perStatus',
			options: {},
		});
		expect(parametersOf({})).not.toHaveProperty('toolDescription');
		expect(parametersOf({})).not.toHaveProperty('onlyOutOfDomain');
	});

	it('takes IDs as a list', () => {
		const list = parametersOf({ desktopsFrom: 'list' });
		expect(list).toMatchObject({ matchBy: 'desktopId', desktopIds: '' });
		expect(list).not.toHaveProperty('skipInSync');
	});

	it('shows the list also after Automatic was chosen for items', () => {
		const list = parametersOf({ desktopsFrom: 'list', matchBy: 'auto', desktopIds: 'a' });
		expect(list).toMatchObject({ desktopIds: 'a' });
	});

	it('compares by itself, too', () => {
		expect(parametersOf({ operation: 'compareSids' })).toMatchObject({
			matchBy: 'auto',
			adSidField: 'objectSid',
			return: 'all',
		});
	});
});

describe('a new tool of an AI agent, which has no input items and knows names', () => {
	it('takes computer names as a list', () => {
		const tool = parametersOf({}, true);
		expect(tool).toMatchObject({
			desktopsFrom: 'list',
			matchBy: 'computerName',
			computerNames: '',
		});
	});

	it.each([
		['updateSids', /^Update the SIDs/],
		['compareSids', /^Find out which/],
		['getMany', /^List Huawei Cloud Workspace desktops/],
		['getTask', /^Find out what became/],
		['rejoinDomain', /^Join Huawei Cloud Workspace desktops to their/],
	])('reads a text of its own for %s', (operation, says) => {
		expect(String(parametersOf({ operation }, true)?.toolDescription)).toMatch(says);
	});

	it('takes IDs if these are chosen', () => {
		const tool = parametersOf({ matchBy: 'desktopId', desktopIds: 'a' }, true);
		expect(tool).toMatchObject({ desktopsFrom: 'list', desktopIds: 'a' });
	});
});

describe('the texts of the panel', () => {
	const operationsOf = ({ properties }: DesktopSid['description']) => {
		const operation = properties.find(({ name }) => name === 'operation');
		return (operation?.options ?? []) as { name: string; value: string; action: string }[];
	};

	it('call the actions by what they do', () => {
		expect(operationsOf(description).map(({ action }) => action)).toEqual([
			'Compare desktop SIDs with AD',
			'Get many desktops',
			'Get an update task',
			'Rejoin desktops to their domain',
			'Update desktop SIDs',
		]);
	});

	it('name each operation on the canvas', () => {
		for (const { name, value } of operationsOf(description)) {
			expect(description.subtitle).toContain(`${value}: "${name}"`);
		}
	});

	it('put the option Verify on as it is added', () => {
		const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.find(({ name }) => name === 'verify')).toMatchObject({ default: true });
	});

	it('have units behind times', () => {
		const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
		const times = options.filter(({ name }) => /Timeout|Interval/.test(name));
		expect(times).toHaveLength(3);
		for (const time of times)
			expect(time).toHaveProperty('displayName', expect.stringMatching(/ \(Seconds\)$/));
	});

	it('help an AI to build workflows, with nodes that n8n has', () => {
		const { searchHint = '', relatedNodes = [] } = description.builderHint ?? {};
		expect(searchHint).toMatch(/Compare SIDs before Update SIDs/);
		expect(relatedNodes.map(({ nodeType }) => nodeType)).toEqual([
			'n8n-nodes-base.ldap',
			'n8n-nodes-base.scheduleTrigger',
			'n8n-nodes-base.emailSend',
		]);
	});
});
