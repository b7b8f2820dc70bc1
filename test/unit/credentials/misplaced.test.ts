import { type Fields, key, messagesOf, only, token, user } from './problemsOf';

describe('one value in the place of another', () => {
	const ID = 'A1'.repeat(10);
	const SECRET = 'bC3d'.repeat(10);
	const TOKEN = `MIIF${'aB3/'.repeat(40)}`;

	it.each([
		['as they are', SECRET, ID],
		['a longer secret', `${SECRET}aB3`, ID],
		['a shorter one and an ID in small letters', 'a'.repeat(39), 'a1'.repeat(10)],
		['an ID of 18', SECRET, 'A1'.repeat(9)],
		['a secret of digits', '12'.repeat(20), ID],
		['the shortest ones', 'a'.repeat(32), 'b'.repeat(16)],
		['the longest ones', 'a'.repeat(48), 'b'.repeat(24)],
	])('access key and secret swapped: %s', (_, accessKeyId, secretAccessKey) => {
		const problem = only({ ...key, accessKeyId, secretAccessKey });
		expect(problem).toContain('accessKeyId: Access Key ID and Secret Access Key are swapped');
		expect(problem).not.toContain(accessKeyId);
		expect(problem).not.toContain(secretAccessKey);
	});

	it.each([
		['a shorter secret', 31, 16],
		['a longer secret', 49, 24],
		['a shorter ID', 32, 15],
		['a longer ID', 48, 25],
	])('access key and secret not swapped for certain: %s', (_, ofId, ofSecret) => {
		const fields = { accessKeyId: 'a'.repeat(ofId), secretAccessKey: 'b'.repeat(ofSecret) };
		expect(messagesOf({ ...key, ...fields })).toEqual([]);
	});

	it.each<[string, Fields, string, string]>([
		['a secret as ID', key, 'accessKeyId', SECRET],
		['a token as ID', key, 'accessKeyId', TOKEN],
		['an ID as secret', key, 'secretAccessKey', ID],
		['a token as secret', key, 'secretAccessKey', TOKEN],
		['an ID as security token', key, 'securityToken', ID],
		['a secret as security token', key, 'securityToken', SECRET],
		['an ID as token', token, 'token', ID],
		['an ID with one digit, its last, as token', token, 'token', `${'A'.repeat(19)}1`],
		['a secret as token', token, 'token', SECRET],
		['a secret with one capital, its last, as token', token, 'token', `${'a1'.repeat(19)}aA`],
		['a secret as account', user, 'domainName', SECRET],
		['a token as account', user, 'domainName', TOKEN],
		['a secret as user', user, 'userName', SECRET],
		['a token as user', user, 'userName', TOKEN],
		['a token as password', user, 'password', TOKEN],
		['a secret as project ID', key, 'projectId', SECRET],
		['a token as project ID', token, 'projectId', TOKEN],
		['a secret as enterprise project', key, 'enterpriseProjectId', SECRET],
		['a token as enterprise project', user, 'enterpriseProjectId', TOKEN],
	])('%s', (_, fields, field, value) => {
		const problem = only({ ...fields, [field]: value });
		expect(problem).toMatch(new RegExp(`^${field}: .* holds .*Enter each value in its own field`));
		expect(problem).not.toContain(value.slice(0, 8));
	});

	it.each<[string, Fields, string, string]>([
		['an ID of 20 small letters', key, 'accessKeyId', 'a'.repeat(20)],
		['a secret of 40 with other characters', key, 'secretAccessKey', 'aB3/'.repeat(10)],
		['a secret of 20 with small letters', key, 'secretAccessKey', 'aB3d'.repeat(5)],
		['a short token', token, 'token', '0123456789abcdef0123456789abcdef'],
		['an account of 40 small letters', user, 'domainName', 'a'.repeat(40)],
		['a user of 20 capitals and digits', user, 'userName', ID],
		['a password like an access key', user, 'password', SECRET],
		['20 capitals as secret', key, 'secretAccessKey', 'A'.repeat(20)],
		['20 digits as token', token, 'token', '1'.repeat(20)],
		['19 capitals and digits as token', token, 'token', ID.slice(1)],
		['21 capitals and digits as token', token, 'token', `${ID}A`],
		['an ID behind a sign as token', token, 'token', `-${ID}`],
		['40 letters as token', token, 'token', 'aB'.repeat(20)],
		['40 small letters and digits as token', token, 'token', 'a1'.repeat(20)],
		['40 capitals and digits as token', token, 'token', 'A1'.repeat(20)],
		['39 letters and digits as token', token, 'token', SECRET.slice(1)],
		['41 letters and digits as token', token, 'token', `${SECRET}a`],
		['a secret behind a sign as token', token, 'token', `-${SECRET}`],
		['a project ID of another cloud with 40 digits', key, 'projectId', 'project_'.repeat(5)],
	])('not certain, so not reported: %s', (_, fields, field, value) => {
		expect(messagesOf({ ...fields, [field]: value })).toEqual([]);
	});
});
