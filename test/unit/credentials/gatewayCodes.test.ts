import { concernsRun, KNOWN_CODES, meaningOf } from '../../../credentials/huaweicloud/gatewayCodes';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';
import { answerOf, LIST, UPDATE } from '../answers';

function meaning(statusCode: number, body: unknown) {
	const { error } = answerOf(statusCode, body);
	if (error === undefined) throw new Error('It counts as a success.');
	return meaningOf(statusCode, error);
}

const next = (statusCode: number, body: unknown, purpose: Purpose = UPDATE) =>
	meaning(statusCode, body).next(purpose);
const coded = (error_code: string, error_msg = 'Words.') => ({ error_code, error_msg });
const page = (words: string) => `<html><body><h1>${words}</h1><hr>nginx</body></html>`;

describe('what a refusal means', () => {
	it.each([
		[401, 'APIGW.0301', /^Test the credential/],
		[401, 'APIGW.0307', /expired or belongs to another region/],
		[403, 'APIGW.0310', /project ID/],
		[403, 'APIGW.0401', /administrator of the Huawei Cloud account/],
		[403, 'APIGW.0402', /administrator of the Huawei Cloud account/],
		[403, 'APIGW.0404', /administrator of the Huawei Cloud account/],
		[405, 'APIGW.0501', /administrator of the Huawei Cloud account/],
		[405, 'APIGW.0502', /administrator of the Huawei Cloud account/],
		[403, 'APIGW.0801', /not offered in this region/],
		[404, 'APIGW.0101', /region, endpoint and project ID/],
		[429, 'APIGW.0308', /limits the number of requests/],
		[400, 'APIGW.0201', /region, endpoint and project ID/],
		[413, 'APIGW.0201', /too large/],
		[494, 'APIGW.0201', /Use access keys/],
	])('%i %s: the code of the gateway decides', (status, code, says) => {
		expect(next(status, coded(code))).toMatch(says);
	});

	it.each([
		[400, /desktop still exists/],
		[403, /workspace:desktops:updateSids/],
		[409, /busy/],
		[412, /runs Windows, is powered on and is joined/],
		[429, /limits the number of requests\. Run this again later/],
		[500, /later/],
		[599, /later/],
		[302, /endpoint/],
		[418, /request ID/],
	])('%i of the service: the status decides', (status, says) => {
		expect(next(status, coded('WKS.4711'))).toMatch(says);
		expect(next(status, '')).toMatch(says);
	});

	const REJOIN: Purpose = { action: 'workspace:desktops:rejoin', changes: 'domain' };
	it.each<[status: number, body: unknown, purpose: Purpose, says: RegExp]>([
		[400, '', LIST, /^$/],
		[412, '', LIST, /^$/],
		[400, '', REJOIN, /desktop still exists/],
		[404, '', REJOIN, /desktop still exists/],
		[404, '', UPDATE, /^Check region, endpoint and project ID/],
		[404, '', LIST, /^Check region, endpoint and project ID/],
		[412, '', REJOIN, /runs Windows/],
		[500, '', LIST, /^Run this again later\.$/],
		[500, '', UPDATE, /Updating a SID twice is safe\.$/],
		[500, '', REJOIN, /^Look at its domain state later/],
		[413, page('Too large'), UPDATE, /Lower 'Batch Size' under Options\.$/],
		[413, page('Too large'), { ...LIST, hasOptions: true }, /Check proxies and endpoint\.$/],
		[413, page('Too large'), REJOIN, /Check proxies and endpoint\.$/],
	])('%i %j of %j: the purpose decides what to do', (status, body, purpose, says) => {
		expect(next(status, body, purpose)).toMatch(says);
	});

	it.each([
		[300, 'never', 'request'],
		[399, 'never', 'request'],
		[408, 'transient', 'service'],
		[429, 'throttled', 'limit'],
		[499, 'never', 'request'],
		[500, 'transient', 'service'],
		[501, 'never', 'service'],
		[502, 'transient', 'service'],
		[503, 'transient', 'service'],
		[504, 'transient', 'service'],
		[505, 'never', 'service'],
	])('%i without a code: tried again %s, a matter of the %s', (status, retry, about) => {
		expect(meaning(status, '')).toMatchObject({ retry, about });
	});

	it.each([
		[199, /^Look up the code/],
		[200, /Something other than the API/],
		[299, /Something other than the API/],
		[300, /^Check region, endpoint/],
		[399, /^Check region, endpoint/],
		[418, /^Look up the code/],
		[407, /asks for a sign-in/],
		[413, /too large/],
		[414, /too large/],
		[431, /Use access keys/],
		[494, /Use access keys/],
		[400, /Something other than the API/],
		[405, /Something other than the API/],
		[409, /Something other than the API/],
		[412, /Something other than the API/],
	])('%i of another service: %s', (status, says) => {
		expect(next(status, coded('SYS.1'))).toMatch(says);
	});

	it.each([200, 299])(
		'%i of the service with an error in it: its code has to be looked up',
		(status) => {
			expect(next(status, coded('WKS.4711'))).toMatch(/^Look up the code/);
		},
	);

	it.each([407, 413, 414, 431, 494])('%i means the same from every server', (status) => {
		expect(next(status, coded('WKS.1'))).toBe(next(status, coded('SYS.1')));
	});

	it('a code counts in small letters, too', () => {
		expect(next(403, coded('apigw.0801'))).toMatch(/not offered in this region/);
		expect(next(401, coded('apigw.0301', 'The key is locked.'))).toMatch(/locked/);
	});

	it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
		'a code named %s is a code like any other',
		(code) => {
			expect(meaning(418, coded(code))).toMatchObject({ retry: 'never' });
		},
	);

	it.each([
		[
			401,
			coded('APIGW.0301', 'AK access failed to reach the limit,forbidden'),
			/locked.* Wait five/,
		],
		[401, coded('', 'The access key is locked.'), /locked.* Wait five/],
		[401, coded('APIGW.0301', 'There is a lock on this key'), /locked.* Wait five/],
		[401, coded('APIGW.0301', 'verify aksk signature fail'), /^Test the credential/],
		[401, coded('', 'The address is blocked.'), /^Test the credential/],
		[429, coded('APIGW.0308', 'The limit is reached.'), /limits the number/],
		[401, coded('APIGW.0307', 'The limit is reached.'), /expired/],
	])('%i %j: of a locked key, that it takes time', (status, body, says) => {
		expect(next(status, body)).toMatch(says);
	});

	it('has a next step, one that ends as a sentence, for every status of an update', () => {
		for (let status = 300; status < 600; status += 1) {
			expect(next(status, '')).toMatch(/^[A-Z].*\.$/);
			expect(next(status, page('Odd'))).toMatch(/^[A-Z].*\.$/);
		}
	});
});

