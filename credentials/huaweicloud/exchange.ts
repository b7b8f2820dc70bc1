import { cut, platformAnswer, type PlatformAnswer } from './errors';
import { parseJson } from './json';
import { brokenOff, noAnswerWithin, noWholeAnswerWithin } from './networkCodes';
import { connectionProblem, type ConnectionProblem } from './networkErrors';
import type { Hider } from './secrets';

/** What came back, cleared of secrets, with its error read. Headers that came several times are left out. */
export type Received = { readonly kind: 'answer' } & PlatformAnswer;

/** Why there was no usable answer. */
export interface NotReceived {
	readonly kind: 'fault';
	readonly cause: ConnectionProblem['cause'] | 'oversized';
	readonly code?: string;
	/** A sentence: what happened and what to do next. */
	readonly message: string;
}

/** The bounds of one request, and what must not come out of it. */
export interface Bounds {
	/** Host as it is named in sentences. */
	readonly host: string;
	/** For everything together, sign-in and body included: milliseconds, not moved by a clock that is set. */
	readonly timeoutMs: number;
	/** The most that a body may have, after decompression. */
	readonly maxBytes: number;
	/** Of the execution, if there is one. */
	readonly cancel?: AbortSignal | undefined;
	/** Asked for when the answer is there, because the request itself may have renewed a token. */
	readonly hider: () => Hider;
	/** Waited for before a body is read, so that many that come together do not hold n8n up. */
	readonly turn?: () => Promise<void>;
	/** A header that is wanted as it is, because it is a secret itself: IAM's token. Lower case. */
	readonly secretHeader?: string;
}

/**
 * The one door through which every request leaves: Workspace, IAM, STS, credential test and the list in the panel. Never throws, and
 * ends within `timeoutMs`, or at once when the execution is cancelled, whatever the other side or the layers between do.
 *
 * The wait is a race against the clock and no request to stop: n8n 2.40 and later wrap a body in an async generator, and destroying
 * that waits for the very bytes that do not come. The connection itself is ended through the abort signal.
 *
 * @param call calls n8n's request helper, for a whole response with its body as a stream, and hands it the signal
 * @param judge what an error of the helper means, before it is taken for a failed connection
 */
export async function exchange<Judged extends { readonly message: string } = never>(
	call: (signal: AbortSignal) => Promise<unknown>,
	bounds: Bounds,
	judge: (error: unknown) => Judged | undefined = () => undefined,
): Promise<Received | NotReceived | Judged> {
	const { host, timeoutMs, cancel } = bounds;
	if (cancel?.aborted === true) return NOT_SENT;
	const ending = new AbortController();
	const progress: Progress = { headArrived: false };
	const late = AbortSignal.timeout(timeoutMs);
	let stop = () => {};
	const stopped = new Promise<NotReceived>((resolve) => {
		const timedOut = () => {
			const says = progress.headArrived ? noWholeAnswerWithin : noAnswerWithin;
			resolve({ kind: 'fault', cause: 'timeout', message: says(host, timeoutMs) });
		};
		late.addEventListener('abort', timedOut);
		const release = onAbort(cancel, () => {
			resolve(CANCELLED);
		});
		stop = () => {
			late.removeEventListener('abort', timedOut);
			release();
		};
	});
	const result = await Promise.race([
		received(call, ending.signal, bounds, progress, judge),
		stopped,
	]);
	stop();
	ending.abort(ENDED);
	return result;
}

interface Progress {
	headArrived: boolean;
}

/** Given as the reason, so that no error with a stack is made for each request that has ended by itself. */
const ENDED = 'The request has ended.';

/** Without a code: nothing can have come of it. */
const NOT_SENT: NotReceived = {
	kind: 'fault',
	cause: 'cancelled',
	message: 'Not sent: the execution was cancelled.',
};

const CANCELLED: NotReceived = {
	kind: 'fault',
	cause: 'cancelled',
	code: 'ERR_CANCELED',
	message: 'The execution was cancelled before the answer was complete.',
};

async function received<Judged extends { readonly message: string }>(
	call: (signal: AbortSignal) => Promise<unknown>,
	signal: AbortSignal,
	bounds: Bounds,
	progress: Progress,
	judge: (error: unknown) => Judged | undefined,
): Promise<Received | NotReceived | Judged> {
	const { maxBytes, hider } = bounds;
	try {
		const response = (await call(signal)) as Response;
		progress.headArrived = true;
		const text = await readBody(response.body, maxBytes, signal);
		if (text !== undefined && text.length > LARGE_TEXT) await bounds.turn?.();
		return text === undefined ? oversized(bounds) : answerOf(response, text, bounds);
	} catch (error) {
		const fault = progress.headArrived
			? brokenBody(error, bounds)
			: (judge(error) ?? faultOf(error, bounds));
		return { ...fault, message: cut(hider().text(fault.message)) };
	}
}

