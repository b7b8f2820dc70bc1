import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { signRequest, signatureOf } from '../../../credentials/huaweicloud/signature.ts';
import { independentCanonicalRequest } from './independentCanonicalRequest.mts';

/** What a server can check: it sees the request line and the headers, and nothing of the URL that was signed. */
interface Arrived {
	method: string;
	target: string;
	headers: IncomingMessage['headers'];
	body: Buffer;
}

async function sendAndReceive(
	method: string,
	pathAndQuery: string,
	body: string | undefined,
	keepsHost: boolean,
): Promise<Arrived> {
	let arrived: Arrived | undefined;
	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			arrived = {
				method: incoming.method ?? '',
				target: incoming.url ?? '',
				headers: incoming.headers,
				body: Buffer.concat(chunks),
			};
			response.end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathAndQuery}`;
		const { Host, ...others } = signRequest({
			method,
			url,
			body,
			accessKeyId: 'AccessKey',
			secretAccessKey: 'SecretKey',
			projectId: 'p',
			now: new Date('2026-11-24T10:11:12Z'),
		});
		const headers = keepsHost && Host !== undefined ? { Host, ...others } : others;
		const outgoing = httpRequest(new URL(url), { method, headers, agent: false });
		outgoing.end(body);
		const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
		response.resume();
		await once(response, 'end');
	} finally {
		server.close();
		await once(server, 'close');
	}
	if (arrived === undefined) throw new Error('nothing arrived');
	return arrived;
}

function signatureFromWire({ method, target, headers, body }: Arrived): string {
	const names = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
	const canonical = independentCanonicalRequest({
		method,
		target,
		headers: names.map((name) => [name, String(headers[name])]),
		bodyHash: createHash('sha256').update(body).digest('hex'),
	});
	return signatureOf(canonical, String(headers['x-sdk-date']), 'SecretKey');
}

describe('a signed request, checked from what arrived at a server', () => {
	it.each([
		['GET', '/v2/p/desktops?limit=1', undefined],
		['PUT', '/gateway/v2/p/desktops/sids', '{"desktop_ids":["ä","一","😀"]}'],
		['GET', '/v2/p/desktops?desktop_id=b&desktop_id=a&empty=&bare', undefined],
		['GET', '/a%20b/一/%e4%b8%80/a%2Fb/../c?q=é+%2B', undefined],
		['POST', '/', 'text with a newline at the end\n'],
	])('%s %s', async (method, pathAndQuery, body) => {
		for (const keepsHost of [true, false]) {
			const arrived = await sendAndReceive(method, pathAndQuery, body, keepsHost);
			expect(arrived.headers.authorization).toBe(
				`SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-project-id;x-sdk-date, Signature=${signatureFromWire(arrived)}`,
			);
		}
	});
});
