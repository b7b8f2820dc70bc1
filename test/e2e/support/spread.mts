/** The example "Spread SID repair over workers", called by a webhook instead of the clock, with a web server in place of the directory. */
import { chosen, readExample, withOptions } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { serve } from './loopback.mts';
import type { LoopbackServer } from './loopback.mts';
import { webhook } from './webhook.mts';

export interface Computer {
	sAMAccountName: string;
	objectSid: string;
}

/** What the two workflows know each other by. */
export const SPREAD_KEY: CredentialFile = {
	id: 'spreadKey0000000',
	name: 'Key of the parts',
	type: 'httpHeaderAuth',
	data: { name: 'X-API-Key', value: 'made-up-for-the-parts' },
};

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

/** The dispatcher takes `{ parts: [{ baseDN }], n8n_address? }`; its id is also the path of its webhook. */
export async function dispatcher(id: string, credential: CredentialFile): Promise<WorkflowFile> {
	const own = "$execution.resumeUrl.split('?')[0].split('/').slice(0, -2).join('/')";
	return changed(await readExample('spread-over-workers.json', id, credential), {
		'Every Night': () => webhook(id),
		'Dispatcher Settings': ({ parameters }) => ({
			parameters: JSON.parse(
				JSON.stringify(parameters).replace(own, `$json.body.n8n_address || ${own}`),
			) as WorkflowNode['parameters'],
		}),
		'Parts of the Directory': ({ parameters }) => ({
			parameters: {
				...parameters,
				jsonOutput: "={{ JSON.stringify({ parts: $('Every Night').first().json.body.parts }) }}",
			},
		}),
		'Start Each Part': () => ({ credentials: chosen(SPREAD_KEY) }),
	});
}

/** The workflow of a part; with the address of a web server that is asked instead of LDAP. */
export async function part(
	id: string,
	credential: CredentialFile,
	directoryUrl?: string,
): Promise<WorkflowFile> {
	const example = await readExample('spread-over-workers-part.json', id, credential);
	return withOptions(
		changed(example, {
			'Part to Repair': () => ({ credentials: chosen(SPREAD_KEY) }),
			'Computer Accounts': (node) =>
				directoryUrl === undefined
					? node
					: {
							type: 'n8n-nodes-base.httpRequest',
							typeVersion: 4.2,
							parameters: {
								url: `=${directoryUrl}/?base={{ encodeURIComponent($json.body.baseDN) }}`,
								options: {},
							},
						},
		}),
		{ pollInterval: 1 },
	);
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