describe('a page of something on the way', () => {
	it.each<[status: number, words: string, says: RegExp]>([
		[400, '400 The plain HTTP request was sent to HTTPS port', /expects https/],
		[400, 'Request Header Or Cookie Too Large', /too long.*Use access keys/],
		[400, 'Request header too large', /too long.*Use access keys/],
		[400, 'Request Header Field Too Large', /too long.*Use access keys/],
		[400, 'Request Header Or Cookie Fields Too Large', /too long.*Use access keys/],
		[400, 'The header is fine, the body too large', /Something other than the API/],
		[431, 'Request Header Fields Too Large', /too long.*Use access keys/],
		[413, 'Request Entity Too Large', /too large/],
		[414, 'URI Too Long', /too large/],
		[400, 'Invalid URL', /Something other than the API/],
		[401, 'Authorization Required', /proxy or firewall/],
		[403, 'ERR_ACCESS_DENIED Squid', /network team/],
		[404, 'Not Found', /Something other than the API/],
		[407, 'Proxy Authentication Required', /asks for a sign-in/],
		[412, 'Precondition Failed', /Something other than the API/],
		[421, 'Misdirected Request', /Something other than the API/],
		[451, 'Blocked by policy', /Something other than the API/],
		[497, '400 The plain HTTP request was sent to HTTPS port', /expects https/],
		[511, 'Network Authentication Required', /Something other than the API/],
		[200, 'Welcome to the guest network', /Something other than the API/],
	])('%i "%s"', (status, words, says) => {
		expect(next(status, page(words))).toMatch(says);
		expect(meaning(status, page(words)).about).toBe('network');
	});

	it.each([502, 503, 504])('%i of a load balancer is tried again', (status) => {
		expect(meaning(status, page('Bad gateway')).retry).toBe('transient');
	});
});

