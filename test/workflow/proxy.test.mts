/** A real proxy stands between n8n and the service, and refuses, hangs up, keeps silent or answers in the service's place. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { selfSignedCertificate } from '../../simulator/certificate.mts';
import { runNode } from './support/engine.mts';

const HOST = 'workspace.cn-north-4.myhuaweicloud.com';
const PROJECT = '0123456789abcdef0123456789abcdef';
const ID = '0b1c2d3e-0000-4000-8000-000000000001';
const PASSWORD = 'Planted-Passw0rd!';
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];

const page = (status: string) => {
	const html = `<html><body><h1>${status}</h1>Contact the help desk.</body></html>`;
	return `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${String(html.length)}\r\nConnection: close\r\n\r\n${html}`;
};

type Tunnel = (socket: Socket) => void;
const answers =
	(text: string): Tunnel =>
	(socket) =>
		socket.end(text);

let proxy: Server;
let asked: string[];
let behave: Tunnel;
let before: Map<string, string | undefined>;
const open = new Set<Socket>();

beforeAll(async () => {
	proxy = createServer().on('connect', (request, socket) => {
		asked.push(request.url ?? '');
		open.add(socket as Socket);
		socket.on('error', () => undefined);
		behave(socket as Socket);
	});
	await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
	const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
	before = new Map(NAMES.map((name) => [name, process.env[name]]));
	for (const name of NAMES) Reflect.deleteProperty(process.env, name);
	process.env.HTTPS_PROXY = address;
});
afterAll(async () => {
	for (const [name, value] of before) {
		if (value === undefined) Reflect.deleteProperty(process.env, name);
		else process.env[name] = value;
	}
	for (const socket of open) socket.destroy();
	await new Promise((done) => proxy.close(done));
});
beforeEach(() => {
	asked = [];
});

const TOKEN = { authentication: 'token', token: 'planted-token-planted-token' };
const USER = { authentication: 'iamUser', domainName: 'corp', userName: 'me', password: PASSWORD };

async function outcome(fields: object, item: object) {
	const { output } = await runNode({
		items: [item as never],
		credential: { region: 'cn-north-4', projectId: PROJECT, ...fields },
		parameters: {
			output: 'perDesktop',
			options: { maxRetries: 0, requestTimeout: 2 },
		} as never,
		onError: 'continueRegularOutput',
	});
	return output[0]?.json ?? {};
}

describe.each<[what: string, tunnel: Tunnel, says: RegExp]>([
	['forbids the host', answers(page('403 Forbidden')), /network team/],
	['wants a sign-in', answers(page('407 Proxy Authentication Required')), /asks for a sign-in/],
	['cannot reach the host', answers(page('502 Bad Gateway')), /502.*Run this again later/],
	[
		'cannot resolve the host',
		answers(page('503 Service Unavailable')),
		/503.*Run this again later/,
	],
	['hangs up', (socket) => socket.destroy(), /proxy|connection|closed/i],
	['hangs up in the middle of a line', answers('HTTP/1.1 4'), /proxy|connection/i],
	['speaks something else', answers('220 mail ready\r\n\r\n'), /not HTTP.*proxies/],
])('a proxy that %s', (_, tunnel, says) => {
	it.each<[string, object, object]>([
		['an update', TOKEN, { desktop_id: ID }],
		['a look-up by name', TOKEN, { sAMAccountName: 'PC-1$' }],
		['the sign-in of an IAM user', USER, { desktop_id: ID }],
	])('%s is failed, with the proxy named', async (_place, fields, item) => {
		behave = tunnel;
		const json = await outcome(fields, item);
		expect(json).toMatchObject({ status: 'failed' });
		expect(json.message).toMatch(says);
		expect(json.message).not.toMatch(/knows no desktop|Remove it from the input|switch|Ignore SSL/);
		expect(JSON.stringify(json)).not.toMatch(/planted/i);
		expect(asked[0]).toMatch(/^(workspace|iam)\.cn-north-4\.myhuaweicloud\.com:443$/);
	});
});

it('a proxy that keeps silent: the request ends in time', async () => {
	behave = () => undefined;
	const json = await outcome(TOKEN, { desktop_id: ID });
	expect(json).toMatchObject({ status: 'failed' });
	expect(json.message).toMatch(/no answer within 2 s/);
});

it('a proxy that answers in the place of the service: its certificate is not trusted', async () => {
	const server = createTlsServer(await selfSignedCertificate());
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	behave = (socket) => {
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		const inner = connect(port, '127.0.0.1');
		inner.on('error', () => undefined);
		socket.pipe(inner).pipe(socket);
	};
	const json = await outcome(TOKEN, { desktop_id: ID });
	server.close();
	expect(json).toMatchObject({ status: 'failed' });
	expect(json.message).toMatch(new RegExp(`certificate.*${HOST}`));
});
