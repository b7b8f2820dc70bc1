/**
 * A real proxy stands between a real n8n and the service, and refuses, hangs up, keeps silent or answers in the service's place.
 * What it does is in the name of the host. One execution has a node for each way and each kind of request.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { after, before, describe, test } from 'node:test';
import { chosen, CREDENTIAL_TYPE, NODE_TYPE } from '../../demo/example.mts';
import type { CredentialFile, WorkflowFile } from '../../demo/n8n/commandLine.mts';
import type { Execution } from '../../demo/n8n/execution.mts';
import { LOOPBACK } from '../../demo/n8n/settings.mts';
import { selfSignedCertificate } from '../../simulator/certificate.mts';
import { fannedOut, flow } from './support/flow.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { nodesOf } from './support/workflowNode.mts';

const WORKFLOW_ID = 'behindAProxy0000';
const PROJECT = '0123456789abcdef0123456789abcdef';
const SECRET = 'Planted-Passw0rd!';
const ITEM = { desktop_id: '0b1c2d3e-0000-4000-8000-000000000001', sAMAccountName: 'PC-1$' };

const page = (status: string) => {
	const html = `<html><body><h1>${status}</h1>Contact the help desk.</body></html>`;
	return `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${String(html.length)}\r\nConnection: close\r\n\r\n${html}`;
};

type Tunnel = (socket: Socket) => void;
const answers =
	(text: string): Tunnel =>
	(socket) => {
		socket.end(text);
	};

/** The server behind the tunnel that is not the service. */
const stranger = createTlsServer(await selfSignedCertificate());

const WAYS: Readonly<Record<string, readonly [tunnel: Tunnel, says: RegExp]>> = {
	forbids: [answers(page('403 Forbidden')), /network team/],
	'wants-a-sign-in': [answers(page('407 Proxy Authentication Required')), /asks for a sign-in/],
	'cannot-reach-it': [answers(page('502 Bad Gateway')), /502.*Run this again later/],
	'cannot-resolve-it': [answers(page('503 Service Unavailable')), /503.*Run this again later/],
	'hangs-up': [
		(socket) => {
			socket.destroy();
		},
		/proxy|connection|closed/i,
	],
	'hangs-up-in-a-line': [answers('HTTP/1.1 4'), /proxy|connection/i],
	'speaks-something-else': [answers('220 mail ready\r\n\r\n'), /not HTTP.*proxies/],
	'keeps-silent': [() => undefined, /no answer within 2 s/],
	'answers-itself': [
		(socket) => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			const inner = connect((stranger.address() as AddressInfo).port, LOOPBACK);
			inner.on('error', () => undefined);
			socket.pipe(inner).pipe(socket);
		},
		/certificate/,
	],
};

const TOKEN = { authentication: 'token', token: SECRET };
const USER = { authentication: 'iamUser', domainName: 'corp', userName: 'me', password: SECRET };
const REQUESTS = {
	'the update': { fields: TOKEN, parameters: { matchBy: 'desktopId' } },
	'the look-up by name': { fields: TOKEN, parameters: { matchBy: 'computerName' } },
	'the sign-in of an IAM user': { fields: USER, parameters: { matchBy: 'desktopId' } },
} as const;

const asked: string[] = [];
const open = new Set<Socket>();

function proxyServer(): Server {
	return createServer().on('connect', ({ url = '' }, stream) => {
		const socket = stream as Socket;
		asked.push(url);
		open.add(socket);
		socket.on('error', () => undefined);
		const way = WAYS[url.split('.')[0] ?? ''];
		// What n8n itself looks for outside is out of reach.
		(way?.[0] ?? answers('HTTP/1.1 502 Bad Gateway\r\n\r\n'))(socket);
	});
}

/** One node for each way and request, all fed by the same item. Get Many has no Max Retries: it would take minutes. */
function workflow(): { workflow: WorkflowFile; credentials: CredentialFile[] } {
	const credentials: CredentialFile[] = [];
	const base = flow({ id: WORKFLOW_ID, items: [ITEM], credential: credentialAt('none', TOKEN) });
	const node = nodesOf(WORKFLOW_ID);
	const added = Object.keys(WAYS).flatMap((way) =>
		Object.entries(REQUESTS).map(([request, { fields, parameters }]) => {
			const credential = credentialAt(way, fields);
			credentials.push(credential);
			return {
				...node(`${way}: ${request}`, NODE_TYPE, 1, {
					column: 6,
					parameters: {
						operation: 'updateSids',
						output: 'perDesktop',
						skipInSync: false,
						...parameters,
						options: { maxRetries: 0, requestTimeout: 2 },
					},
				}),
				credentials: chosen(credential),
				onError: 'continueRegularOutput' as const,
			};
		}),
	);
	return { workflow: fannedOut(base, added), credentials };
}

function credentialAt(way: string, fields: object): CredentialFile {
	const host = `https://${way}.proxied.example`;
	const id = `${way}-${'token' in fields ? 'token' : 'user'}`;
	const at = { region: 'custom', endpoint: host, iamEndpoint: host, projectId: PROJECT };
	return { id, name: id, type: CREDENTIAL_TYPE, data: { ...at, ...fields } };
}

describe('Behind a proxy', () => {
	const proxy = proxyServer();
	let lab: Lab;
	let execution: Execution;
	before(async () => {
		for (const server of [proxy, stranger]) {
			server.listen(0, LOOPBACK);
			await once(server, 'listening');
		}
		const address = `http://${LOOPBACK}:${String((proxy.address() as AddressInfo).port)}`;
		lab = await openLab('proxy', { HTTPS_PROXY: address, https_proxy: address });
		const { workflow: behind, credentials } = workflow();
		await lab.add([behind], credentials);
		execution = await lab.execute(WORKFLOW_ID);
	});
	after(async () => {
		for (const socket of open) socket.destroy();
		proxy.close();
		stranger.close();
		await lab.close();
	});

	for (const [way, [, says]] of Object.entries(WAYS)) {
		for (const request of Object.keys(REQUESTS)) {
			test(`that ${way.replaceAll('-', ' ')}, ${request} says so`, () => {
				const [item] = execution.items(`${way}: ${request}`);
				const text = String(item?.json.error ?? item?.json.message);
				assert.match(text, says);
				assert.doesNotMatch(text, /knows no desktop|Remove it from the input/);
				assert.ok(asked.includes(`${way}.proxied.example:443`));
			});
		}
	}

	test('no secret is in the execution', () => {
		assert.ok(!execution.text.includes(SECRET));
	});
});
