import { iamTokenRequest, readIamToken } from '../../../credentials/huaweicloud/iamToken';
import { platformAnswer } from '../../../credentials/huaweicloud/errors';
import { parseJson } from '../../../credentials/huaweicloud/json';

interface Given {
	readonly statusCode: number;
	readonly headers: object;
	readonly body: unknown;
}

/** What is read from an answer of IAM as the door gives it: header names in lower case, one value each. */
function read({ statusCode, headers, body }: Given, secrets?: readonly string[]) {
	const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
	const parts = { statusCode, headers: Object.fromEntries(lower), text, json: parseJson(text) };
	return readIamToken(platformAnswer(parts), secrets);
}

const PASSWORD = 'hunter2-hunter2';
const json = { 'Content-Type': 'application/json' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const keystone = (code: number, message: string) => ({ error: { code, message, title: 'x' } });

describe('iamTokenRequest', () => {
	const user = {
		iamEndpoint: 'https://iam.example/gw',
		domainName: ' account\n',
		userName: 'bot user ',
		password: ' p"ä\\ss ',
		project: { id: '0123456789abcdef0123456789abcdef' },
	};

	it('asks for a token of the project by its id, without the catalog', () => {
		const { body, ...request } = iamTokenRequest(user);
		expect(request).toEqual({
			method: 'POST',
			url: 'https://iam.example/gw/v3/auth/tokens?nocatalog=true',
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		});
		expect(JSON.parse(body)).toEqual({
			auth: {
				identity: {
					methods: ['password'],
					password: {
						user: { name: 'bot user', password: ' p"ä\\ss ', domain: { name: 'account' } },
					},
				},
				scope: { project: { id: '0123456789abcdef0123456789abcdef' } },
			},
		});
	});
});

it('asks for a token of the project of a region by the name of the region', () => {
	const { body } = iamTokenRequest({
		iamEndpoint: 'https://iam.example',
		domainName: 'a',
		userName: 'b',
		password: 'c',
		project: { name: 'cn-north-4' },
	});
	expect(JSON.parse(body)).toMatchObject({
		auth: { scope: { project: { name: 'cn-north-4' } } },
	});
});

describe('readIamToken: a token', () => {
	const body = {
		token: { expires_at: '2020-01-04T09:08:49.965999Z', project: { id: 'p', name: 'cn-north-4' } },
	};

	it('is read from header and body', () => {
		const answer = { statusCode: 201, headers: { 'x-subject-token': 'MII…' }, body };
		expect(read(answer)).toEqual({
			ok: true,
			token: 'MII…',
			expiresAt: new Date('2020-01-04T09:08:49.965Z'),
			projectId: 'p',
		});
	});

	it.each([
		[{ 'X-Subject-Token': ' t ' }],
		[{ 'X-SUBJECT-TOKEN': 't', 'content-type': 'text/html' }],
	])('is found in %j', (headers) => {
		expect(read({ statusCode: 200, headers, body: '' })).toEqual({ ok: true, token: 't' });
	});

	it.each([
		undefined,
		null,
		'',
		'no json',
		7,
		[],
		{},
		{ token: null },
		{ token: { expires_at: 'soon', project: 'p' } },
		{ token: { expires_at: 7, project: { id: 7 } } },
	])('is enough, whatever the body is: %j', (odd) => {
		const answer = { statusCode: 201, headers: { 'x-subject-token': 't' }, body: odd };
		expect(read(answer)).toStrictEqual({ ok: true, token: 't' });
	});
});

describe('readIamToken: no token', () => {
	const refusals: Array<[string, number, object, unknown, string[]]> = [
		[
			'wrong password',
			401,
			json,
			keystone(401, 'The username or password is wrong.'),
			[
				'refused account name, user name or password (HTTP 401)',
				'spaces pasted along',
				'HUAWEI ID',
				'lock the user',
				'access key',
			],
		],
		[
			'locked',
			401,
			json,
			keystone(401, 'The account is locked.'),
			['is locked', '(HTTP 401)', 'wait until the lock has ended'],
		],
		[
			'second factor',
			401,
			json,
			keystone(401, 'Virtual MFA is required.'),
			['second factor (MFA)', 'login protection', 'access key'],
		],
		[
			'second factor, other words',
			401,
			json,
			keystone(401, 'totp method missing'),
			['second factor (MFA)'],
		],
		[
			'project not accessible',
			401,
			json,
			keystone(401, 'User has no access to project p'),
			['no access to this project', 'Project ID'],
		],
		[
			'401 without words',
			401,
			{},
			undefined,
			['refused account name, user name or password (HTTP 401)'],
		],
		[
			'console user',
			403,
			json,
			keystone(403, 'This user only supports console access, not programmatic access.'),
			['console only', 'programmatic access'],
		],
		[
			'forbidden',
			403,
			json,
			keystone(403, 'You are not authorized.'),
			['does not allow', '(HTTP 403)', 'role in the project'],
		],
		[
			'unknown project',
			404,
			json,
			keystone(404, 'Could not find project: x.'),
			['does not know', 'Project ID'],
		],
		[
			'no IAM there',
			404,
			json,
			{
				error_code: 'APIGW.0101',
				error_msg: 'The API does not exist or has not been published in the environment',
			},
			['There is no IAM at this address (HTTP 404, APIGW.0101)', 'IAM Endpoint'],
		],
		['no IAM there, no body', 404, {}, '', ['There is no IAM at this address (HTTP 404)']],
		[
			'malformed',
			400,
			json,
			{ error_code: '1101', error_msg: 'Invalid username.' },
			['could not read the request (HTTP 400, 1101)'],
		],
		[
			'throttled',
			429,
			json,
			{ error_code: 'APIGW.0308', error_msg: 'throttled' },
			['throttles', '(HTTP 429, APIGW.0308)', 'Wait'],
		],
		['throttled by a page', 429, html, '<html>', ['throttles']],
		[
			'unavailable',
			503,
			json,
			{ code: 'APIGW.0613', message: 'x' },
			['not available', '(HTTP 503, APIGW.0613)', 'Run this again later'],
		],
		['broken', 500, json, keystone(500, 'An unexpected error.'), ['not available', '(HTTP 500)']],
		[
			'bad gateway, as a page',
			502,
			html,
			'<html><body>Bad Gateway</body></html>',
			['not available', '(HTTP 502)'],
		],
		[
			'a page',
			200,
			html,
			'<!DOCTYPE html><title>Sign in</title>',
			['A web page or plain text came back', '(HTTP 200)', 'proxies and firewalls'],
		],
		[
			'a page without a type',
			403,
			{},
			'\n <HTML><body>Blocked</body>',
			['A web page or plain text came back'],
		],
		[
			'success without a header',
			201,
			json,
			{ token: {} },
			['no X-Subject-Token header', '(HTTP 201)'],
		],
		['another success', 200, json, { token: {} }, ['no X-Subject-Token header', '(HTTP 200)']],
		[
			'success with an empty header',
			201,
			{ 'x-subject-token': ' ' },
			'',
			['no X-Subject-Token header'],
		],
		['a choice', 300, { 'x-subject-token': 't' }, '', ['redirects', '(HTTP 300)']],
		['redirect', 302, { location: 'https://elsewhere.example' }, '', ['redirects', '(HTTP 302)']],
		['anything else', 418, {}, { tea: true }, ['IAM gave no token (HTTP 418)', 'IAM Endpoint']],
	];

	it.each(refusals)('%s', (_name, statusCode, headers, body, parts) => {
		const given = { statusCode, headers: { ...headers }, body };
		const reading = read(given, [PASSWORD]);
		expect(reading).toEqual({ ok: false, message: expect.any(String) as string });
		const message = reading.ok ? '' : reading.message;
		for (const part of parts) expect(message).toContain(part);
		expect(message).toMatch(/^[A-Z].*[."]$/);
	});

	it('quotes the words of IAM on one line and shortened, and only where the secrets are known', () => {
		const answer = {
			statusCode: 400,
			headers: json,
			body: keystone(400, `bad\n value ${'x'.repeat(900)}`),
		};
		const reading = read(answer, [PASSWORD]);
		expect(!reading.ok && reading.message).toMatch(/ IAM says: "bad value x{190}…"$/);
		const silent = read(answer);
		expect(!silent.ok && silent.message).not.toContain('IAM says');
		const exact = read({ ...answer, body: keystone(400, 'x'.repeat(200)) }, [PASSWORD]);
		expect(!exact.ok && exact.message).toMatch(/"x{200}"$/);
	});

	it.each([
		['a page speaks', 403, '<html>Blocked by the firewall</html>'],
		['nothing is said', 201, { token: {} }],
	])('quotes nothing where %s', (_name, statusCode, body) => {
		const reading = read({ statusCode, headers: {}, body }, [PASSWORD]);
		expect(!reading.ok && reading.message).not.toMatch(/IAM says|Blocked/);
	});

	it('does not say that IAM said something if the answer has no text', () => {
		const reading = read({ statusCode: 404, headers: {}, body: ' ' }, []);
		expect(!reading.ok && reading.message).toMatch(/its path\.$/);
	});

	it.each([
		[
			'in the words',
			keystone(400, `Invalid input for field 'password': '${PASSWORD}' is too short`),
		],
		['in the code', { error_code: PASSWORD, error_msg: 'x' }],
		['across the point of shortening', keystone(400, `${'x'.repeat(190)}${PASSWORD}`)],
		['in a field that is not read', { error: { code: 400, message: 'x', input: PASSWORD } }],
		['in a text', `<html>${PASSWORD}</html>`],
	])('never repeats the password: %s', (_where, body) => {
		for (const secrets of [undefined, [PASSWORD], ['hunter2', '', PASSWORD]]) {
			const reading = read({ statusCode: 400, headers: {}, body }, secrets);
			expect(JSON.stringify(reading)).not.toContain('hunter2');
		}
	});

	it('hides a long secret as a whole where a short one is part of it', () => {
		const answer = {
			statusCode: 400,
			headers: {},
			body: keystone(400, 'bad value: short-and-long'),
		};
		const reading = read(answer, ['short', '', 'short-and-long']);
		expect(!reading.ok && reading.message).toContain('"bad value: ***"');
	});

	it('never repeats a token that came with a refusal', () => {
		const headers = { 'X-Subject-Token': 'secret-token' };
		const reading = read({ statusCode: 403, headers, body: '' }, []);
		expect(JSON.stringify(reading)).not.toContain('secret-token');
	});
});
