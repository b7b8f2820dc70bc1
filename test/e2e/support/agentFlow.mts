/** A workflow for the tests: an AI Agent of n8n that has our node as its only tool. */
import { chosen, NODE_TYPE } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { nodesOf } from './workflowNode.mts';

export const AGENT = 'AI Agent';
/** Name of the node, and so of the tool. */
export const TOOL = 'Desktop_SIDs';
const TRIGGER = 'Run by hand';
const MODEL = 'Model';

/** This version of the model's node speaks "chat completions"; 1.3 has a switch for it. Both are in n8n 1.123 and 2.40. */
const MODEL_VERSION = 1.2;

export interface AgentFlowOf {
	id: string;
	/** The credential of the model. */
	model: CredentialFile;
	credential: CredentialFile;
	/** Parameters of our node; what the model is to give is an expression with $fromAI. */
	parameters: Record<string, unknown>;
	/** Without it: as a new tool is on the canvas. */
	onError?: NonNullable<WorkflowNode['onError']>;
	/** From 3 on, the engine runs the tool as a node; before, the agent does by itself. Both are in n8n 1.123 and 2.40. */
	agentVersion?: 3 | 2.2;
}

export function agentFlow({
	id,
	model,
	credential,
	parameters,
	onError,
	agentVersion = 3,
}: AgentFlowOf): WorkflowFile {
	const node = nodesOf(id);
	const toAgent = (type: string) => [[{ node: AGENT, type, index: 0 }]];
	return {
		id,
		name: id,
		nodes: [
			node(TRIGGER, 'n8n-nodes-base.manualTrigger', 1),
			node(AGENT, '@n8n/n8n-nodes-langchain.agent', agentVersion, {
				parameters: { promptType: 'define', text: 'Repair the desktops.', options: {} },
			}),
			{
				...node(MODEL, '@n8n/n8n-nodes-langchain.lmChatOpenAi', MODEL_VERSION, {
					parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				}),
				credentials: chosen(model),
			},
			{
				// n8n makes a type with this ending of every node that is usable as a tool.
				...node(TOOL, `${NODE_TYPE}Tool`, 1, { parameters }),
				credentials: chosen(credential),
				...(onError === undefined ? {} : { onError }),
			},
		],
		connections: {
			[TRIGGER]: { main: toAgent('main') },
			[MODEL]: { ai_languageModel: toAgent('ai_languageModel') },
			[TOOL]: { ai_tool: toAgent('ai_tool') },
		},
		settings: { executionOrder: 'v1' },
		active: false,
	};
}
