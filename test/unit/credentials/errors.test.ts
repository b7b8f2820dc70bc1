import * as fc from 'fast-check';
import { type INode, type JsonObject, NodeApiError } from 'n8n-workflow';

import { asWritten, cut, keptByN8n } from '../../../credentials/huaweicloud/errors';
import { answerOf } from '../answers';
import { large, runs } from '../runs.mts';
import { samples } from './data/error-samples.json';

/** An object with so many fields, of which the last one holds an error. */
const fields = (count: number) => ({
	...Object.fromEntries(Array.from({ length: count - 1 }, (_, at) => [`f${String(at)}`, at])),
	last: { code: 'C.1', message: 'words' },
});

/** What an answer of this status and body says. */
const errorOf = (statusCode: number, body?: unknown, headers: Record<string, string> = {}) => {
	const { error } = answerOf(statusCode, body, headers);
	if (error === undefined) throw new Error('It counts as a success.');
	return { ...error, speaker: undefined };
};

describe('the error of an answer', () => {
	it.each(samples)('reads what the official SDKs read: $name', (sample) => {
		const body = 'rawBody' in sample ? sample.rawBody : sample.body;
		const error = errorOf(sample.status, body);
		expect(error.errorCode).toBe(sample.expect.code);
		expect(error.errorMsg).toBe(sample.expect.message);
		expect(error.encodedAuthorizationMessage).toBe(
			'encodedAuthorizationMessage' in sample.expect
				? sample.expect.encodedAuthorizationMessage
				: undefined,
		);
	});

	it.each([
		['camel case', { errorCode: 'C.1', errorMsg: 'words' }],
		['code and message', { code: 'C.1', message: 'words' }],
		['one level down', { failure: { error_code: 'C.1', error_msg: 'words' } }],
		['in a list', { errors: [{ error_code: 'C.1', error_msg: 'words' }] }],
		['four levels down', { a: { b: { c: { d: { error_code: 'C.1', error_msg: 'words' } } } } }],
		[
			'a field without words before it',
			{ a: { error_code: '' }, b: { code: 'C.1', message: 'words' } },
		],
		['the hundredth field', fields(100)],
	])('finds the pair in %s', (_, body) => {
		expect(errorOf(500, body)).toEqual({
			errorCode: 'C.1',
			errorMsg: 'words',
		});
	});

	it.each([
		['five levels down', { a: { b: { c: { d: { e: { code: 'C.1' } } } } } }],
		['in the hundred and first field', fields(101)],
	])('does not look for it %s', (_, body) => {
		expect(errorOf(500, body)).toMatchObject({
			errorCode: '',
			errorMsg: cut(JSON.stringify(body)),
		});
	});

	it('keeps the detail, and leaves out an empty one', () => {
		const body = { error_code: 'C.1', error_msg: 'words', error_detail: 'more words' };
		expect(errorOf(500, body).errorDetail).toBe('more words');
		expect(errorOf(500, { ...body, error_detail: '' }).errorDetail).toBeUndefined();
	});

	it.each([
		['the header', { 'x-request-id': 'r-1' }, {}],
		["IAM's header", { 'x-iam-trace-id': 'r-1' }, {}],
		['the body', {}, { request_id: 'r-1' }],
		['IAM, beside an empty header', { 'x-request-id': '', 'x-iam-trace-id': 'r-1' }, {}],
		['the body, beside an empty header', { 'x-request-id': '' }, { request_id: 'r-1' }],
		['the header before the body', { 'x-request-id': 'r-1' }, { request_id: 'r-2' }],
	])('takes the request ID from %s', (_, headers, body) => {
		expect(errorOf(500, body, headers).requestId).toBe('r-1');
	});

	it('says that there was no text where there was none', () => {
		expect(errorOf(503, ' \n')).toEqual({
			errorCode: '',
			errorMsg: 'The answer had status 503 and no text.',
		});
	});

	it('shows the body where a code comes without words', () => {
		expect(errorOf(400, { error_code: 'C.1', error_msg: ' ' })).toEqual({
			errorCode: 'C.1',
			errorMsg: '{"error_code":"C.1","error_msg":" "}',
		});
	});

	it('reduces a page to its words', () => {
		const page =
			'<html><style>p{}</style><script>alert("<b>")</script><p>Access\n <b>denied</b></p></html>';
		expect(errorOf(403, page).errorMsg).toBe('Access denied');
	});

	it.each([
		['a tag that is never closed', 'No. <b', 'No.'],
		['a script that is never closed', 'No. <script>words', 'No.'],
		['a script whose end is never closed', 'No. <script>words</script', 'No.'],
		['tags in capitals', '<STYLE>p{}</STYLE>No.<SCRIPT>a>b</SCRIPT>', 'No.'],
		['tags alone', '<p>\n</p>', 'The answer had status 403 and no text.'],
		['words on both sides of a tag', 'No<br>way', 'No way'],
		['an arrow', 'a > b', 'a > b'],
		['a text that begins like a tag', 'script <script>x</script>No.', 'script No.'],
	])('takes the words of %s', (_, page, words) => {
		expect(errorOf(403, page).errorMsg).toBe(words);
	});

	it('reads the first 20,000 characters of a page', () => {
		const page = (before: number) => `<!--${'x'.repeat(before - 5)}>No.`;
		expect(errorOf(403, page(19_997)).errorMsg).toBe('No.');
		expect(errorOf(403, page(19_998)).errorMsg).toBe('No');
	});

	it.each(['<script', '<', '<style>', ' <script>x'])(
		'reads 16 MB of %j as fast as a line',
		(part) => {
			const page = part.repeat(Math.floor(large(16 * 1024 * 1024) / part.length));
			expect(errorOf(502, page).errorMsg.length).toBeLessThanOrEqual(1001);
		},
	);

	it('shortens every text to 1000 characters', () => {
		const long = 'x'.repeat(2000);
		const body = { error_code: long, error_msg: long, error_detail: long, request_id: long };
		const short = `${'x'.repeat(1000)}…`;
		expect(errorOf(500, body)).toEqual({
			errorCode: short,
			errorMsg: short,
			errorDetail: short,
			requestId: short,
		});
	});

	it('makes texts of whatever a service sends, and never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue({ maxDepth: 8 }), fc.string()), (body) => {
				const error = errorOf(500, body);
				expect(typeof error.errorCode).toBe('string');
				expect(error.errorMsg.length).toBeLessThanOrEqual(1001);
			}),
			{ numRuns: runs(500) },
		);
	});
});

