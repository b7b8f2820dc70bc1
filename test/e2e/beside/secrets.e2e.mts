/**
 * No secret of a credential leaves it. Recognisable secrets are planted, an endpoint that repeats everything it is sent answers
 * with every kind of failure, and all that n8n leaves behind is searched: items, errors, log at debug level, and its database.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CredentialFile, WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import type { Execution } from '../../../demo/n8n/execution.mts';
import { flow } from '../support/flow.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';

const PLANTED = {
	token: 'PLANTEDtokenPLANTEDtokenPLANTED01',
	secretAccessKey: 'PLANTEDsecretPLANTEDsecretPLANTEDsecret2',
	securityToken: 'PLANTEDstsPLANTEDstsPLANTED3',
	password: 'PLANTEDpassword4',
	session: 'PLANTEDsessionPLANTEDsession5',
};
const ITEMS = [{ desktop_id: 'desktop-1' }, { desktop_id: 'desktop-2' }];
const ANSWERS = [
	'200',
	'202',
	'400',
	'401',
	'403',
	'404',
	'412',
	'500',
	'html',
	'redirect',
	'reset',
];

/** Answers as its path says and repeats headers and body of the request, signatures and tokens included. */
function echo(elsewhere: () => string): Server {
	return createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => {
			body += chunk.toString();
		});
		request.on('end', () => {
			if (request.url?.includes('/auth/tokens')) {
				response.writeHead(201, { 'X-Subject-Token': PLANTED.session }).end('{}');
				return;
			}
			const all = JSON.stringify({ headers: request.rawHeaders, url: request.url, body });
			const kind = /^\/(\w+)/.exec(request.url ?? '')?.[1] ?? '500';
			const said = { 'X-Request-Id': headersOf(request) };
			if (kind === 'reset') request.socket.destroy();
			else if (kind === 'redirect')
				response
					.writeHead(307, { ...said, Location: `${elsewhere()}${request.url ?? ''}` })
					.end(all);
			else if (kind === 'html')
				response.writeHead(502, { 'Content-Type': 'text/html' }).end(`<html>${all}</html>`);
			else
				response
					.writeHead(Number(kind), said)
					.end(JSON.stringify({ error_code: 'ECHO.1', error_msg: all, error_detail: all }));
		});
	});
}

function headersOf(request: IncomingMessage): string {
	return JSON.stringify(request.rawHeaders).replace(/[^\x20-\x7e]/g, '');
}

