import { get, putSids, send, simulatorsOfThisFile } from './support/client.mts';
import { id, seeds } from './support/estate.mts';
import { sendSigned } from './support/signing.mts';

const start = simulatorsOfThisFile();
const key = { id: 'AKEXAMPLE00000000001', secret: 'secret' };
const decodePath = '/v5/decode-authorization-message';

/** A token that may only list, and a key that may do everything. */
async function restricted() {
	const tokens = [{ token: 'reader', permissions: ['workspace:desktops:list'] }];
	return start({ desktops: seeds, tokens, accessKeys: [key] });
}

function decode(simulator: Awaited<ReturnType<typeof restricted>>, encoded: unknown) {
	const body = { encoded_message: encoded };
	return sendSigned(simulator, 'POST', decodePath, { ...key, at: Date.now(), body });
}

it('lets a caller do what its policy allows, and nothing else', async () => {
	const simulator = await restricted();
	expect((await get(simulator, 'desktops')).status).toBe(200);
	const refused = await putSids(simulator, [id.drifted1]);
	expect(refused.status).toBe(403);
	expect(refused.json).toMatchObject({
		error_msg: "Policy doesn't allow workspace:desktops:updateSids to be performed.",
	});
	expect(simulator.journal.changes).toEqual([]);
	expect(simulator.journal.entries.map((entry) => entry.refusedSignIn)).toEqual([false, false]);
});

it.each([
	['GET', 'workspace-jobs/x', 'workspace:jobs:get'],
	['GET', 'workspace-sub-jobs', 'workspace:jobs:listSubJobs'],
	['POST', `desktops/${id.linux}/rejoin-domain`, 'workspace:desktops:rejoinDomain'],
	['POST', 'desktops/batch-rejoin-domain/check', 'workspace:desktops:batchCheckRejoinDomain'],
])('%s %s needs %s', async (method, path, action) => {
	const simulator = await restricted();
	const reply = await send(simulator, method, `/v2/${simulator.projectId}/${path}`);
	expect(reply.status).toBe(403);
	expect(reply.text).toContain(action);
});

it('explains a refusal through STS, by action and resource', async () => {
	const simulator = await restricted();
	const { json } = await putSids(simulator, [id.drifted1]);
	const decoded = await decode(simulator, Object(json).encoded_authorization_message);
	expect(decoded.status).toBe(200);
	expect(JSON.parse(String(Object(decoded.json).decoded_message))).toMatchObject({
		allowed: false,
		action: 'workspace:desktops:updateSids',
		resource: `/v2/${simulator.projectId}/desktops/sids`,
	});
});

it.each([[''], ['no message of ours'], ['x'.repeat(10241)], [7]])(
	'answers 400 to the message %p',
	async (encoded) => {
		const simulator = await restricted();
		expect((await decode(simulator, encoded)).status).toBe(400);
	},
);

it('answers 400 to a message that is right but longer than 10240 characters', async () => {
	const simulator = await restricted();
	const { json } = await putSids(simulator, [id.drifted1]);
	const encoded = String(Object(json).encoded_authorization_message);
	expect((await decode(simulator, encoded.padEnd(10240, ' '))).status).toBe(200);
	expect((await decode(simulator, encoded.padEnd(10241, ' '))).status).toBe(400);
});

it('explains nothing to a caller that only has a token', async () => {
	const simulator = await restricted();
	const reply = await send(simulator, 'POST', decodePath, { body: { encoded_message: 'x' } });
	expect(reply.status).toBe(401);
});
