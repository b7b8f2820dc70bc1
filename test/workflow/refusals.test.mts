/**
 * An IAM policy refuses: Huawei Cloud says why only in an encoded text. With an access key the node has STS decode it, once for
 * each distinct text; otherwise it hands the text out and says how to decode it.
 */
import { manyDesktops } from '../../simulator/estate.mts';
import { encodeAuthorizationMessage } from '../../simulator/permissions.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runNode, type RunOptions } from './support/engine.mts';

const KEY = { id: 'POWERLESSKEY12345678', secret: 'PowerlessSecretPowerlessSecretPowerless1' };
const UPDATE = 'workspace:desktops:updateSids';
const DESKTOPS = manyDesktops(100, { drifted: 1 });
const ITEMS = DESKTOPS.map(({ desktop_id }) => ({ desktop_id }));

let simulator: Simulator;

async function withRights(...permissions: string[]): Promise<void> {
	simulator = await startSimulator({
		desktops: DESKTOPS,
		accessKeys: [{ ...KEY, permissions }],
		tokens: [{ token: 'powerless-token', permissions }],
	});
}

afterEach(async () => {
	await simulator.close();
});

const place = () => ({
	region: 'custom',
	endpoint: simulator.endpoint,
	stsEndpoint: simulator.url,
	projectId: simulator.projectId,
});
const withKey = () => ({
	...place(),
	authentication: 'accessKey',
	accessKeyId: KEY.id,
	secretAccessKey: KEY.secret,
});
const withToken = () => ({ ...place(), authentication: 'token', token: 'powerless-token' });

/** Twenty batches of five desktops, no retries. */
const BATCHES = { output: 'perDesktop', options: { batchSize: 5, concurrency: 10, maxRetries: 0 } };
const run = async (more: Partial<RunOptions> = {}) =>
	await runNode({
		items: ITEMS,
		credential: withKey(),
		parameters: BATCHES,
		onError: 'continueRegularOutput',
		...more,
	});
const sts = () => simulator.journal.of({ path: '/decode-authorization-message' });

/** Every desktop is refused for a reason of its own, or for one of `reasons`. */
function refuseEach(reasons = DESKTOPS.length): void {
	const nobody = { kind: 'accessKey' as const, name: 'nobody' };
	DESKTOPS.forEach(({ desktop_id }, index) => {
		const resource = `desktop:${String(index % reasons)}`;
		const body = {
			error_code: 'WKS.00000403',
			error_msg: 'Denied.',
			encoded_authorization_message: encodeAuthorizationMessage(nobody, UPDATE, resource),
		};
		simulator.faults.add({
			match: { desktopId: desktop_id },
			do: { kind: 'status', status: 403, body },
		});
	});
}

const DECODED = `Decoded by STS: no policy allows ${UPDATE} on`;
const BY_HAND = 'To read it, call DecodeAuthorizationMessage of STS';

