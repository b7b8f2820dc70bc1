/** A secret that was typed into any field, its own or another one, comes out nowhere, also when what answers repeats all that it got. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { isThorough } from '../unit/runs.mts';
import { runNode } from './support/engine.mts';

const ID = '0b1c2d3e-0000-4000-8000-000000000001';
const PROJECT = '0123456789abcdef0123456789abcdef';
const MISPLACED = {
	'a secret access key': 'qW7eRt9yUi2oPa4sDf6gHj8kLz1xCv3bNm5QwErT',
	'a token': `MIIFplanted${'Zx9/'.repeat(30)}`,
	'a password with signs': 'Geheim!/&=<"Planted',
} as const;
const FIELDS = [
	...['region', 'endpoint', 'iamEndpoint', 'stsEndpoint', 'projectId', 'enterpriseProjectId'],
	...['accessKeyId', 'secretAccessKey', 'securityToken'],
	...['domainName', 'userName', 'password', 'token'],
];

let server: Server;
let url = '';
/** How the request is repeated. */
let answer: (got: string) => { status: number; body: string };

beforeAll(async () => {
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const address = request.url ?? '';
			const got = [address, decodeURIComponent(address), ...request.rawHeaders, ...parts].join(' ');
			const { status, body } = answer(got);
			response.writeHead(status, { 'x-request-id': 'r' }).end(body);
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
});

const refusal = (status: number, error_code: string) => (got: string) => ({
	status,
	body: JSON.stringify({ error_code, error_msg: got, error_detail: got }),
});
const ECHOES = {
	'the service': refusal(400, 'WKS.1'),
	'the gateway': refusal(401, 'APIGW.0301'),
	'another service': (got: string) => ({
		status: 400,
		body: JSON.stringify({ badRequest: { message: got, code: 400 } }),
	}),
	'a page': (got: string) => ({ status: 403, body: `<html><body>${got}</body></html>` }),
} as const;

const credentialOf = (authentication: string) => ({
	authentication,
	region: 'custom',
	endpoint: url,
	iamEndpoint: url,
	stsEndpoint: url,
	projectId: PROJECT,
	enterpriseProjectId: '',
	accessKeyId: 'A1'.repeat(10),
	secretAccessKey: 'bC3d'.repeat(10),
	securityToken: '',
	domainName: 'corp',
	userName: 'bot',
	password: 'Own-password-7',
	token: 'own-token',
	sessionToken: '',
});

/** Whether eight characters of the secret in a row stand in the text. */
const isIn = (secret: string, text: string) =>
	Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8)).some((part) =>
		text.includes(part),
	);

const ITEM = { desktop_id: ID, objectSid: 'S-1-5-21-1-2-3-1001' };
const PARAMETERS = { output: 'perDesktop', options: { maxRetries: 0 } };
const WAYS = [
	['continueRegularOutput', false],
	['stopWorkflow', true],
] as const;

describe.each(Object.entries(MISPLACED))('%s', (_, secret) => {
	describe.each(['accessKey', 'iamUser', 'token'])('signed in by %s', (authentication) => {
		it.each(FIELDS)('in the field %s: nothing', async (field) => {
			const credential = { ...credentialOf(authentication), [field]: secret };
			for (const [at, echo] of Object.values(ECHOES).entries()) {
				answer = echo;
				for (const [onError, skipInSync] of isThorough ? WAYS : [WAYS[at % 2 === 0 ? 0 : 1]]) {
					const { output, error, task } = await runNode({
						items: [ITEM],
						credential,
						parameters: { ...PARAMETERS, skipInSync },
						onError,
					});
					const shown = [output, error, error?.message, error?.description, task?.hints];
					const text = shown.map((one) => inspect(one, { depth: 8 })).join('\n');
					expect(text).toMatch(/failed|error/i);
					expect(isIn(secret, text)).toBe(false);
				}
			}
		});
	});
});

it('what is no secret is shown: the request is repeated, and the test would see it', async () => {
	answer = ECHOES['the service'];
	const { output } = await runNode({
		items: [ITEM],
		credential: credentialOf('token'),
		parameters: { ...PARAMETERS, skipInSync: false },
		onError: 'continueRegularOutput',
	});
	const text = inspect(output, { depth: 8 });
	expect(isIn(PROJECT, text)).toBe(true);
	expect(isIn('own-token', text)).toBe(false);
});
