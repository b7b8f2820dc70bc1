import { type Fault, MAX_BODY_BYTES } from './reply';
import { fieldOf } from '../../../credentials/huaweicloud/json';

/** The text of a body, or why it could not be read whole. */
export type BodyText = { readonly kind: 'text'; readonly text: string } | Fault;

interface ByteStream extends AsyncIterable<unknown> {
	destroy(): void;
}

/**
 * Reads a response body with two bounds that n8n's request helper does not have: its size, and the time until its end (the
 * helper's time limit ends with the headers, so a service that drips a byte a second could hold a run for ever).
 *
 * A truncated body (the connection ended early) throws; the caller judges it like any other broken connection.
 *
 * @param deadline in milliseconds of `now()`
 */
export async function readBody(
	body: unknown,
	deadline: number,
	now: () => number,
): Promise<BodyText> {
	if (typeof body === 'string') return { kind: 'text', text: body };
	if (!isByteStream(body)) return { kind: 'text', text: '' };

	// `AbortSignal.timeout` ends a body that falls silent; the look at the clock ends one that drips.
	const silence = AbortSignal.timeout(Math.max(1, deadline - now()));
	const stop = () => body.destroy();
	silence.addEventListener('abort', stop, { once: true });

	// One growing buffer and not a list of chunks: a service that sends a byte a chunk would make 16 million objects of 16 MB.
	let bytes: Buffer = Buffer.alloc(FIRST_BYTES);
	let size = 0;
	try {
		for await (const chunk of body) {
			const more = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
			if (size + more.length > MAX_BODY_BYTES) return oversized();
			if (now() > deadline) return tooSlow();
			bytes = withRoomFor(bytes, size, size + more.length);
			bytes.set(more, size);
			size += more.length;
		}
	} catch (error) {
		return silence.aborted ? tooSlow() : brokenOff(fieldOf(error, 'code'));
	} finally {
		silence.removeEventListener('abort', stop);
		body.destroy();
	}
	return silence.aborted ? tooSlow() : { kind: 'text', text: bytes.toString('utf8', 0, size) };
}

/** The answer to an update has some hundred bytes. */
const FIRST_BYTES = 4 * 1024;

/** The same bytes in a buffer that holds `needed` of them; at least twice as large where it has to grow. */
function withRoomFor(bytes: Buffer, size: number, needed: number): Buffer {
	if (needed <= bytes.length) return bytes;
	const larger = Buffer.alloc(Math.max(needed, 2 * bytes.length));
	bytes.copy(larger, 0, 0, size);
	return larger;
}

function brokenOff(code: unknown): Fault {
	if (code === 'ERR_CANCELED') {
		return { kind: 'fault', cause: 'cancelled', code, message: CANCELLED };
	}
	return {
		kind: 'fault',
		cause: 'connection',
		code: typeof code === 'string' ? code : 'ERR_STREAM_PREMATURE_CLOSE',
		message: BROKEN_OFF,
	};
}

const CANCELLED = 'The execution was cancelled before the answer was complete.';

const BROKEN_OFF = 'The connection broke off in the middle of the answer.';

function oversized(): Fault {
	return {
		kind: 'fault',
		cause: 'oversized',
		message: `The answer was larger than ${MAX_BODY_BYTES / 1024 / 1024} MB and was not read further. Check that the endpoint is the Workspace API.`,
	};
}

function tooSlow(): Fault {
	return {
		kind: 'fault',
		cause: 'timeout',
		message:
			"The answer did not end within the 'Request Timeout'. Check the network to the endpoint.",
	};
}

function isByteStream(body: unknown): body is ByteStream {
	return (
		typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body
	);
}
