import { answerOf } from '../answers.ts';
import { VirtualClock } from '../faults/support/virtualClock.mts';
import { gated } from '../../../nodes/DesktopSid/transport/gate.ts';
import { Pause } from '../../../nodes/DesktopSid/transport/pause.ts';
import type { Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { PUT } from './support/scripted.mts';

const REFUSED = answerOf(401, { error_code: 'APIGW.0301', error_msg: 'Wrong signature' });

/** A gate, and a service behind it that takes a second for every answer. */
function gateTo(replyTo: (count: number) => Reply, concurrency = 10) {
	const clock = new VirtualClock(() => 1);
	const pause = new Pause(clock);
	let sent = 0;
	const send = async () => {
		sent += 1;
		const reply = replyTo(sent);
		await clock.pass(1000);
		return reply;
	};
	const gate = gated(send, concurrency, clock.signal, clock, pause);
	const all = (count: number) =>
		clock.until(Promise.all(Array.from({ length: count }, () => gate(PUT))));
	return { clock, pause, all, sent: () => sent };
}

describe('gated', () => {
	it('sends a wrong key exactly once, and tells all others why nothing was sent', async () => {
		const { all, sent } = gateTo(() => REFUSED);
		const replies = await all(500);
		expect(sent()).toBe(1);
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

	it('closes too when n8n has tried a new token in vain', async () => {
		const vain: Reply = { kind: 'fault', cause: 'signIn', code: '401', message: 'Refused.' };
		const { all, sent } = gateTo(() => vain);
		expect((await all(3)).map((reply) => reply.kind === 'fault' && reply.cause)).toEqual(
			Array(3).fill('signIn'),
		);
		expect(sent()).toBe(1);
	});

	it('risks at most four refusals when the first answer proves nothing', async () => {
		const { all, sent } = gateTo((count) => (count === 1 ? answerOf(503) : REFUSED));
		await all(100);
		expect(sent()).toBe(5);
	});

	it('sends nothing more once the execution is cancelled', async () => {
		const { clock, all, sent } = gateTo(() => answerOf(200), 2);
		clock.cancelAt(2500);
		const replies = await all(100);
		// The first alone, the next two a moment apart, and one in the place of each of these.
		expect(sent()).toBe(5);
		expect(replies[99]).toMatchObject({
			kind: 'fault',
			cause: 'cancelled',
			message: 'Not sent: the execution was cancelled. Run it again to update the rest.',
		});
	});

	it('holds everything during the pause of the run', async () => {
		const { clock, pause, all } = gateTo(() => answerOf(200));
		const start = clock.now();
		pause.failed(30_000, 'throttled');
		await all(5);
		// A second for the first one, then the four others 5 ms apart.
		expect(clock.now() - start).toBe(32_015);
	});
});
