import type { WorkflowNode } from '../../../demo/n8n/commandLine.mts';

export interface Placed {
	/** 0 for the first one from the left. */
	column?: number;
	parameters?: Record<string, unknown>;
}

/** Makes the nodes of one workflow; their ids follow from its id and their names. */
export function nodesOf(workflowId: string) {
	return (
		name: string,
		type: string,
		typeVersion: number,
		{ column = 0, parameters = {} }: Placed = {},
	): WorkflowNode => ({
		id: `${workflowId}-${name}`,
		name,
		type,
		typeVersion,
		position: [column * 220, 0],
		parameters,
	});
}