describe('a success', () => {
	it.each<[body: unknown, isGood: boolean]>([
		['', true],
		[' \n', true],
		[{}, true],
		[{ error_code: 'WKS.00000000', error_msg: '' }, true],
		[{ error_code: '' }, true],
		[{ code: 'X' }, true],
		[{ message: 'Done.' }, true],
		[{ code: '', message: 'Done.' }, true],
		[{ code: 'X', message: '' }, false],
		[{ error: {} }, true],
		[{ error: '' }, true],
		[{ errorMsg: 'No.' }, false],
		[{ errorCode: 'WKS.0' }, true],
		[{ error_code: 'XWKS.0' }, false],
		[{ error_code: 'WKS.01' }, false],
		[{ error_code: null }, true],
		[{ job_id: 'x' }, true],
		[{ inner: { error_code: 'WKS.0001' } }, true],
		['{"__proto__":{"error_code":"WKS.0001"}}', true],
		[{ error_code: 'WKS.0001' }, false],
		[{ errorCode: 'WKS.0001' }, false],
		[{ error_code: 400 }, false],
		[{ code: 'X', message: 'No.' }, false],
		[{ error: { message: 'No.' } }, false],
		[{ error: 'No.' }, false],
		[{ error_msg: 'No.' }, false],
		['<html>Sign in to the guest network</html>', false],
		['ok', false],
		['"ok"', false],
		['[]', true],
	])('%j: %s', (body, isGood) => {
		expect(answerOf(200, body).error === undefined).toBe(isGood);
	});
});

it.each([
	[199, false],
	[200, true],
	[299, true],
	[300, false],
])('an empty answer of status %i is a success: %s', (status, isGood) => {
	expect(answerOf(status, '').error === undefined).toBe(isGood);
	expect(answerOf(status, {}).error === undefined).toBe(isGood);
});

