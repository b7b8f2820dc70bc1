import type { Simulator } from '../../../simulator/simulator.mts';
import { platformAnswer } from '../../../credentials/huaweicloud/errors.ts';
import { parseJson } from '../../../credentials/huaweicloud/json.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { Send, WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request.ts';
import {
	type WorkspaceApi,
	workspaceApi,
} from '../../../nodes/DesktopSid/transport/workspaceApi.ts';

type Around = (work: () => Promise<Reply>) => Promise<Reply>;

/**
 * The API of a simulator without n8n around it, for parts of the node that take an API.
 *
 * @param around runs each request; a test clock stops meanwhile
 */
export function apiOf(
	simulator: Simulator,
	around: Around = async (work) => await work(),
): WorkspaceApi {
	const send: Send = async (request) => await around(async () => await sendTo(simulator, request));
	return workspaceApi(send);
}

async function sendTo(
	{ endpoint, projectId, token }: Simulator,
	{ method, path, query = [], body }: WorkspaceRequest,
): Promise<Reply> {
	const search = new URLSearchParams(
		query.map(([name, value]): [string, string] => [name, value]),
	).toString();
	try {
		const response = await fetch(`${endpoint}/v2/${projectId}${path}${search && `?${search}`}`, {
			method,
			headers: { 'x-auth-token': token, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const headers = Object.fromEntries(response.headers);
		const parts = { statusCode: response.status, headers, text, json: parseJson(text) };
		return { kind: 'answer', ...platformAnswer(parts) };
	} catch (error) {
		return { kind: 'fault', cause: 'connection', message: String(error) };
	}
}
