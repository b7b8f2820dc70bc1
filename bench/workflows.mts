/** The workflows that are compared. All begin alike: an HTTP Request node fetches the accounts, one item each. */
import { chosen, NODE_TYPE } from '../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../demo/n8n/commandLine.mts';
import { PROJECT_ID, TOKEN } from './estate.mts';

/** A node that comes after the accounts, and belongs to what is measured. */
export interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** Signs in with our credential. */
	usesCredential?: boolean;
	onError?: NonNullable<WorkflowNode['onError']>;
}

export interface FlowOf {
	id: string;
	endpoint: string;
	/** How many accounts. */
	items: number;
	steps: Step[];
	credential: CredentialFile;
}

/** (a) This node. */
export function ourNode(parameters: Record<string, unknown>): Step[] {
	return [
		{
			name: 'Huawei Cloud Desktop SID',
			type: NODE_TYPE,
			typeVersion: 1,
			// The cases that compare SIDs say so.
			parameters: { operation: 'updateSids', skipInSync: false, ...parameters },
			usesCredential: true,
			onError: 'continueRegularOutput',
		},
	];
}

/** What the memory of a node is compared with. */
export function noOperation(): Step[] {
	return [{ name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
}

export interface Batching {
	batchSize: number;
	/** Milliseconds between two batches. */
	batchInterval: number;
}

/** (b) HTTP Request, one request an item; (c) the same with its batching option, which staggers the requests. */
export function requestPerItem(endpoint: string, batching?: Batching): Step[] {
	return [httpRequest(endpoint, '={{ { desktop_ids: [$json.desktop_id] } }}', batching)];
}

/** (d) What an expert builds: chunks of a hundred, one request each, the results spread over the items again. */
export function chunksByHand(endpoint: string): Step[] {
	return [code('Chunks', CHUNKS), httpRequest(endpoint, '={{ $json }}'), code('Results', RESULTS)];
}

const CHUNKS = `const ids = [...new Set($input.all().map((item) => item.json.desktop_id))];
const chunks = [];
for (let i = 0; i < ids.length; i += 100) {
	chunks.push({ json: { desktop_ids: ids.slice(i, i + 100) } });
}
return chunks;`;

const RESULTS = `const answers = $input.all();
return $('Chunks').all().flatMap((chunk, i) =>
	chunk.json.desktop_ids.map((desktop_id) => ({
		json: {
			desktop_id,
			status: answers[i].json.statusCode,
			job_id: answers[i].json.body?.job_id,
			error: answers[i].json.error,
		},
	})),
);`;

function code(name: string, jsCode: string): Step {
	return { name, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

function httpRequest(endpoint: string, jsonBody: string, batching?: Batching): Step {
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'PUT',
			url: `${endpoint}/v2/${PROJECT_ID}/desktops/sids`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'X-Auth-Token', value: TOKEN }] },
			sendBody: true,
			specifyBody: 'json',
			jsonBody,
			options: {
				response: { response: { fullResponse: true } },
				...(batching === undefined ? {} : { batching: { batch: batching } }),
			},
		},
		onError: 'continueRegularOutput',
	};
}

export function flow({ id, endpoint, items, steps, credential }: FlowOf): WorkflowFile {
	const all: Step[] = [
		{
			name: 'Run by hand',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
		},
		{
			name: 'Accounts',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url: `${endpoint}/accounts?count=${String(items)}`, options: {} },
		},
		...steps,
	];
	return {
		id,
		name: id,
		nodes: all.map(({ usesCredential, ...step }, column) => ({
			...step,
			id: `${id}-${String(column)}`,
			position: [column * 220, 0],
			...(usesCredential === true ? { credentials: chosen(credential) } : {}),
		})),
		connections: Object.fromEntries(
			all
				.slice(1)
				.map(({ name }, index) => [
					all[index]?.name ?? '',
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
		active: false,
	};
}
