import './quiet.mts';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { StoredCredentials } from './credentials.mts';
import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { DesktopSid } from '../../../nodes/DesktopSid/DesktopSid.node.ts';

export const NODE_TYPE = 'n8n-nodes-huaweicloud-workspace.desktopSid';
const PASS_THROUGH = 'n8n-nodes-base.noOp';

/** A node of n8n's own that hands its input on: it stands for whatever comes before and after ours. */
const passThrough: INodeType = {
	description: {
		displayName: 'No Operation',
		name: 'noOp',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'No Operation' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return await Promise.resolve([this.getInputData()]);
	},
};

/** As in n8n, which makes one of each type. */
const NODE = new DesktopSid();
const TOOL = asTool();

/** As n8n makes the tool of an AI agent: the same node, with "Tool" behind its name. */
function asTool(): INodeType {
	const node = new DesktopSid();
	const { description } = node;
	return Object.assign(node, { description: { ...description, name: `${description.name}Tool` } });
}

function nodeTypeOf(name: string): INodeType {
	if (name === NODE_TYPE) return NODE;
	return name === `${NODE_TYPE}Tool` ? TOOL : passThrough;
}

const nodeTypes: INodeTypes = {
	getByName: nodeTypeOf,
	getByNameAndVersion: nodeTypeOf,
	getKnownTypes: () => ({}),
};

export interface RunOptions {
	/** The json of each input item. */
	items: readonly IDataObject[];
	parameters?: INode['parameters'];
	credential: ICredentialDataDecryptedObject;
	onError?: INode['onError'];
	/** Further settings of the node, such as n8n's own Retry On Fail. */
	settings?: Partial<INode>;
	/** Cancels the execution when it resolves. */
	cancelWhen?: Promise<unknown>;
}

export interface RunResult {
	run: IRun;
	/** The task data of our node, its hints and error included; absent when cancelled before its end. */
	task: ITaskData | undefined;
	/** Items on the node's main output. */
	output: INodeExecutionData[];
	/** What arrived behind the main and behind the error output, as the next node saw it. */
	success: INodeExecutionData[];
	failed: INodeExecutionData[];
	error: { message: string; description?: string | null | undefined } | undefined;
	credentials: StoredCredentials;
	/** Input items as they were after the run, to show that none was changed. */
	input: INodeExecutionData[];
}

function workflowOf(options: RunOptions): Workflow {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	return new Workflow({
		id: 'workflow-under-test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: [
			node('AD sync', PASS_THROUGH),
			node('SID', NODE_TYPE, {
				parameters: options.parameters ?? {},
				credentials: { huaweiCloudWorkspaceApi: { id: '1', name: 'Huawei Cloud' } },
				...(options.onError === undefined ? {} : { onError: options.onError }),
				...options.settings,
			}),
			node('Success', PASS_THROUGH),
			node('Failed', PASS_THROUGH),
		],
		connections: {
			'AD sync': { main: [[{ node: 'SID', type: NodeConnectionTypes.Main, index: 0 }]] },
			SID: {
				main: [
					[{ node: 'Success', type: NodeConnectionTypes.Main, index: 0 }],
					[{ node: 'Failed', type: NodeConnectionTypes.Main, index: 0 }],
				],
			},
		},
	});
}

/** Runs "AD sync → SID → Success | Failed" through n8n's real engine. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const credentials = new StoredCredentials(new HuaweiCloudWorkspaceApi(), options.credential);
	const workflow = workflowOf(options);
	const input: INodeExecutionData[] = options.items.map((json, item) => ({
		json,
		pairedItem: { item },
	}));
	const start = workflow.getNode('AD sync');
	if (start === null) throw new Error('the workflow has no start');

	const execution = new WorkflowExecute(
		additionalData(credentials),
		'manual',
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }],
			},
		}),
	).processRunExecutionData(workflow);
	void options.cancelWhen?.then(() => {
		execution.cancel();
	});
	const run = await execution;
	return resultOf(run, credentials, input);
}

function resultOf(
	run: IRun,
	credentials: StoredCredentials,
	input: INodeExecutionData[],
): RunResult {
	const { runData, error } = run.data.resultData;
	const itemsOf = (name: string) => runData[name]?.[0]?.data?.main?.[0] ?? [];
	return {
		run,
		task: runData.SID?.[0],
		output: itemsOf('SID'),
		success: itemsOf('Success'),
		failed: itemsOf('Failed'),
		error,
		credentials,
		input,
	};
}

/** What n8n hands to every run and poll. */
export function additionalData(
	credentialsHelper: StoredCredentials,
): IWorkflowExecuteAdditionalData {
	const url = 'http://127.0.0.1:5678/';
	const used = {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', '1', {
			id: 'workflow-under-test',
			name: 'Under test',
			nodes: [],
			connections: {},
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(0),
			updatedAt: new Date(0),
		}),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		setExecutionStatus: () => undefined,
	};
	// The engine's type has dozens of members for features that no run of this node touches.
	return used as unknown as IWorkflowExecuteAdditionalData;
}
