import type { FastifyReply, FastifyRequest } from 'fastify';

import { type Answer, type Call, Refusal } from './answer.mts';
import { callFrom, desktopIdsOf, partsOf, plainQuery } from './call.mts';
import { gatewayError, signInRefusal, throttled, unknownPath, workspaceError } from './errors.mts';
import { play, waitQuietly } from './faultPlayer.mts';
import type { FaultRule } from './faults.mts';
import { type JournalEntry, bodyWithoutSecrets, withoutSecrets } from './journal.mts';
import type { Operation, World } from './operation.mts';
import type { ServerSetting } from './server.mts';

/** Leads each request from its arrival to its answer: journal, latency, scripted faults, the work, the sending. */
export class Exchanges {
	readonly #setting: ServerSetting;
	readonly #entries = new WeakMap<FastifyRequest, JournalEntry>();
	#inFlight = 0;

	constructor(setting: ServerSetting) {
		this.#setting = setting;
	}

	/** Writes a request down as soon as its headers are there. */
	open(request: FastifyRequest, reply: FastifyReply): void {
		this.#inFlight += 1;
		reply.raw.once('close', () => {
			this.#inFlight -= 1;
		});
		reply.raw.setHeader('x-request-id', request.id);

		const { journal, now } = this.#setting.world;
		const { rawPath, rawQuery } = partsOf(request.raw.url ?? '/');
		const entry = journal.open({
			method: request.method,
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
		this.#entries.set(request, entry);
	}

	/** Answers a request whose body is complete; without an operation it is one to an unknown path. */
	async answer(
		run: Operation['run'] | undefined,
		request: FastifyRequest,
		reply: FastifyReply,
	): Promise<FastifyReply> {
		const { world, faults, closing } = this.#setting;
		const call = callFrom(request);
		const entry = this.#entryOf(request);
		entry.body = bodyWithoutSecrets(call.json, call.bodyBytes);
		entry.desktopIds = desktopIdsOf(call);
		if (world.behaviour.latencyMs > 0) await waitQuietly(world.behaviour.latencyMs, closing);

		const fault = faults.take({
			method: call.method,
			path: call.rawPath,
			desktopIds: entry.desktopIds,
		});
		if (fault === undefined) return send(work(run, call, world, entry), entry, reply);
		entry.fault = fault.do.kind;
		return this.#answerWithFault(fault, { run, call, entry, reply });
	}

	/** Notes the status of a request that never reached an operation. */
	fail(request: FastifyRequest, status: number): void {
		this.#entryOf(request).status = status;
	}

	async #answerWithFault(
		fault: FaultRule,
		{ run, call, entry, reply }: Exchange,
	): Promise<FastifyReply> {
		const { world, closing } = this.#setting;
		const answer = fault.after === true ? work(run, call, world, entry) : undefined;
		const played = await play(fault.do, {
			response: reply.raw,
			answer,
			answerForStatus: (status) => usualAnswer(status, call, world),
			closing,
		});
		if (played === 'played') {
			if (reply.raw.headersSent) entry.status = reply.raw.statusCode;
			return reply.hijack();
		}
		if (played !== 'goOn') return send(played, entry, reply);
		return send(answer ?? work(run, call, world, entry), entry, reply);
	}

	#entryOf(request: FastifyRequest): JournalEntry {
		const entry = this.#entries.get(request);
		if (entry === undefined) throw new Error('A request was answered before it was written down.');
		return entry;
	}
}

interface Exchange {
	run: Operation['run'] | undefined;
	call: Call;
	entry: JournalEntry;
	reply: FastifyReply;
}

/** The proper answer: what is due by the clock first, then the operation. */
function work(
	run: Operation['run'] | undefined,
	call: Call,
	world: World,
	entry: JournalEntry,
): Answer {
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

function send(answer: Answer, entry: JournalEntry, reply: FastifyReply): FastifyReply {
	entry.status = answer.status;
	void reply.code(answer.status).headers(answer.headers ?? {});
	if (answer.body === undefined) return reply.send();
	const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
	return reply.type('application/json;charset=utf-8').send(text);
}
