import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { type Answer, type Call, Refusal } from './answer.mts';
import { callFrom, desktopIdsOf, partsOf, plainQuery } from './call.mts';
import { gatewayError, signInRefusal, throttled, unknownPath, workspaceError } from './errors.mts';
import { play, waitQuietly } from './faultPlayer.mts';
import type { FaultRule } from './faults.mts';
import { type JournalEntry, bodyWithoutSecrets, withoutSecrets } from './journal.mts';
import type { Operation, World } from './operation.mts';
import type { routerOf } from './router.mts';
import type { ServerSetting } from './server.mts';

/** The gateway takes bodies of at most 12 MB (API Signing Guide). */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

/** Leads each request from its arrival to its answer: journal, latency, scripted faults, the work, the sending. */
export class Exchanges {
	readonly #setting: ServerSetting;
	readonly #route: ReturnType<typeof routerOf>;
	#inFlight = 0;

	constructor(setting: ServerSetting, route: ReturnType<typeof routerOf>) {
		this.#setting = setting;
		this.#route = route;
	}

	/** Answers a request. A client that hangs up while it sends gets no answer, and its entry no status. */
	async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		this.#inFlight += 1;
		response.once('close', () => {
			this.#inFlight -= 1;
		});
		const requestId = randomBytes(16).toString('hex');
		response.setHeader('x-request-id', requestId);
		const entry = this.#open(request);
		try {
			const { run, call } = await this.#read(request, requestId);
			await this.#answer({ run, call, entry, response });
		} catch (error) {
			if (request.errored === null) send(answerTo(error, requestId), entry, response);
		}
	}

	/** Writes a request down as soon as its headers are there. */
	#open(request: IncomingMessage): JournalEntry {
		const { journal, now } = this.#setting.world;
		const { rawPath, rawQuery } = partsOf(request.url ?? '/');
		return journal.open({
			method: request.method ?? '',
			path: rawPath,
			query: plainQuery(new URLSearchParams(rawQuery)),
			headers: withoutSecrets(request.headers),
			body: undefined,
			status: null,
			desktopIds: [],
			refusedSignIn: false,
			inFlight: this.#inFlight,
			time: now(),
		});
	}

	/** The request with its whole body and its operation; without one it is to an unknown path. */
	async #read(
		request: IncomingMessage,
		requestId: string,
	): Promise<Pick<Exchange, 'run' | 'call'>> {
		const bodyBytes = await bodyOf(request, requestId);
		const { pathPrefix } = this.#setting;
		const { rawPath } = partsOf(request.url ?? '/');
		const route = rawPath.startsWith(pathPrefix)
			? this.#route(request.method ?? '', rawPath.slice(pathPrefix.length))
			: undefined;
		const params = route?.params ?? {};
		return { run: route?.run, call: callFrom(request, { requestId, bodyBytes, params }) };
	}

	async #answer(exchange: Exchange): Promise<void> {
		const { world, faults, closing } = this.#setting;
		const { call, entry, response } = exchange;
		entry.body = bodyWithoutSecrets(call.json, call.bodyBytes);
		entry.desktopIds = desktopIdsOf(call);
		if (world.behaviour.latencyMs > 0) await waitQuietly(world.behaviour.latencyMs, closing);

		const { method, rawPath: path } = call;
		const fault = faults.take({ method, path, desktopIds: entry.desktopIds });
		if (fault === undefined) {
			send(work(exchange, world), entry, response);
			return;
		}
		entry.fault = fault.do.kind;
		await this.#answerWithFault(fault, exchange);
	}

	async #answerWithFault(fault: FaultRule, exchange: Exchange): Promise<void> {
		const { world, closing } = this.#setting;
		const { call, entry, response } = exchange;
		const answer = fault.after === true ? work(exchange, world) : undefined;
		const played = await play(fault.do, {
			response,
			answer,
			answerForStatus: (status) => usualAnswer(status, call, world),
			closing,
		});
		if (played === 'goOn') send(answer ?? work(exchange, world), entry, response);
		else if (played !== 'played') send(played, entry, response);
		else if (response.headersSent) entry.status = response.statusCode;
	}
}

interface Exchange {
	run: Operation['run'] | undefined;
	call: Call;
	entry: JournalEntry;
	response: ServerResponse;
}

/** All bytes of a request. One that is too long is read to its end, so that its sender gets to see the refusal. */
async function bodyOf(request: IncomingMessage, requestId: string): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= MAX_BODY_BYTES) chunks.push(chunk);
	}
	if (size > MAX_BODY_BYTES)
		throw new Refusal(gatewayError(413, 'APIGW.0201', 'Bad request', requestId));
	return Buffer.concat(chunks);
}

/** What ends a request before its operation. A fault of the simulator itself is said aloud: nobody is to take it for a scripted one. */
function answerTo(error: unknown, requestId: string): Answer {
	if (error instanceof Refusal) return error.answer;
	if (error instanceof URIError) return gatewayError(400, 'APIGW.0201', 'Bad request', requestId);
	const text = error instanceof Error ? error.message : String(error);
	const message = `The simulator itself failed, not your request: ${text}`;
	return gatewayError(500, 'APIGW.0601', message, requestId);
}

/** The proper answer: what is due by the clock first, then the operation. */
function work({ run, call, entry }: Exchange, world: World): Answer {
	if (run === undefined) return unknownPath(call.method, call.rawPath, call.requestId);
	world.cloud.settle();
	try {
		return run(call, world, entry);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		entry.refusedSignIn = error.refusedSignIn;
		return error.answer;
	}
}

/** The body and headers that go with a bare status, for faults. */
function usualAnswer(status: number, call: Call, { behaviour, now }: World): Answer {
	if (status === 429) return throttled(behaviour, '1,time:1 second', 1, now(), call.requestId);
	if (status === 401) return signInRefusal('Unauthorized', call.requestId);
	if (status >= 500) {
		return gatewayError(status, 'APIGW.0601', 'Internal server error', call.requestId);
	}
	if (status < 400) return { status };
	const code = `WKS.00000${String(status)}`;
	return workspaceError(
		behaviour,
		status,
		{ code },
		`The request was refused (${String(status)}).`,
	);
}

function send(answer: Answer, entry: JournalEntry, response: ServerResponse): void {
	entry.status = answer.status;
	response.statusCode = answer.status;
	for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
	if (answer.body === undefined) {
		response.end();
		return;
	}
	response.setHeader('content-type', 'application/json;charset=utf-8');
	response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}
