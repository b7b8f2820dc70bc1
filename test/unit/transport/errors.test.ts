import * as fc from 'fast-check';

import {
	hasErrorCode,
	isGatewayCode,
	readServiceError,
} from '../../../nodes/DesktopSid/transport/errors';
import { answerOf } from '../answers';
import { samples } from './data/error-samples.json';

describe('readServiceError', () => {
	it.each(samples)('reads what the official SDKs read: $name', (sample) => {
		const body = 'rawBody' in sample ? sample.rawBody : sample.body;
		const error = readServiceError(answerOf(sample.status, body));
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
		['three levels down', { a: { b: { c: { error_code: 'C.1', error_msg: 'words' } } } }],
	])('finds the pair in %s', (_, body) => {
		expect(readServiceError(answerOf(500, body))).toStrictEqual({
			errorCode: 'C.1',
			errorMsg: 'words',
		});
	});

	it('keeps the detail, and leaves out an empty one', () => {
		const body = { error_code: 'C.1', error_msg: 'words', error_detail: 'more words' };
		expect(readServiceError(answerOf(500, body)).errorDetail).toBe('more words');
		expect(readServiceError(answerOf(500, { ...body, error_detail: '' }))).not.toHaveProperty(
			'errorDetail',
		);
	});

	it.each([
		['the header', { 'x-request-id': 'r-1' }, {}],
		["IAM's header", { 'x-iam-trace-id': 'r-1' }, {}],
		['the body', {}, { request_id: 'r-1' }],
		['the header before the body', { 'x-request-id': 'r-1' }, { request_id: 'r-2' }],
	])('takes the request ID from %s', (_, headers, body) => {
		expect(readServiceError(answerOf(500, body, headers)).requestId).toBe('r-1');
	});

	it('says that there was no text where there was none', () => {
		expect(readServiceError(answerOf(503, ' \n'))).toStrictEqual({
			errorCode: '',
			errorMsg: 'The answer had status 503 and no text.',
		});
	});

	it('shows the body where a code comes without words', () => {
		expect(readServiceError(answerOf(400, { error_code: 'C.1', error_msg: ' ' }))).toStrictEqual({
			errorCode: 'C.1',
			errorMsg: '{"error_code":"C.1","error_msg":" "}',
		});
	});

	it('reduces a page to its words', () => {
		const page =
			'<html><style>p{}</style><script>alert("<b>")</script><p>Access\n <b>denied</b></p></html>';
		expect(readServiceError(answerOf(403, page)).errorMsg).toBe('Access denied');
	});

	it.each(['<script', '<', '<style>', ' <script>x'])(
		'reads 16 MB of %j as fast as a line',
		(part) => {
			const page = part.repeat(Math.floor((16 * 1024 * 1024) / part.length));
			expect(readServiceError(answerOf(502, page)).errorMsg.length).toBeLessThanOrEqual(1001);
		},
	);

	it('shortens every text to 1000 characters', () => {
		const long = 'x'.repeat(2000);
		const body = { error_code: long, error_msg: long, error_detail: long, request_id: long };
		const short = `${'x'.repeat(1000)}…`;
		expect(readServiceError(answerOf(500, body))).toStrictEqual({
			errorCode: short,
			errorMsg: short,
			errorDetail: short,
			requestId: short,
		});
	});

	it('makes texts of whatever a service sends, and never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue({ maxDepth: 8 }), fc.string()), (body) => {
				const error = readServiceError(answerOf(500, body));
				expect(typeof error.errorCode).toBe('string');
				expect(error.errorMsg.length).toBeLessThanOrEqual(1001);
			}),
		);
	});
});

describe('hasErrorCode', () => {
	it.each([
		[{ error_code: 'WKS.0001' }, true],
		[{ errorCode: 'WKS.0001' }, true],
		[{ error_code: 400 }, true],
		[{ error_code: 'WKS.00000000' }, false],
		[{ error_code: '' }, false],
		[{ error_code: null }, false],
		[{ job_id: 'x' }, false],
		[{ inner: { error_code: 'WKS.0001' } }, false],
		[undefined, false],
		[JSON.parse('{"__proto__":{"error_code":"WKS.0001"}}'), false],
	])('%j: %s', (json, expected) => {
		expect(hasErrorCode(json)).toBe(expected);
	});
});

describe('isGatewayCode', () => {
	it.each([
		['APIGW.0201', true],
		['WKS.0202', false],
		['', false],
		['X.APIGW.0201', false],
	])('%s: %s', (code, expected) => {
		expect(isGatewayCode(code)).toBe(expected);
	});
});
