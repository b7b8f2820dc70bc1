/** Credentials and endpoints that cannot work: one sentence each, and one outcome for every item. */
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

const ITEMS = [{ desktop_id: 'one' }, { desktop_id: 'two' }, {}];
const REFUSED = 'The credential cannot be used, so nothing was sent.';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});

afterAll(async () => {
	await simulator.close();
});

beforeEach(() => {
	simulator.journal.clear();
});

const BAD_CREDENTIALS: readonly [what: string, fields: object, says: string][] = [
	[
		'an endpoint that is no URL',
		{ endpoint: 'workspace' },
		'Workspace Endpoint is not a web address. Enter https://, the host and, if there is one, a path.',
	],
	[
		'an endpoint of another protocol',
		{ endpoint: 'file:///etc/passwd' },
		'Workspace Endpoint is not a web address. Enter https://, the host and, if there is one, a path.',
	],
	[
		'http:// off loopback',
		{ endpoint: 'http://workspace.example.invalid' },
		'Workspace Endpoint begins with http://, so the sign-in would travel unencrypted. Use https://; http:// is taken for localhost only.',
	],
	[
		'an endpoint with a query',
		{ endpoint: 'https://workspace.example.invalid/?a=b' },
		'Workspace Endpoint contains ? or #. Remove it with all that follows: only host and path belong here.',
	],
	[
		'an endpoint with a password',
		{ endpoint: 'https://me:planted@workspace.example.invalid' },
		'Workspace Endpoint contains a user name or password. Remove everything between https:// and the @.',
	],
	[
		'no endpoint',
		{ endpoint: '' },
		'Workspace Endpoint is missing. Enter the address of the Workspace API, for example https://workspace.cn-north-4.myhuaweicloud.com.',
	],
	[
		'an unknown region',
		{ region: 'moon-1' },
		"There is no Workspace region 'moon-1' in the list of this node. Choose a region from the list, or 'Custom Endpoint' and enter its address.",
	],
	[
		'no project, and nobody to ask for it',
		{ projectId: ' ' },
		'Project ID is missing, and it cannot be looked up, because the address of IAM is not known. Enter it, or the IAM Endpoint.',
	],
	['no token', { token: '' }, 'Token is missing. Enter it in the credential.'],
	[
		'no key at all',
		{ authentication: 'accessKey' },
		'Access Key ID is missing. Enter it in the credential. Secret Access Key is missing. Enter it in the credential.',
	],
	[
		'an unknown sign-in',
		{ authentication: 'magic' },
		'Authentication has a value that does not exist. Choose one from the list.',
	],
];

describe.each(BAD_CREDENTIALS)('%s', (_, fields, sentence) => {
	const says = `${REFUSED} ${sentence}`;
	const run = async (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput') =>
		await runNode({
			items: ITEMS,
			credential: { ...tokenCredential(simulator), ...fields },
			parameters: { output: 'perDesktop' },
			onError,
		});

	it('stops the workflow in words', async () => {
		expect(textOf((await run('stopWorkflow')).error)).toBe(says);
		expect(simulator.journal.entries).toStrictEqual([]);
	});

	it('leaves one failed item for each input item', async () => {
		const { output } = await run('continueRegularOutput');
		expect(output.map(({ json }) => json)).toStrictEqual(
			ITEMS.map((item) => ({ ...item, status: 'failed', message: says, error: says })),
		);
		const { success, failed } = await run('continueErrorOutput');
		expect(success).toStrictEqual([]);
		expect(failed.map(({ json }) => json.message)).toStrictEqual([says, says, says]);
		expect(simulator.journal.entries).toStrictEqual([]);
	});
});

describe('an endpoint where nobody answers', () => {
	const run = async (endpoint: string) => {
		const { output } = await runNode({
			items: ITEMS,
			credential: { ...tokenCredential(simulator), endpoint },
			parameters: { output: 'perDesktop', options: { maxRetries: 0 } },
			onError: 'continueRegularOutput',
		});
		return output.map(({ json }) => json);
	};

	it('a refused connection names host, port and what to check', async () => {
		const gone = await startSimulator();
		await gone.close();
		const items = await run(gone.endpoint);
		const { host } = new URL(gone.endpoint);
		expect(items.map(({ status }) => status)).toStrictEqual(['failed', 'failed', 'invalid']);
		expect(items[0]).toMatchObject({ desktop_id: 'one', error_code: 'ECONNREFUSED' });
		expect(items[0]?.message).toContain(host);
		expect(items[0]?.message).toContain('Check host and port of the endpoint');
		expect(items[0]).not.toHaveProperty('status_code');
	});

	it('an unknown host is named', async () => {
		const items = await run('https://workspace.nowhere.invalid');
		expect(items.map(({ status }) => status)).toStrictEqual(['failed', 'failed', 'invalid']);
		expect(items[0]?.message).toContain('workspace.nowhere.invalid');
		expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(items[0]?.error_code);
	});

	it('a service that speaks no TLS is named', async () => {
		const items = await run(simulator.endpoint.replace('http:', 'https:'));
		expect(items[0]).toMatchObject({ status: 'failed', desktop_id: 'one' });
		expect(items[0]?.message).toContain(new URL(simulator.endpoint).host);
	});
});
