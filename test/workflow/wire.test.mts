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
import { startHostile, WIRE } from './support/wire.mts';
import { credentialAt, PLACES, SENTENCE, type Place } from './support/wirePlaces.mts';

const OPTIONS = { maxRetries: 0, requestTimeout: 2, waitTimeout: 2, pollInterval: 1 } as const;
const NAMES = Object.keys(WIRE);

async function outcomeAt(name: string, place: Place) {
	const server = await startHostile(name, place.good());
	try {
		const { output, error } = await runNode({
			items: [place.item as never],
			credential: credentialAt(server.url, place),
			parameters: place.parameters(OPTIONS) as never,
			onError: 'continueRegularOutput',
		});
		return { name, met: server.met.length > 0, error, item: output[0]?.json ?? {} };
	} finally {
		await server.close();
	}
}

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
			const server = await startHostile(name, () => undefined);
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
	const credential: ICredentialDataDecryptedObject = credentialAt(endpoint);
	await type.preAuthentication.call({ helpers: httpHelpers() } as IHttpRequestHelper, credential);
	const request: IHttpRequestOptions = {
		method: 'GET',
		url: `${endpoint}/v2/${String(credential.projectId)}/desktops`,
		headers: { [TEST_MARK]: 'probe' },
	};
	return await type.authenticate(credential, request);
}
