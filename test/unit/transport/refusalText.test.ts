import { answerOf, faultOf, LIST, UPDATE } from '../answers';
import type { ApiAnswer, Fault, Reply } from '../../../nodes/DesktopSid/transport/reply';
import {
	asSentence,
	codeOf,
	describeFault,
	isSignInRefused,
	nextStepOf,
	sentences,
	wordsOf,
} from '../../../nodes/DesktopSid/transport/refusalText';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';

const REJOIN: Purpose = { action: 'workspace:desktops:rejoin', changes: 'domain' };
const coded = (statusCode: number, error_code: string) =>
	answerOf(statusCode, { error_code, error_msg: 'No' });

describe('describeFault', () => {
	const SAFE = 'The SID may have been updated. Running this again is safe.';
	const RAISE = "If the network is in order, raise 'Request Timeout' under Options.";

	it.each<[what: string, fault: Omit<Fault, 'kind' | 'message'>, purpose: Purpose, says: string]>([
		['no answer to an update', { cause: 'timeout' }, UPDATE, `It broke. ${SAFE} ${RAISE}`],
		[
			'no answer to an update without Options',
			{ cause: 'timeout' },
			{ ...UPDATE, hasOptions: false },
			`It broke. ${SAFE}`,
		],
		[
			'no answer to a rejoin',
			{ cause: 'timeout' },
			REJOIN,
			'It broke. The desktop may have rejoined its domain, so it was not sent again. Look at its domain state (Get Many) before you run this again.',
		],
		['no answer to a read', { cause: 'timeout' }, LIST, 'It broke.'],
		[
			'no answer to a read with Options',
			{ cause: 'timeout' },
			{ ...LIST, hasOptions: true },
			`It broke. ${RAISE}`,
		],
		['an answer that is too large', { cause: 'oversized' }, UPDATE, `It broke. ${SAFE}`],
		['a reset', { cause: 'connection', code: 'ECONNRESET' }, UPDATE, `It broke. ${SAFE}`],
		['a refused connection', { cause: 'connection', code: 'ECONNREFUSED' }, UPDATE, 'It broke.'],
		['a cancellation in flight', { cause: 'cancelled', code: 'ERR_CANCELED' }, UPDATE, 'It broke.'],
	])('says what may have come of it: %s', (_what, fault, purpose, says) => {
		expect(describeFault(faultOf({ ...fault, message: 'It broke.' }, purpose))).toBe(says);
	});
});

describe('isSignInRefused', () => {
	it.each<[what: string, reply: Reply, expected: boolean]>([
		['a 401 of the gateway', coded(401, 'APIGW.0301'), true],
		['a 401 without a code', answerOf(401), true],
		['a 401 about rights', coded(401, 'APIGW.0306'), true],
		['a refused signature with another status', coded(403, 'APIGW.0301'), true],
		['a 401 of a proxy', answerOf(401, '<html>Log in</html>'), false],
		['a missing right', coded(403, 'APIGW.0302'), false],
		['a success', answerOf(200), false],
		['a token that was renewed in vain', faultOf({ cause: 'signIn', message: '' }), true],
		['no answer', faultOf({ cause: 'timeout', message: '' }), false],
	])('%s', (_what, reply, expected) => {
		expect(isSignInRefused(reply)).toBe(expected);
	});
});

describe('nextStepOf', () => {
	const RIGHT = 'Ask for the IAM action workspace:desktops:updateSids in this project.';
	const SCOPE =
		'If the rights are for one enterprise project only, enter its ID as Enterprise Project ID in the credential.';
	const refused = (refusal: ApiAnswer['refusal'], purpose = UPDATE): ApiAnswer => ({
		...coded(403, 'APIGW.0302'),
		purpose,
		refusal,
	});

	it.each<[what: string, answer: ApiAnswer, says: string]>([
		['nothing of a policy', refused(undefined), RIGHT],
		['a reason that was decoded', refused({ words: 'Why.', decoded: true }), 'Why.'],
		[
			'a reason for a list, which may be too wide',
			refused({ words: 'Why.', decoded: true }, LIST),
			`Why. ${SCOPE}`,
		],
		['a reason to decode', refused({ words: 'How.', decoded: false }), `How. ${RIGHT}`],
		['a success', answerOf(200), ''],
	])('%s', (_what, answer, says) => {
		expect(nextStepOf(answer)).toBe(says);
	});
});

describe('wordsOf', () => {
	const PAGE = 'A web page or plain text came back instead of an answer of the API:';

	it.each<[what: string, answer: ApiAnswer, says: string]>([
		['a success', answerOf(200), ''],
		['the service', coded(400, 'WKS.1'), 'No.'],
		['a web page', answerOf(502, '<html>Bad Gateway</html>'), `${PAGE} "Bad Gateway".`],
		['a long page', answerOf(502, 'x'.repeat(200)), `${PAGE} "${'x'.repeat(200)}".`],
		['a longer page', answerOf(502, 'x'.repeat(201)), `${PAGE} "${'x'.repeat(200)}…".`],
	])('of %s', (_what, answer, says) => {
		expect(wordsOf(answer)).toBe(says);
	});
});

describe('sentences', () => {
	it('follow each other without those that are empty', () => {
		expect(sentences('A.', undefined, '', 'B.')).toBe('A. B.');
	});

	it.each([
		['No', 'No.'],
		['No.', 'No.'],
		['No!', 'No!'],
		['No?', 'No?'],
		['No…', 'No…'],
		['No. 7', 'No. 7.'],
	])('%j ends as one', (text, sentence) => {
		expect(asSentence(text)).toBe(sentence);
	});
});

describe('codeOf', () => {
	it.each([
		['500 WKS.1', coded(500, 'WKS.1')],
		['500', answerOf(500)],
		['204', answerOf(204)],
	])('%s', (code, answer) => {
		expect(codeOf(answer)).toBe(code);
	});
});
