import { explaining } from '../../../nodes/DesktopSid/transport/policyReason';
import { createClient } from '../../../nodes/DesktopSid/transport/client';
import type { Connection } from '../../../nodes/DesktopSid/transport/connection';
import { systemClock } from '../../../nodes/DesktopSid/runtime/clock';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply';
import type { Send, WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request';
import { answerOf, UPDATE } from '../answers';
import { connectionTo } from './connections';

const CONNECTION = {
	...connectionTo('https://workspace.example.com'),
	authentication: 'accessKey' as const,
	sts: 'https://sts.example.com',
};
const put = (id: string): WorkspaceRequest => ({ method: 'PUT', path: `/${id}`, purpose: UPDATE });
const answer = (statusCode: number, json: unknown): Reply =>
	answerOf(statusCode, JSON.stringify(json));
/** Refuses each path for a reason of its own. */
const refusing: Send = async ({ path }) =>
	await Promise.resolve(
		answer(403, { error_code: 'X', error_msg: 'x', encoded_authorization_message: path }),
	);
const wordsOf = (reply: Reply) => (reply.kind === 'answer' ? reply.refusal?.words : undefined);

/** An STS that gives these answers in turn, and knows how many questions were open at once. */
function stsWith(...replies: readonly Reply[]) {
	const asked: unknown[] = [];
	let open = 0;
	let mostOpen = 0;
	const ask: Send = async ({ body }) => {
		asked.push(body?.encoded_message);
		open += 1;
		mostOpen = Math.max(mostOpen, open);
		await Promise.resolve();
		open -= 1;
		return replies[Math.min(asked.length, replies.length) - 1] ?? answer(500, {});
	};
	return { ask, asked, mostOpen: () => mostOpen };
}

const DECODED = answer(200, { decoded_message: '{"action":"a:b:c","resource":"r"}' });
const IDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'];
const askAll = async (send: Send) => await Promise.all(IDS.map(async (id) => await send(put(id))));

describe('STS is asked', () => {
	it('for one message at a time, for ten at most', async () => {
		const sts = stsWith(DECODED);
		const replies = await askAll(explaining(refusing, CONNECTION, sts.ask));
		expect(sts.asked).toEqual(IDS.slice(0, 10).map((id) => `/${id}`));
		expect(sts.mostOpen()).toBe(1);
		expect(replies.map(wordsOf).slice(0, 10)).toEqual(
			Array<string>(10).fill(
				'Decoded by STS: no policy allows a:b:c on r. Have this action added to a policy of the user or agency.',
			),
		);
		for (const words of replies.map(wordsOf).slice(10)) {
			expect(words).toContain('(10 others of this run were)');
		}
	});

	it('in the words of its API', async () => {
		const asked: WorkspaceRequest[] = [];
		const ask: Send = async (request) => {
			asked.push(request);
			return await Promise.resolve(DECODED);
		};
		await explaining(refusing, CONNECTION, ask)(put('1'));
		expect(asked).toEqual([
			{
				service: 'sts',
				method: 'POST',
				path: '/v5/decode-authorization-message',
				body: { encoded_message: '/1' },
				purpose: { action: 'sts::decodeAuthorizationMessage' },
			},
		]);
	});

	it('once for the same message', async () => {
		const sts = stsWith(DECODED);
		const send = explaining(refusing, CONNECTION, sts.ask);
		const replies = [await send(put('1')), await send(put('1')), await send(put('1'))];
		expect(sts.asked).toEqual(['/1']);
		expect(new Set(replies.map(wordsOf)).size).toBe(1);
	});

	it.each([
		['as long as STS takes it', 10_239, 1],
		['not if it is longer', 10_240, 0],
	])('%s', async (_, length, asked) => {
		const sts = stsWith(DECODED);
		const reply = await explaining(refusing, CONNECTION, sts.ask)(put('x'.repeat(length)));
		expect(sts.asked).toHaveLength(asked);
		expect(wordsOf(reply)?.includes('(it is longer than STS takes)')).toBe(asked === 0);
	});

	it.each<[what: string, connection: Connection]>([
		['a token', { ...CONNECTION, authentication: 'token' }],
		['an IAM user', { ...CONNECTION, authentication: 'iamUser' }],
		['an unknown address', { ...connectionTo(CONNECTION.workspace), authentication: 'accessKey' }],
	])('by an access key only, where its address is known: not with %s', async (_, connection) => {
		const sts = stsWith(DECODED);
		const reply = await explaining(refusing, connection, sts.ask)(put('1'));
		expect(sts.asked).toEqual([]);
		expect(reply).toMatchObject({
			statusCode: 403,
			refusal: {
				words:
					"The detailed reason is encoded and was not decoded here (only an access key can, in a region that has an STS endpoint). To read it, call DecodeAuthorizationMessage of STS (API Explorer, or POST /v5/decode-authorization-message) with the text in 'encoded_authorization_message'.",
				decoded: false,
			},
		});
	});

	it.each([
		[
			'refused the sign-in',
			answer(401, { error_code: 'APIGW.0301' }),
			'STS answered 401 APIGW.0301',
		],
		['refused the right', answer(403, { error_code: 'X' }), 'STS answered 403 X'],
		['was overloaded', answer(429, {}), 'STS answered 429'],
		['was broken', answer(503, {}), 'STS answered 503'],
		['said nothing', answer(200, {}), 'STS answered 200'],
		['said something else', answer(200, { decoded_message: 7 }), 'STS answered 200'],
		['did not decode', answer(202, { decoded_message: '{}' }), 'STS answered 202'],
		[
			'was out of reach',
			{ kind: 'fault', cause: 'timeout', message: 'Too late.' } satisfies Reply,
			'STS gave no answer: Too late.',
		],
	])('never again once it %s', async (_how, reply, words) => {
		const sts = stsWith(DECODED, reply);
		const replies = await askAll(explaining(refusing, CONNECTION, sts.ask));
		expect(sts.asked).toEqual(['/1', '/2']);
		for (const said of replies.map(wordsOf).slice(1, 10)) expect(said).toContain(`(${words})`);
	});

	it('again after a message that it could not decode', async () => {
		const sts = stsWith(answer(400, { error_code: 'STS5.0400' }), DECODED);
		const replies = await askAll(explaining(refusing, CONNECTION, sts.ask));
		expect(sts.asked).toHaveLength(10);
		expect(wordsOf(replies[0] ?? DECODED)).toContain('STS answered 400 STS5.0400');
		expect(wordsOf(replies[1] ?? DECODED)).toContain('no policy allows a:b:c');
	});

	it('outside the rate limiter, so that its refusal does not close the run', async () => {
		const arrived: string[] = [];
		const sts = stsWith(answer(401, { error_code: 'APIGW.0301' }));
		const client = createClient(
			async (request) => {
				if (request.service === 'sts') return await sts.ask(request);
				arrived.push(request.path);
				return await refusing(request);
			},
			CONNECTION,
			{ concurrency: 4, maxRetries: 0, clock: systemClock(undefined) },
		);
		const replies = await askAll(client.send);
		expect(arrived).toHaveLength(12);
		expect(replies.map((reply) => reply.kind === 'answer' && reply.statusCode)).toEqual(
			Array<number>(12).fill(403),
		);
	});
});

describe('the reason', () => {
	it.each([
		['{"action":"a:b:c"}', 'Decoded by STS: no policy allows a:b:c. Have this action added'],
		['{"context":{"inner":[{"action":"a"}]}}', 'no policy allows a.'],
		['{"a":{"b":{"c":{"d":{"action":"deep"}}}}}', 'no policy allows deep.'],
		['{"a":{"b":{"c":{"d":{"e":{"action":"deep"}}}}}}', 'The reason, decoded by STS: {"a":'],
		['{"action":7,"a":null,"b":{"action":"a"}}', 'no policy allows a.'],
		['{"action":"a","b":[{"resource":"r"}]}', 'no policy allows a on r.'],
		['{"resource":"r"}', 'The reason, decoded by STS: {"resource":"r"}'],
		[`{"action":"${'x'.repeat(501)}"}`, `no policy allows ${'x'.repeat(500)}.`],
		['no JSON', 'The reason, decoded by STS: no JSON'],
		['', 'The reason, decoded by STS: '],
	])('text %# is put in words', async (decoded, words) => {
		const { ask } = stsWith(answer(200, { decoded_message: decoded }));
		const reply = await explaining(refusing, CONNECTION, ask)(put('1'));
		expect(wordsOf(reply)).toContain(words);
		expect(reply).toHaveProperty('refusal.decoded', true);
	});

	it.each([
		[500, ''],
		[501, '…'],
	])('of %i characters without an action is shown up to the 500th', async (length, end) => {
		const { ask } = stsWith(answer(200, { decoded_message: 'x'.repeat(length) }));
		const reply = await explaining(refusing, CONNECTION, ask)(put('1'));
		expect(wordsOf(reply)).toBe(`The reason, decoded by STS: ${'x'.repeat(500)}${end}`);
	});

	it('is looked for from status 400 on', async () => {
		const refusal = (status: number) =>
			answer(status, { error_code: 'X', encoded_authorization_message: 'x' });
		const explained = async (reply: Reply) =>
			await explaining(
				async () => await Promise.resolve(reply),
				CONNECTION,
				stsWith(DECODED).ask,
			)(put('1'));
		expect(wordsOf(await explained(refusal(400)))).toContain('no policy allows');
		expect(wordsOf(await explained(refusal(399)))).toBeUndefined();
	});

	it.each([
		['a success', answer(200, { encoded_authorization_message: 'x' })],
		['a refusal without one', answer(403, { error_code: 'X', encoded_authorization_message: '' })],
		['no answer', { kind: 'fault', cause: 'connection', message: 'x' } satisfies Reply],
	])('is not looked for in %s', async (_name, reply) => {
		const { ask, asked } = stsWith(DECODED);
		const send = explaining(async () => await Promise.resolve(reply), CONNECTION, ask);
		expect(await send(put('1'))).toBe(reply);
		expect(asked).toEqual([]);
	});
});
