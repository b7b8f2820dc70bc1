/**
 * A lean endpoint of the same contract as the Workspace API: updates of SIDs and the list of desktops, with a latency and a rate
 * limit of choice. It runs as a process of its own, so that it takes no time from the programs measured, and leaves out what
 * the simulator (simulator/) does beyond that: checking signatures, keeping a journal, playing tasks.
 *
 * Talks with its parent over Node's own channel: see endpointProcess.mts.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Counts, EndpointAnswer, EndpointCall, Weather } from './endpointProcess.mts';
import { account, listedDesktop, PROJECT_ID, TOKEN } from './estate.mts';
import { Windows } from './rateLimit.mts';

const SIDS = `/v2/${PROJECT_ID}/desktops/sids`;
const LIST = `/v2/${PROJECT_ID}/desktops`;
/** Not of the API: the input of a workflow, as many accounts as asked for. */
const ACCOUNTS = '/accounts';
/** Idle connections of a program that pauses must not be cut: that would measure reconnecting. */
const KEEP_ALIVE_MS = 120_000;

let weather: Weather = { latencyMs: 0, desktops: 0 };
let counts = noCounts();
let updated = new Set<string>();
let windows = new Windows();
const listed: string[] = [];
const accounts = new Map<number, string>();

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
	const url = new URL(request.url ?? '/', 'http://endpoint');
	if (url.pathname === ACCOUNTS) send(response, 200, accountsText(url));
	else if (request.headers['x-auth-token'] !== TOKEN && !isSigned(request)) refuse(response);
	else if (request.method === 'PUT' && url.pathname === SIDS) update(request, response);
	else if (request.method === 'GET' && url.pathname === LIST) list(url, response);
	else send(response, 404, '{"error_code":"APIGW.0101","error_msg":"The API does not exist"}');
});
server.on('connection', () => {
	counts.connections += 1;
});

server.listen(0, '127.0.0.1', () => {
	answer({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
process.on('message', (call: EndpointCall) => {
	if (call.kind === 'begin') {
		weather = call.weather;
		counts = noCounts();
		updated = new Set();
		windows = new Windows();
	}
	answer({ kind: 'counts', counts: { ...counts, updated: updated.size } });
});
process.on('disconnect', () => process.exit());

function update(request: IncomingMessage, response: ServerResponse): void {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		counts.updates += 1;
		const { limit } = weather;
		const waitMs = limit === undefined ? 0 : windows.waitMs(limit.perSecond, performance.now());
		if (waitMs > 0) {
			counts.throttled += 1;
			if (limit?.retryAfter === true)
				response.setHeader('retry-after', String(Math.ceil(waitMs / 1000)));
			later(
				response,
				429,
				'{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached"}',
			);
			return;
		}
		const { desktop_ids: ids } = JSON.parse(Buffer.concat(chunks).toString()) as {
			desktop_ids: string[];
		};
		for (const id of ids) updated.add(id);
		// As the simulator does: one desktop at once, several as a task.
		if (ids.length === 1) later(response, 200, '{}');
		else later(response, 202, `{"job_id":"job-${String(counts.updates).padStart(8, '0')}"}`);
	});
}

/** ListDesktops: entries are written once and then only joined. */
function list(url: URL, response: ServerResponse): void {
	counts.pages += 1;
	const offset = Number(url.searchParams.get('offset') ?? 0);
	const end = Math.min(offset + Number(url.searchParams.get('limit') ?? 1000), weather.desktops);
	const entries: string[] = [];
	for (let number = offset; number < end; number++)
		entries.push((listed[number] ??= JSON.stringify(listedDesktop(number))));
	later(
		response,
		200,
		`{"desktops":[${entries.join(',')}],"total_count":${String(weather.desktops)}}`,
	);
}

function accountsText(url: URL): string {
	const count = Number(url.searchParams.get('count'));
	const text =
		accounts.get(count) ??
		JSON.stringify(Array.from({ length: count }, (_, number) => account(number)));
	accounts.set(count, text);
	return text;
}

function isSigned({ headers }: IncomingMessage): boolean {
	return headers.authorization?.startsWith('SDK-HMAC-SHA256 ') === true;
}

function refuse(response: ServerResponse): void {
	send(
		response,
		401,
		'{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}',
	);
}

function later(response: ServerResponse, status: number, body: string): void {
	counts.inFlight += 1;
	counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
	const reply = () => {
		counts.inFlight -= 1;
		send(response, status, body);
	};
	if (weather.latencyMs === 0) reply();
	else setTimeout(reply, weather.latencyMs);
}

function send(response: ServerResponse, status: number, body: string): void {
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
	});
	response.end(body);
}

function answer(message: EndpointAnswer): void {
	process.send?.(message);
}

function noCounts(): Counts {
	return {
		updates: 0,
		throttled: 0,
		pages: 0,
		updated: 0,
		connections: 0,
		inFlight: 0,
		mostInFlight: 0,
	};
}
