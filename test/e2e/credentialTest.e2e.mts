/** The "Test" button of the credential, through n8n's own API: each kind of mistake has its own message, at the cost of one request. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createOwner, DEMO_OWNER } from '../../demo/n8n/owner.mts';
import type { N8nServer } from '../../demo/n8n/server.mts';
import { freePorts } from '../../demo/n8n/settings.mts';
import { selfSignedCertificate } from '../../simulator/certificate.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import type { Simulator } from '../../simulator/simulator.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { signInToApi } from './support/restApi.mts';
import type { RestApi } from './support/restApi.mts';

const KEY = { id: 'HPUAEXAMPLEKEY000001', secret: 'ExampleSecretExampleSecretExampleSecret1' };
const LIMITED = { ...KEY, id: 'HPUAEXAMPLEKEY000002', permissions: [] };
const USER = { domain: 'corp', name: 'sid-robot', password: 'Example-Passw0rd!' };

describe('The credential test', () => {
	let lab: Lab;
	let server: N8nServer;
	let api: RestApi;
	let cloud: Simulator;
	let withTls: Simulator;
	let clockAhead = 0;

	before(async () => {
		lab = await openLab('credential-test');
		server = await lab.n8n.start();
		await createOwner(server.url, DEMO_OWNER);
		api = await signInToApi(server.url, DEMO_OWNER);
	});
	beforeEach(async () => {
		clockAhead = 0;
		cloud = await startSimulator({
			accessKeys: [KEY, LIMITED],
			users: [USER],
			now: () => Date.now() + clockAhead,
		});
		withTls = await startSimulator({ accessKeys: [KEY], tls: await selfSignedCertificate() });
	});
	const closeClouds = async () => {
		await (cloud as Simulator | undefined)?.close();
		await (withTls as Simulator | undefined)?.close();
	};
	after(async () => {
		await closeClouds();
		await (server as N8nServer | undefined)?.stop();
		await (lab as Lab | undefined)?.close();
	});

	const place = (at: Simulator) => ({
		region: 'custom',
		endpoint: at.endpoint,
		iamEndpoint: at.url,
		projectId: at.projectId,
	});
	const key = (more: object = {}, at = cloud) => ({
		...place(at),
		authentication: 'accessKey',
		accessKeyId: KEY.id,
		secretAccessKey: KEY.secret,
		...more,
	});
	const user = (more: object = {}) => ({
		...place(cloud),
		authentication: 'iamUser',
		domainName: USER.domain,
		userName: USER.name,
		password: USER.password,
		...more,
	});
	const token = (more: object = {}) => ({
		...place(cloud),
		authentication: 'token',
		token: cloud.token,
		...more,
	});
	const refusals = () => cloud.journal.entries.filter(({ refusedSignIn }) => refusedSignIn).length;

	/** What the button says, and how many refused requests it cost. */
	function says(name: string, data: () => object, expected: RegExp, refused = 0): void {
		test(name, async (t) => {
			t.after(closeClouds);
			const result = await api.testCredential(data());
			t.diagnostic(result.message);
			assert.match(`${result.status}: ${result.message}`, expected);
			assert.equal(refusals(), refused, 'refused requests');
		});
	}

	says('a good access key', key, /^OK: Connection successful/);
	says('a good IAM user', user, /^OK: Connection successful/);
	says('a good token', token, /^OK: Connection successful/);
	says(
		'a good access key without a project ID',
		() => key({ projectId: '' }),
		/^OK: Connection successful/,
	);
	says('a good token without a project ID', () => token({ projectId: '' }), /^OK: /);
	says(
		'a wrong secret without a project ID',
		() => key({ projectId: '', secretAccessKey: 'WrongSecretWrongSecretWrongSecretWrong12' }),
		/^Error: The secret access key is wrong/,
		1,
	);
	says(
		'an IAM user without a project ID, and no region to look it up for',
		() => user({ projectId: '' }),
		/^Error: Project ID is missing\. Signing in as an IAM user needs it/,
	);
	says(
		'no project ID, and nobody to ask for it',
		() => key({ projectId: '', iamEndpoint: '' }),
		/^Error: Project ID is missing, and it cannot be looked up/,
	);
	says('no region', () => key({ region: ' ' }), /^Error: Region is missing\. Choose the region/);
	says(
		'an unknown key',
		() => key({ accessKeyId: 'HPUAUNKNOWNKEY000000' }),
		/^Error: Huawei Cloud does not know the access key ID/,
		1,
	);
	says(
		'a wrong secret',
		() => key({ secretAccessKey: 'WrongSecretWrongSecretWrongSecretWrong12' }),
		/^Error: The secret access key is wrong/,
		1,
	);
	says(
		'swapped key and secret',
		() => key({ accessKeyId: KEY.secret, secretAccessKey: KEY.id }),
		/^Error: Access Key ID and Secret Access Key are swapped/,
	);
	says(
		'a key that is locked',
		() => {
			cloud.faults.add({
				match: { path: /desktops/ },
				do: {
					kind: 'status',
					status: 401,
					body: {
						error_code: 'APIGW.0301',
						error_msg:
							'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden',
					},
				},
			});
			return key();
		},
		/^Error: The access key is locked/,
	);
	says(
		'a clock that is 20 minutes behind',
		() => {
			clockAhead = 20 * 60 * 1000;
			return key();
		},
		/^Error: The (clock of this n8n is|signature is too old or too new)/,
		1,
	);
	says(
		'a dead token',
		() => token({ token: 'no-such-token-0123456789' }),
		/^Error: Huawei Cloud does not accept the token/,
		1,
	);
	says(
		'an expired token',
		() => {
			cloud.signIn.tokens.expireAll();
			return token();
		},
		/^Error: The token has expired/,
		1,
	);
	says(
		'a wrong password',
		() => user({ password: 'Wrong-Passw0rd!' }),
		/^Error: IAM refused account name, user name or password/,
		1,
	);
	says(
		'a missing right',
		() => key({ accessKeyId: LIMITED.id }),
		/^Error: .*workspace:desktops:list/,
	);
	says(
		'the project of somebody else',
		() => key({ projectId: '00000000000000000000000000000000' }),
		/^Error: .*[Pp]roject/,
	);
	says('a project name', () => key({ projectId: 'cn-north-4' }), /^Error: Project ID/);
	says(
		'a wrong path',
		() => key({ endpoint: `${cloud.url}/no/such/prefix` }),
		/^Error: There is no Workspace API at this address/,
	);
	says(
		'an unknown host',
		() => key({ endpoint: 'https://workspace.example.invalid' }),
		/^Error: The (host|name server)/,
	);
	says(
		'an address with a query',
		() => key({ endpoint: `${cloud.url}/?a=b` }),
		/^Error: Workspace Endpoint contains \?/,
	);
	says(
		'plain http',
		() => key({ endpoint: 'http://203.0.113.7' }),
		/^Error: Workspace Endpoint begins with http:/,
	);
	says(
		'a certificate that nobody signed',
		() => key({}, withTls),
		/^Error: The TLS certificate of .* is not trusted/,
	);
	says(
		'the same with "Ignore SSL Issues"',
		() => key({ allowUnauthorizedCerts: true }, withTls),
		/^OK: /,
	);
	test('nobody listening', async (t) => {
		t.after(closeClouds);
		const endpoint = `http://127.0.0.1:${String((await freePorts()).editor)}`;
		const result = await api.testCredential(key({ endpoint }));
		assert.match(result.message, /refused the connection/);
	});
});
