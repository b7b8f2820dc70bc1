/**
 * Requests with a signature arrive as they would without one. Both of n8n's request helpers send each kind of query and body
 * twice, plain and signed; what arrived is compared, and the official signer checks the signature against it.
 */
import type { IHttpRequestOptions, IRequestOptions } from 'n8n-workflow';

import type { OutgoingOptions } from '../../credentials/huaweicloud/wireFormat.ts';
import { signedIn } from '../../credentials/huaweicloud/signIn.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { httpHelpers as helpers } from './support/httpHelpers.mts';

const KEY = { id: 'HELPERKEYID123456789', secret: 'HelperSecretHelperSecretHelperSecret1234' };
const JSON_TYPE = { 'content-type': 'application/json' };
const TEXT_TYPE = { 'content-type': 'text/plain' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ accessKeys: [KEY] });
});
afterAll(async () => {
	await simulator.close();
});

type Sent = Omit<Partial<OutgoingOptions>, 'body'> & { body?: unknown };
type Send = (options: Sent) => Promise<unknown>;

const older: Send = async (options) =>
	await helpers().request({ simple: false, ...options } as IRequestOptions);
const newer: Send = async (options) =>
	await helpers().httpRequest({ ignoreHttpStatusErrors: true, ...options } as IHttpRequestOptions);

/** What arrived: everything that n8n decides, and whether the signature is of it. */
async function arrivedBy(send: Send, options: Sent) {
	simulator.journal.clear();
	await send(options);
	const [entry, ...others] = simulator.journal.entries;
	expect(others).toEqual([]);
	const { method, path, query, body, headers, refusedSignIn } = entry ?? {};
	const type = headers?.['content-type']?.replace(/boundary=.*/, '');
	return { request: { method, path, query, body, type }, refusedSignIn };
}

async function expectSame(send: Send, options: Sent): Promise<void> {
	const fields = {
		authentication: 'accessKey',
		region: 'custom',
		endpoint: simulator.endpoint,
		projectId: simulator.projectId,
		accessKeyId: KEY.id,
		secretAccessKey: KEY.secret,
	};
	const plain = await arrivedBy(send, { ...options });
	const signed = await arrivedBy(send, signedIn(fields, options as OutgoingOptions, new Date()));
	expect(plain.refusedSignIn).toBe(true);
	expect(signed.refusedSignIn).toBe(false);
	if (plain.request.type?.startsWith('multipart/') === true) {
		// Its boundary is made up for each request.
		plain.request.body = signed.request.body;
	}
	expect(signed.request).toEqual(plain.request);
}

const desktops = () => `${simulator.endpoint}/v2/${simulator.projectId}/desktops`;
const sids = () => `${desktops()}/sids`;

describe.each([
	['the older helper', older, 'uri'],
	['the newer helper', newer, 'url'],
] as const)('%s', (_helper, send, address) => {
	it.each([
		['no query', {}],
		['text and numbers', { qs: { limit: 1, computer_name: "PC 1/ä&=+!'()*" } }],
		['truth values and null', { qs: { a: true, b: null, c: undefined } }],
		[
			'an object',
			{ qs: { filter: { a: 1, b: [2] } }, arrayFormat: 'repeat' as const, useQuerystring: true },
		],
	])('a query with %s', async (_name, more) => {
		await expectSame(send, { [address]: desktops(), method: 'GET', ...more });
	});

	it.each([
		['an object', { body: { desktop_ids: ['ä', 'b'] } }],
		['an object, asking for JSON', { body: { desktop_ids: ['a'] }, json: true }],
		['an object announced as JSON', { body: { desktop_ids: ['a'] }, headers: JSON_TYPE }],
		['a list', { body: ['a', { b: 1 }] }],
		['nothing', {}],
		['an empty object', { body: {} }],
		['an empty text', { body: '' }],
		['a number', { body: 5, headers: JSON_TYPE }],
		['JSON text', { body: '{"desktop_ids":["a"]}', headers: JSON_TYPE }],
		['JSON text with spaces around it', { body: '\n {"desktop_ids": []} \n', headers: JSON_TYPE }],
		['text that claims to be JSON', { body: 'no JSON', headers: JSON_TYPE }],
		['plain text', { body: ' text \n', headers: TEXT_TYPE }],
		['text without a type', { body: ' {"a":1} ' }],
		['text without a type, not for JSON', { body: ' {"a":1} ', json: false }],
		['bytes', { body: Buffer.from([0xff, 0, 0x41]), headers: TEXT_TYPE }],
		['a form as text', { body: 'a=1&b=%20', headers: FORM_TYPE }],
		['a form as an object', { body: { a: 1, b: ' ' }, headers: FORM_TYPE }],
	])('a body of %s', async (_name, more) => {
		await expectSame(send, { [address]: sids(), method: 'PUT', ...more });
	});
});

describe('the older helper', () => {
	it.each([
		['a form', { form: { a: 1, b: 'ä ' } }],
		['a multipart form', { formData: { a: '1' } }],
		[
			'lists with brackets',
			{ qs: { id: ['a', 'b'] }, qsStringifyOptions: { arrayFormat: 'brackets' } },
		],
		['lists with numbers', { qs: { id: ['a', 'b'] }, useQuerystring: false }],
	])('%s', async (_name, more) => {
		await expectSame(older, { uri: sids(), method: 'PUT', ...more });
	});
});

describe('the newer helper', () => {
	it('a GET with a body, which it does not send', async () => {
		await expectSame(newer, { url: desktops(), method: 'GET', body: { a: 1 } });
	});

	it('a base URL with a query', async () => {
		const path = `v2/${simulator.projectId}/desktops`;
		await expectSame(newer, { baseURL: `${simulator.endpoint}/`, url: path, qs: { limit: 1 } });
	});

	it.each(['brackets', 'indices', 'comma'] as const)('lists with %s', async (arrayFormat) => {
		await expectSame(newer, { url: desktops(), qs: { id: ['a', 'b'] }, arrayFormat });
	});
});