async function listening(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('Secrets', () => {
	let lab: Lab;
	let echoUrl = '';
	let elsewhereUrl = '';
	const elsewhereGot: string[] = [];
	const echoServer = echo(() => elsewhereUrl);
	const elsewhere = createServer((request, response) => {
		elsewhereGot.push(JSON.stringify(request.rawHeaders));
		response.end('{}');
	});
	const executions: Execution[] = [];
	const ways = {
		token: { authentication: 'token', token: PLANTED.token },
		accessKey: {
			authentication: 'accessKey',
			accessKeyId: 'PLANTEDKEYID12345678',
			secretAccessKey: PLANTED.secretAccessKey,
			securityToken: PLANTED.securityToken,
		},
		iamUser: {
			authentication: 'iamUser',
			domainName: 'corp',
			userName: 'robot',
			password: PLANTED.password,
		},
	};

	before(async () => {
		echoUrl = await listening(echoServer);
		elsewhereUrl = await listening(elsewhere);
		lab = await openLab('secrets', { N8N_LOG_LEVEL: 'debug', N8N_LOG_OUTPUT: 'console,file' });
		const credentials: CredentialFile[] = [];
		const workflows: WorkflowFile[] = [];
		for (const [way, fields] of Object.entries(ways)) {
			for (const answer of ANSWERS) {
				const credential: CredentialFile = {
					id: `${way}-${answer}`,
					name: `${way} ${answer}`,
					type: 'huaweiCloudWorkspaceApi',
					data: {
						...fields,
						region: 'custom',
						endpoint: `${echoUrl}/${answer}`,
						iamEndpoint: echoUrl,
						stsEndpoint: echoUrl,
						projectId: '0123456789abcdef0123456789abcdef',
					},
				};
				credentials.push(credential);
				workflows.push(oneOf(way, answer, credential));
			}
		}
		await lab.add(workflows, credentials);
		await lab.add(chained(workflows));
		for (const { id } of chained(workflows)) executions.push(await lab.execute(id));
	});
	after(async () => {
		await (lab as Lab | undefined)?.close();
		echoServer.closeAllConnections();
		echoServer.close();
		elsewhere.close();
	});

	function oneOf(way: string, answer: string, credential: CredentialFile): WorkflowFile {
		const id = `${way}${answer}`;
		return flow({
			id,
			items: ITEMS,
			credential,
			parameters: { output: 'perDesktop', options: { maxRetries: 0 } },
			onError: answer === '403' ? 'continueErrorOutput' : 'continueRegularOutput',
		});
	}

	/** Every failure of one way to sign in, one after the other, in one execution; a last one stops the workflow. */
	function chained(workflows: WorkflowFile[]): WorkflowFile[] {
		return Object.keys(ways).flatMap((way) =>
			['continue', 'stop'].map((mode) => {
				const own = workflows.filter(({ id }) => id.startsWith(way));
				const [first] = own;
				assert.ok(first);
				const shared = first.nodes.slice(0, 3);
				const nodes = own.flatMap(({ id, nodes: all }) =>
					all.slice(3, 4).map((node) => ({
						...node,
						id,
						name: id,
						...(mode === 'stop' && id === `${way}500` ? { onError: 'stopWorkflow' as const } : {}),
					})),
				);
				const chosen = mode === 'stop' ? nodes.filter(({ id }) => id === `${way}500`) : nodes;
				return {
					...first,
					id: `all-${way}-${mode}`,
					name: `all-${way}-${mode}`,
					nodes: [...shared, ...chosen],
					connections: {
						...Object.fromEntries(Object.entries(first.connections).slice(0, 2)),
						Items: { main: [chosen.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
					},
				};
			}),
		);
	}

	function assertClean(what: string, text: string): void {
		for (const [name, secret] of Object.entries(PLANTED)) {
			const at = text.indexOf(secret);
			assert.equal(
				at,
				-1,
				`${what} holds the ${name}: …${text.slice(Math.max(0, at - 200), at + 60)}…`,
			);
		}
		assert.doesNotMatch(text, /Signature=[0-9a-f]{64}/i, `${what} holds a signature`);
	}

	test('every failure happened', () => {
		assert.equal(executions.length, 6);
		for (const { nodes, succeeded } of executions)
			assert.ok(succeeded ? nodes.length === 3 + ANSWERS.length : nodes.length === 4, nodes.join());
		assert.match(executions[0]?.text ?? '', /X-Auth-Token/, 'the endpoint repeats headers');
		assert.match(executions[0]?.text ?? '', /\*\*\*/, 'and their values were hidden');
	});

	test('none is in what an execution leaves and prints, errors and debug log included', () => {
		for (const { log } of executions) assertClean('The execution', log);
	});

	test("none is in n8n's database or log files", async () => {
		const folder = join(lab.n8n.userFolder, '.n8n');
		const files = await readdir(folder, { recursive: true, withFileTypes: true });
		let searched = 0;
		for (const file of files) {
			const path = join(file.parentPath, file.name);
			if (!file.isFile() || path.includes('node_modules')) continue;
			assertClean(file.name, await readFile(path, 'latin1'));
			searched += 1;
		}
		assert.ok(searched >= 2, 'the database and the log were searched');
	});

	test('a redirect to another host is not followed', () => {
		assert.deepEqual(elsewhereGot, []);
	});
});
