import { NodeApiError, type INode } from 'n8n-workflow';

import { faultOf } from '../../../nodes/DesktopSid/transport/request';
import { connectionTo } from './connections';

const CONNECTION = connectionTo('https://workspace.example.com:8443/gateway');
const node: INode = {
	id: '1',
	name: 'SID',
	type: 'desktopSid',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const coded = (code: string, message = 'low-level words') =>
	Object.assign(new Error(message), { code });

describe('faultOf', () => {
	it.each([
		['ENOTFOUND', 'connection', /is not known\. Check the region or the endpoint/],
		['EAI_AGAIN', 'connection', /name server did not answer/],
		['ECONNREFUSED', 'connection', /refused the connection\. Check host and port/],
		['EHOSTUNREACH', 'connection', /no route/],
		['ENETUNREACH', 'connection', /no route/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'connection', /not trusted.*NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', 'connection', /not trusted/],
		['ETIMEDOUT', 'timeout', /no answer in time/],
		['ECONNABORTED', 'timeout', /no answer in time/],
		['ECONNRESET', 'connection', /broke off \(ECONNRESET\)/],
		['EPIPE', 'connection', /broke off/],
		['EPROTO', 'connection', /does not speak TLS/],
	])('%s: says what happened and what to do', (code, cause, says) => {
		const fault = faultOf(coded(code), CONNECTION);
		expect(fault).toMatchObject({ kind: 'fault', cause, code });
		expect(fault.message).toMatch(says);
		expect(fault.message).toContain('workspace.example.com:8443');
		expect(fault.message).not.toContain('/gateway');
	});

	it('finds the code below what n8n wraps around it', () => {
		const wrapped = new NodeApiError(node, { cause: coded('ECONNREFUSED') } as never);
		expect(faultOf(wrapped, CONNECTION)).toMatchObject({ code: 'ECONNREFUSED' });
		const twice = { cause: { errorResponse: { reason: coded('ENOTFOUND') } } };
		expect(faultOf(twice, CONNECTION)).toMatchObject({ code: 'ENOTFOUND' });
	});

	it('tells a cancelled execution', () => {
		expect(faultOf(coded('ERR_CANCELED'), CONNECTION)).toMatchObject({ cause: 'cancelled' });
	});

	it('takes a 401 that n8n throws for a refused sign-in', () => {
		const thrown = new NodeApiError(node, { message: 'no', httpCode: '401' } as never, {
			httpCode: '401',
		});
		expect(faultOf(thrown, CONNECTION)).toMatchObject({ cause: 'signIn', code: '401' });
	});

	it('keeps the words of an unknown trouble, without the secret', () => {
		const fault = faultOf(coded('EWEIRD', 'odd: planted-token'), CONNECTION);
		expect(fault).toMatchObject({ cause: 'connection', code: 'EWEIRD' });
		expect(fault.message).toBe(
			'The request to workspace.example.com:8443 could not be completed: odd: ***-token',
		);
	});

	it.each([undefined, null, 'text', 5, {}, []])('copes with %j thrown', (thrown) => {
		const fault = faultOf(thrown, CONNECTION);
		expect(fault).toMatchObject({ kind: 'fault', cause: 'connection' });
		expect(fault).not.toHaveProperty('code');
	});

	it('does not run in circles', () => {
		const circle: { cause?: unknown } = {};
		circle.cause = circle;
		expect(faultOf(circle, CONNECTION).cause).toBe('connection');
	});
});
