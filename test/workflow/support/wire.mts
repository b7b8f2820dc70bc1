/** What a server can do to a connection: half answers at every stage, dripping, closing, wrong lengths, other protocols. Real sockets. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Acts on a connection whose request has arrived. `every` repeats until the connection is gone. */
type Behaviour = (socket: Socket, every: (act: () => void) => void) => void;

const OK = 'HTTP/1.1 200 OK\r\n';
const JSON_TYPE = 'content-type: application/json\r\n';
const CHUNKED = 'transfer-encoding: chunked\r\n\r\n';

const write =
	(...parts: readonly (string | Buffer)[]): Behaviour =>
	(socket) => {
		for (const part of parts) socket.write(part);
	};
const end =
	(...parts: readonly (string | Buffer)[]): Behaviour =>
	(socket) => {
		for (const part of parts) socket.write(part);
		socket.end();
	};
const drip =
	(head: string, drop: string): Behaviour =>
	(socket, every) => {
		socket.write(head);
		every(() => socket.write(drop));
	};
const body = (text: string | Buffer, status = '200 OK', more = '') => [
	`HTTP/1.1 ${status}\r\n${more}content-length: ${String(Buffer.byteLength(text))}\r\n\r\n`,
	text,
];
const whole = (text: string | Buffer, status?: string, more?: string) =>
	write(...body(text, status, more));

