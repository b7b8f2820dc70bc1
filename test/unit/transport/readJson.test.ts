import { faultOf } from '../answers';
import { answer, fault } from '../repair/support/replies';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { readJson } from '../../../nodes/DesktopSid/transport/refusalText';

const RIGHT =
	'Ask for the IAM action workspace:desktops:list in this project. If the rights are for one enterprise project only, enter its ID as Enterprise Project ID in the credential.';
const LATER = 'Run this again later.';
const PLACE = 'Check region, endpoint and project ID in the credential.';

const read = (reply: ApiReply) => readJson(reply, 'The thing');
const coded = (error_code: string, error_msg: string) => ({ error_code, error_msg });

describe('readJson', () => {
	it.each([200, 202, 299])('gives the JSON of a %i', (status) => {
		expect(read(answer(status, { a: 1 }))).toEqual({ kind: 'json', json: { a: 1 } });
	});

	it.each<[what: string, json: unknown]>([
		['nothing', undefined],
		['null', null],
		['a text', 'hello'],
		['a number', 7],
	])('does not take %s for an answer', (_what, json) => {
		expect(read(answer(200, json))).toMatchObject({
			kind: 'problem',
			hope: 'later',
			message: expect.stringMatching(
				/^The thing could not be read \(200\): .*(not a JSON object|Something other)/,
			) as string,
		});
	});

	it.each<[status: number, body: object, hope: string, message: string]>([
		[199, coded('WKS.1', 'Odd.'), 'later', '(199 WKS.1): Odd. Look up the code'],
		[300, coded('WKS.1', 'Odd.'), 'later', `(300 WKS.1): Odd. ${PLACE}`],
		[200, coded('WKS.1', 'Odd.'), 'later', '(200 WKS.1): Odd. Look up the code'],
		[500, { error_msg: 'Oops' }, 'later', `(500): Oops. ${LATER}`],
		[500, coded('WKS.1', 'v1.2 broke'), 'later', `(500 WKS.1): v1.2 broke. ${LATER}`],
		[500, coded('WKS.1', 'Oops!'), 'later', `(500 WKS.1): Oops! ${LATER}`],
		[404, coded('WKS.1', 'None.'), 'gone', `(404 WKS.1): None. ${PLACE}`],
		[404, coded('APIGW.0101', 'None.'), 'refused', `(404 APIGW.0101): None. ${PLACE}`],
		[401, coded('APIGW.0301', 'Who?'), 'refused', '(401 APIGW.0301): Who? Test the credential'],
		[403, coded('WKS.403', 'No.'), 'refused', `(403 WKS.403): No. ${RIGHT}`],
		[403, coded('APIGW.0302', 'No.'), 'refused', `(403 APIGW.0302): No. ${RIGHT}`],
		[401, coded('APIGW.0306', 'No.'), 'refused', `(401 APIGW.0306): No. ${RIGHT}`],
		[
			403,
			coded('APIGW.0802', 'No.'),
			'refused',
			'(403 APIGW.0802): No. This IAM user is not allowed',
		],
		[400, coded('APIGW.0201', 'Bad.'), 'later', `(400 APIGW.0201): Bad. ${PLACE}`],
		[400, coded('APIGW.0310', 'No.'), 'refused', '(400 APIGW.0310): No. The project is not'],
		[400, coded('APIGW.0801', 'No.'), 'refused', '(400 APIGW.0801): No. Workspace is not'],
		[199, coded('APIGW.0401', 'No.'), 'refused', '(199 APIGW.0401): No. Ask the administrator'],
		[299, coded('APIGW.0401', 'No.'), 'later', '(299 APIGW.0401): No. Ask the administrator'],
		[300, coded('APIGW.0401', 'No.'), 'refused', '(300 APIGW.0401): No. Ask the administrator'],
	])('%i %j', (status, body, hope, message) => {
		const reading = read(answer(status, body));
		expect(reading).toMatchObject({ kind: 'problem', hope });
		expect(reading).toHaveProperty(
			'message',
			expect.stringContaining(`The thing could not be read ${message}`),
		);
	});

	it('gives no advice about the desktop for a 400 of a read', () => {
		expect(read(answer(400, coded('WKS.1', 'Bad.')))).toMatchObject({
			kind: 'problem',
			hope: 'later',
			message: 'The thing could not be read (400 WKS.1): Bad.',
			error: { errorCode: 'WKS.1', errorMsg: 'Bad.' },
		});
	});
});

describe('a read without an answer', () => {
	it('has the code, if there is one', () => {
		expect(read(fault('oversized', 'TOO_BIG'))).toMatchObject({
			kind: 'problem',
			hope: 'later',
			message: 'The thing could not be read. Something happened (TOO_BIG).',
			error: { errorCode: 'TOO_BIG', errorMsg: 'Something happened (TOO_BIG).' },
		});
		expect(read(faultOf({ cause: 'cancelled', message: 'Stopped.' }))).toMatchObject({
			kind: 'problem',
			hope: 'cancelled',
			message: 'The thing could not be read. Stopped.',
			error: undefined,
		});
	});
});
