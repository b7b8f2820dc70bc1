import * as fc from 'fast-check';

import {
	STATUSES,
	isFailure,
	type Status,
	unsent,
	type Verdict,
	verdictOf,
} from '../../../nodes/DesktopSid/repair/verdict';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { idsOf } from './support/ids';
import { answerOf, faultOf } from '../answers';
import { runs } from '../runs.mts';

const CODED = { error_code: 'WKS.1', error_msg: 'words' };
const GATEWAY = { error_code: 'APIGW.0201', error_msg: 'Bad request' };

describe('verdictOf', () => {
	it.each<[status: number, body: unknown, verdict: Status]>([
		[200, '', 'updated'],
		[200, {}, 'updated'],
		[200, { error_code: 'WKS.00000000' }, 'updated'],
		[200, CODED, 'failed'],
		[200, { errorCode: 'WKS.0' }, 'updated'],
		[200, '<html>login</html>', 'failed'],
		[200, [], 'failed'],
		[200, { desktops: [] }, 'failed'],
		[200, { job_id: 'job-1' }, 'accepted'],
		// It names a task, but not one that can be asked for.
		[200, { job_id: 'job 1' }, 'accepted'],
		[200, { job_id: ' ' }, 'failed'],
		[200, { job_id: 7 }, 'failed'],
		[201, { job_id: 'job-1' }, 'failed'],
		[202, { job_id: 'job-1' }, 'accepted'],
		[202, '', 'accepted'],
		[202, { job_id: '' }, 'accepted'],
		[202, { job_id: 7 }, 'accepted'],
		[202, CODED, 'failed'],
		[202, '{"job_id":', 'failed'],
		[204, '', 'unchanged'],
		[400, CODED, 'notFound'],
		[400, '', 'notFound'],
		[400, GATEWAY, 'failed'],
		[412, CODED, 'notSupported'],
		[412, '', 'notSupported'],
		...[201, 203, 205, 206, 300, 301, 302, 307, 401, 403, 404, 405, 408, 409, 418, 429].map(
			(status): [number, unknown, Status] => [status, '', 'failed'],
		),
		...[500, 501, 502, 503, 504, 599].map((status): [number, unknown, Status] => [
			status,
			'<html>',
			'failed',
		]),
	])('%i %j: %s', (statusCode, body, status) => {
		expect(verdictOf(answerOf(statusCode, body), idsOf(1))).toMatchObject({ status, statusCode });
	});

	it('gives the task of a 202', () => {
		expect(verdictOf(answerOf(202, { job_id: 'job-1' }), idsOf(3)).jobId).toBe('job-1');
		expect(verdictOf(answerOf(202, ''), idsOf(3))).not.toHaveProperty('jobId');
	});

	it.each([400, 412])('%i to several desktops does not accuse one of them', (status) => {
		expect(verdictOf(answerOf(status, CODED), idsOf(1)).message).not.toContain('this batch');
		expect(verdictOf(answerOf(status, CODED), idsOf(7)).message).toContain(
			'rejected this batch of 7 because of at least one desktop in it',
		);
	});

	it('carries the words of the service', () => {
		const body = { ...CODED, error_detail: 'more' };
		expect(verdictOf(answerOf(409, body, { 'x-request-id': 'r-1' }), idsOf(1)).error).toEqual({
			errorCode: 'WKS.1',
			errorMsg: 'words',
			errorDetail: 'more',
			requestId: 'r-1',
			speaker: 'service',
		});
	});

	it('makes a failure of a reply that never came, with its code and sentence', () => {
		const message = 'Nobody answered. Look at the network.';
		const fault = faultOf({ cause: 'connection', code: 'ECONNREFUSED', message });
		expect(verdictOf(fault, idsOf(5))).toEqual({
			status: 'failed',
			message,
			error: { errorCode: 'ECONNREFUSED', errorMsg: message },
		});
		const uncoded = faultOf({ cause: 'timeout', message });
		expect(verdictOf(uncoded, idsOf(5)).error).toEqual({ errorCode: '', errorMsg: message });
	});

	it.each<[name: string, reply: ApiReply, flags: Partial<Verdict>]>([
		['a sign-in that is refused', answerOf(401, CODED), { signInRefused: true }],
		[
			'a sign-in that was refused earlier',
			faultOf({ cause: 'signIn', message: 'No.' }),
			{ signInRefused: true },
		],
		[
			'an earlier refusal for its project',
			faultOf({ cause: 'refused', message: 'No.' }),
			{ followsRefusal: true },
		],
		['a right that is missing', answerOf(403, CODED), {}],
		['a timeout', faultOf({ cause: 'timeout', message: 'No.' }), {}],
	])('tells of %s whether it is about the whole run', (_name, reply, flags) => {
		const { signInRefused, followsRefusal } = verdictOf(reply, idsOf(1));
		expect({ signInRefused, followsRefusal }).toEqual(flags);
	});

	it.each<[name: string, reply: ApiReply]>([
		['a timeout', faultOf({ cause: 'timeout', message: 'No.' })],
		['500', answerOf(500)],
		['a page in a success', answerOf(200, '<html>')],
		['206', answerOf(206)],
	])('leaves nothing open after %s: an update may be sent again', (_name, reply) => {
		expect(verdictOf(reply, idsOf(1)).isOpen).toBeUndefined();
	});

	it('has its own words for an error where an answer says neither success nor failure', () => {
		const { message, error } = verdictOf(answerOf(206), idsOf(1));
		expect(error).toEqual({ errorCode: '', errorMsg: message });
	});

	it('never takes an answer of any status but 200, 202 and 204 for a success', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 100, max: 999 }),
				fc.oneof(fc.jsonValue(), fc.string()),
				fc.integer({ min: 1, max: 100 }),
				(statusCode, body, together) => {
					const { status, message } = verdictOf(answerOf(statusCode, body), idsOf(together));
					expect(STATUSES).toContain(status);
					expect(message).toMatch(/[.!?…]"?$/);
					if (![200, 202, 204].includes(statusCode)) expect(isFailure(status)).toBe(true);
				},
			),
			{ numRuns: runs(500) },
		);
	});
});

describe('statuses', () => {
	it('are those of the contract, in its order', () => {
		expect(STATUSES.map((status) => [status, isFailure(status)])).toEqual([
			['updated', false],
			['rejoined', false],
			['accepted', false],
			['unchanged', false],
			['inSync', false],
			['inDomain', false],
			['inUse', false],
			['notReported', false],
			['unmatched', false],
			['notRejoinable', true],
			['notFound', true],
			['notSupported', true],
			['failed', true],
			['timedOut', true],
			['unverified', true],
			['ambiguous', true],
			['invalid', true],
		]);
	});

	it('of something unsent have no HTTP status', () => {
		expect(unsent('inSync', 'Equal already.')).toEqual({
			status: 'inSync',
			message: 'Equal already.',
		});
	});
});
