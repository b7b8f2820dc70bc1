import { request } from 'node:http';

import type { FaultRule, Simulator } from '../../simulator/simulator.mts';
import { get, putSids, simulatorsOfThisFile } from './support/client.mts';
import { id, seeds, sids } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function withFault(rule: FaultRule) {
	const simulator = await start({ desktops: seeds });
	return { simulator, fault: simulator.faults.add(rule) };
}

const put = (simulator: Simulator) => putSids(simulator, [id.drifted1]);
const sidNow = (simulator: Simulator) => simulator.cloud.get(id.drifted1)?.sid;

describe('an answer that is scripted', () => {
	it.each([
		[400, /"error_code":"WKS.00000400"/],
		[401, /"error_code":"APIGW.0301"/],
		[403, /"error_code":"WKS.00000403"/],
		[429, /"error_code":"APIGW.0308"/],
		[500, /"error_code":"APIGW.0601"/],
		[204, /^$/],
	])('of the bare status %i has the usual body', async (status, body) => {
		const { simulator } = await withFault({ do: { kind: 'status', status } });
		const reply = await put(simulator);
		expect(reply.status).toBe(status);
		expect(reply.text).toMatch(body);
		expect(sidNow(simulator)).toBe(sids.before);
		expect(simulator.journal.entries).toMatchObject([{ status, fault: 'status' }]);
	});

	it('may bring its own body and headers', async () => {
		const headers = { 'retry-after': '7' };
		const body = { error_code: 'X.1' };
		const { simulator } = await withFault({ do: { kind: 'status', status: 418, headers, body } });
		const reply = await put(simulator);
		expect([reply.status, reply.json]).toEqual([418, body]);
		expect(reply.headers.get('retry-after')).toBe('7');
	});

	it('may be a page of HTML', async () => {
		const { simulator } = await withFault({ do: { kind: 'html', status: 418 } });
		const reply = await put(simulator);
		expect(reply.status).toBe(418);
		expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
		expect(reply.text).toMatch(/^<!DOCTYPE html>/);
		expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
	});

	it('may be a redirect', async () => {
		const location = 'http://127.0.0.1:9/elsewhere';
		const { simulator } = await withFault({ do: { kind: 'redirect', location, status: 307 } });
		const reply = await put(simulator);
		expect([reply.status, reply.headers.get('location')]).toEqual([307, location]);
	});

	it('may be empty, or no JSON in spite of its type', async () => {
		const { simulator, fault } = await withFault({ do: { kind: 'emptyBody', status: 202 } });
		const empty = await put(simulator);
		expect([empty.status, empty.text]).toEqual([202, '']);
		fault.remove();
		simulator.faults.add({ do: { kind: 'notJson', text: '{"a":' } });
		const broken = await put(simulator);
		expect([broken.status, broken.text, broken.json]).toEqual([200, '{"a":', undefined]);
		expect(broken.headers.get('content-type')).toMatch(/^application\/json/);
	});

	it('may be huge', async () => {
		const { simulator } = await withFault({ do: { kind: 'huge', bytes: 1_000_000 } });
		const reply = await get(simulator, 'desktops');
		expect(reply.text).toHaveLength(1_000_000);
		expect(reply.json).toMatchObject({ desktops: [expect.any(String)] });
	});
});

describe('a connection', () => {
	it('may be reset', async () => {
		const { simulator } = await withFault({ do: { kind: 'reset' } });
		await expect(put(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
		expect(simulator.journal.entries).toMatchObject([{ status: null, fault: 'reset' }]);
	});

	it('may break off in the middle of a body', async () => {
		const { simulator } = await withFault({ do: { kind: 'truncate', bytes: 5 } });
		const answer = await rawAnswer(simulator, 2);
		expect(answer).toMatchObject({ status: 200, isWhole: false });
		expect(answer.body).toHaveLength(5);
	});

	it('may hang until the simulator closes', async () => {
		const { simulator } = await withFault({ do: { kind: 'hang' } });
		const hanging = put(simulator).then(
			() => 'answered',
			() => 'ended',
		);
		// The next request is answered while the first one hangs.
		await untilPlayed(simulator);
		simulator.faults.clear();
		expect((await get(simulator, 'desktops')).status).toBe(200);
		await simulator.close();
		expect(await hanging).toBe('ended');
	});

	it('may drip, byte by byte', async () => {
		const { simulator } = await withFault({ do: { kind: 'drip', everyMs: 1, bytes: 4 } });
		expect((await get(simulator, 'desktops')).text).toBe('{   ');
	});

	it('that drips without end is ended by closing', async () => {
		const { simulator } = await withFault({ do: { kind: 'drip', everyMs: 1 } });
		const answer = rawAnswer(simulator, 1, () => void simulator.close());
		expect(await answer).toMatchObject({ status: 200, isWhole: false });
	});

	it('may only be slow', async () => {
		const { simulator } = await withFault({ do: { kind: 'delay', ms: 1 } });
		expect((await put(simulator)).status).toBe(200);
		expect(simulator.journal.entries).toMatchObject([{ status: 200, fault: 'delay' }]);
	});
});

describe('after: true', () => {
	it('does the work and loses the answer', async () => {
		const { simulator } = await withFault({ after: true, do: { kind: 'reset' } });
		await expect(put(simulator)).rejects.toThrow();
		expect(sidNow(simulator)).toBe(sids.after);
		simulator.faults.clear();
		expect((await put(simulator)).status).toBe(204);
	});

	it('cuts off the true answer', async () => {
		const { simulator } = await withFault({ after: true, do: { kind: 'truncate' } });
		const answer = await rawAnswer(simulator, 1);
		expect(answer.body).toMatch(/^\{"total_count":6,"desktops":\[/);
		expect(answer.isWhole).toBe(false);
	});

	it('without it the work is not done', async () => {
		const { simulator } = await withFault({ do: { kind: 'reset' } });
		await expect(put(simulator)).rejects.toThrow();
		expect(sidNow(simulator)).toBe(sids.before);
	});
});

/** An answer byte for byte, whole or not; fetch would only say that something broke. */
function rawAnswer(simulator: Simulator, limit: number, onFirstByte?: () => void) {
	const url = `${simulator.url}/v2/${simulator.projectId}/desktops?limit=${String(limit)}`;
	return new Promise<{ status: number; body: string; isWhole: boolean }>((resolve, reject) => {
		const sent = request(url, { headers: { 'x-auth-token': simulator.token } }, (response) => {
			let body = '';
			if (onFirstByte !== undefined) response.once('data', onFirstByte);
			response.on('data', (chunk: Buffer) => (body += chunk.toString()));
			response.on('error', () => undefined);
			response.on('close', () => {
				resolve({ status: response.statusCode ?? 0, body, isWhole: response.complete });
			});
		});
		sent.on('error', reject);
		sent.end();
	});
}

/** Until the first request has met its fault. */
async function untilPlayed(simulator: Simulator): Promise<void> {
	while (simulator.journal.entries[0]?.fault === undefined) {
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}
}
