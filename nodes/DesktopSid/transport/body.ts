import { MAX_BODY_BYTES, type Fault } from './reply';

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

	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body) {
			const bytes = Buffer.from(chunk as Uint8Array);
			size += bytes.length;
			if (size > MAX_BODY_BYTES) return oversized();
			if (now() > deadline) return tooSlow();
			chunks.push(bytes);
		}
	} catch (error) {
		if (silence.aborted) return tooSlow();
		return { kind: 'fault', cause: 'connection', ...codeOf(error), message: BROKEN_OFF };
	} finally {
		silence.removeEventListener('abort', stop);
		body.destroy();
	}
	return silence.aborted
		? tooSlow()
		: { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
}

const BROKEN_OFF =
	'The connection broke off in the middle of the answer. The update may have been carried out; running it again is safe.';

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
			"The answer did not end within the 'Request Timeout'. Raise it under Options, or check the network to the endpoint.",
	};
}

function codeOf(error: unknown): { code?: string } {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return typeof code === 'string' ? { code } : {};
}

function isByteStream(body: unknown): body is ByteStream {
	return (
		typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body
	);
}