describe('another service', () => {
	it.each<[status: number, body: unknown]>([
		[400, coded('SYS.0400', 'Bad request.')],
		[400, coded('APIG.0201', 'Backend')],
		[400, { badRequest: { message: 'No.', code: 400 } }],
		[403, { forbidden: { message: 'No.' } }],
		[412, { error: { message: 'No.' } }],
		[404, coded('CBC.0404')],
		[400, { fault: { faultstring: 'No.' } }],
		[412, { title: 'Precondition Failed', status: 412 }],
	])('%i %j never speaks about a desktop', (status, body) => {
		expect(next(status, body)).not.toMatch(/desktop still exists|runs Windows/);
		expect(meaning(status, body).about).not.toBe('desktop');
	});

	it.each<[status: number, body: unknown]>([
		[500, coded('SYS.0500', 'projectId mismatch')],
		[400, coded('WKS.0400', 'projectId mismatch')],
		[400, coded('SYS.0400', 'No such project.')],
		[400, coded('SYS.0400', 'The host does not match.')],
		[400, page('projectId mismatch')],
	])('%i %j is not about the project of the sign-in', (status, body) => {
		expect(concernsRun(meaning(status, body))).toBe(false);
	});

	it.each([
		"URL's projectId is not equal token's projectId.",
		'The project is not equal to that of the key',
		'project id in url does not match the token',
		'The project does not belong to the domain',
		'projectId mismatch',
		'Incorrect project id in token scope',
		'The token is scoped to another project.',
	])('that says "%s" is about the project, and ends the run', (words) => {
		expect(next(400, coded('SYS.0400', words))).toMatch(/project does not belong to this sign-in/);
		expect(concernsRun(meaning(400, coded('SYS.0400', words)))).toBe(true);
	});
});

describe('JSON without a code', () => {
	it.each([
		{ error_msg: "URL's projectId is not equal token's projectId." },
		{ error_msg: 'Incorrect project id in token scope' },
		{ errorMsg: 'Token and project mismatch' },
		{ message: 'The token is not a token of this project.' },
		{ error_msg: 'project_id is invalid: the token is of project 0605' },
		{ error_msg: 'Tokens of the domain cannot be used, a project is wanted.' },
	])('that speaks of project and token is about the sign-in, and ends the run: %j', (body) => {
		expect(next(400, body)).toMatch(/project does not belong to this sign-in/);
		expect(concernsRun(meaning(400, body))).toBe(true);
	});

	it.each([
		{ error_msg: 'The desktop does not belong to the project.' },
		{ error_msg: 'No such desktop in this project.' },
		{ error_msg: 'Desktop token-1 was not found.' },
		{ message: 'desktop_ids is invalid' },
		{},
	])('that speaks of anything else may mean a desktop: %j', (body) => {
		expect(next(400, body)).toMatch(/desktop still exists/);
		expect(concernsRun(meaning(400, body))).toBe(false);
	});
});

describe('whose matter it is', () => {
	it.each<[status: number, code: string, ends: boolean]>([
		[401, 'APIGW.0301', true],
		[403, 'APIGW.0310', true],
		[403, 'APIGW.0401', true],
		[405, 'APIGW.0501', true],
		[403, 'APIGW.0801', true],
		[404, 'APIGW.0101', true],
		[403, 'APIGW.0302', false],
		[429, 'APIGW.0308', false],
		[400, 'WKS.0202', false],
		[412, 'WKS.00000412', false],
		[500, 'APIGW.0601', false],
	])('%i %s ends the run: %s', (status, code, ends) => {
		expect(concernsRun(meaning(status, coded(code)))).toBe(ends);
	});

	it('speaks of no update, and of no option, for a read of an operation without Options', () => {
		for (const code of [...KNOWN_CODES, 'WKS.1', 'X.1', '']) {
			for (const status of [200, 400, 401, 403, 404, 409, 412, 413, 429, 500, 503]) {
				if (status === 200 && code === '') continue;
				expect(next(status, coded(code), LIST)).not.toMatch(/updat|Updat|Options|updateSids/);
			}
		}
	});
});