/** By name. None of them is a usable answer, and most never end by themselves. */
export const WIRE: Readonly<Record<string, Behaviour>> = {
	silence: () => undefined,
	'closes at once': (socket) => socket.end(),
	'resets at once': (socket) => socket.resetAndDestroy(),
	'half a status line': write('HTTP/1.1 20'),
	'a status line': write(OK),
	'half a header': write(`${OK}content-ty`),
	'headers without an end': drip(OK, 'x-more: 1\r\n'),
	'a head, and no body of known length': write(`${OK}content-length: 100\r\n\r\n`),
	'a head, and no chunk': write(`${OK}${CHUNKED}`),
	'a head, and no body of unknown length': write(`${OK}${JSON_TYPE}\r\n`),
	'half a body': write(`HTTP/1.1 202 Accepted\r\n${JSON_TYPE}content-length: 100\r\n\r\n{"job`),
	'half a failure': write('HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\n{"error'),
	'half a refusal': write('HTTP/1.1 400 Bad\r\ncontent-length: 100\r\n\r\n{"error'),
	'half a chunk': write(`${OK}${CHUNKED}20\r\n{"job`),
	'the size of a chunk': write(`${OK}${CHUNKED}20\r\n`),
	'chunks without an end': drip(`${OK}${CHUNKED}`, '1\r\n \r\n'),
	'a whole body in chunks without an end': write(`${OK}${CHUNKED}2\r\n{}\r\n`),
	'a body that drips': drip(`${OK}content-length: 100000\r\n\r\n`, ' '),
	'a body of unknown length that drips': drip(`${OK}\r\n`, ' '),
	'trailers that drip': drip(`${OK}trailer: x-t\r\n${CHUNKED}2\r\n{}\r\n0\r\n`, 'x-t: 1\r\n'),
	'a last chunk without its end': write(`${OK}${CHUNKED}2\r\n{}\r\n0\r\n`),
	'closes in the middle of a body': end(`${OK}content-length: 100\r\n\r\n{"job`),
	'closes in the middle of a chunk': end(`${OK}${CHUNKED}20\r\n{"job`),
	'closes between chunks': end(`${OK}${CHUNKED}2\r\n{}\r\n`),
	'closes in the middle of the head': end(`${OK}content-length: 1`),
	'resets in the middle of a body': (socket) => {
		socket.write(`${OK}content-length: 100\r\n\r\n{"job`, () => socket.resetAndDestroy());
	},
	'a length that is too large, and an end': end(`${OK}content-length: 900\r\n\r\n{}`),
	'a length that is negative': write(`${OK}content-length: -2\r\n\r\n{}`),
	'a length that is no number': write(`${OK}content-length: two\r\n\r\n{}`),
	'two contradicting lengths': write(`${OK}content-length: 5\r\ncontent-length: 9\r\n\r\nhello`),
	'a length and chunks': write(`${OK}content-length: 5\r\n${CHUNKED}zz`),
	'a wrong chunk size': write(`${OK}${CHUNKED}zz\r\n`),
	'a switch of protocols': write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
	'a switch to another protocol': write(
		'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\u0081\u0002hi',
	),
	'100 and no more': write('HTTP/1.1 100 Continue\r\n\r\n'),
	'100 again and again': drip('', 'HTTP/1.1 100 Continue\r\n\r\n'),
	'102 again and again': drip('', 'HTTP/1.1 102 Processing\r\n\r\n'),
	'early hints again and again': drip('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
	'gzip that is cut off': whole(
		gzipSync('{"total_count":0,"desktops":[]}'.repeat(20)).subarray(0, 40),
		'200 OK',
		'content-encoding: gzip\r\n',
	),
	'gzip that falls silent': write(
		`${OK}content-encoding: gzip\r\n${CHUNKED}a\r\n`,
		gzipSync('{}'.repeat(50)).subarray(0, 10),
		'\r\n',
	),
	'a body that is no gzip': whole('hello', '500 Oops', 'content-encoding: gzip\r\n'),
	'a body that is no brotli': whole('hello', '500 Oops', 'content-encoding: br\r\n'),
	'64 MB in 64 kB of gzip': whole(
		gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')),
		'500 Oops',
		'content-encoding: gzip\r\n',
	),
	'more than 16 MB': (socket) => {
		socket.write('HTTP/1.1 500 Oops\r\n\r\n');
		const more = () => {
			while (!socket.destroyed && socket.write(MEGABYTE));
		};
		socket.on('drain', more);
		more();
	},
	'headers of 1 MB': write(`HTTP/1.1 500 Oops\r\nx-much: ${'x'.repeat(1024 * 1024)}\r\n\r\n`),
	'5000 headers': write(`HTTP/1.1 500 Oops\r\n${'x-many: 1\r\n'.repeat(5000)}\r\n`),
	'a header with control characters': write('HTTP/1.1 500 Oops\r\nx-odd: \u0000\u0001\r\n\r\n'),
	'headers named like prototypes': whole('', '500 Oops', '__proto__: a\r\nconstructor: b\r\n'),
	'no HTTP at all': write('SSH-2.0-OpenSSH_9.6\r\n'),
	'a body without a head': end('{"total_count":0,"desktops":[]}'),
	'HTTP/2': write(Buffer.from('00001204000000000000030000006400040000ffff000600004000', 'hex')),
	TLS: write(Buffer.from('15030100020246', 'hex')),
	'a status nobody knows': whole('{}', '999 Odd'),
	'a status of four digits': whole('{}', '2000 Odd'),
	'a redirect to itself': whole('', '307 Again', 'location: /\r\n'),
	'a redirect to nowhere': whole('', '302 Found', 'location: http://127.0.0.1:1/\r\n'),
	'a Retry-After of nonsense': whole('', '500 Oops', 'retry-after: 1e99999\r\n'),
	'a failure of zero bytes': whole('\u0000'.repeat(1000), '500 Oops'),
	'a failure that is no UTF-8': whole(Buffer.alloc(1000, 0xff), '500 Oops'),
	'tags that never close': whole('<'.repeat(20_000), '500 Oops'),
	'brackets that never close': whole('['.repeat(100_000), '500 Oops'),
	'1 MB of words': whole(`{"error_msg":"${'x'.repeat(1024 * 1024)}"}`, '500 Oops'),
	'keys that reach for prototypes': whole(
		'{"__proto__":{"polluted":1},"error_code":"constructor"}',
		'500 Oops',
	),
};

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
const DRIP_MS = 50;

export interface HostileServer {
	readonly url: string;
	/** Lines "METHOD path" of the requests that met the behaviour. */
	readonly met: string[];
	close(): Promise<void>;
}

/** The usual answer to a request that the test leaves as it is; `undefined` for the others. */
export type Good = (method: string, path: string) => readonly (string | Buffer)[] | undefined;

/** An answer with JSON, for `Good`. */
export function goodAnswer(status: string, json?: unknown, more = '') {
	return body(json === undefined ? '' : JSON.stringify(json), status, more);
}

/** A server that behaves so towards every request that `good` gives no answer for. Ended by `close`. */
export async function startHostile(name: string, good: Good): Promise<HostileServer> {
	const behave = WIRE[name];
	if (behave === undefined) throw new Error(`no behaviour is called ${name}`);
	const sockets = new Set<Socket>();
	const met: string[] = [];
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		const timers: NodeJS.Timeout[] = [];
		socket.on('error', () => undefined);
		socket.on('close', () => {
			sockets.delete(socket);
			timers.forEach(clearInterval);
		});
		socket.once('data', (data) => {
			const [method = '', path = ''] = data.toString('latin1').split(' ', 2);
			const answer = good(method, path);
			if (answer !== undefined) {
				answer.forEach((part) => socket.write(part));
				socket.end();
				return;
			}
			met.push(`${method} ${path}`);
			behave(socket, (act) => timers.push(setInterval(act, DRIP_MS)));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${String(port)}`,
		met,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((closed) => server.close(closed));
		},
	};
}
