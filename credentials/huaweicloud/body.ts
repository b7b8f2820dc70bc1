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

/** The same bytes in a buffer that holds `needed` of them; at least twice as large where it has to grow. */
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
