import { createHash, createHmac } from 'node:crypto';

import { send, simulatorsOfThisFile } from './support/client.mts';
import { errorOf, key, knowingTheKey } from './support/keys.mts';

const withKey = knowingTheKey(simulatorsOfThisFile());

describe('a signature made by hand', () => {
	/** The smallest one: only X-Sdk-Date is signed, as the Go SDK does. */
	function byHand(path: string, payloadHash: string, names: string[], date: string) {
		const lines = names.map((name) => `${name}:${name === 'x-sdk-date' ? date : payloadHash}`);
		const request = ['GET', path, '', ...lines, '', names.join(';'), payloadHash].join('\n');
		const hash = createHash('sha256').update(request).digest('hex');
		const signature = createHmac('sha256', key.secret)
			.update(`SDK-HMAC-SHA256\n${date}\n${hash}`)
			.digest('hex');
		const signedHeaders = names.join(';');
		return `SDK-HMAC-SHA256 Access=${key.id}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
	}

	it.each([
		['abc', 'abc', 404],
		['a%20b', 'a%20b', 404],
		['a%2fb', 'a%2Fb', 404],
		['%E4%B8%AD', '%E4%B8%AD', 404],
		['a%20b', 'a%2520b', 401],
	])('of the path %s, signed as %s, answers %i', async (sent, signed, status) => {
		const { simulator } = await withKey();
		const path = `/v2/${simulator.projectId}/workspace-jobs/`;
		const date = '20261124T120000Z';
		const emptyHash = createHash('sha256').update('').digest('hex');
		const authorization = byHand(`${path}${signed}/`, emptyHash, ['x-sdk-date'], date);
		const headers = { authorization, 'x-sdk-date': date };
		const reply = await send(simulator, 'GET', `${path}${sent}`, { token: null, headers });
		expect(reply.status).toBe(status);
	});

	it('that leaves out the date is a 401', async () => {
		const { simulator } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		const date = '20261124T120000Z';
		const names = ['x-sdk-content-sha256'];
		const authorization = byHand(`${path}/`, 'UNSIGNED-PAYLOAD', names, date);
		const headers = {
			authorization,
			'x-sdk-date': date,
			'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD',
		};
		const reply = await send(simulator, 'GET', path, { token: null, headers });
		expect(errorOf(reply)[2]).toMatch(/X-Sdk-Date is missing, malformed or not signed$/);
	});

	it('may leave the body out when it says so', async () => {
		const { simulator } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		const date = '20261124T120000Z';
		const names = ['x-sdk-content-sha256', 'x-sdk-date'];
		const authorization = byHand(`${path}/`, 'UNSIGNED-PAYLOAD', names, date);
		const headers = {
			authorization,
			'x-sdk-date': date,
			'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD',
		};
		expect((await send(simulator, 'GET', path, { token: null, headers })).status).toBe(200);
	});
});