describe('who speaks', () => {
	it.each<[body: unknown, speaker: string]>([
		['', 'service'],
		[' \n', 'service'],
		[{}, 'service'],
		[{ error_code: 'WKS.0202', error_msg: 'None.' }, 'service'],
		[{ error_msg: 'None.' }, 'service'],
		[{ error: { error_code: 'WKS.0202' } }, 'service'],
		[{ error_code: 'wks.0202' }, 'service'],
		[{ error_code: 'XWKS.0202' }, 'other'],
		[{ error_code: 'WKSX0202' }, 'other'],
		[{ error_code: 'APIGW.0201' }, 'gateway'],
		[{ error_code: 'apigw.0201' }, 'gateway'],
		[{ error_code: 'XAPIGW.0201' }, 'other'],
		[{ error_code: 'APIGWX0201' }, 'other'],
		[{ message: 'The token is of another project.' }, 'other'],
		[{ message: 'The token has expired.' }, 'service'],
		[{ message: 'No such project.' }, 'service'],
		[{ message: 'project-token, mytoken' }, 'other'],
		[{ message: 'No mytoken in this project.' }, 'service'],
		[{ error_code: 'SYS.0400', error_msg: 'No.' }, 'other'],
		[{ error_code: 'APIG.0201' }, 'other'],
		[{ error_code: 'APIC.7211' }, 'other'],
		[{ error_code: 'CBC.0001' }, 'other'],
		[{ error_code: 'WAF.00022002' }, 'other'],
		[{ badRequest: { message: 'No.', code: 400 } }, 'other'],
		[{ forbidden: { message: 'No.' } }, 'other'],
		[{ error: { message: 'No.', code: 400 } }, 'other'],
		[{ error: { message: 'No.' } }, 'other'],
		[{ code: 400, message: 'No.' }, 'other'],
		[{ fault: { faultstring: 'No.', detail: { errorcode: 'x' } } }, 'other'],
		[{ timestamp: 1, status: 400, error: 'Bad Request', path: '/v2' }, 'other'],
		[{ timestamp: '2026', status: 400, error: 'Bad Request', message: 'No.' }, 'other'],
		[{ type: 'about:blank', title: 'Bad Request', status: 400 }, 'other'],
		[{ error: 'invalid_request', error_description: 'No.' }, 'other'],
		[{ Code: 'BadRequest', Message: 'No.' }, 'other'],
		[{ statusCode: 400, message: 'No.' }, 'other'],
		[{ errors: ['No.'] }, 'other'],
		// What says nothing of another service.
		[{ message: 'No.' }, 'service'],
		[{ detail: 'No.' }, 'service'],
		[{ request_id: 'r-1' }, 'service'],
		[{ error: null, errors: [], error_msg: 'None.' }, 'service'],
		[{ error_code: 'WKS.0202', timestamp: 1 }, 'service'],
		['"No."', 'other'],
		[[{ error_code: 'WKS.1' }], 'other'],
		['<html>400 The plain HTTP request was sent to HTTPS port</html>', 'page'],
		['Bad Request', 'page'],
	])('%j: %s', (body, speaker) => {
		expect(answerOf(400, body).error?.speaker).toBe(speaker);
	});
});

describe('a text that is thrown to n8n', () => {
	const node = {
		name: 'Any',
		type: 'any',
		typeVersion: 1,
		id: '1',
		position: [0, 0],
		parameters: {},
	};
	const shown = (text: string) =>
		new NodeApiError(node as INode, new Error(text) as unknown as JsonObject).message;

	it.each([
		'The host workspace.example.invalid is not known (ENOTFOUND). Check the endpoint.',
		'10.0.0.1:443 refused the connection (ECONNREFUSED).',
		'The name server did not answer (EAI_AGAIN).',
		'The connection broke off (ECONNRESET).',
		'IAM refused: No WorkspaceAccess policy',
		'ResourceExists already',
		'Missing DescribePermission',
		'getaddrinfo EAI_AGAIN, then ETIMEDOUT, ECONNABORTED, EHOSTUNREACH, EADDRNOTAVAIL',
	])('is shown as it is: %s', (text) => {
		expect(shown(text)).not.toBe(text);
		const said = shown(keptByN8n(text));
		expect(asWritten(said)).toBe(text);
		expect(asWritten(keptByN8n(text))).toBe(text);
	});

	it('stays what it is where n8n replaces nothing', () => {
		const text = 'The token has expired. Get a new one.';
		expect(keptByN8n(text)).toBe(text);
	});
});
