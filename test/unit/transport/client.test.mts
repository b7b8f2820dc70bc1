import { connectionTo } from './connections.ts';
import { answerOf } from '../answers.ts';
import { VirtualClock } from '../faults/support/virtualClock.mts';
import { GET, PUT } from './support/scripted.mts';
import { createClient } from '../../../nodes/DesktopSid/transport/client.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';

const REFUSED = answerOf(401, { error_code: 'APIGW.0301', error_msg: 'Wrong signature' });
const THROTTLED = answerOf(429, { error_code: 'APIGW.0308' });
const throttledFor = (seconds: number) =>
	answerOf(429, { error_code: 'APIGW.0308' }, { 'retry-after': String(seconds) });

/** A client, and a service behind it that takes a second for every answer. */
function clientOf(
	replyTo: (count: number, second: number) => Reply,
	{ concurrency = 10, maxRetries = 0 } = {},
) {
	const clock = new VirtualClock(() => 1);
	const begin = clock.now();
	const sentAt: number[] = [];
	let inFlight = 0;
	let most = 0;
	const sendOnce = async () => {
		sentAt.push(clock.now() - begin);
		most = Math.max(most, ++inFlight);
		const reply = replyTo(sentAt.length, (clock.now() - begin) / 1000);
		await clock.pass(1000);
		inFlight -= 1;
		return reply;
	};
	const connection = connectionTo('https://workspace.example.com');
	const client = createClient(sendOnce, connection, { concurrency, maxRetries, clock });
	const send = (count: number) => Array.from({ length: count }, () => client.send(PUT));
	const all = (count: number) => clock.until(Promise.all(send(count)));
	const passed = () => clock.now() - begin;
	return { clock, client, send, all, passed, sentAt, most: () => most };
}

describe('a refused sign-in', () => {
	it('is sent exactly once, and tells all others why nothing was sent', async () => {
		const { all, sentAt } = clientOf(() => REFUSED);
		const replies = await all(500);
		expect(sentAt).toHaveLength(1);
		expect(replies[0]).toBe(REFUSED);
		expect(new Set(replies.slice(1))).toEqual(
			new Set([
				{
					kind: 'fault',
					cause: 'signIn',
					code: 'APIGW.0301',
					message:
						'Not sent, because Huawei Cloud refused the sign-in of this run (401 APIGW.0301): Wrong signature. Test the credential. The test says whether the key, secret, token or password is wrong, or the clock of this n8n.',
				},
			]),
		);
	});

	it('ends the run too when n8n has tried a new token in vain', async () => {
		const vain: Reply = { kind: 'fault', cause: 'signIn', code: '401', message: 'Refused.' };
		const { all, sentAt } = clientOf(() => vain);
		expect((await all(3)).map((reply) => reply.kind === 'fault' && reply.cause)).toEqual(
			Array(3).fill('signIn'),
		);
		expect(sentAt).toHaveLength(1);
	});

	it('costs at most four more when the first answer proves nothing', async () => {
		const { all, sentAt } = clientOf((count) => (count === 1 ? answerOf(503) : REFUSED));
		await all(100);
		expect(sentAt.length).toBeLessThanOrEqual(5);
	});

	it('is not followed by another when it comes while the service throttles', async () => {
		const { all, sentAt } = clientOf((count) => (count === 1 ? throttledFor(30) : REFUSED));
		await all(100);
		expect(sentAt).toHaveLength(2);
	});
});

describe('requests in flight', () => {
	it('are one, then twelve, then twice as many each second, up to 32', async () => {
		const { all, sentAt, most } = clientOf(() => answerOf(200), { concurrency: 0 });
		await all(300);
		const inSecond = (second: number) =>
			sentAt.filter((at) => Math.floor(at / 1000) === second).length;
		expect([0, 1, 2].map(inSecond)).toEqual([1, 12, 24]);
		expect(most()).toBe(32);
	});

	it.each([1, 2, 7, 50])('are never more than %i', async (concurrency) => {
		const { all, most } = clientOf(() => answerOf(200), { concurrency });
		await all(300);
		expect(most()).toBe(concurrency);
	});

	it('are at most four until one has passed, also if all of them fail', async () => {
		const { all, most } = clientOf(() => answerOf(500));
		await all(100);
		expect(most()).toBe(4);
	});

	it('go on while one of them hangs', async () => {
		const clock = new VirtualClock(() => 1);
		const begin = clock.now();
		let sent = 0;
		const client = createClient(
			async () => {
				sent += 1;
				await clock.pass(sent === 3 ? 60_000 : 100);
				return answerOf(200);
			},
			connectionTo('https://workspace.example.com'),
			{ concurrency: 0, maxRetries: 0, clock },
		);
		const ends: number[] = [];
		const requests = Array.from({ length: 100 }, async () => {
			await client.send(PUT);
			ends.push(clock.now() - begin);
		});
		await clock.until(Promise.all(requests));
		expect(ends.filter((end) => end < 1000)).toHaveLength(99);
	});
});

