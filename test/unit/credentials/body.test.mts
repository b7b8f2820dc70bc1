import { Readable } from 'node:stream';

import { readBody } from '../../../credentials/huaweicloud/exchange.ts';

const MAX = 1000;
const never = new AbortController().signal;

const streamOf = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false });

describe('readBody', () => {
	it('puts characters together that were cut in the middle', async () => {
		const bytes = Buffer.from('{"name":"桌面 ü"}');
		const chunks = [...bytes].map((byte) => Buffer.from([byte]));
		expect(await readBody(streamOf(...chunks), MAX, never)).toBe('{"name":"桌面 ü"}');
	});

	it.each([
		['a text', 'words', 'words'],
		['a text that is too long', 'x'.repeat(MAX + 1), undefined],
		['nothing', undefined, ''],
		['null', null, ''],
		['an object that is no stream', { a: 1 }, ''],
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
