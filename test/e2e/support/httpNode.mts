/** n8n's own HTTP Request node with our credential in it, as "Predefined Credential Type". */
import { chosen, CREDENTIAL_TYPE } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';

export interface HttpRequest {
	method?: 'GET' | 'PUT' | 'POST';
	url: string;
	/** In order; a name may come twice. */
	query?: [name: string, value: string][];
	body?: HttpBody;
	options?: object;
}

export type HttpBody =
	| { json: object }
	| { raw: string; type: string }
	| { form: [name: string, value: string][]; multipart?: boolean };

/** A workflow that sends all of these, one after the other, whatever becomes of each; its nodes have their names. */
export function httpWorkflow(
	id: string,
	credential: CredentialFile,
	requests: Record<string, HttpRequest>,
): WorkflowFile {
	const nodes = Object.entries(requests).map(([name, request], index) =>
		httpNode(`${id}-${String(index)}`, name, request, credential),
	);
	const names = [TRIGGER, ...nodes.map(({ name }) => name)];
	const trigger: WorkflowNode = {
		id: `${id}-trigger`,
		name: TRIGGER,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		id,
		name: id,
		nodes: [trigger, ...nodes],
		connections: Object.fromEntries(
			names
				.slice(1)
				.map((to, at) => [names[at] ?? '', { main: [[{ node: to, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

const TRIGGER = 'Run by hand';

function httpNode(
	id: string,
	name: string,
	{ method = 'GET', url, query = [], body, options = {} }: HttpRequest,
	credential: CredentialFile,
): WorkflowNode & { executeOnce: boolean } {
	return {
		id,
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.3,
		position: [0, 0],
		credentials: chosen(credential),
		onError: 'continueRegularOutput',
		// Whatever number of items the node before gives.
		executeOnce: true,
		parameters: {
			method,
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			sendQuery: query.length > 0,
			queryParameters: parameters(query),
			sendBody: body !== undefined,
			...(body === undefined ? {} : bodyParameters(body)),
			options,
		},
	};
}

function bodyParameters(body: HttpBody): Record<string, unknown> {
	if ('json' in body) {
		return { contentType: 'json', specifyBody: 'json', jsonBody: JSON.stringify(body.json) };
	}
	if ('raw' in body) {
		return { contentType: 'raw', rawContentType: body.type, body: body.raw };
	}
	const contentType = body.multipart === true ? 'multipart-form-data' : 'form-urlencoded';
	return { contentType, specifyBody: 'keypair', bodyParameters: parameters(body.form) };
}

function parameters(pairs: [name: string, value: string][]) {
	return { parameters: pairs.map(([name, value]) => ({ name, value })) };
}