describe('the pause', () => {
	it('holds everything back for as long as Retry-After says, and lets one go first', async () => {
		const { all, sentAt } = clientOf((count) => (count === 14 ? throttledFor(30) : answerOf(200)));
		await all(60);
		const pauseBegan = (sentAt[13] ?? 0) + 1000;
		const later = sentAt.filter((at) => at > pauseBegan);
		expect(later[0]).toBe(pauseBegan + 30_000);
		expect(later[1]).toBeGreaterThanOrEqual(pauseBegan + 31_000);
	});

	it('holds polling back too, which ends unsent when its time is over', async () => {
		const { clock, client, sentAt, passed } = clientOf(() => throttledFor(30));
		const poll = client.polling(clock.now() + 60_000);
		const replies = await clock.until(
			Promise.all(Array.from({ length: 20 }, async () => await poll(GET))),
		);
		expect(sentAt).toEqual([0, 31_000]);
		expect(passed()).toBeLessThanOrEqual(62_000);
		expect(replies.filter((reply) => reply.kind === 'fault')).toHaveLength(18);
		expect(replies[19]).toMatchObject({ kind: 'fault', cause: 'throttled' });
	});

	it('ends within 250 ms when the execution is cancelled, and nothing more is sent', async () => {
		const { clock, send, sentAt, passed } = clientOf(() => throttledFor(50));
		clock.cancelAt(10_000);
		const replies = await clock.until(Promise.all(send(100)));
		expect(sentAt).toEqual([0]);
		expect(passed()).toBeLessThanOrEqual(10_250);
		expect(replies[99]).toEqual({
			kind: 'fault',
			cause: 'cancelled',
			message: 'Not sent: the execution was cancelled. Run this again for the rest.',
		});
	});
});

describe('sending and polling', () => {
	it('take turns, whichever of them has more to do', async () => {
		const turns: string[] = [];
		const clock = new VirtualClock(() => 1);
		const connection = connectionTo('https://workspace.example.com');
		const client = createClient(
			async ({ method }) => {
				turns.push(method);
				await clock.pass(100);
				return answerOf(200, {});
			},
			connection,
			{ concurrency: 1, maxRetries: 0, clock },
		);
		const poll = client.polling(Infinity);
		await clock.until(
			Promise.all([
				...Array.from({ length: 40 }, async () => await client.send(PUT)),
				...Array.from({ length: 10 }, async () => await poll(GET)),
			]),
		);
		expect(turns.slice(0, 20).filter((method) => method === 'GET')).toHaveLength(10);
		expect(turns).toHaveLength(50);
	});
});

describe('throttling', () => {
	it('never uses up retries: every request gets through', async () => {
		const { all } = clientOf((_count, second) => (second < 300 ? THROTTLED : answerOf(200)));
		const replies = await all(50);
		expect(replies.filter((reply) => reply.kind === 'fault' || reply.statusCode !== 200)).toEqual(
			[],
		);
	});

	it('ends a request after ten minutes, with what was answered last', async () => {
		const { all, passed, sentAt } = clientOf(() => THROTTLED);
		const replies = await all(100);
		expect(passed()).toBeGreaterThanOrEqual(600_000);
		expect(passed()).toBeLessThan(610_000);
		expect(sentAt.length).toBeLessThan(150);
		expect(replies[0]).toMatchObject({ statusCode: 429, attempts: { gaveUp: 'throttled' } });
		expect(replies[99]).toMatchObject({ kind: 'fault', cause: 'throttled' });
	});

	it('does not hold others back for a Retry-After that no request can wait for', async () => {
		const { all, passed } = clientOf((count) => (count === 1 ? throttledFor(3600) : answerOf(200)));
		const replies = await all(10);
		expect(
			replies.filter((reply) => reply.kind === 'answer' && reply.statusCode === 200),
		).toHaveLength(9);
		expect(passed()).toBeLessThan(10_000);
	});
});

describe('an outage', () => {
	it.each([0, 5, 10])(
		'of 1 000 requests costs at most 35 retries (Max Retries %i)',
		async (maxRetries) => {
			const { all, sentAt } = clientOf(() => answerOf(503), { maxRetries, concurrency: 0 });
			await all(1000);
			expect(sentAt.length).toBeLessThanOrEqual(1035);
		},
	);

	it('holds all requests back together, ever longer, until one gets through', async () => {
		const { all, sentAt } = clientOf(
			(_count, second) => (second < 60 ? answerOf(503) : answerOf(200)),
			{ maxRetries: 10, concurrency: 4 },
		);
		const replies = await all(40);
		expect(
			replies.filter((reply) => reply.kind === 'answer' && reply.statusCode === 200),
		).toHaveLength(40);
		expect(sentAt.filter((at) => at < 60_000).length).toBeLessThanOrEqual(36);
	});
});
