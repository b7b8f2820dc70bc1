import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';

import { type Bounds, exchange, type Received } from '../../../credentials/huaweicloud/exchange.ts';
import { hiderOf } from '../../../credentials/huaweicloud/secrets.ts';

const SECRET = 'a/bcdef==';
const bounds = (more: Partial<Bounds> = {}): Bounds => ({
	host: 'workspace.example.com',
	timeoutMs: 60,
	maxBytes: 1024 * 1024,
	hider: () => hiderOf([SECRET]),
	...more,
});
const never = async () => await new Promise<never>(() => undefined);
const coded = (code: string, message = 'words') => Object.assign(new Error(message), { code });

/** As n8n 2.40 and later hand a body over: destroying it waits for the generator, and the generator for the wire. */
function wrapped(...parts: readonly (string | Error | typeof never)[]): Readable {
	async function* generator() {
		for (const part of parts) {
			if (part instanceof Error) throw part;
			yield typeof part === 'string' ? Buffer.from(part) : await part();
		}
	}
	return Readable.from(generator(), { objectMode: false });
}

const answering =
	(body: unknown, statusCode = 200, headers: Record<string, unknown> = {}) =>
	async (): Promise<unknown> =>
		await Promise.resolve({ statusCode, headers, body });

describe('an answer', () => {
	it('is parsed, then cleared, then cut', async () => {
		const body = JSON.stringify({ error_msg: `${'x'.repeat(2000)}`, code: SECRET });
		const escaped = body.replaceAll('/', '\\/').replaceAll('=', '\\u003d');
		const headers = { 'X-Request-Id': `${SECRET} r`, Date: 'today', 'Set-Cookie': ['a', 'b'] };
		expect(await exchange(answering(wrapped(escaped), 409, headers), bounds())).toMatchObject({
			kind: 'answer',
			statusCode: 409,
			headers: { 'x-request-id': '*** r', date: 'today' },
			text: expect.stringMatching(/"code":"\*\*\*"}$/) as unknown,
			json: { error_msg: `${'x'.repeat(1000)}…`, code: '***' },
		});
	});

	it.each([
		['nothing', '', undefined],
		['a page', '<html></html>', undefined],
		['JSON behind a byte order mark', '\ufeff{"a":1}', { a: 1 }],
		['JSON with such a mark inside', '{"a":"\ufeff"}', { a: '\ufeff' }],
		['JSON in pieces', '[1,2]', [1, 2]],
	])('with %s', async (_, text, json) => {
		const reply = await exchange(answering(wrapped(...text.split(''))), bounds());
		expect(reply).toMatchObject({ kind: 'answer', text, json });
	});

	it('gives the one secret that is asked for as it is, also from a list, and no other list', async () => {
		const headers = { 'X-Subject-Token': [SECRET], 'X-Echo': SECRET, 'Set-Cookie': ['a', 'b'] };
		const more = bounds({ secretHeader: 'x-subject-token' });
		const reply = (await exchange(answering('', 201, headers), more)) as Received;
		expect(reply.headers).toEqual({ 'x-subject-token': SECRET, 'x-echo': '***' });
	});

	it.each([
		['a large one waits for its turn before it is parsed', 'x'.repeat(20_001), 1],
		['a smaller one does not', 'x'.repeat(20_000), 0],
	])('%s', async (_, body, waits) => {
		let turns = 0;
		const turn = async () => {
			turns += 1;
			await Promise.resolve();
		};
		const reply = await exchange(answering(wrapped(body)), bounds({ turn }));
		expect(reply).toMatchObject({ kind: 'answer', statusCode: 200 });
		expect(turns).toBe(waits);
	});

	it('that is large is parsed at once where there are no turns', async () => {
		const text = 'x'.repeat(20_001);
		expect(await exchange(answering(wrapped(text)), bounds())).toMatchObject({
			kind: 'answer',
			text,
		});
	});

	it('that is too large is not read further', async () => {
		const reply = await exchange(
			answering(wrapped('x'.repeat(2000), never as never)),
			bounds({ maxBytes: 1000 }),
		);
		expect(reply).toMatchObject({ kind: 'fault', cause: 'oversized' });
	});
});

