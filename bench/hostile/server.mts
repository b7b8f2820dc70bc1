import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const GIGABYTE = 1024 ** 3;

/** How an endpoint may answer that wants to harm its client. */
export const ATTACKS = {
	'1 GB of JSON': async (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		await pipeline(Readable.from(repeated(Buffer.alloc(64 * 1024, 'x'), GIGABYTE)), response);
	},
	'1 GB, compressed to 1 MB': async (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
		await pipeline(
			Readable.from(repeated(Buffer.alloc(64 * 1024), GIGABYTE)),
			createGzip(),
			response,
		);
	},
	'1 GB in HTTP chunks of one byte': async (response: ServerResponse) => {
		const { socket } = response;
		if (socket === null) return;
		socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
		await pipeline(
			Readable.from(repeated(Buffer.from('1\r\nx\r\n'.repeat(10_000)), GIGABYTE)),
			socket,
		);
	},
} as const;

export type Attack = keyof typeof ATTACKS;

/** Answers the first two requests like the service, and all others with the attack. */
export async function startHostileServer(attack: Attack): Promise<{ url: string; server: Server }> {
	let requests = 0;
	const server = createServer((request, response) => {
		request.resume();
		requests += 1;
		if (requests <= 2) response.writeHead(204).end();
		// The client hangs up in the middle: that is what is measured, and no fault.
		else void ATTACKS[attack](response).catch(() => undefined);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${String(port)}`, server };
}

function* repeated(piece: Buffer, bytes: number): Generator<Buffer> {
	for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}
