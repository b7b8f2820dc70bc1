import type { FaultCause, Reply } from '../../../nodes/DesktopSid/transport/reply.ts';
import {
	endsRun,
	isLeftOpen,
	isNotOffered,
	mayHaveTakenEffect,
	troubleOf,
} from '../../../nodes/DesktopSid/transport/retryable.ts';
import { fault, GET, PUT, REJOIN } from './support/scripted.mts';
import { answerOf as answer } from '../answers.ts';

const coded = (status: number, code: string) => answer(status, { error_code: code, error_msg: '' });

describe('troubleOf', () => {
	it.each([408, 500, 502, 503, 504])('%i may pass', (status) => {
		expect(troubleOf(PUT, answer(status))).toBe('transient');
		expect(troubleOf(GET, answer(status, '<html>'))).toBe('transient');
	});

	it('429 is throttling', () => {
		expect(troubleOf(PUT, answer(429))).toBe('throttled');
	});

	it.each([200, 202, 204, 301, 307, 400, 401, 403, 404, 405, 409, 412, 413, 501, 505])(
		'%i is final',
		(status) => {
			expect(troubleOf(PUT, answer(status))).toBeUndefined();
		},
	);

	it.each([
		[429, 'APIGW.0308', 'throttled'],
		[403, 'APIGW.0308', 'throttled'],
		[400, 'APIGW.0613', 'transient'],
		[500, 'APIGW.0601', 'transient'],
		[500, 'APIGW.0605', 'transient'],
		[500, 'APIGW.0606', 'transient'],
		[500, 'APIGW.0609', 'transient'],
		[502, 'APIGW.0610', 'transient'],
		[500, 'APIGW.0611', 'transient'],
		[502, 'APIGW.0201', 'transient'],
		[504, 'APIGW.0201', 'transient'],
		[400, 'APIGW.0201', undefined],
		[413, 'APIGW.0201', undefined],
		[500, 'WKS.00000003', 'transient'],
		[409, 'WKS.00010032', undefined],
		[401, 'APIGW.0308', undefined],
		[401, 'APIGW.0601', undefined],
		...[
			...['APIGW.0101', 'APIGW.0301', 'APIGW.0302', 'APIGW.0305', 'APIGW.0306', 'APIGW.0307'],
			...['APIGW.0310', 'APIGW.0401', 'APIGW.0402', 'APIGW.0404', 'APIGW.0501', 'APIGW.0502'],
			...['APIGW.0801', 'APIGW.0802'],
		].map((code) => [503, code, undefined] as const),
	] as const)('%i %s: the code decides before the status', (status, code, trouble) => {
		expect(troubleOf(PUT, coded(status, code))).toBe(trouble);
	});

	it('repeats a success that is no JSON, and for reads one without a body', () => {
		expect(troubleOf(PUT, answer(200, '<html>Log in</html>'))).toBe('transient');
		expect(troubleOf(PUT, answer(202, '{"job_i'))).toBe('transient');
		expect(troubleOf(PUT, answer(200, ' '))).toBeUndefined();
		expect(troubleOf(GET, answer(200, ''))).toBe('transient');
		expect(troubleOf(GET, answer(200, { desktops: [] }))).toBeUndefined();
	});

	it('does not repeat a success that carries an error code', () => {
		expect(troubleOf(PUT, coded(200, 'WKS.00010109'))).toBeUndefined();
		expect(troubleOf(PUT, coded(200, 'APIGW.0601'))).toBeUndefined();
	});

	it.each([199, 300])('does not repeat a page with %i, which is no success', (status) => {
		expect(troubleOf(GET, answer(status, '<html>'))).toBeUndefined();
	});

	it.each([
		...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
		...['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET', 'ERR_NETWORK'],
		...['Z_BUF_ERROR', 'Z_DATA_ERROR'],
	])('%s may pass', (code) => {
		expect(troubleOf(PUT, fault('connection', code))).toBe('transient');
	});

	it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO', 'HPE_HEADER_OVERFLOW', ''])(
		'%s does not',
		(code) => {
			expect(troubleOf(PUT, fault('connection', code))).toBeUndefined();
		},
	);

	it('repeats after silence, but not after too much, a cancellation or a refused sign-in', () => {
		expect(troubleOf(PUT, fault('timeout'))).toBe('transient');
		for (const cause of ['oversized', 'cancelled', 'signIn', 'refused'] satisfies FaultCause[]) {
			const code = 'ECONNRESET';
			expect(troubleOf(PUT, { kind: 'fault', cause, code, message: '' })).toBeUndefined();
		}
	});
});