describe('half an answer ends at the time limit', () => {
	it.each([
		['nothing', never, /gave no answer within 0\.1 s/],
		['a head', answering(wrapped(never as never)), /did not end within 0\.1 s/],
		['half a body', answering(wrapped('{"job', never as never)), /did not end within 0\.1 s/],
		['half a failure', answering(wrapped('{"error', never as never), 500), /did not end within/],
		[
			'a stream that never was wrapped',
			answering(new Readable({ read: () => undefined })),
			/did not end/,
		],
	])('%s', async (_, call, says) => {
		let signal: AbortSignal | undefined;
		const reply = await exchange(async (given) => {
			signal = given;
			return await call();
		}, bounds());
		expect(reply).toMatchObject({
			kind: 'fault',
			cause: 'timeout',
			message: expect.stringMatching(says) as unknown,
		});
		expect(signal?.aborted).toBe(true);
	});
});

it('a request that has ended no longer listens to the clock', async () => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	await exchange(answering('{}'), bounds());
	const clocks = timeout.mock.results.map(({ value }) => value as AbortSignal);
	timeout.mockRestore();
	expect(clocks.map((clock) => getEventListeners(clock, 'abort'))).toEqual([[]]);
});

describe('cancelling', () => {
	it('ends the wait at once, before the answer and in the middle of it', async () => {
		for (const call of [never, answering(wrapped('{"job', never as never))]) {
			const cancelling = new AbortController();
			const reply = exchange(call, bounds({ timeoutMs: 3_600_000, cancel: cancelling.signal }));
			cancelling.abort();
			expect(await reply).toMatchObject({ cause: 'cancelled', code: 'ERR_CANCELED' });
		}
	});

	it('before it began: nothing is sent, and the fault says so', async () => {
		const call = jest.fn(never);
		const reply = await exchange(call, bounds({ cancel: AbortSignal.abort() }));
		expect(call).not.toHaveBeenCalled();
		expect(reply).toEqual({
			kind: 'fault',
			cause: 'cancelled',
			message: 'Not sent: the execution was cancelled.',
		});
	});

	it('is listened for once, however many requests are in flight, and reaches each', async () => {
		const cancelling = new AbortController();
		const add = jest.spyOn(cancelling.signal, 'addEventListener');
		const replies = Array.from(
			{ length: 50 },
			async () =>
				await exchange(never, bounds({ timeoutMs: 3_600_000, cancel: cancelling.signal })),
		);
		cancelling.abort();
		expect(new Set((await Promise.all(replies)).map((reply) => reply.kind))).toEqual(
			new Set(['fault']),
		);
		expect(add).toHaveBeenCalledTimes(1);
	});
});

describe('an error', () => {
	const failing = (error: unknown) => async () => await Promise.reject<unknown>(error as Error);

	it('of the helper is cleared and cut', async () => {
		const error = coded('EWEIRD', `odd ${encodeURIComponent(SECRET)} ${'x'.repeat(2000)}`);
		const reply = await exchange(failing(error), bounds());
		expect(reply).toMatchObject({ kind: 'fault', code: 'EWEIRD' });
		const { message } = reply as { message: string };
		expect(message).toMatch(/odd \*\*\* x+…$/);
		expect(message).toHaveLength(1001);
	});

	it('of the sign-in is judged by the caller, and cleared as well', async () => {
		const judge = (error: unknown) => ({
			kind: 'mine' as const,
			message: `${String(error)} ${SECRET}`,
		});
		expect(await exchange(failing('no token'), bounds(), judge)).toEqual({
			kind: 'mine',
			message: 'no token ***',
		});
	});

	it.each([
		[coded('ECONNRESET'), 'ECONNRESET', /broke off in the middle of the answer \(ECONNRESET\)/],
		[new Error('aborted'), 'ERR_STREAM_PREMATURE_CLOSE', /broke off in the middle of the answer/],
		[coded('ETIMEDOUT'), 'ETIMEDOUT', /broke off in the middle of the answer/],
		[coded('Z_BUF_ERROR'), 'Z_BUF_ERROR', /compressed answer .* was damaged or cut off/],
		[
			coded('ERR__ERROR_FORMAT_PADDING_1'),
			'ERR__ERROR_FORMAT_PADDING_1',
			/compressed answer .* was damaged or cut off/,
		],
		[coded('HPE_INVALID_CHUNK_SIZE'), 'HPE_INVALID_CHUNK_SIZE', /is not HTTP/],
	])('in the middle of a body: %s', async (error, code, says) => {
		const reply = await exchange(answering(wrapped('{"job', error)), bounds());
		expect(reply).toMatchObject({
			kind: 'fault',
			cause: 'connection',
			code,
			message: expect.stringMatching(says) as unknown,
		});
	});
});
