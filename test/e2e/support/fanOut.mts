/** The example "Fan out to sub-workflows", called by a webhook instead of the clock, with a stand-in for the directory. */
import { readExample, withOptions } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { serve } from './loopback.mts';
import type { LoopbackServer } from './loopback.mts';
import { webhook } from './webhook.mts';

export interface Computer {
	sAMAccountName: string;
	objectSid: string;
}

/** The computers of each organizational unit, by its DN, as JSON over HTTP. */
export async function directoryStandIn(
	units: ReadonlyMap<string, Computer[]>,
): Promise<LoopbackServer> {
	return await serve((request, response) => {
		const baseDn = new URL(request.url ?? '/', 'http://directory').searchParams.get('base') ?? '';
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(units.get(baseDn) ?? []));
	});
}

/** The parent takes `{ parts: [{ baseDN }] }`; its id is also the path of its webhook. */
export async function fanOut(
	ids: { parent: string; child: string },
	credential: CredentialFile,
	directoryUrl: string,
): Promise<WorkflowFile[]> {
	const parent = await readExample('fan-out-to-sub-workflows.json', ids.parent, credential);
	const child = await readExample('fan-out-sub-workflow.json', ids.child, credential);
	return [
		changed(parent, {
			'Every Night': () => webhook(ids.parent),
			'Parts of the Directory': ({ parameters }) => ({
				parameters: {
					...parameters,
					jsonOutput: '={{ JSON.stringify({ parts: $json.body.parts }) }}',
				},
			}),
			'Repair One Part': ({ parameters }) => ({
				parameters: {
					...parameters,
					workflowId: { __rl: true, mode: 'id', value: ids.child },
				},
			}),
		}),
		withOptions(
			changed(child, {
				'Computer Accounts': () => ({
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url: `=${directoryUrl}/?base={{ encodeURIComponent($json.baseDN) }}`,
						options: {},
					},
				}),
			}),
			{ pollInterval: 1 },
		),
	];
}

type Change = (node: WorkflowNode) => Partial<WorkflowNode>;

/** @throws Error when the example has no node of such a name any more */
function changed(workflow: WorkflowFile, changes: Record<string, Change>): WorkflowFile {
	for (const name of Object.keys(changes))
		if (!workflow.nodes.some((node) => node.name === name))
			throw new Error(`The example "${workflow.name}" has no node "${name}".`);
	const nodes = workflow.nodes.map((node) => ({ ...node, ...changes[node.name]?.(node) }));
	return { ...workflow, nodes };
}
