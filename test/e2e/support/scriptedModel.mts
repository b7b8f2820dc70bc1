/**
 * A language model that plays a script instead of thinking: an OpenAI-compatible server on loopback. Its first answer calls a
 * tool, its next one repeats what the tool said. It writes down all that n8n sent it: that is what an agent gets to read.
 */
import { json } from 'node:stream/consumers';
import type { CredentialFile } from '../../../demo/n8n/commandLine.mts';
import { serve } from './loopback.mts';

/** A tool as the model gets it. */
export interface OfferedTool {
	name: string;
	description: string;
	parameters: ToolSchema;
}

/** The part of JSON schema that n8n writes. */
export interface ToolSchema {
	properties: Record<string, { type?: string; description?: string; anyOf?: unknown[] }>;
	required?: string[];
}

export interface Script {
	/** Name of the tool to call, as n8n offers it. */
	tool: string;
	arguments: Record<string, unknown>;
}

export interface ScriptedModel {
	/** For the OpenAI Chat Model node. */
	credential: CredentialFile;
	/** What is to be played from the next request on; forgets what was written down. */
	play(script: Script): void;
	/** The tools that the first request offered. */
	offered(): OfferedTool[];
	/** What tools said to the model, in order. */
	read(): string[];
	/** Each request with its headers, as text: for checks that something is not in it. */
	requests: string[];
	close(): Promise<void>;
}

/** The part of OpenAI's chat completions request that is looked at. */
interface ChatRequest {
	stream?: boolean;
	messages: { role: string; content: unknown }[];
	tools?: { function: OfferedTool }[];
}

export async function startScriptedModel(): Promise<ScriptedModel> {
	const requests: string[] = [];
	const bodies: ChatRequest[] = [];
	let script: Script | undefined;
	const server = await serve(async (incoming, response) => {
		response.setHeader('content-type', 'application/json');
		if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
			response.writeHead(404).end();
			return;
		}
		const request = (await json(incoming)) as ChatRequest;
		requests.push(JSON.stringify({ headers: incoming.headers, body: request }));
		bodies.push(request);
		if (script === undefined || request.stream === true) {
			response.writeHead(400).end('{"error":{"message":"There is no script for this request."}}');
			return;
		}
		const said = toolMessages(request);
		const message = said.length === 0 ? callOf(script) : { content: said.join('\n') };
		response.end(JSON.stringify(completion(message)));
	});
	return {
		credential: {
			id: 'scriptedModel',
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'none-needed', url: `${server.url}/v1`, header: false },
		},
		play: (next) => {
			script = next;
			requests.length = 0;
			bodies.length = 0;
		},
		offered: () => (bodies[0]?.tools ?? []).map((tool) => tool.function),
		// Every request repeats the talk so far, so the last one has it all.
		read: () => bodies.slice(-1).flatMap(toolMessages),
		requests,
		close: server.close,
	};
}

function toolMessages({ messages }: ChatRequest): string[] {
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => textOf(content));
}

/** A message is text, or a list of parts with text. */
function textOf(content: unknown): string {
	return typeof content === 'string'
		? content
		: (content as { text?: string }[]).map(({ text = '' }) => text).join('');
}

function callOf(script: Script) {
	const call = { name: script.tool, arguments: JSON.stringify(script.arguments) };
	return { content: null, tool_calls: [{ id: 'call_1', type: 'function', function: call }] };
}

function completion(message: { content: string | null; tool_calls?: object[] | undefined }) {
	return {
		id: 'chatcmpl-scripted',
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [
			{
				index: 0,
				message: { role: 'assistant', ...message },
				finish_reason: message.tool_calls === undefined ? 'stop' : 'tool_calls',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
