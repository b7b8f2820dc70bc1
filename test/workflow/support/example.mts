import './quiet.mts';
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRun,
	NodeConnectionTypes,
	Workflow,
} from 'n8n-workflow';

import { StoredCredentials } from './credentials.mts';
import { additionalData, NODE_TYPE } from './engine.mts';
import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { DesktopSid } from '../../../nodes/DesktopSid/DesktopSid.node.ts';

export interface Example {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

export function readExample(file: string): Example {
	const path = join(__dirname, '../../../examples', file);
	return JSON.parse(readFileSync(path, 'utf8')) as Example;
}

const MAIN = NodeConnectionTypes.Main;

/** A node with as many outputs as its work gives lists. */
function nodeOf(
	execute: (context: IExecuteFunctions) => INodeExecutionData[][],
	{ inputs = 1, outputs = 1, properties = [] as INodeProperties[] } = {},
): INodeType {
	return {
		description: {
			displayName: 'Of n8n',
			name: 'ofN8n',
			group: ['transform'],
			version: [1, 1.1, 2.1, 2.2, 3],
			description: '',
			defaults: { name: 'Of n8n' },
			inputs: Array.from({ length: inputs }, () => MAIN),
			outputs: Array.from({ length: outputs }, () => MAIN),
			...(inputs > 1 ? { requiredInputs: 1 } : {}),
			properties,
		},
		async execute() {
			return await Promise.resolve(execute(this));
		},
	};
}

/** n8n's core evaluates the conditions of If and Filter itself; the nodes only sort by its answer. */
const CONDITIONS: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'filter',
	default: {},
	typeOptions: { filter: { caseSensitive: true, typeValidation: 'strict', version: 2 } },
};
const sorted = (context: IExecuteFunctions): [INodeExecutionData[], INodeExecutionData[]] => {
	const items = context.getInputData().map((item, index) => ({ ...item, pairedItem: index }));
	const passes = items.map((_, index) =>
		context.getNodeParameter('conditions', index, false, { extractValue: true }),
	);
	return [items.filter((_, i) => passes[i] === true), items.filter((_, i) => passes[i] !== true)];
};

/** The nodes of n8n that the examples of this test use, with n8n's own engine below them. */
const OF_N8N: Readonly<Record<string, () => INodeType>> = {
	if: () => nodeOf(sorted, { outputs: 2, properties: [CONDITIONS] }),
	filter: () => nodeOf((context) => [sorted(context)[0]], { properties: [CONDITIONS] }),
	merge: () =>
		nodeOf((context) => [[...context.getInputData(0), ...context.getInputData(1)]], { inputs: 2 }),
	wait: () => nodeOf((context) => [context.getInputData()]),
	emailSend: () => nodeOf((context) => [context.getInputData()]),
	aggregate: () =>
		nodeOf((context) => [[{ json: { desktops: context.getInputData().map(({ json }) => json) } }]]),
};

function nodeTypeOf(type: string): INodeType {
	if (type === NODE_TYPE) return new DesktopSid();
	const make = OF_N8N[type.split('.')[1] ?? ''];
	if (make !== undefined) return make();
	// The trigger: what it gives is handed in.
	return nodeOf((context) => [context.getInputData()]);
}

const nodeTypes: INodeTypes = {
	getByName: nodeTypeOf,
	getByNameAndVersion: nodeTypeOf,
	getKnownTypes: () => ({}),
};

/** Runs an example from its first node on these items, and gives what each node put out, by its name. */
export async function runExample(
	{ nodes, connections }: Example,
	first: string,
	items: readonly IDataObject[],
	credential: ICredentialDataDecryptedObject,
): Promise<{ readonly run: IRun; itemsOf(name: string, output?: number): IDataObject[] }> {
	const credentials = { huaweiCloudWorkspaceApi: { id: '1', name: 'Huawei Cloud' } };
	const workflow = new Workflow({
		id: 'example',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: nodes
			.filter(({ type }) => !type.endsWith('.stickyNote'))
			.map((node) => (node.type === NODE_TYPE ? { ...node, credentials } : node)),
		connections,
	});
	const node = workflow.getNode(first);
	if (node === null) throw new Error(`The example has no node ${first}.`);
	const input = items.map((json, item) => ({ json, pairedItem: { item } }));
	const stored = new StoredCredentials(new HuaweiCloudWorkspaceApi(), credential);
	const run = await new WorkflowExecute(
		additionalData(stored),
		'manual',
		createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: [input] }, source: null }] },
		}),
	).processRunExecutionData(workflow);
	const { runData } = run.data.resultData;
	return {
		run,
		itemsOf: (name, output = 0) =>
			(runData[name]?.[0]?.data?.main?.[output] ?? []).map(({ json }) => json),
	};
}
