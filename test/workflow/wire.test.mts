/** Every way in which a connection can go wrong, in every place where this node waits for an answer: it ends, with a sentence. */
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { TEST_MARK } from '../../credentials/huaweicloud/credentialTest.ts';
import { runNode } from './support/engine.mts';
import { httpHelpers } from './support/httpHelpers.mts';
import { goodAnswer, startHostile, WIRE } from './support/wire.mts';

const ID = '0b1c2d3e-0000-4000-8000-000000000001';
const TOKEN = 'planted-token-planted-token';
const PROJECT = '0123456789abcdef0123456789abcdef';
const OPTIONS = { maxRetries: 0, requestTimeout: 2, waitTimeout: 2, pollInterval: 1 };
const NAMES = Object.keys(WIRE);

type Good = Parameters<typeof startHostile>[1];

/** What a run needs to get as far as the place that is tried: which requests are answered well. */
interface Place {
	readonly good: () => Good;
	readonly parameters?: object;
	readonly item?: object;
	readonly fields?: object;
}

const none = (): Good => () => undefined;

/** The first look goes wrong; the second, two seconds later, does not. */
function afterOneLook(): Good {
	let looks = 0;
	return (method) => {
		if (method === 'PUT') return goodAnswer('200 OK');
		looks += 1;
		const desktop = { desktop_id: ID, computer_name: 'PC-1', sid: 'S-1-5-21-1-2-3-1001' };
		return looks === 1 ? undefined : goodAnswer('200 OK', { total_count: 1, desktops: [desktop] });
	};
}

const PLACES: Readonly<Record<string, Place>> = {
	'the update': { good: none },
	'the list': {
		good: none,
		item: { sAMAccountName: 'PC-1$' },
		parameters: { matchBy: 'computerName' },
	},
	'the task': {
		good: () => (method) =>
			method === 'PUT' ? goodAnswer('202 Accepted', { job_id: 'job-1' }) : undefined,
		parameters: { waitForCompletion: true },
	},
	'the check afterwards': {
		good: afterOneLook,
		parameters: { options: { ...OPTIONS, verify: true } },
	},
	'the sign-in': {
		good: none,
		fields: {
			authentication: 'iamUser',
			domainName: 'corp',
			userName: 'robot',
			password: TOKEN,
			token: '',
		},
	},
};

async function outcomeAt(name: string, place: Place) {
	const server = await startHostile(name, place.good());
	try {
		const { output, error } = await runNode({
			items: [{ desktop_id: ID, ...place.item } as never],
			credential: {
				authentication: 'token',
				region: 'custom',
				endpoint: server.url,
				iamEndpoint: server.url,
				projectId: PROJECT,
				token: TOKEN,
				...place.fields,
			},
			parameters: { output: 'perDesktop', options: OPTIONS, ...place.parameters } as never,
			onError: 'continueRegularOutput',
		});
		return { name, met: server.met.length > 0, error, item: output[0]?.json ?? {} };
	} finally {
		await server.close();
	}
}

const SENTENCE = /^[A-Z0-9"'].{10,3000}[.…!?")]$/s;

it('knows at least 40 ways', () => {
	expect(NAMES.length).toBeGreaterThanOrEqual(40);
});

it.each(Object.entries(PLACES))('%s: each ends with a sentence', async (place, what) => {
	const outcomes = await Promise.all(NAMES.map(async (name) => await outcomeAt(name, what)));
	for (const { name, error, item } of outcomes) {
		const shown = { name, item, error };
		expect({ ...shown, message: item.message }).toEqual({
			...shown,
			message: expect.stringMatching(SENTENCE) as unknown,
		});
		expect(JSON.stringify(shown)).not.toContain('planted');
		if (place !== 'the check afterwards')
			expect({ ...shown, done: isDone(item.status) }).toEqual({ ...shown, done: false });
	}
	expect({}).not.toHaveProperty('polluted');
	// On a busy machine a run may end before it gets as far as the place.
	expect(outcomes.filter(({ met }) => met).length).toBeGreaterThan(NAMES.length / 2);
});

const isDone = (status: unknown) => status === 'updated' || status === 'unchanged';

it('the credential test: each ends with a sentence', async () => {
	// The bound is half a minute there, too long for a test.
	const { timeout } = AbortSignal;
	const shortened = jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((ms) => timeout(Math.min(ms, 1000)));
	const said = await Promise.all(
		NAMES.map(async (name) => {
			const server = await startHostile(name, none());
			const message = await testOf(server.url).catch((error: unknown) => (error as Error).message);
			await server.close();
			return { name, message };
		}),
	);
	shortened.mockRestore();
	for (const one of said) {
		expect(one).toEqual({ ...one, message: expect.stringMatching(SENTENCE) as unknown });
		expect(one.message).not.toContain('planted');
	}
});

/** As n8n tests a credential: `preAuthentication`, then `authenticate`, with the same object. */
async function testOf(endpoint: string): Promise<unknown> {
	const type = new HuaweiCloudWorkspaceApi();
	const credential: ICredentialDataDecryptedObject = {
		authentication: 'token',
		region: 'custom',
		endpoint,
		projectId: PROJECT,
		token: TOKEN,
	};
	await type.preAuthentication.call({ helpers: httpHelpers() } as IHttpRequestHelper, credential);
	const request: IHttpRequestOptions = {
		method: 'GET',
		url: `${endpoint}/v2/${PROJECT}/desktops`,
		headers: { [TEST_MARK]: 'probe' },
	};
	return await type.authenticate(credential, request);
}
