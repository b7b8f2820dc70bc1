/** A workflow that is called with desktops in a POST, repairs them, and answers with one item for each. */
import { chosen, NODE_TYPE } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';

/** The node that n8n starts when `POST /webhook/<path>` is called; the answer is what the last node gave. */
export function webhook(path: string): Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'> & {
	webhookId: string;
} {
	return {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: 'lastNode',
			responseData: 'allEntries',
			options: {},
		},
	};
}

/** Takes `{ desktops: [{ desktop_id }] }`. Path and id are the same. */
export function repairOnCall(
	id: string,
	credential: CredentialFile,
	options: object,
): WorkflowFile {
	const place = (column: number): [number, number] => [column * 220, 0];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		id,
		name: id,
		nodes: [
			{ id: `${id}-1`, name: 'Call', position: place(0), ...webhook(id) },
			{
				id: `${id}-2`,
				name: 'Desktops',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: place(1),
				parameters: { fieldToSplitOut: 'body.desktops', options: {} },
			},
			{
				id: `${id}-3`,
				name: 'Repair',
				type: NODE_TYPE,
				typeVersion: 1,
				position: place(2),
				credentials: chosen(credential),
				onError: 'continueRegularOutput',
				parameters: {
					operation: 'updateSids',
					output: 'perDesktop',
					waitForCompletion: true,
					options,
				},
			},
		],
		connections: { Call: to('Desktops'), Desktops: to('Repair') },
		settings: { executionOrder: 'v1' },
	};
}
