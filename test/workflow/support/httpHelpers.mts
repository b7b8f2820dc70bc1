import './quiet.mts';
import { ExecuteContext } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

const node = {
	id: 'caller',
	name: 'Caller',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};
const nodeType = { description: { properties: [] } };

/** The request helpers of a node's context, as nodes call them. */
export function httpHelpers() {
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes as never,
	});
	const inputData = { main: [[]] };
	return new ExecuteContext(
		workflow,
		node,
		{} as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData(),
		0,
		[],
		inputData,
		{ data: inputData, node, source: null },
		[],
	).helpers;
}
