/** What an endpoint can do that means harm, or that is no Workspace API at all: a clear failure each time, and nothing beyond. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { runOnIds, tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(4, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const ONE_BY_ONE = { output: 'perDesktop', options: { batchSize: 1, maxRetries: 0 } };

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

/** The second of four requests meets the fault; gives the message of its desktop. */
async function messageAfter(does: FaultAction): Promise<string> {
	simulator.faults.add({ match: { nth: 2 }, do: does });
	const { output } = await runOnIds(simulator, IDS, {
		parameters: ONE_BY_ONE,
		onError: 'continueRegularOutput',
	});
	expect(output.map(({ json }) => json.status)).toEqual([
		'updated',
		'failed',
		'updated',
		'updated',
	]);
	return String(output[1]?.json.message);
}

describe('an answer that is hostile', () => {
	it('1 GB: is cut off at 16 MB', async () => {
		expect(await messageAfter({ kind: 'huge', bytes: 1024 ** 3 })).toMatch(
			/larger than 16 MB and was not read further/,
		);
	});

	it.each([301, 302, 303, 307, 308] as const)('a %i is not followed', async (status) => {
		const elsewhere = await startSimulator({ desktops: DESKTOPS });
		const location = `${elsewhere.endpoint}/v2/${elsewhere.projectId}/desktops/sids`;
		const message = await messageAfter({ kind: 'redirect', location, status });
		await elsewhere.close();
		expect(elsewhere.journal.entries).toEqual([]);
		expect(message).toContain(`(${String(status)})`);
	});

	it('keys that reach for prototypes change nothing', async () => {
		const text =
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"error_code":"WKS.1","error_msg":"\\u0000\\ud800"}';
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('409 WKS.1');
		expect({}).not.toHaveProperty('polluted');
	});

	it('100 000 brackets deep: is read or refused, not died of', async () => {
		const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('(409');
	});

	it('a page of tags that never close costs no time', async () => {
		const text = '<script'.repeat(500_000);
		expect(await messageAfter({ kind: 'notJson', status: 409, text })).toContain('(409');
	});
});

describe('a connection that is hostile', () => {
	let server: Server;
	const sockets = new Set<Socket>();

	/** Answers every connection with these bytes, as they are. */
	async function messagesAfter(bytes: string): Promise<Set<string>> {
		server = createServer((socket) => {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.once('data', () => socket.write(bytes));
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const { port } = server.address() as AddressInfo;
		const { output } = await runNode({
			items: IDS.map((desktop_id) => ({ desktop_id })),
			credential: {
				...tokenCredential(simulator),
				endpoint: `http://127.0.0.1:${String(port)}`,
			},
			parameters: { output: 'perDesktop', options: { batchSize: 1, maxRetries: 0 } },
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => json.status)).toEqual(Array(4).fill('failed'));
		return new Set(output.map(({ json }) => String(json.message)));
	}

	afterEach(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((closed) => server.close(closed));
	});

	const OK = 'HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\n';

	it.each([
		['headers of 1 MB', `${OK}x-much: ${'x'.repeat(1024 * 1024)}\r\n\r\n`],
		['5000 headers', `${OK}${'x-many: 1\r\n'.repeat(5000)}content-length: 0\r\n\r\n`],
		['a header with control characters', `${OK}x-odd: \u0000\u0001\r\n\r\n`],
		['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
		['two contradicting lengths', `${OK}content-length: 5\r\ncontent-length: 9\r\n\r\nhello`],
		['a wrong chunk size', `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`],
		['a body that is no gzip', `${OK}content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello`],
		[
			'headers named like prototypes',
			`${OK}__proto__: a\r\nconstructor: b\r\ncontent-length: 0\r\n\r\n`,
		],
		['a Retry-After of nonsense', `${OK}retry-after: 1e99999\r\ncontent-length: 0\r\n\r\n`],
	])('%s: a sentence for each desktop', async (_, bytes) => {
		const messages = await messagesAfter(bytes);
		expect(messages.size).toBe(1);
		for (const message of messages) {
			expect(message.length).toBeLessThan(2000);
			expect(message).toMatch(
				/^The request to 127|\(500\)|connection.* broke off|is not HTTP|are too large/,
			);
		}
	});
});
