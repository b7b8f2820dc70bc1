/** The workflows under examples/, as n8n's command line takes them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialFile, WorkflowFile, WorkflowNode } from './n8n/commandLine.mts';
import { CHECKOUT } from './n8n/versions.mts';

export const NODE_TYPE = 'n8n-nodes-huaweicloud-workspace.desktopSid';
export const CREDENTIAL_TYPE = 'huaweiCloudWorkspaceApi';

/** The credential for a simulator: a ready token for an endpoint that is typed in. */
export function credentialFor(
	cloud: { endpoint: string; projectId: string; token: string },
	id = 'demoCredential',
): CredentialFile {
	return {
		id,
		name: 'Huawei Cloud (simulator)',
		type: CREDENTIAL_TYPE,
		data: {
			authentication: 'token',
			region: 'custom',
			endpoint: cloud.endpoint,
			projectId: cloud.projectId,
			token: cloud.token,
		},
	};
}

/** An example by its file name, with an id, and with the credential chosen in our nodes. */
export async function readExample(
	file: string,
	id: string,
	credential: CredentialFile,
): Promise<WorkflowFile> {
	const text = await readFile(join(CHECKOUT, 'examples', file), 'utf8');
	const example = JSON.parse(text) as Omit<WorkflowFile, 'id'>;
	const choose = (node: WorkflowNode) =>
		node.type.startsWith(NODE_TYPE) ? { ...node, credentials: chosen(credential) } : node;
	return { ...example, id, nodes: example.nodes.map(choose) };
}

/** The workflow with these options in our nodes instead of its own. */
export function withOptions(workflow: WorkflowFile, options: object): WorkflowFile {
	const set = (node: WorkflowNode) =>
		node.type === NODE_TYPE ? { ...node, parameters: { ...node.parameters, options } } : node;
	return { ...workflow, nodes: workflow.nodes.map(set) };
}

/**
 * The workflow with nodes that give the sample data pinned to others, under their names. n8n's command line does not use pinned data,
 * and neither do runs by the clock.
 */
export function withSamples(workflow: WorkflowFile): WorkflowFile {
	const { pinData = {}, ...rest } = workflow;
	const connections = { ...workflow.connections };
	const nodes = workflow.nodes.flatMap((node): WorkflowNode[] => {
		const items = pinData[node.name];
		if (items === undefined) return [node];
		const samples = `Samples for ${node.name}`;
		const { id, name, position } = node;
		const base = 'n8n-nodes-base';
		connections[samples] = { main: [[{ node: name, type: 'main', index: 0 }]] };
		for (const [from, { main = [] }] of Object.entries(connections)) {
			const redirected = main.map((targets) =>
				(targets ?? []).map((target) =>
					target.node === name && from !== samples ? { ...target, node: samples } : target,
				),
			);
			connections[from] = { ...connections[from], main: redirected };
		}
		const jsonOutput = JSON.stringify({ items: items.map(({ json }) => json) });
		return [
			{
				id: `${id}-samples`,
				name: samples,
				position: [position[0] - 140, position[1]],
				type: `${base}.set`,
				typeVersion: 3.4,
				parameters: { mode: 'raw', jsonOutput, options: {} },
			},
			{
				id,
				name,
				position,
				type: `${base}.splitOut`,
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'items', options: {} },
			},
		];
	});
	return { ...rest, nodes, connections };
}

/** How a node names the credential that it uses. */
export function chosen({
	type,
	id,
	name,
}: CredentialFile): NonNullable<WorkflowNode['credentials']> {
	return { [type]: { id, name } };
}
