import { verdictOf, mayMeanOneDesktop } from '../../../nodes/DesktopSid/repair/verdict';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { answerOf, faultOf } from '../answers';

const REJOIN = {
	action: 'workspace:desktops:rejoinDomain',
	changes: 'domain',
	hasOptions: true,
} as const;
const answer = (status: number, body: unknown = '') => answerOf(status, body, {}, REJOIN);
const busy = { error_code: 'WKS.00010032', error_msg: 'Busy.' };

/** One reply, and what it means: its status, whether it leaves the outcome open, and the start of the message. */
const CASES: ReadonlyArray<readonly [string, ApiReply, string, 'open' | 'closed', RegExp]> = [
	['202', answer(202, { job_id: 'j' }), 'accepted', 'closed', /carries out the rejoin as a task\./],
	[
		'200 with a task',
		answer(200, { job_id: 'j' }),
		'accepted',
		'closed',
		/carries out the rejoin as a task\./,
	],
	[
		'202 without a task',
		answer(202),
		'accepted',
		'closed',
		/accepted the rejoin but named no task/,
	],
	['200 without a body', answer(200), 'accepted', 'closed', /named no task/],
	['204', answer(204), 'accepted', 'closed', /named no task/],
	['206', answer(206, {}), 'failed', 'open', /^The outcome of the rejoin is unknown \(206\)/],
	[
		'400',
		answer(400, { error_code: 'WKS.0202', error_msg: 'No.' }),
		'notFound',
		'closed',
		/knows no desktop/,
	],
	[
		'404',
		answer(404, { error_code: 'WKS.0202', error_msg: 'No.' }),
		'notFound',
		'closed',
		/still exists/,
	],
	[
		'404 of the gateway',
		answer(404, { error_code: 'APIGW.0101' }),
		'failed',
		'closed',
		/did not rejoin/,
	],
	['409', answer(409, busy), 'failed', 'closed', /busy with another task/],
	[
		'412',
		answer(412, { error_code: 'WKS.1', error_msg: 'No.' }),
		'notSupported',
		'closed',
		/cannot rejoin its domain/,
	],
	[
		'500',
		answer(500, { error_code: 'WKS.1', error_msg: 'No.' }),
		'failed',
		'open',
		/^The rejoin was not confirmed.*Look at its domain state/,
	],
	[
		'a page in a success',
		answer(200, '<html>'),
		'failed',
		'open',
		/^The outcome of the rejoin is unknown/,
	],
	[
		'words without a code in a success',
		answer(200, { error_msg: 'Half' }),
		'failed',
		'open',
		/^The outcome of the rejoin is unknown/,
	],
	[
		'an error in a success',
		answer(200, { error_code: 'WKS.1', error_msg: 'No.' }),
		'failed',
		'closed',
		/^The desktop did not rejoin/,
	],
	[
		'silence',
		faultOf({ cause: 'timeout', message: 'Silence.' }, REJOIN),
		'failed',
		'open',
		/may have rejoined its domain, so it was not sent again/,
	],
	[
		'a refused connection',
		faultOf({ cause: 'connection', code: 'ECONNREFUSED', message: 'No.' }, REJOIN),
		'failed',
		'closed',
		/^No\.$/,
	],
];

describe('what a reply means for a rejoin', () => {
	it.each(CASES)('%s', (_, reply, status, openness, says) => {
		const verdict = verdictOf(reply, ['48f3531f-6cde-49c7-8756-7f697a41241a']);
		expect(verdict.status).toBe(status);
		expect(verdict.isOpen === true).toBe(openness === 'open');
		expect(verdict.message).toMatch(says);
		expect(verdict.message).not.toMatch(/SID|update/i);
	});

	it('is open, too, if an earlier attempt may have taken effect, whatever came last', () => {
		const attempts = { count: 2, elapsedMs: 1000, mayHaveTakenEffect: true };
		const verdict = verdictOf({ ...answer(409, busy), attempts }, ['a']);
		expect(verdict.isOpen).toBe(true);
		expect(verdict.message).toContain('the desktop may have rejoined its domain all the same');
	});

	it('is busy after 409 of the service only', () => {
		expect(verdictOf(answer(409, busy), ['a']).isBusy).toBe(true);
		expect(verdictOf(answer(409, '<html>'), ['a']).isBusy).toBeUndefined();
		expect(verdictOf(answer(412, busy), ['a']).isBusy).toBeUndefined();
	});

	it('may concern one of several after 400, 404, 409 and 412 of the service, and never if it is open', () => {
		for (const status of [400, 404, 409, 412]) {
			expect(mayMeanOneDesktop(answer(status, busy))).toBe(true);
			expect(mayMeanOneDesktop(answer(status, '<html>'))).toBe(false);
			expect(mayMeanOneDesktop(answer(status, { error_code: 'APIGW.0101' }))).toBe(false);
		}
		// A 404 of its path is about the desktop, also without a code.
		expect([404, 409].map((status) => mayMeanOneDesktop(answer(status)))).toEqual([true, false]);
		for (const [, reply, , openness] of CASES) {
			if (openness === 'open') expect(mayMeanOneDesktop(reply)).toBe(false);
		}
	});
});
