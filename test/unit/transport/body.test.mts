import { Readable } from 'node:stream';

import { readBody } from '../../../nodes/DesktopSid/transport/body.ts';
import { MAX_BODY_BYTES } from '../../../nodes/DesktopSid/transport/reply.ts';

const FAR = 1_000_000;
const stopped = () => 0;

const streamOf = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false });

describe('readBody', () => {
	it('puts characters together that were cut in the middle', async () => {
		const bytes = Buffer.from('{"name":"桌面 ü"}');
		const chunks = [...bytes].map((byte) => Buffer.from([byte]));
		expect(await readBody(streamOf(...chunks), FAR, stopped)).toStrictEqual({
			kind: 'text',
			text: '{"name":"桌面 ü"}',
		});
	});

	it.each([
		['a text', 'words', 'words'],
		['nothing', undefined, ''],
		['null', null, ''],
		['an object that is no stream', { a: 1 }, ''],
	])('takes %s', async (_, body, text) => {
		expect(await readBody(body, FAR, stopped)).toStrictEqual({ kind: 'text', text });
	});

	it('takes a body of exactly the largest size and refuses one byte more', async () => {
		const half = Buffer.alloc(MAX_BODY_BYTES / 2, 'x');
		const whole = await readBody(streamOf(half, half), FAR, stopped);
		expect(whole.kind === 'text' && whole.text.length).toBe(MAX_BODY_BYTES);

		const stream = streamOf(half, half, Buffer.from('x'));
		expect(await readBody(stream, FAR, stopped)).toMatchObject({
			kind: 'fault',
			cause: 'oversized',
		});
		expect(stream.destroyed).toBe(true);
	});

	it('ends a body that drips past the deadline', async () => {
		let time = 0;
		const stream = Readable.from(endlessDrops(), { objectMode: false });
		const fault = await readBody(stream, 50, () => (time += 10));
		expect(fault).toMatchObject({ kind: 'fault', cause: 'timeout' });
		expect(stream.destroyed).toBe(true);
	});

	it('ends a body that falls silent', async () => {
		const stream = new Readable({ read: () => undefined });
		stream.push('{');
		expect(await readBody(stream, 20, stopped)).toMatchObject({ cause: 'timeout' });
		expect(stream.destroyed).toBe(true);
	});

	it('tells a connection that broke off, with its code', async () => {
		const stream = new Readable({ read: () => undefined });
		stream.push('{"job');
		stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
		expect(await readBody(stream, FAR, stopped)).toMatchObject({
			kind: 'fault',
			cause: 'connection',
			code: 'ECONNRESET',
			message: expect.stringContaining('broke off in the middle') as unknown,
		});
	});
});

function* endlessDrops() {
	for (;;) yield Buffer.from(' ');
}