describe('mayHaveTakenEffect', () => {
	const cancelled: Reply = { kind: 'fault', cause: 'cancelled', message: '' };

	it.each<[string, Reply, boolean]>([
		['500', answer(500), true],
		['504', answer(504), true],
		['408', answer(408), true],
		['a garbled success', answer(202, '{"job'), true],
		['204', answer(204), false],
		['200 without a body', answer(200), false],
		['429', answer(429), false],
		['403', answer(403), false],
		['a reset', fault('connection', 'ECONNRESET'), true],
		['a broken connection without a code', fault('connection'), true],
		['silence', fault('timeout'), true],
		['an answer that is too large', fault('oversized'), true],
		['a refused connection', fault('connection', 'ECONNREFUSED'), false],
		['a distrusted certificate', fault('connection', 'CERT_HAS_EXPIRED'), false],
		['an unknown host', fault('connection', 'ENOTFOUND'), false],
		['cancelled in flight', { ...cancelled, code: 'ERR_CANCELED' }, true],
		['cancelled before sending', cancelled, false],
		['a closed gate', { kind: 'fault', cause: 'signIn', message: '' }, false],
		['an unknown project', { kind: 'fault', cause: 'refused', message: '' }, false],
		['no turn', { kind: 'fault', cause: 'throttled', message: '' }, false],
	])('%s', (_, reply, expected) => {
		expect(mayHaveTakenEffect(PUT, reply)).toBe(expected);
		expect(mayHaveTakenEffect(GET, reply)).toBe(false);
	});
});

describe('endsRun', () => {
	const unsent = (cause: FaultCause): Reply => ({ kind: 'fault', cause, message: '' });

	it.each<[string, Reply, boolean]>([
		['any 401', answer(401), true],
		['a 401 about rights', coded(401, 'APIGW.0306'), true],
		['a locked key with another status', coded(403, 'APIGW.0301'), true],
		['a project that is not available', coded(403, 'APIGW.0310'), true],
		['a region without the API', coded(404, 'apigw.0101'), true],
		['an account that is kept out', coded(403, 'APIGW.0401'), true],
		['a missing right', coded(403, 'APIGW.0302'), false],
		['a desktop that is gone', coded(404, 'WKS.1'), false],
		['throttling', answer(429), false],
		['an outage', answer(503), false],
		['a success', answer(200), false],
		['a sign-in that was refused', unsent('signIn'), true],
		['a project that is not known', unsent('refused'), true],
		['silence', unsent('timeout'), false],
		['no turn', unsent('throttled'), false],
	])('%s', (_, reply, expected) => {
		expect(endsRun(PUT, reply)).toBe(expected);
	});
});

describe('a rejoin, which may restart a desktop', () => {
	it.each<[string, Reply]>([
		['500', answer(500)],
		['503', answer(503)],
		['408', answer(408)],
		['half a success', answer(202, '{"job')],
		['silence', fault('timeout')],
		['a reset', fault('connection', 'ECONNRESET')],
		['an answer that is too large', fault('oversized')],
	])('is not sent again after %s: it may have been started', (_, reply) => {
		expect(troubleOf(REJOIN, reply)).toBeUndefined();
		expect(isLeftOpen(REJOIN, reply)).toBe(true);
		expect(isLeftOpen(PUT, reply)).toBe(false);
	});

	it('is sent again if it was throttled or cannot have arrived', () => {
		expect(troubleOf(REJOIN, answer(429))).toBe('throttled');
		expect(troubleOf(REJOIN, fault('connection', 'ECONNREFUSED'))).toBe('transient');
	});

	it('that a region does not offer says nothing of the region', () => {
		const missing = coded(404, 'APIGW.0101');
		expect(isNotOffered(missing)).toBe(true);
		expect(endsRun(REJOIN, missing)).toBe(false);
		expect(endsRun(PUT, missing)).toBe(true);
		expect(isNotOffered(coded(404, 'APIGW.0801'))).toBe(false);
		expect(isNotOffered(answer(204))).toBe(false);
		expect(isNotOffered(fault('connection', 'APIGW.0101'))).toBe(false);
		expect(endsRun(REJOIN, coded(404, 'APIGW.0801'))).toBe(true);
		expect(endsRun(REJOIN, answer(401))).toBe(true);
	});
});
