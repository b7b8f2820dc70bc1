/** Workflows for the tests: some items, our node, and one No Operation node on each of its outputs. */
import { chosen, NODE_TYPE } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { nodesOf } from './workflowNode.mts';

export const NODES = {
	trigger: 'Run by hand',
	list: 'List',
	items: 'Items',
	sid: 'Huawei Cloud Desktop SID',
	done: 'Done',
	failed: 'Failed',
} as const;

export interface FlowOf {
	id: string;
	items: object[];
	credential: CredentialFile;
	/** Parameters of our node besides the operation. */
	parameters?: Record<string, unknown>;
	onError?: NonNullable<WorkflowNode['onError']>;
}

export function flow({
	id,
	items,
	credential,
	parameters = {},
	onError = 'stopWorkflow',
}: FlowOf): WorkflowFile {
	const node = nodesOf(id);
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	return {
		id,
		name: id,
		nodes: [
			node(NODES.trigger, 'n8n-nodes-base.manualTrigger', 1),
			node(NODES.list, 'n8n-nodes-base.set', 3.4, {
				column: 1,
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ list: items }), options: {} },
			}),
			node(NODES.items, 'n8n-nodes-base.splitOut', 1, {
				column: 2,
				parameters: { fieldToSplitOut: 'list', options: {} },
			}),
			{
				...node(NODES.sid, NODE_TYPE, 1, {
					column: 3,
					parameters: { operation: 'updateSids', ...parameters },
				}),
				credentials: chosen(credential),
				onError,
			},
			node(NODES.done, 'n8n-nodes-base.noOp', 1, { column: 4 }),
			node(NODES.failed, 'n8n-nodes-base.noOp', 1, { column: 5 }),
		],
		connections: {
			[NODES.trigger]: { main: [to(NODES.list)] },
			[NODES.list]: { main: [to(NODES.items)] },
			[NODES.items]: { main: [to(NODES.sid)] },
			[NODES.sid]: {
				main:
					onError === 'continueErrorOutput' ? [to(NODES.done), to(NODES.failed)] : [to(NODES.done)],
			},
		},
		settings: { executionOrder: 'v1' },
		active: false,
	};
}

/** The flow with these nodes in place of ours, all fed by the same items. */
export function fannedOut(base: WorkflowFile, added: WorkflowNode[]): WorkflowFile {
	const kept = Object.entries(base.connections).filter(([name]) => name !== NODES.sid);
	const to = added.map(({ name }) => ({ node: name, type: 'main', index: 0 }));
	return {
		...base,
		nodes: [...base.nodes.filter(({ name }) => name !== NODES.sid), ...added],
		connections: { ...Object.fromEntries(kept), [NODES.items]: { main: [to] } },
	};
}

/** A search that has found these items, and nothing behind it. */
export function searchFlow(id: string, items: object[]): WorkflowFile {
	const node = nodesOf(id);
	return {
		id,
		name: id,
		nodes: [
			node(NODES.trigger, 'n8n-nodes-base.manualTrigger', 1),
			node(NODES.items, 'n8n-nodes-base.noOp', 1, { column: 1 }),
		],
		connections: {
			[NODES.trigger]: { main: [[{ node: NODES.items, type: 'main', index: 0 }]] },
		},
		pinData: { [NODES.items]: items.map((json) => ({ json })) },
		settings: { executionOrder: 'v1' },
		active: false,
	};
}
