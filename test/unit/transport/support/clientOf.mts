import { GET, PUT } from './scripted.mts';
import { answerOf } from '../../answers.ts';
import { connectionTo } from '../connections.ts';
import { VirtualClock } from '../../faults/support/virtualClock.mts';
import { createClient } from '../../../../nodes/DesktopSid/transport/client.ts';
import type { Reply } from '../../../../nodes/DesktopSid/transport/reply.ts';

/** An answer that asks for no requests for so many seconds. */
export const comeBackIn = (seconds: number, statusCode: number) =>
	answerOf(statusCode, '', { 'retry-after': String(seconds) });
export const throttledFor = (seconds: number) => comeBackIn(seconds, 429);

/** A client, and a service behind it that takes a second for every answer. */
export function clientOf(
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
	const send = (count: number, request = PUT) =>
		Array.from({ length: count }, () => client.send(request));
	const all = (count: number, request = PUT) => clock.until(Promise.all(send(count, request)));
	const poll = async (count: number, until: number) => {
		const polling = client.polling(begin + until);
		return await clock.until(
			Promise.all(Array.from({ length: count }, async () => await polling(GET))),
		);
	};
	const passed = () => clock.now() - begin;
	return { clock, client, send, all, poll, passed, sentAt, most: () => most };
}
