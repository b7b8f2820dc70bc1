/** Where a workflow under test hands on its results, instead of a mail or a ticket. */
import { json } from 'node:stream/consumers';
import type { WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { serve } from './loopback.mts';

export interface Receiver<Item> {
	/** The items of each execution, in order of arrival. */
	executions: Item[][];
	/** The node that sends them: a list, as an expression of n8n. */
	node(items: string): Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;
	close(): Promise<void>;
}

export async function openReceiver<Item>(): Promise<Receiver<Item>> {
	const executions: Item[][] = [];
	const { url, close } = await serve(async (request, response) => {
		executions.push((await json(request)) as Item[]);
		response.writeHead(204).end();
	});
	return {
		executions,
		node: (items) => ({
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: `={{ JSON.stringify(${items}) }}`,
			},
		}),
		close,
	};
}
