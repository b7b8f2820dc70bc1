import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';

import type { Answer } from './answer.mts';
import type { FaultAction } from './faults.mts';

/** What a fault is played on. */
export interface Stage {
	response: ServerResponse;
	/** The proper answer, where the work was done first. */
	answer: Answer | undefined;
	/** The answer for a bare status, in the shape that the service would use. */
	answerForStatus: (status: number) => Answer;
	/** Aborted when the simulator closes. */
	closing: AbortSignal;
}

type RawFault = Exclude<FaultAction, { kind: 'status' | 'emptyBody' | 'redirect' | 'delay' }>;

/**
 * Plays a fault. Faults that are plain answers, and a delay, are given back for sending; the others write to the connection
 * themselves and give back `'played'`. `'goOn'` = the proper answer follows.
 */
export async function play(fault: FaultAction, stage: Stage): Promise<Answer | 'played' | 'goOn'> {
	switch (fault.kind) {
		case 'status': {
			const usual = stage.answerForStatus(fault.status);
			const headers = { ...usual.headers, ...fault.headers };
			return { status: fault.status, headers, body: fault.body ?? usual.body };
		}
		case 'emptyBody':
			return { status: fault.status };
		case 'redirect':
			return { status: fault.status, headers: { location: fault.location } };
		case 'delay':
			await waitQuietly(fault.ms, stage.closing);
			return 'goOn';
		default:
			await playRaw(fault, stage);
			return 'played';
	}
}

async function playRaw(fault: RawFault, stage: Stage): Promise<void> {
	const { response } = stage;
	switch (fault.kind) {
		case 'reset':
			response.socket?.resetAndDestroy();
			return;
		case 'hang':
			return;
		case 'truncate':
			truncate(fault.bytes, stage);
			return;
		case 'html':
			response.writeHead(fault.status, { 'content-type': 'text/html; charset=utf-8' });
			response.end(HTML_PAGE);
			return;
		case 'notJson':
			response.writeHead(fault.status ?? 200, JSON_TYPE);
			response.end(fault.text ?? 'upstream connect error or disconnect/reset before headers');
			return;
		case 'huge':
			response.writeHead(fault.status ?? 200, JSON_TYPE);
			await sendQuietly(hugeBody(fault.bytes), response);
			return;
		case 'drip':
			response.writeHead(fault.status ?? 200, JSON_TYPE);
			await sendQuietly(drippingBody(fault, stage.closing), response);
	}
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

const HTML_PAGE =
	'<!DOCTYPE html><html><head><title>Request blocked</title></head><body><h1>Request blocked</h1>' +
	'<p>The web application firewall has blocked this request.</p></body></html>';

function truncate(bytes: number | undefined, { response, answer }: Stage): void {
	const body = Buffer.from(JSON.stringify(answer?.body ?? { job_id: 'cut-off-before-its-end' }));
	const sent = Math.min(bytes ?? Math.floor(body.length / 2), body.length - 1);
	response.writeHead(answer?.status ?? 200, { ...JSON_TYPE, 'content-length': body.length });
	// Reset only once the first part is on its way; otherwise it could be thrown away with the connection.
	response.write(body.subarray(0, sent), () => response.destroy());
}

function* hugeBody(bytes: number): Generator<Buffer> {
	const start = '{"desktops":["';
	const end = '"]}';
	const chunk = Buffer.alloc(64 * 1024, 'x');
	yield Buffer.from(start);
	for (let left = bytes - start.length - end.length; left > 0; left -= chunk.length) {
		yield left < chunk.length ? chunk.subarray(0, left) : chunk;
	}
	yield Buffer.from(end);
}

async function* drippingBody(
	{ everyMs, bytes = Infinity }: { everyMs: number; bytes?: number },
	closing: AbortSignal,
): AsyncGenerator<string> {
	for (let sent = 0; sent < bytes && !closing.aborted; sent += 1) {
		yield sent === 0 ? '{' : ' ';
		await waitQuietly(everyMs, closing);
	}
}

/** Sends a body as fast as the client reads it. A client that hangs up early is what these faults are for: no error. */
async function sendQuietly(
	body: Iterable<Buffer> | AsyncIterable<string>,
	response: ServerResponse,
) {
	await pipeline(Readable.from(body, { objectMode: false }), response).catch(() => undefined);
}

/** Real time; ends early when the simulator closes. */
export async function waitQuietly(ms: number, closing: AbortSignal): Promise<void> {
	await wait(ms, undefined, { signal: closing }).catch(() => undefined);
}
