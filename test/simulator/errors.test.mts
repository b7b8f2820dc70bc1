import type { Behaviour } from '../../simulator/simulator.mts';
import { putSids, simulatorsOfThisFile } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

async function refusedPut(behaviour: Partial<Behaviour>) {
	const simulator = await start({ desktops: seeds, behaviour });
	return putSids(simulator, [id.unknown]);
}

const code = 'WKS.0202';
const message = 'The desktop ID does not exist.';

it.each([
	['flat', { error_code: code, error_msg: message }],
	['nested', { error: { code, message } }],
	['deep', { response: { failure: { error_code: code, error_msg: message } } }],
	['codeMessage', { code, message, details: [{ code, message }] }],
	['camelCase', { errorCode: code, errorMsg: message }],
] as const)('errorShape: %s', async (errorShape, body) => {
	const reply = await refusedPut({ errorShape });
	expect([reply.status, reply.json]).toEqual([400, body]);
});

it('errorShape: detailed', async () => {
	const reply = await refusedPut({ errorShape: 'detailed' });
	expect(reply.json).toMatchObject({
		error_code: code,
		error_detail: expect.stringContaining(message) as string,
		encoded_authorization_message: null,
	});
});

it.each([
	[true, 200],
	[false, 400],
])('errorsWith200: %s', async (errorsWith200, status) => {
	const reply = await refusedPut({ errorsWith200 });
	expect([reply.status, Object(reply.json).error_code]).toEqual([status, code]);
});

it('has the codes that are set', async () => {
	const simulator = await start({ desktops: seeds });
	simulator.behaviour.codes.unknownId = 'WKS.1111';
	simulator.behaviour.codes.unsupported = 'WKS.2222';
	expect((await putSids(simulator, [id.unknown])).text).toContain('WKS.1111');
	expect((await putSids(simulator, [id.linux])).text).toContain('WKS.2222');
	// The codes of one simulator are not those of the next.
	expect((await refusedPut({})).text).toContain(code);
});

it('leaves errors of the gateway in their own shape', async () => {
	const behaviour = { errorShape: 'nested', errorsWith200: true } as const;
	const simulator = await start({ behaviour });
	const reply = await putSids(simulator, [id.unknown], { token: 'wrong' });
	expect([reply.status, Object(reply.json).error_code]).toEqual([401, 'APIGW.0301']);
});
