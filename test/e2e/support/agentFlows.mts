/** The tools that the tests give to an AI Agent, by their names: what the model may decide, and what the workflow has settled. */
import { credentialFor } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import { agentFlow } from './agentFlow.mts';
import type { AgentFlowOf } from './agentFlow.mts';
import type { Lab } from './lab.mts';

/** Has the form of a token and is none. */
export const TOKEN_OF_NOBODY = 'MIItokenOfNobodytokenOfNobodytokenOfNobody';

const LIST = { operation: 'updateSids', desktopsFrom: 'list' };
const BY_ID = {
	...LIST,
	matchBy: 'desktopId',
	desktopIds: "={{ $fromAI('Desktop_IDs', 'IDs of the desktops, with commas', 'string') }}",
};
const BY_NAME = {
	// Computer names are the default of a tool.
	...LIST,
	computerNames:
		"={{ $fromAI('Computer_Names', 'Names of the computers, with commas', 'string') }}",
};
const capOf = (maxDesktops: number) => ({ ...BY_ID, options: { maxDesktops } });

const TOOLS = {
	byId: { parameters: BY_ID },
	byList: {
		parameters: {
			...LIST,
			matchBy: 'desktopId',
			desktopIds: "={{ $fromAI('Desktop_IDs', 'List of IDs', 'json') }}",
		},
	},
	byName: { parameters: BY_NAME },
	capOf2: { parameters: capOf(2) },
	capOf200: { parameters: capOf(200) },
	continuing: { parameters: BY_ID, onError: 'continueRegularOutput' },
	olderAgent: { parameters: BY_ID, agentVersion: 2.2 },
	stopping: { parameters: BY_ID, onError: 'stopWorkflow' },
	wrongToken: { parameters: BY_ID },
	wrongTokenByName: { parameters: BY_NAME },
	getMany: {
		parameters: {
			operation: 'getMany',
			// As the editor writes it when "let the model decide" is pressed.
			filters: {
				computerName:
					"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Computer_Name', ``, 'string') }}",
			},
		},
	},
	getTask: {
		parameters: { operation: 'getTask', jobId: "={{ $fromAI('Job_ID', '', 'string') }}" },
	},
} satisfies Record<string, Pick<AgentFlowOf, 'parameters' | 'onError' | 'agentVersion'>>;

export type FlowName = keyof typeof TOOLS;

/** All of them, each under its name, with the credentials that they need besides that of the lab. */
export function agentFlows(
	{ credential, simulator }: Lab,
	model: CredentialFile,
): { flows: WorkflowFile[]; credentials: CredentialFile[] } {
	const nobody = credentialFor({ ...simulator, token: TOKEN_OF_NOBODY }, 'nobody');
	const flows = Object.entries(TOOLS).map(([id, tool]) =>
		agentFlow({
			...tool,
			id,
			model,
			credential: id.startsWith('wrongToken') ? nobody : credential,
		}),
	);
	return { flows, credentials: [model, nobody] };
}
