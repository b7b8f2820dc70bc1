import type { IHttpRequestOptions } from 'n8n-workflow';

import {
	isTest,
	probe,
	TEST_MARK,
	testProblem,
	unmarked,
} from '../../../credentials/huaweicloud/credentialTest.ts';
import { asWritten, platformAnswer } from '../../../credentials/huaweicloud/errors.ts';
import { keepHelpers } from '../../../credentials/huaweicloud/iamSession.ts';
import { type Answer, iamWith } from './fakeIam.mts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;

const answer = (statusCode: number, json: unknown, headers: Record<string, string> = {}) =>
	platformAnswer({ statusCode, headers, text: JSON.stringify(json), json });
const page = (statusCode: number, text: string) =>
	platformAnswer({ statusCode, headers: {}, text, json: undefined });
const refused = (words: string, headers: Record<string, string> = {}, code = 'APIGW.0301') =>
	answer(401, { error_code: code, error_msg: words }, headers);

describe('an answer that is no sign-in matter', () => {
	it('has no problem where it is a success', () => {
		expect(testProblem(answer(200, { desktops: [] }), 'accessKey', NOW)).toBeUndefined();
	});

	it.each([
		[
			'no right',
			answer(403, { error_code: 'WKS.0403', error_msg: 'forbidden' }),
			/^The sign-in works, but the right to list desktops is missing\. Ask for the IAM action workspace:desktops:list in this project\. If the rights are .* The update itself needs workspace:desktops:updateSids\. \(HTTP 403, WKS\.0403: forbidden\)$/,
		],
		[
			'a page',
			page(404, 'Not here'),
			/^The Workspace API did not answer this test itself\. Something other than the API answered\. .* \(HTTP 404: Not here\)$/,
		],
		[
			'a page that asks for a sign-in',
			page(401, 'Who are you?'),
			/^The Workspace API did not answer this test itself\. .* \(HTTP 401: Who are you\?\)$/,
		],
		[
			'another project',
			answer(400, { error_code: 'WKS.0400', error_msg: 'bad' }),
			/^The project does not fit\. Check that the project ID belongs to this account and this region\. \(HTTP 400, /,
		],
		[
			'throttling',
			answer(429, { error_code: 'APIGW.0308', error_msg: 'slow' }),
			/^The API limits the number of requests at the moment\. Wait a minute and test again\. \(/,
		],
		[
			'a service that is down',
			answer(503, { error_code: 'WKS.0503', error_msg: 'down' }),
			/^The service is not available at the moment\. Test again later; the credential may well be right\. \(/,
		],
		[
			'no Workspace there',
			answer(404, { error_code: 'APIGW.0101', error_msg: 'no API' }),
			/^There is no Workspace API at this address\. Check the region; with a custom endpoint, check host and path\. \(/,
		],
		[
			'a request that the gateway cannot read',
			answer(400, { error_code: 'APIGW.0201', error_msg: 'bad' }),
			/^Check region, endpoint and project ID in the credential\. \(HTTP 400, APIGW\.0201: bad\)$/,
		],
	])('has a message: %s', (_, given, says) => {
		for (const authentication of ['accessKey', 'iamUser', 'token'] as const) {
			expect(testProblem(given, authentication, NOW)).toMatch(says);
		}
	});

	it('is quoted with 200 characters at most', () => {
		const long = answer(503, { error_msg: 'x'.repeat(300) });
		expect(testProblem(long, 'token', NOW)).toMatch(/[^x]x{200}…\)$/);
	});
});

describe('a refused access key', () => {
	const SECRET_WRONG = /^The secret access key is wrong: the key ID is known/;
	const TIME_WRONG = /^The signature is too old or too new\. Check the clock/;
	const ID_UNKNOWN = /^Huawei Cloud does not know the access key ID\. Check it/;
	const TOKEN_WRONG = /^The security token does not fit the access key, or has expired\./;
	const ANY = /^Huawei Cloud does not accept the access key\. Check its ID and secret/;

	it.each([
		['signature expired', TIME_WRONG],
		['Invalid X-Sdk-Date', TIME_WRONG],
		['the TIMESTAMP is wrong', TIME_WRONG],
		['clock skew', TIME_WRONG],
		['the AK does not exist', ID_UNKNOWN],
		['AK not found', ID_UNKNOWN],
		['unknown key', ID_UNKNOWN],
		['invalid ak', ID_UNKNOWN],
		['the AK is invalid', ID_UNKNOWN],
		['failed to get secretkey', ID_UNKNOWN],
		['wrong security token', TOKEN_WRONG],
		['X-Security-Token', TOKEN_WRONG],
		['securitytoken', TOKEN_WRONG],
		['signature fail', SECRET_WRONG],
		['cannot verify', SECRET_WRONG],
		['Incorrect IAM authentication information', ANY],
	])('is explained by the words %s', (words, says) => {
		const problem = testProblem(refused(words), 'accessKey', NOW);
		expect(problem).toMatch(says);
		expect(problem?.endsWith(` (HTTP 401, APIGW.0301: ${words})`)).toBe(true);
	});

	it.each([
		['is on time', 0, SECRET_WRONG],
		['is as much ahead as is allowed', 15 * MINUTE, SECRET_WRONG],
		['is as much behind as is allowed', -15 * MINUTE, SECRET_WRONG],
		['is ahead', 15 * MINUTE + 1000, /^The clock of this n8n is 15 minutes ahead; at most 15/],
		['is behind', -16.6 * MINUTE, /^The clock of this n8n is 17 minutes behind; at most 15/],
		[
			'is a year ahead',
			525_600 * MINUTE,
			/^The clock of this n8n is 525600 minutes ahead; .* Set the clock right, then test again\. \(HTTP 401/,
		],
	])('is explained by the clock, which %s', (_, off, says) => {
		const date = new Date(NOW - off).toUTCString();
		expect(testProblem(refused('signature fail', { date }), 'accessKey', NOW)).toMatch(says);
	});

	it('is explained by its words where the answer has no date that can be read', () => {
		expect(testProblem(refused('signature fail', { date: 'x' }), 'accessKey', NOW)).toMatch(
			SECRET_WRONG,
		);
	});

	it('that is locked says for how long, whatever the clock is', () => {
		const date = new Date(NOW - 60 * MINUTE).toUTCString();
		const words = 'IAM auth forbidden: the ak is locked';
		expect(testProblem(refused(words, { date }), 'accessKey', NOW)).toMatch(
			/^The access key is locked after too many refused signatures\. Wait five minutes/,
		);
	});
});

describe('a refused token', () => {
	const date = new Date(NOW - 60 * MINUTE).toUTCString();
	it.each([
		['token', 'APIGW.0301', /^Huawei Cloud does not accept the token\. Copy the whole X-Subject/],
		['iamUser', 'APIGW.0301', /^Huawei Cloud does not accept the token of this IAM user\. Check/],
		['token', 'APIGW.0307', /^The token has expired or belongs to another region\. Get a new one/],
		['iamUser', 'APIGW.0307', /^The token has expired or belongs to another region\./],
		['accessKey', 'APIGW.0307', /^The token has expired or belongs to another region\./],
	] as const)('is explained by sign-in and code, not by the clock: %s, %s', (way, code, says) => {
		expect(testProblem(refused('signature fail', { date }, code), way, NOW)).toMatch(says);
	});
});

describe('the mark of the test', () => {
	const marked: IHttpRequestOptions = {
		url: '/v2/p/desktops',
		qs: { limit: 1 },
		headers: { [TEST_MARK]: 'probe', Accept: 'a' },
	};

	it('tells its request from all others', () => {
		expect(isTest(marked)).toBe(true);
		expect(isTest({ url: '/', headers: { Accept: 'a' } })).toBe(false);
		expect(isTest({ url: '/' })).toBe(false);
	});

	it('is never sent, and the options of n8n stay as they are', () => {
		const before = JSON.stringify(marked);
		expect(unmarked({}, marked)).toEqual({ ...marked, headers: { Accept: 'a' } });
		expect(JSON.stringify(marked)).toBe(before);
	});

	it.each([
		['its desktops', { limit: 1 }, { limit: 1, enterprise_project_id: '0' }],
		['them without another filter', undefined, { enterprise_project_id: '0' }],
	])('stands for a list that is narrowed to an enterprise project: %s', (_, qs, narrowed) => {
		const options: IHttpRequestOptions = { url: '/', ...(qs === undefined ? {} : { qs }) };
		expect(unmarked({ enterpriseProjectId: ' 0 ' }, options)).toEqual({
			url: '/',
			headers: {},
			qs: narrowed,
		});
	});
});

describe('the probe', () => {
	const SIGNED: IHttpRequestOptions = {
		url: 'https://workspace.example.com/v2/p/desktops?limit=1',
	};
	async function probed(fields: Record<string, string>, given: Answer | Error) {
		const { asked, helpers } = iamWith(given);
		keepHelpers(fields, helpers);
		const result = await probe(fields, SIGNED, NOW).catch((error: unknown) => error as Error);
		return { asked, result };
	}

	it('lets n8n repeat a request that was answered well, within a bound of time', async () => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		const good = { statusCode: 200, body: '{"desktops":[]}' };
		const { asked, result } = await probed({ authentication: 'token', token: 't' }, good);
		expect(asked).toMatchObject([SIGNED]);
		expect(result).toEqual({
			...SIGNED,
			ignoreHttpStatusErrors: true,
			timeout: 30_000,
			abortSignal: timeout.mock.results.at(-1)?.value as unknown,
		});
		expect(timeout.mock.calls.at(-1)).toEqual([30_000]);
		timeout.mockRestore();
	});

	it.each([
		['by key', { authentication: 'accessKey' }, /^The secret access key is wrong/],
		['by token', { authentication: 'token' }, /^Huawei Cloud does not accept the token\./],
	])('says in words why a sign-in is refused: %s', async (_, fields, says) => {
		const body = '{"error_code":"APIGW.0301","error_msg":"verify signature fail ENOENT"}';
		const { result } = await probed(fields, { statusCode: 401, body });
		const { message } = result as Error;
		expect(message).toMatch(says);
		// n8n would replace the whole sentence because of that word.
		expect(message).not.toContain('ENOENT');
		expect(asWritten(message)).toContain('fail ENOENT)');
	});

	it('says that the service cannot be reached', async () => {
		const down = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
		const { result } = await probed({}, down);
		expect(result).toBeInstanceOf(Error);
		expect(asWritten((result as Error).message)).toMatch(/workspace\.example\.com.*ENOTFOUND/);
	});

	it('is left to n8n where nothing is there to send it with', async () => {
		expect(await probe({}, SIGNED, NOW)).toBe(SIGNED);
	});
});
