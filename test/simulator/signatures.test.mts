import { get, send, simulatorsOfThisFile } from './support/client.mts';
import { id } from './support/estate.mts';
import { errorOf, knowingTheKey } from './support/keys.mts';
import { sdkSigned, sendSigned } from './support/signing.mts';

const withKey = knowingTheKey(simulatorsOfThisFile());

describe('a signature of the official SDK', () => {
	it('over a body lets in', async () => {
		const { simulator, sids, signing } = await withKey();
		const body = { desktop_ids: [id.drifted1] };
		const reply = await sendSigned(simulator, 'PUT', sids, { ...signing(), body });
		expect(reply.status).toBe(200);
	});

	it('over further headers lets in', async () => {
		const { simulator, sids, signing } = await withKey();
		const headers = { 'X-Project-Id': simulator.projectId, 'content-type': 'application/json' };
		const body = { desktop_ids: [id.drifted1] };
		const reply = await sendSigned(simulator, 'PUT', sids, { ...signing(), body, headers });
		expect(reply.status).toBe(200);
	});

	it.each<Record<string, string | string[]>>([
		{},
		{ limit: '1' },
		{ desktop_id: ['b', 'a', 'B'], computer_name: 'zürich büro/1 & 2+3=5*~', tag: '' },
		{ b: '1', a: '2', A: '3', 'a b': '%41' },
	])('over the query %j lets in', async (query) => {
		const { simulator, signing } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		expect((await sendSigned(simulator, 'GET', path, { ...signing(), query })).status).toBe(200);
	});

	it('behind a path prefix lets in', async () => {
		const { simulator, sids, signing } = await withKey({ pathPrefix: '/gate/way' });
		const body = { desktop_ids: [id.drifted1] };
		expect((await sendSigned(simulator, 'PUT', sids, { ...signing(), body })).status).toBe(200);
	});

	it('does not cover another body, path, query, header or method', async () => {
		const { simulator, sids, signing } = await withKey();
		const headers = { 'X-Project-Id': simulator.projectId };
		const body = { desktop_ids: [id.drifted1] };
		const signed = sdkSigned(simulator, 'PUT', sids, { ...signing(), body, headers });
		const attempts = [
			send(simulator, 'PUT', sids, {
				token: null,
				headers: signed,
				body: { desktop_ids: [id.linux] },
			}),
			send(simulator, 'PUT', sids, {
				token: null,
				headers: signed,
				body: `${JSON.stringify(body)} `,
			}),
			send(simulator, 'PUT', `${sids}?a=1`, { token: null, headers: signed, body }),
			send(simulator, 'POST', `/v2/${simulator.projectId}/desktops/${id.linux}/rejoin-domain`, {
				token: null,
				headers: signed,
			}),
		];
		const changed = { ...signed, 'X-Project-Id': 'f'.repeat(32) };
		attempts.push(send(simulator, 'PUT', sids, { token: null, headers: changed, body }));
		for (const reply of await Promise.all(attempts)) {
			expect(errorOf(reply).slice(0, 2)).toEqual([401, 'APIGW.0301']);
		}
		expect(simulator.journal.changes).toEqual([]);
	});

	it('with a wrong secret or an unknown key is a 401', async () => {
		const { simulator, signing } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		const wrong = await sendSigned(simulator, 'GET', path, { ...signing(), secret: 'wrong' });
		expect(errorOf(wrong)[2]).toMatch(/verify aksk signature fail$/);
		const unknown = await sendSigned(simulator, 'GET', path, { ...signing(), id: 'NOBODY' });
		expect(errorOf(unknown)).toEqual([
			401,
			'APIGW.0301',
			'Incorrect IAM authentication information: Get secretKey failed,ak:NOBODY,err:ak not exist',
		]);
	});

	it.each([
		[15 * 60, 200],
		[-15 * 60, 200],
		[15 * 60 + 1, 401],
		[-15 * 60 - 1, 401],
	])('by a clock that is %i s off answers %i', async (seconds, status) => {
		const { simulator, clock, signing } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		const at = clock.now() + seconds * 1000;
		expect((await sendSigned(simulator, 'GET', path, { ...signing(), at })).status).toBe(status);
	});

	it.each(['Basic abc', 'SDK-HMAC-SHA256 Access=a', 'V11-HMAC-SHA256 Credential=a/b, x'])(
		'that reads "%s" is a 401',
		async (authorization) => {
			const { simulator } = await withKey();
			const reply = await get(simulator, 'desktops', { token: null, headers: { authorization } });
			expect(errorOf(reply).slice(0, 2)).toEqual([401, 'APIGW.0301']);
		},
	);
});
