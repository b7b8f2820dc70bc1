import type { Attempts, ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { notSent, verdictOf } from '../../../nodes/DesktopSid/repair/verdict';
import { idsOf } from './support/ids';
import { answerOf, faultOf } from '../answers';

const coded = (text: string) => ({ error_code: 'WKS.1', error_msg: text });

const CHECK_DESKTOP =
	'Check that the desktop still exists in this project and region. Remove it from the input if it was deleted.';
const CHECK_WINDOWS =
	'Check that the desktop runs Windows, is powered on and is joined to your own Active Directory.';
const CHECK_PLACE = 'Check region, endpoint and project ID in the credential.';
const LOOK_UP =
	'Look up the code in the Workspace API reference, or give the request ID to Huawei Cloud support.';
const LATER = 'Run this again later. Updating a SID twice is safe.';

describe('the message of a verdict', () => {
	it.each<[status: number, body: unknown, message: string]>([
		[200, '', 'SID updated.'],
		[200, ' ', 'SID updated.'],
		[
			202,
			{ job_id: 'job-1' },
			"Accepted, not finished yet: the service carries out the update as a task. Get Task shows how it ends; with 'Wait for Completion' on, the next run waits.",
		],
		[
			202,
			{ job_id: '' },
			'The service accepted the update but named no task, so its outcome cannot be followed.',
		],
		[204, '', 'The service says that the SID is right, and changed nothing.'],
		[
			400,
			coded('Unknown'),
			`Huawei Cloud knows no desktop with this ID (400 WKS.1): Unknown. ${CHECK_DESKTOP}`,
		],
		[
			400,
			{ error_code: 'APIGW.0201', error_msg: 'Bad request' },
			`The SID was not updated (400 APIGW.0201): Bad request. ${CHECK_PLACE}`,
		],
		[
			412,
			coded('Really?'),
			`The SID of this desktop cannot be updated (412 WKS.1): Really? ${CHECK_WINDOWS}`,
		],
		[
			412,
			coded('v1.2 only'),
			`The SID of this desktop cannot be updated (412 WKS.1): v1.2 only. ${CHECK_WINDOWS}`,
		],
		[
			409,
			coded('Busy!'),
			'The SID was not updated (409 WKS.1): Busy! The desktop is busy with another task. Run this again after that task has ended.',
		],
		[200, coded('Quota…'), `The SID was not updated (200 WKS.1): Quota… ${LOOK_UP}`],
		[
			200,
			{ error_msg: 'Half' },
			`The outcome of the update is unknown (200): Half. ${LOOK_UP} Running this again is safe.`,
		],
		[
			206,
			'',
			'The outcome of the update is unknown (206): the answer says neither success nor failure. Running this again is safe.',
		],
		[418, { error_msg: 'Tea.' }, `The SID was not updated (418): Tea. ${LOOK_UP}`],
		[
			408,
			'',
			`The update was not confirmed (408): The answer had status 408 and no text. ${LATER}`,
		],
		[500, coded('Oops'), `The update was not confirmed (500 WKS.1): Oops. ${LATER}`],
		[503, coded('Oops'), `The update was not confirmed (503 WKS.1): Oops. ${LATER}`],
		[
			200,
			'<p>login</p>',
			'The outcome of the update is unknown (200): A web page or plain text came back instead of an answer of the API: "login". Something other than the API answered. Check region and endpoint in the credential, and proxies and firewalls on the way. Running this again is safe.',
		],
	])('%i %j', (status, body, message) => {
		expect(verdictOf(answerOf(status, body), idsOf(1)).message).toBe(message);
	});

	it.each([
		[200, `"${'x'.repeat(200)}"`],
		[201, `"${'x'.repeat(200)}…"`],
	])('quotes at most 200 letters of a page of %i', (length, quoted) => {
		const verdict = verdictOf(answerOf(202, 'x'.repeat(length)), idsOf(1));
		expect(verdict).toMatchObject({ status: 'failed', error: { errorMsg: 'x'.repeat(length) } });
		expect(verdict.message).toContain(`API: ${quoted}. Something other`);
	});

	it.each<[status: number, count: number, unresolved: string, between: string]>([
		[400, 1, 'Unresolved.', ''],
		[400, 3, '', 'The service rejected this batch of 3 because of at least one desktop in it. '],
		[
			412,
			7,
			'Unresolved.',
			'The service rejected this batch of 7 because of at least one desktop in it. Unresolved. ',
		],
		[500, 3, 'Unresolved.', ''],
	])('%i to %i desktops', (status, count, unresolved, between) => {
		const advice = { 400: CHECK_DESKTOP, 412: CHECK_WINDOWS, 500: LATER }[status] ?? '';
		const { message } = verdictOf(answerOf(status, coded('No.')), idsOf(count), unresolved);
		expect(message.slice(message.indexOf('No.'))).toBe(`No. ${between}${advice}`);
	});

	it.each([
		['FIN-01', true],
		['FIN-01-OF-A-LAB', true],
		['FIN-01-OF-A-LABS', false],
		['fin-01-of-the-branch.corp.example.com', true],
		['b0224e3d-c217-44e4', false],
	])(
		'tells of an unknown %s that it is no desktop ID by its looks; a name: %s',
		(id, mayBeName) => {
			const name = mayBeName
				? " If it is a computer name, set 'Match By' to 'Computer Name', or with 'One Desktop' choose it 'From list'."
				: '';
			const odd = (which: string) =>
				`${which} does not look like a desktop ID (36 characters, such as 01234567-89ab-cdef-0123-456789abcdef). Check that it is complete.${name}`;
			const messageOf = (status: number, ids: string[]) =>
				verdictOf(answerOf(status, coded('No.')), ids).message;
			expect(messageOf(400, [id])).toBe(
				`Huawei Cloud knows no desktop with this ID (400 WKS.1): No. ${odd('It')}`,
			);
			expect(messageOf(400, [...idsOf(2), id, 'other'])).toContain(odd(`"${id}"`));
			expect(messageOf(412, [id])).toContain(CHECK_WINDOWS);
		},
	);

	it('speaks of no place in a run where none is given', () => {
		expect(verdictOf(answerOf(400, coded('No.')), idsOf(2)).message).toContain(
			`because of at least one desktop in it. ${CHECK_DESKTOP}`,
		);
	});
});

describe('a refusal of an IAM policy', () => {
	const denied = answerOf(403, { ...coded('Denied.'), encoded_authorization_message: 'c2VjcmV0' });
	const messageWith = (words: string) => `The SID was not updated (403 WKS.1): Denied. ${words}`;
	const ASK = 'Ask for the IAM action workspace:desktops:updateSids in this project.';

	it('keeps the encoded reason while nobody has decoded it', () => {
		const error = { errorCode: 'WKS.1', errorMsg: 'Denied.', speaker: 'service' };
		const encoded = { ...error, encodedAuthorizationMessage: 'c2VjcmV0' };
		const refusal = { words: 'The policy "x" denies it.', decoded: false };
		expect(verdictOf(denied, idsOf(1))).toEqual({
			status: 'failed',
			statusCode: 403,
			message: messageWith(ASK),
			error: encoded,
		});
		expect(verdictOf({ ...denied, refusal }, idsOf(1)).error).toEqual(encoded);
	});

	it('tells the decoded reason, and drops the encoded one', () => {
		const refusal = { words: 'The policy "x" denies it.', decoded: true };
		expect(verdictOf({ ...denied, refusal }, idsOf(1))).toEqual({
			status: 'failed',
			statusCode: 403,
			message: messageWith('The policy "x" denies it.'),
			error: { errorCode: 'WKS.1', errorMsg: 'Denied.', speaker: 'service' },
		});
	});
});

describe('what earlier attempts add', () => {
	const attempts: Attempts = { count: 3, elapsedMs: 5000, mayHaveTakenEffect: true };
	const LOST = 'An earlier attempt of this run, whose answer was lost, may have updated it.';
	const after = (reply: ApiReply, more: Partial<Attempts> = {}) =>
		verdictOf({ ...reply, attempts: { ...attempts, ...more } }, idsOf(1));

	it('to an update without effect: that it may have been one of them', () => {
		const unchanged = 'The service says that the SID is right, and changed nothing.';
		expect(after(answerOf(204))).toEqual({
			status: 'unchanged',
			statusCode: 204,
			message: `${unchanged} ${LOST}`,
		});
		expect(after(answerOf(204), { mayHaveTakenEffect: false }).message).toBe(unchanged);
	});

	it('to a success: nothing', () => {
		expect(after(answerOf(200)).message).toBe('SID updated.');
	});

	it('to a failure: how many there were', () => {
		expect(after(answerOf(500, coded('Oops.')), { mayHaveTakenEffect: false })).toMatchObject({
			status: 'failed',
			statusCode: 500,
			message: `The update was not confirmed (500 WKS.1): Oops. ${LATER} This is the result after 3 attempts in 5 s.`,
		});
	});
});

describe('a reply that never came', () => {
	it.each([
		['timeout', true],
		['oversized', true],
		['connection', true],
		['cancelled', false],
		['signIn', false],
	] as const)('%s leaves open what became of the update: %s', (cause, isOpen) => {
		const open =
			' The SID may have been updated. Running this again is safe.' +
			(cause === 'timeout'
				? " If the network is in order, raise 'Request Timeout' under Options."
				: '');
		expect(verdictOf(faultOf({ cause, message: 'Nothing came.' }), idsOf(1)).message).toBe(
			`Nothing came.${isOpen ? open : ''}`,
		);
	});
});

describe('notSent', () => {
	it('is a failure with the words that there are, and no field without any', () => {
		const error = { errorCode: 'APIGW.0301', errorMsg: 'Bad token' };
		expect(notSent({ message: 'No.' })).toEqual({ status: 'failed', message: 'No.' });
		expect(notSent({ message: 'No.', statusCode: 401, error })).toEqual({
			status: 'failed',
			message: 'No.',
			statusCode: 401,
			error,
		});
	});
});
