/** The workflows under examples/, as n8n's command line takes them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialFile, WorkflowFile, WorkflowNode } from './n8n/commandLine.mts';
import { CHECKOUT } from './n8n/versions.mts';

export const NODE_TYPE = 'n8n-nodes-huaweicloud-workspace.desktopSid';
export const CREDENTIAL_TYPE = 'huaweiCloudWorkspaceApi';

/** The credential for a stand-in: a ready token for an endpoint that is typed in. */
export function credentialFor(
	cloud: { endpoint: string; projectId: string; token: string },
	id = 'demoCredential',
): CredentialFile {
	return {
		id,
		name: 'Huawei Cloud (stand-in)',
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
		node.type === NODE_TYPE ? { ...node, credentials: chosen(credential) } : node;
	return { ...example, id, nodes: example.nodes.map(choose) };
}

/** The workflow with these options in our nodes instead of its own. */
export function withOptions(workflow: WorkflowFile, options: object): WorkflowFile {
	const set = (node: WorkflowNode) =>
		node.type === NODE_TYPE ? { ...node, parameters: { ...node.parameters, options } } : node;
	return { ...workflow, nodes: workflow.nodes.map(set) };
}

/** How a node names the credential that it uses. */
export function chosen({
	type,
	id,
	name,
}: CredentialFile): NonNullable<WorkflowNode['credentials']> {
	return { [type]: { id, name } };
}
