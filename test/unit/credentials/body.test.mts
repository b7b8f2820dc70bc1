import { Readable } from 'node:stream';

import { readBody } from '../../../credentials/huaweicloud/exchange.ts';

const MAX = 1000;
const never = new AbortController().signal;

const streamOf = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false });
/** A body that no stream of Node.js has put into larger pieces, and that nothing ends but the reader. */
function piecesOf(...pieces: readonly (string | Uint8Array)[]) {
	async function* given() {
		for (const piece of pieces) yield await Promise.resolve(piece);
	}
	return { [Symbol.asyncIterator]: given, destroy: jest.fn() };
}

describe('readBody', () => {
	it('puts characters together that were cut in the middle', async () => {
		const bytes = Buffer.from('{"name":"桌面 ü"}');
		const chunks = [...bytes].map((byte) => Buffer.from([byte]));
		expect(await readBody(streamOf(...chunks), MAX, never)).toBe('{"name":"桌面 ü"}');
	});

	it.each([
		['a text', 'words', 'words'],
		['a text of the largest size', 'x'.repeat(MAX), 'x'.repeat(MAX)],
		['a text that is too long', 'x'.repeat(MAX + 1), undefined],
		['nothing', undefined, ''],
		['null', null, ''],
		['an object that is no stream', { a: 1 }, ''],
		['texts in pieces', piecesOf('桌面', ' ü'), '桌面 ü'],
		['bytes in pieces', piecesOf(Buffer.from('a'), new Uint8Array([0x62])), 'ab'],
	])('takes %s', async (_, body, text) => {
		expect(await readBody(body, MAX, never)).toBe(text);
	});

	it('takes a body of exactly the largest size and refuses one byte more', async () => {
		const half = Buffer.alloc(MAX / 2, 'x');
		expect((await readBody(streamOf(half, half), MAX, never))?.length).toBe(MAX);

		const stream = streamOf(half, half, Buffer.from('x'));
		expect(await readBody(stream, MAX, never)).toBeUndefined();
		expect(stream.destroyed).toBe(true);
	});

	it('keeps all of a large body, and makes room a few times only', async () => {
		const text = Array.from({ length: 50_000 }, (_, at) => at % 10).join('');
		const alloc = jest.spyOn(Buffer, 'alloc');
		expect(await readBody(piecesOf(...text), text.length, never)).toBe(text);
		expect(alloc.mock.calls.length).toBeLessThan(10);
		alloc.mockRestore();
	});

	it.each([
		['read to its end', MAX, 'abc'],
		['not read to its end', 2, undefined],
	])('ends a body that was %s', async (_, most, text) => {
		const body = piecesOf('a', 'b', 'c');
		expect(await readBody(body, most, never)).toBe(text);
		expect(body.destroy).toHaveBeenCalledTimes(1);
	});

	it('stops between two chunks', async () => {
		const ending = new AbortController();
		let given = 0;
		const stream = Readable.from(
			(function* () {
				for (;;) {
					given += 1;
					if (given === 3) ending.abort();
					yield Buffer.from(' ');
				}
			})(),
			{ objectMode: false, highWaterMark: 1 },
		);
		expect(await readBody(stream, MAX, ending.signal)).toBeUndefined();
		expect(given).toBeLessThan(6);
		expect(stream.destroyed).toBe(true);
	});

	it('throws what the stream throws', async () => {
		const stream = new Readable({ read: () => undefined });
		stream.push('{"job');
		stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
		await expect(readBody(stream, MAX, never)).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});