/** Characters from which parsing takes milliseconds. */
const LARGE_TEXT = 20_000;

interface Response {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

function answerOf(response: Response, body: string, { hider, secretHeader }: Bounds): Received {
	const { text, json } = hider();
	const headers: Array<[name: string, value: string]> = [];
	for (const [key, value] of Object.entries(response.headers)) {
		const name = key.toLowerCase();
		const single: unknown = name === secretHeader && Array.isArray(value) ? value[0] : value;
		if (typeof single !== 'string') continue;
		headers.push([name, name === secretHeader ? single : cut(text(single))]);
	}
	const parts = {
		statusCode: response.statusCode,
		headers: Object.fromEntries(headers),
		text: text(body),
		json: json(parseJson(body.replace(/^\ufeff/, ''))),
	};
	return { kind: 'answer', ...platformAnswer(parts) };
}

function faultOf(error: unknown, { host, timeoutMs }: Bounds): NotReceived {
	return { kind: 'fault', ...connectionProblem(error, host, timeoutMs) };
}

/** The head has come, so an error without a code, or of the connection, is one that broke off. */
function brokenBody(error: unknown, bounds: Bounds): NotReceived {
	const fault = faultOf(error, bounds);
	const { code = 'ERR_STREAM_PREMATURE_CLOSE' } = fault;
	const isTold = /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT|HPE_|ERR_CANCELED)/.test(code);
	return isTold ? fault : { ...fault, cause: 'connection', code, message: brokenOff(code) };
}

function oversized({ host, maxBytes }: Bounds): NotReceived {
	return {
		kind: 'fault',
		cause: 'oversized',
		message: `The answer of ${host} was larger than ${maxBytes / 1024 / 1024} MB and was not read further. Check that the endpoint in the credential is the right one.`,
	};
}

/**
 * One listener for all requests of a run: Node.js 20 warns of a leak from the eleventh on.
 *
 * @returns ends the waiting
 */
function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (signal === undefined) return () => {};
	let waiting = waitingFor.get(signal);
	if (waiting === undefined) {
		const all = new Set<() => void>();
		signal.addEventListener('abort', () => {
			all.forEach((one) => {
				one();
			});
		});
		waitingFor.set(signal, all);
		waiting = all;
	}
	waiting.add(callback);
	return () => waiting.delete(callback);
}

const waitingFor = new WeakMap<AbortSignal, Set<() => void>>();

interface ByteStream extends AsyncIterable<unknown> {
	destroy(): void;
}

/**
 * Reads a response body up to a size. It waits as long as the stream does: the bound in time is the caller's race.
 *
 * @param signal stops the reading between two chunks
 * @returns the text; '' for what is no body; `undefined` if it is larger than `maxBytes`
 * @throws what the stream throws, for example if the connection ended early
 */
export async function readBody(
	body: unknown,
	maxBytes: number,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (typeof body === 'string') return body.length > maxBytes ? undefined : body;
	if (!isByteStream(body)) return '';
	// One growing buffer and not a list of chunks: a service that sends a byte a chunk would make 16 million objects of 16 MB.
	let bytes: Buffer = Buffer.alloc(FIRST_BYTES);
	let size = 0;
	try {
		for await (const chunk of body) {
			const more = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
			if (signal.aborted || size + more.length > maxBytes) return undefined;
			bytes = withRoomFor(bytes, size, size + more.length);
			bytes.set(more, size);
			size += more.length;
		}
	} finally {
		body.destroy();
	}
	return bytes.toString('utf8', 0, size);
}

/** The answer to an update has some hundred bytes. */
const FIRST_BYTES = 4 * 1024;

/** The same bytes in a buffer that holds `needed` of them; at least twice as large if it has to grow. */
function withRoomFor(bytes: Buffer, size: number, needed: number): Buffer {
	if (needed <= bytes.length) return bytes;
	const larger = Buffer.alloc(Math.max(needed, 2 * bytes.length));
	bytes.copy(larger, 0, 0, size);
	return larger;
}

function isByteStream(body: unknown): body is ByteStream {
	return (
		typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body
	);
}
