import { request } from 'node:https';

import { type SelfSigned, selfSignedCertificate } from '../../simulator/certificate.mts';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import { get, putSids, send, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

describe('an unknown path or method', () => {
	it.each([
		['GET', '/'],
		['GET', '/v2/x/desktop'],
		['POST', '/v2/x/desktops/sids'],
		['PUT', '/v2/x/desktops/sids/'],
		['HEAD', '/v2/x/desktops'],
		['DELETE', '/v2/x/desktops/sids'],
	])('%s %s is a 404 of the gateway', async (method, path) => {
		const simulator = await start();
		const reply = await send(simulator, method, path);
		expect(reply.status).toBe(404);
		if (method !== 'HEAD') expect(reply.json).toMatchObject({ error_code: 'APIGW.0101' });
		expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
	});

	it('that cannot even be decoded is refused', async () => {
		const simulator = await start();
		expect((await send(simulator, 'GET', '/v2/%zz/desktops')).status).toBe(400);
	});
});

it('refuses a body of more than 12 MB', async () => {
	const simulator = await start();
	const reply = await putSids(simulator, ['x'.repeat(12 * 1024 * 1024)]);
	expect([reply.status, reply.json]).toEqual([
		413,
		expect.objectContaining({ error_code: 'APIGW.0201' }),
	]);
	expect(simulator.journal.entries).toMatchObject([{ status: 413 }]);
});

describe('the rate limit', () => {
	async function limited(retryAfter: 'seconds' | 'date' | 'none') {
		const clock = testClock();
		const behaviour = { retryAfter };
		const simulator = await start({ now: clock.now, behaviour, rateLimit: { perSecond: 2 } });
		return { simulator, clock };
	}

	it('answers 429 until the second is over', async () => {
		const { simulator, clock } = await limited('none');
		const statuses: number[] = [];
		for (const wait of [0, 0, 0, 0.5, 0.5]) {
			clock.advance(wait);
			statuses.push((await get(simulator, 'desktops')).status);
		}
		expect(statuses).toEqual([200, 200, 429, 429, 200]);
	});

	it.each([
		['seconds', '1'],
		['date', 'Tue, 24 Nov 2026 12:00:01 GMT'],
		['none', null],
	] as const)('says when to come back: %s', async (retryAfter, header) => {
		const { simulator } = await limited(retryAfter);
		await Promise.all([get(simulator, 'desktops'), get(simulator, 'desktops')]);
		const reply = await get(simulator, 'desktops');
		expect(reply.json).toMatchObject({ error_code: 'APIGW.0308' });
		expect(reply.headers.get('retry-after')).toBe(header);
	});

	it('can be lifted while it runs', async () => {
		const { simulator } = await limited('none');
		simulator.behaviour.rateLimit = null;
		for (let count = 0; count < 5; count += 1) await get(simulator, 'desktops');
		expect(new Set(simulator.journal.entries.map((entry) => entry.status))).toEqual(new Set([200]));
	});
});

it.each([
	['forbidden', 403, 'APIGW.0310'],
	['tokenMustBeUpdated', 401, 'APIGW.0307'],
	['notFound', 404, 'WKS.0202'],
] as const)('another project id, projectMismatch: %s', async (projectMismatch, status, code) => {
	const simulator = await start({ behaviour: { projectMismatch } });
	const reply = await send(simulator, 'GET', `/v2/${'f'.repeat(32)}/desktops`);
	expect([reply.status, Object(reply.json).error_code]).toEqual([status, code]);
});

it('serves everything behind a path prefix, and nothing without it', async () => {
	const simulator = await start({ desktops: seeds, pathPrefix: '/gate/way' });
	expect(simulator.endpoint).toBe(`${simulator.url}/gate/way`);
	expect((await putSids(simulator, [id.drifted1])).status).toBe(200);
	const bare = { ...simulator, endpoint: simulator.url };
	expect((await putSids(bare, [id.drifted1])).status).toBe(404);
});

it.each<[string, SimulatorOptions]>([
	['another host', JSON.parse('{"host":"0.0.0.0"}') as SimulatorOptions],
	['a prefix with a slash at the end', { pathPrefix: '/gateway/' }],
	['a prefix with a variable', { pathPrefix: '/:x' }],
	['the same desktop twice', { desktops: [{ desktop_id: 'a' }, { desktop_id: 'a' }] }],
])('does not start with %s', async (_what, options) => {
	await expect(startSimulator(options)).rejects.toThrow(Error);
});

it('answers later when a fault rule says so, and lets others overtake', async () => {
	const simulator = await start({ latencyMs: 1_000_000 });
	const slow = get(simulator, 'desktops').catch(() => undefined);
	while (simulator.journal.entries.length === 0) {
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}
	simulator.behaviour.latencyMs = 1;
	expect((await get(simulator, 'desktops')).status).toBe(200);
	expect(simulator.journal.entries.map((entry) => entry.status)).toEqual([null, 200]);
	await simulator.close();
	await slow;
});

describe('TLS', () => {
	let tls: SelfSigned;

	beforeAll(async () => {
		tls = await selfSignedCertificate();
	});

	function statusOver(simulator: Simulator, ca: string | undefined): Promise<number | string> {
		const url = `${simulator.url}/v2/${simulator.projectId}/desktops`;
		const headers = { 'x-auth-token': simulator.token };
		return new Promise((resolve) => {
			const sent = request(url, { headers, agent: false, ...(ca === undefined ? {} : { ca }) });
			sent.on('response', (response) => {
				response.resume();
				resolve(response.statusCode ?? 0);
			});
			sent.on('error', (error) => {
				resolve('code' in error ? String(error.code) : error.message);
			});
			sent.end();
		});
	}

	it('serves those who trust its certificate', async () => {
		const simulator = await start({ tls });
		expect(simulator.url).toMatch(/^https:/);
		expect(await statusOver(simulator, tls.cert)).toBe(200);
	});

	it('is refused by those who do not', async () => {
		const simulator = await start({ tls });
		expect(await statusOver(simulator, undefined)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
	});
});
