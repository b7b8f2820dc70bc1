import { connectionTo } from './connections.ts';
import { answerOf } from '../answers.ts';
import { VirtualClock } from '../faults/support/virtualClock.mts';
import { clientOf, comeBackIn, throttledFor } from './support/clientOf.mts';
import { fault, GET, PUT, REJOIN } from './support/scripted.mts';
import { createClient } from '../../../nodes/DesktopSid/transport/client.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request.ts';

const THROTTLED = answerOf(429, { error_code: 'APIGW.0308' });

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

	it.each<[string, Reply, WorkspaceRequest]>([
		['faults', answerOf(500), PUT],
		['answers that were cut off', fault('oversized'), PUT],
		['refusals for an hour', comeBackIn(3600, 429), PUT],
		['faults for an hour', comeBackIn(3600, 503), PUT],
		['rejoins that may have been started', answerOf(500), REJOIN],
	])('are at most four while there is nothing but %s', async (_, reply, request) => {
		const { all, most } = clientOf(() => reply);
		await all(100, request);
		expect(most()).toBe(4);
	});

	it('are more than four after refusals that speak of one desktop only', async () => {
		const { all, most } = clientOf(() => answerOf(409, { error_code: 'WKS.00010032' }));
		await all(100);
		expect(most()).toBe(10);
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
		const { poll, sentAt, passed } = clientOf(() => throttledFor(30));
		const replies = await poll(20, 60_000);
		expect(sentAt).toEqual([0, 31_000]);
		expect(passed()).toBeLessThanOrEqual(62_000);
		expect(replies.filter((reply) => reply.kind === 'fault')).toHaveLength(18);
		expect(replies[19]).toMatchObject({ kind: 'fault', cause: 'throttled' });
	});

	it('gives polls that are due at the same moment a second to be sent', async () => {
		const { poll, sentAt } = clientOf(() => answerOf(200), { concurrency: 1 });
		const replies = await poll(3, 0);
		expect(sentAt).toEqual([0, 1000]);
		expect(replies[2]).toEqual({
			kind: 'fault',
			cause: 'throttled',
			message: 'Not sent in time, because the service throttles the requests of this run.',
		});
	});

	it.each([
		[429, 600, true],
		[429, 601, false],
		[503, 60, true],
		[503, 61, false],
	])(
		'after %i with a Retry-After of %i s is for all: %s',
		async (statusCode, seconds, isForAll) => {
			const { all, sentAt } = clientOf((count) =>
				count === 1 ? comeBackIn(seconds, statusCode) : answerOf(200),
			);
			await all(3);
			const isSentBefore = sentAt.some((at) => at > 0 && at < 1000 * (1 + seconds));
			expect(isSentBefore).toBe(!isForAll);
		},
	);

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

	it('waits for a Retry-After of the whole ten minutes', async () => {
		const { all } = clientOf((count) => (count === 1 ? throttledFor(600) : answerOf(200)));
		const replies = await all(3);
		expect(replies.filter((reply) => reply.kind === 'fault' || reply.statusCode !== 200)).toEqual(
			[],
		);
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

	it('holds nobody back where no request is sent again', async () => {
		const { all, passed } = clientOf(() => answerOf(503));
		await all(41);
		expect(passed()).toBe(11_000);
	});

	it('does not hold polling back: the next poll is the retry', async () => {
		const { poll, passed } = clientOf(() => answerOf(503), { maxRetries: 10 });
		await poll(41, Infinity);
		expect(passed()).toBe(11_000);
	});

	it('holds nobody back once no more retries can be paid for', async () => {
		const { all, passed } = clientOf(() => answerOf(503), { maxRetries: 10, concurrency: 4 });
		await all(1000);
		expect(passed()).toBeLessThan(600_000);
	});

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
