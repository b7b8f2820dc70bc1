/**
 * The credential in n8n's own HTTP Request node, for calls that our node does not have: whichever way it signs in, the request
 * arrives as it was set up, the official signer agrees with its signature, and a redirect carries nothing to another host.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { selfSignedCertificate } from '../../simulator/certificate.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import type { Simulator } from '../../simulator/simulator.mts';
import type { CredentialFile } from '../../demo/n8n/commandLine.mts';
import type { Execution } from '../../demo/n8n/execution.mts';
import { CREDENTIAL_TYPE } from '../../demo/example.mts';
import { httpWorkflow } from './support/httpNode.mts';
import type { HttpRequest } from './support/httpNode.mts';
import { DESKTOPS, formsTo, IDS, listOf, requestsTo } from './support/httpRequests.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';

const KEY = { id: 'HTTPREQUESTKEYID1234', secret: 'HttpRequestSecretHttpRequestSecretHttpR1' };
const USER = { domain: 'corp', name: 'robot', password: 'Http-Request-1' };
const WAYS = {
	accessKey: { accessKeyId: KEY.id, secretAccessKey: KEY.secret },
	iamUser: { domainName: USER.domain, userName: USER.name, password: USER.password },
	token: {},
};
type Way = keyof typeof WAYS;

describe("The credential in n8n's HTTP Request node", () => {
	let lab: Lab;
	let simulator: Simulator;
	let secure: Simulator;
	const elsewhereGot: string[] = [];
	const elsewhere = createServer((request, response) => {
		elsewhereGot.push(JSON.stringify([request.url, request.rawHeaders]));
		response.end('{}');
	});

	before(async () => {
		await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
		const location = `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}/taken`;
		await fetch(location);
		assert.equal(elsewhereGot.splice(0).length, 1, 'who follows the redirect would be noticed');
		simulator = await startSimulator({ accessKeys: [KEY], users: [USER] });
		secure = await startSimulator({ tls: await selfSignedCertificate(), accessKeys: [KEY] });
		for (const [method, status] of [['GET', 302] as const, ['PUT', 307] as const]) {
			simulator.faults.add({
				match: { method, path: /\/redirect$/ },
				do: { kind: 'redirect', status, location },
			});
		}
		lab = await openLab('http-request');
		const ways = (Object.keys(WAYS) as Way[]).map((way) => credentialOf(way, simulator));
		const trusting = credentialOf('accessKey', secure, 'trusting', {
			allowUnauthorizedCerts: true,
		});
		const careful = credentialOf('accessKey', secure, 'careful');
		await lab.add(
			[
				...ways.map((way) => httpWorkflow(way.id, way, requestsFor(way, simulator))),
				...[trusting, careful].map((one) => httpWorkflow(one.id, one, listOf(secure))),
			],
			[...ways, trusting, careful],
		);
	});
	after(async () => {
		await (lab as Lab | undefined)?.close();
		await simulator.close();
		await secure.close();
		elsewhere.closeAllConnections();
		elsewhere.close();
	});

	function requestsFor({ id }: CredentialFile, cloud: Simulator): Record<string, HttpRequest> {
		return { ...requestsTo(cloud), ...(id === 'http-accessKey' ? formsTo(cloud) : {}) };
	}

	function credentialOf(way: Way, cloud: Simulator, id: string = way, more = {}): CredentialFile {
		const { endpoint, projectId, token } = cloud;
		return {
			id: `http-${id}`,
			name: `By ${id}`,
			type: CREDENTIAL_TYPE,
			data: {
				...{ authentication: way, region: 'custom', endpoint, iamEndpoint: cloud.url, projectId },
				...(way === 'token' ? { token } : WAYS[way]),
				...more,
			},
		};
	}

	const jsonOf = (execution: Execution, node: string) =>
		execution.items(node).map(({ json }) => json);

	for (const way of Object.keys(WAYS) as Way[]) {
		test(`signs in by ${way}`, async () => {
			for (const id of IDS) simulator.cloud.remove(id);
			simulator.cloud.add(...DESKTOPS);
			simulator.journal.clear();
			const execution = await lab.execute(`http-${way}`);
			assert.equal(execution.error, undefined);

			const [list] = jsonOf(execution, 'List');
			assert.equal(list?.total_count, 2);
			assert.deepEqual(idsIn(list), IDS.slice(0, 2));
			const [found] = jsonOf(execution, 'Name to encode');
			assert.deepEqual(found, { total_count: 0, desktops: [] });
			assert.deepEqual(jsonOf(execution, 'All pages').flatMap(idsIn), IDS);

			const repaired = simulator.journal.changes.map(({ desktop_id }) => desktop_id);
			assert.deepEqual(repaired, IDS.slice(0, 2), 'the two with JSON were updated, no other');
			const unreadable = ['Raw text body', 'Empty JSON body', 'Form body', 'Multipart body'];
			for (const name of unreadable.filter((each) => execution.nodes.includes(each)))
				assert.match(JSON.stringify(jsonOf(execution, name)), /desktop_ids must be/, name);

			assert.deepEqual(
				simulator.journal.entries.filter(({ refusedSignIn }) => refusedSignIn),
				[],
				'no request was refused for its sign-in',
			);
			for (const name of ['Redirect', 'Redirected update'])
				assert.match(JSON.stringify(jsonOf(execution, name)), /30[27]/, name);
			assert.deepEqual(elsewhereGot, [], 'nothing arrived where the redirect points');
		});
	}

	test('takes a certificate that nobody vouches for where the credential says so', async () => {
		const trusting = await lab.execute('http-trusting');
		assert.deepEqual(jsonOf(trusting, 'List'), [{ total_count: 0, desktops: [] }]);
		secure.journal.clear();
		const careful = await lab.execute('http-careful');
		assert.match(JSON.stringify(jsonOf(careful, 'List')), /certificate|SSL/i);
		assert.deepEqual(secure.journal.entries, []);
	});
});

function idsIn(page: Record<string, unknown> | undefined): unknown[] {
	const desktops = (page?.desktops ?? []) as { desktop_id: string }[];
	return desktops.map(({ desktop_id }) => desktop_id);
}
