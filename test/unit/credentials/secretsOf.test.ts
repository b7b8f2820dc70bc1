import { secretsOf } from '../../../credentials/huaweicloud/secrets';

describe('secretsOf', () => {
	it('is everything in a secret field, and what looks like a secret in another one', () => {
		const fields = {
			authentication: 'token',
			region: 'cn-north-4',
			endpoint: 'https://workspace.example.com/gateway',
			accessKeyId: 'HPUAEXAMPLEKEY123456',
			secretAccessKey: ' secret-key ',
			securityToken: 'security-token',
			password: 12345678,
			token: 'ready-token',
			sessionToken: 'session-token',
			domainName: 'bC3d'.repeat(10),
			userName: 'Pass/word=1',
			projectId: `MIIF${'a'.repeat(60)}`,
		};
		expect(secretsOf(fields)).toEqual([
			'HPUAEXAMPLEKEY123456',
			'secret-key',
			'security-token',
			'12345678',
			'ready-token',
			'session-token',
			'bC3d'.repeat(10),
			'Pass/word=1',
			`MIIF${'a'.repeat(60)}`,
		]);
	});

	it.each([
		['40 letters and digits', 'a1B2'.repeat(10), true],
		['39 of them', 'a1B2'.repeat(10).slice(1), false],
		['41 of them', `x${'a1B2'.repeat(10)}`, false],
		['40 with other characters', 'a1_2'.repeat(10), false],
		['100 characters', 'name_'.repeat(20), true],
		['99 characters', 'name_'.repeat(20).slice(1), false],
		['the beginning of a token and 41 characters', `MII${'_'.repeat(38)}`, true],
		['the same and 40 characters', `MII${'_'.repeat(37)}`, false],
		['the same further on', `x-MII${'_'.repeat(38)}`, false],
		['a sign at the end', 'corp=', true],
		['a sign at the beginning', '~corp', true],
	])('takes an account name for a secret, or not: %s', (_, domainName, isSecret) => {
		expect(secretsOf({ domainName })).toEqual(isSecret ? [domainName] : []);
	});

	it('is no name and no ID', () => {
		const names = {
			domainName: 'corp_ltd.2',
			userName: 'sid robot@corp',
			projectId: '0a'.repeat(16),
		};
		expect(secretsOf(names)).toEqual([]);
	});
});