describe('an access key without the right to update', () => {
	beforeEach(async () => {
		await withRights();
	});

	it('learns the missing action, for twenty refused batches by one call of STS', async () => {
		const { output } = await run();
		expect(simulator.journal.of({ method: 'PUT', status: 403 })).toHaveLength(20);
		expect(sts().map(({ status }) => status)).toEqual([200]);
		expect(output).toHaveLength(100);
		for (const { json } of output) {
			expect(json).toMatchObject({ status: 'failed', status_code: 403 });
			expect(json.message).toContain(`${DECODED} /v2/${simulator.projectId}/desktops/sids.`);
			expect(json.error_msg).toContain(UPDATE);
			expect(json).not.toHaveProperty('encoded_authorization_message');
		}
	});

	it('learns it from the error that stops the workflow', async () => {
		const { error } = await run({ onError: 'stopWorkflow' });
		expect(error?.message).toBe('100 of 100 desktops were not updated');
		expect(error?.description).toContain(DECODED);
		expect(sts()).toHaveLength(1);
	});

	it('causes a call for each distinct reason', async () => {
		refuseEach(3);
		const { output } = await run({
			parameters: { output: 'perStatus', options: { batchSize: 1, maxRetries: 0 } },
		});
		expect(sts().map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(output.map(({ json }) => [json.status, json.desktop_count])).toEqual([['failed', 100]]);
	});

	it('causes at most ten calls, however many reasons there are', async () => {
		refuseEach();
		const { output } = await run({
			parameters: {
				output: 'perDesktop',
				options: { batchSize: 1, concurrency: 10, maxRetries: 0 },
			},
		});
		expect(sts()).toHaveLength(10);
		const decoded = output.filter(({ json }) => String(json.message).includes(DECODED));
		const encoded = output.filter(({ json }) => 'encoded_authorization_message' in json);
		expect([decoded.length, encoded.length]).toEqual([10, 90]);
		for (const { json } of encoded) expect(json.message).toContain(BY_HAND);
	});

	it.each<[string, FaultAction, string]>([
		['is broken', { kind: 'status', status: 500 }, 'STS answered 500 APIGW.0601'],
		['refuses', { kind: 'status', status: 403 }, 'STS answered 403 WKS.00000403'],
		['is not there', { kind: 'status', status: 404 }, 'STS answered 404 WKS.00000404'],
		['breaks off', { kind: 'reset' }, 'STS gave no answer: The connection to 127.0.0.1'],
		['answers a page', { kind: 'html', status: 200 }, 'STS answered 200'],
		[
			'answers something else',
			{ kind: 'notJson', text: '{"decoded_message":1}' },
			'STS answered 200',
		],
	])('gets the way to decode the reason by hand if STS %s', async (_how, fault, words) => {
		simulator.faults.add({ match: { path: /decode-authorization-message/ }, do: fault });
		const { output } = await run();
		expect(sts()).toHaveLength(1);
		expect(output).toHaveLength(100);
		for (const { json } of output) {
			expect(json).toMatchObject({ status: 'failed', status_code: 403 });
			expect(json.message).toContain(words);
			expect(json.message).toContain(BY_HAND);
			expect(json.encoded_authorization_message).toMatch(/^[\w+/]+=*$/);
		}
	});

	it('asks a broken STS once in a run, without retries', async () => {
		refuseEach();
		simulator.faults.add({
			match: { path: /decode-authorization-message/ },
			do: { kind: 'status', status: 500 },
		});
		const { output } = await run({
			parameters: { output: 'perDesktop', options: { batchSize: 1, concurrency: 10 } },
		});
		expect(sts()).toHaveLength(1);
		expect(output).toHaveLength(100);
	});

	it('updates the others although STS refuses the sign-in', async () => {
		simulator.signIn.accessKeys.add({ ...KEY });
		const body = { error_code: 'X.1', error_msg: 'Denied.', encoded_authorization_message: 'AAAA' };
		const [first] = DESKTOPS;
		simulator.faults.add({
			match: { method: 'PUT', desktopId: first?.desktop_id ?? '' },
			do: { kind: 'status', status: 403, body },
		});
		simulator.faults.add({
			match: { path: /decode-authorization-message/ },
			do: { kind: 'status', status: 401 },
		});
		const { output } = await run();
		const failed = output.filter(({ json }) => json.status === 'failed');
		expect(failed).toHaveLength(5);
		expect(failed[0]?.json.message).toContain('STS answered 401');
		expect(output.filter(({ json }) => json.status === 'accepted')).toHaveLength(95);
	});

	it('says so if the reason is too long for STS, which gets no request', async () => {
		const encoded = 'A'.repeat(10_241);
		const body = {
			error_code: 'X.1',
			error_msg: 'Denied.',
			encoded_authorization_message: encoded,
		};
		simulator.faults.add({ match: { method: 'PUT' }, do: { kind: 'status', status: 403, body } });
		const { output } = await run();
		expect(sts()).toEqual([]);
		expect(output[0]?.json.message).toContain('it is longer than STS takes');
		expect(output[0]?.json.encoded_authorization_message).toBe(encoded);
	});
});

describe('without a way to STS', () => {
	beforeEach(async () => {
		await withRights();
	});

	it.each([
		['a token', () => withToken()],
		['a key at an endpoint whose STS is not known', () => ({ ...withKey(), stsEndpoint: '' })],
	])('%s gets the encoded reason and how to decode it', async (_name, credential) => {
		const { output } = await run({ credential: credential() });
		expect(sts()).toEqual([]);
		for (const { json } of output) {
			expect(json.message).toContain(
				'only an access key can, in a region that has an STS endpoint',
			);
			expect(json.message).toContain(BY_HAND);
			expect(json.encoded_authorization_message).toMatch(/^[\w+/]+=*$/);
		}
	});

	it('the encoded reason is in the item per status and on the error branch', async () => {
		const parameters = { output: 'perStatus' };
		const { output } = await run({ credential: withToken(), parameters });
		const encoded = output[0]?.json.encoded_authorization_message;
		expect(encoded).toEqual(expect.any(String));
		expect(output[0]?.json.errors).toMatchObject([{ encoded_authorization_message: encoded }]);

		const { failed } = await run({
			credential: withToken(),
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(failed[0]?.json.error).toMatchObject({ encoded_authorization_message: encoded });
	});
});

describe('other rights', () => {
	const byName = { ...BATCHES, matchBy: 'computerName' };
	const items = DESKTOPS.map(({ computer_name }) => ({ sAMAccountName: `${computer_name}$` }));

	it('the right to list is named where that one is missing, and nothing is updated', async () => {
		await withRights(UPDATE);
		const { output } = await run({ items, parameters: byName });
		expect(simulator.journal.of({ method: 'PUT' })).toEqual([]);
		expect(sts()).toHaveLength(1);
		for (const { json } of output) {
			expect(json.status).toBe('failed');
			expect(json.message).toContain('no policy allows workspace:desktops:list');
		}
	});

	it('the right to update is named where only listing is allowed', async () => {
		await withRights('workspace:desktops:list', 'workspace:desktops:listDetail');
		const { output } = await run({ items, parameters: byName });
		expect(sts()).toHaveLength(1);
		for (const { json } of output) expect(json.message).toContain(DECODED);
	});

	it.each([
		['getMany', {}, 'workspace:desktops:list'],
		['compareSids', { matchBy: 'desktopId' }, 'workspace:desktops:list'],
		['getTask', { jobId: 'job-1' }, 'workspace:jobs:get'],
	])('%s names its own', async (operation, parameters, action) => {
		await withRights();
		const { output, error } = await run({
			items: ITEMS.slice(0, 1),
			parameters: { operation, ...parameters },
		});
		expect(error).toBeUndefined();
		expect(sts()).toHaveLength(1);
		expect(JSON.stringify(output.map(({ json }) => json))).toContain(`no policy allows ${action}`);
	});
});
