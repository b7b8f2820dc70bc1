import { get, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';
import { errorOf } from './support/keys.mts';

const start = simulatorsOfThisFile();

describe('a token', () => {
	it('that is known lets in; every answer has a request id', async () => {
		const simulator = await start({ tokens: ['one', 'two'] });
		for (const token of ['one', 'two']) {
			const reply = await get(simulator, 'desktops', { token });
			expect(reply.status).toBe(200);
			expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
		}
	});

	it('that is unknown, or none at all, is a 401', async () => {
		const simulator = await start({ desktops: seeds });
		const unknown = await putSids(simulator, [id.drifted1], { token: 'wrong' });
		expect(errorOf(unknown)).toEqual([
			401,
			'APIGW.0301',
			'Incorrect IAM authentication information: decrypt token fail',
		]);
		expect(unknown.json).toMatchObject({ request_id: unknown.headers.get('x-request-id') });
		expect(errorOf(await putSids(simulator, [id.drifted1], { token: null }))[1]).toBe('APIGW.0301');
		expect(simulator.journal.entries.map((entry) => entry.refusedSignIn)).toEqual([true, true]);
		expect(simulator.journal.changes).toEqual([]);
	});

	it('that has expired is a 401 of another code', async () => {
		const clock = testClock();
		const tokens = [{ token: 'short', expiresAt: clock.now() + 1000 }];
		const simulator = await start({ tokens, now: clock.now });
		expect((await get(simulator, 'desktops')).status).toBe(200);
		clock.advance(1);
		expect(errorOf(await get(simulator, 'desktops'))).toEqual([
			401,
			'APIGW.0307',
			'The token must be updated.',
		]);
	});

	it('can be made to expire while the simulator runs', async () => {
		const simulator = await start();
		simulator.signIn.tokens.expireAll();
		expect(errorOf(await get(simulator, 'desktops'))[1]).toBe('APIGW.0307');
		simulator.signIn.tokens.add({ token: simulator.token });
		expect((await get(simulator, 'desktops')).status).toBe(200);
	});

	it('for another project is a 401 that asks for a new one', async () => {
		const simulator = await start({ tokens: [{ token: 'other', projectId: 'f'.repeat(32) }] });
		expect(errorOf(await get(simulator, 'desktops'))[1]).toBe('APIGW.0307');
	});
});
