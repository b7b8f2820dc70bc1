import { simulatorsOfThisFile } from './support/client.mts';
import { errorOf, key, knowingTheKey } from './support/keys.mts';
import { sendSigned } from './support/signing.mts';

const withKey = knowingTheKey(simulatorsOfThisFile());

describe('five refused signatures in a row', () => {
	it('lock the key for five minutes, even for a right signature', async () => {
		const { simulator, clock, signing } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		const attempt = (secret: string) =>
			sendSigned(simulator, 'GET', path, { ...signing(), secret });
		for (let count = 0; count < 4; count += 1) await attempt('wrong');
		expect(simulator.signIn.accessKeys.isLocked(key.id)).toBe(false);
		await attempt('wrong');
		expect(simulator.signIn.accessKeys.isLocked(key.id)).toBe(true);
		expect(errorOf(await attempt(key.secret))).toEqual([
			401,
			'APIGW.0301',
			'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden',
		]);
		clock.advance(5 * 60 - 1);
		expect((await attempt(key.secret)).status).toBe(401);
		clock.advance(1);
		expect((await attempt(key.secret)).status).toBe(200);
	});

	it('are counted anew after one that was right', async () => {
		const { simulator, signing } = await withKey();
		const path = `/v2/${simulator.projectId}/desktops`;
		for (const secret of ['w', 'w', 'w', 'w', key.secret, 'w', 'w', 'w', 'w', key.secret]) {
			await sendSigned(simulator, 'GET', path, { ...signing(), secret });
		}
		expect(simulator.journal.entries.map((entry) => entry.status)).toEqual(
			[401, 401, 401, 401, 200].concat([401, 401, 401, 401, 200]),
		);
	});
});

describe('a temporary key', () => {
	it.each([
		['its security token', 'sts-token', 200],
		['another one', 'other', 401],
		['none', undefined, 401],
	])('with %s', async (_what, securityToken, status) => {
		const accessKeys = [{ ...key, securityToken: 'sts-token' }];
		const { simulator, signing } = await withKey({ accessKeys });
		const path = `/v2/${simulator.projectId}/desktops`;
		const headers = securityToken === undefined ? {} : { 'X-Security-Token': securityToken };
		const reply = await sendSigned(simulator, 'GET', path, { ...signing(), headers });
		expect(reply.status).toBe(status);
	});
});
