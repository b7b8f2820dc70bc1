import {
	canonicalRequest,
	signRequest,
	type RequestToSign,
} from '../../../credentials/huaweicloud/signature';

const request: RequestToSign = {
	method: 'GET',
	url: 'https://workspace.example.com/v2/p/desktops',
	body: undefined,
	accessKeyId: 'AccessKey',
	secretAccessKey: 'SecretKey',
	now: new Date('2026-11-24T10:11:12.987Z'),
};

const signedNames = (headers: Record<string, string>) =>
	/SignedHeaders=([^,]*)/.exec(headers.Authorization ?? '')?.[1];

const line = (index: number, url: string) =>
	canonicalRequest({ method: 'GET', url, signedHeaders: {}, body: undefined }).split('\n')[index];

describe('signRequest: what it adds', () => {
	it('adds host, date and authorization, and signs the first two', () => {
		const headers = signRequest(request);
		expect(Object.keys(headers).sort()).toEqual(['Authorization', 'Host', 'X-Sdk-Date']);
		expect(headers.Host).toBe('workspace.example.com');
		expect(headers['X-Sdk-Date']).toBe('20261124T101112Z');
		expect(headers.Authorization).toMatch(
			/^SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, Signature=[0-9a-f]{64}$/,
		);
	});

	it('adds and signs project and security token where they are given', () => {
		const headers = signRequest({ ...request, projectId: 'p', securityToken: 't' });
		expect(headers).toMatchObject({ 'X-Project-Id': 'p', 'X-Security-Token': 't' });
		expect(signedNames(headers)).toBe('host;x-project-id;x-sdk-date;x-security-token');
	});

	it.each([
		{ projectId: undefined, securityToken: undefined },
		{ projectId: '', securityToken: '' },
	])('adds neither where they are empty: %j', (empty) => {
		expect(signRequest({ ...request, ...empty })).toEqual(signRequest(request));
	});

	it('gives the host with its port unless it is the default one of the scheme, as Node.js sends it', () => {
		const hostOf = (url: string) => signRequest({ ...request, url }).Host;
		expect(hostOf('https://Example.com:8443/a')).toBe('example.com:8443');
		expect(hostOf('https://example.com:443/a')).toBe('example.com');
		expect(hostOf('http://127.0.0.1:80/a')).toBe('127.0.0.1');
		expect(hostOf('http://127.0.0.1:443/a')).toBe('127.0.0.1:443');
		expect(hostOf('http://[::1]:3000/a')).toBe('[::1]:3000');
		expect(hostOf('https://user:secret@example.com/a')).toBe('example.com');
	});

	it('never puts the secret key into a header', () => {
		const secretAccessKey = 'sk-0123456789';
		const headers = signRequest({ ...request, secretAccessKey, projectId: 'p' });
		expect(JSON.stringify(headers)).not.toContain(secretAccessKey);
	});
});

describe('signRequest: headers that are there already', () => {
	it('leaves content-type and all others unsigned', () => {
		const headers = { 'Content-Type': 'application/json', Accept: '*/*', 'X-Other': '1' };
		expect(signRequest({ ...request, headers })).toEqual(signRequest(request));
	});

	it('signs another host than that of the URL where the caller has set one', () => {
		const headers = signRequest({ ...request, headers: { host: 'example.com' } });
		expect(headers.host).toBe('example.com');
		expect(headers).not.toHaveProperty('Host');
		expect(headers.Authorization).toBe(
			signRequest({ ...request, url: 'https://example.com/v2/p/desktops' }).Authorization,
		);
	});

	it('signs a project and a security token of the caller as they are', () => {
		const headers = signRequest({
			...request,
			headers: { 'x-project-id': 'p', 'X-SECURITY-TOKEN': 't' },
		});
		expect(signedNames(headers)).toBe('host;x-project-id;x-sdk-date;x-security-token');
		expect(headers.Authorization).toBe(
			signRequest({ ...request, projectId: 'p', securityToken: 't' }).Authorization,
		);
	});

	it('sends spaces around such a value, but does not sign them', () => {
		const headers = signRequest({ ...request, headers: { 'X-Project-Id': ' p\t' } });
		expect(headers['X-Project-Id']).toBe(' p\t');
		expect(headers.Authorization).toBe(signRequest({ ...request, projectId: 'p' }).Authorization);
	});

	it.each([undefined, null, 7, ['p'], ''])('does not sign a project that is no text: %j', (odd) => {
		const headers = { 'X-Project-Id': odd };
		expect(signRequest({ ...request, headers })).toEqual(signRequest(request));
	});

	it('replaces the signature of an earlier attempt, in whatever spelling it is there', () => {
		const first = signRequest({ ...request, projectId: 'p' });
		const lowerCase = Object.fromEntries(
			Object.entries(first).map(([name, value]) => [name.toLowerCase(), value]),
		);
		const now = new Date('2026-11-24T10:20:00Z');
		const again = {
			...lowerCase,
			...signRequest({ ...request, projectId: 'p', now, headers: lowerCase }),
		};
		expect(Object.keys(again).sort()).toEqual(Object.keys(lowerCase).sort());
		expect(again['x-sdk-date']).toBe('20261124T102000Z');
		expect(again.authorization).toBe(
			signRequest({ ...request, projectId: 'p', now }).Authorization,
		);
	});

	it('takes a content hash of the caller in place of the hash of the body, and signs it', () => {
		const headers = { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
		const one = signRequest({ ...request, headers, body: 'one' });
		expect(signedNames(one)).toBe('host;x-sdk-content-sha256;x-sdk-date');
		expect(signRequest({ ...request, headers, body: 'two' })).toEqual(one);
	});

	it('does not change the headers it is given', () => {
		const headers = Object.freeze({ Authorization: 'old', Host: 'h' });
		expect(() => signRequest({ ...request, headers })).not.toThrow();
	});
});

describe('signRequest: every part counts', () => {
	const base = signRequest({ ...request, projectId: 'p', securityToken: 't' }).Authorization;
	const changes: Array<[string, Partial<RequestToSign>]> = [
		['method', { method: 'PUT' }],
		['host', { url: 'https://other.example.com/v2/p/desktops' }],
		['path', { url: 'https://workspace.example.com/v2/p/desktop' }],
		['query', { url: 'https://workspace.example.com/v2/p/desktops?a' }],
		['body', { body: '{}' }],
		['project', { projectId: 'q' }],
		['security token', { securityToken: 'u' }],
		['second', { now: new Date('2026-11-24T10:11:13Z') }],
		['secret', { secretAccessKey: 'SecretKez' }],
		['key id', { accessKeyId: 'AccessKez' }],
	];
	it.each(changes)('%s', (_part, change) => {
		const other = signRequest({ ...request, projectId: 'p', securityToken: 't', ...change });
		expect(other.Authorization).not.toBe(base);
	});

	it.each([
		['case of the method', { method: 'get' }],
		['milliseconds', { now: new Date('2026-11-24T10:11:12.001Z') }],
		['an empty body', { body: '' }],
		['the slash at the end of the path', { url: 'https://workspace.example.com/v2/p/desktops/' }],
		['the fragment, which is not sent', { url: 'https://workspace.example.com/v2/p/desktops#x' }],
	])('but not %s', (_part, change) => {
		expect(signRequest({ ...request, ...change })).toEqual(signRequest(request));
	});

	it('refuses a URL that is not absolute and a date that is none', () => {
		expect(() => signRequest({ ...request, url: '/v2/p' })).toThrow('Invalid URL');
		expect(() => signRequest({ ...request, now: new Date('never') })).toThrow('Invalid time value');
	});
});

describe('canonical path', () => {
	it.each([
		['', '/'],
		['/', '/'],
		['/a', '/a/'],
		['/a/', '/a/'],
		['/a//b', '/a//b/'],
		['/gateway/v2/p/desktops/sids', '/gateway/v2/p/desktops/sids/'],
		['/a%20b', '/a%20b/'],
		['/a b', '/a%20b/'],
		['/a+b', '/a%2Bb/'],
		['/%e4%b8%80', '/%E4%B8%80/'],
		['/一', '/%E4%B8%80/'],
		['/😀', '/%F0%9F%98%80/'],
		['/%7E~', '/~~/'],
		['/a%2Fb', '/a%2Fb/'],
		['/a%252Fb', '/a%252Fb/'],
		['/%FF', '/%FF/'],
		['/%0a%00', '/%0A%00/'],
		['/100%', '/100%25/'],
		['/%zz', '/%25zz/'],
		["/!*'();:@&=+$,", '/%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C/'],
		['/a/../b/./c', '/b/c/'],
	])('%s → %s', (path, expected) => {
		expect(line(1, `https://h.example${path}`)).toBe(expected);
	});
});

describe('canonical query', () => {
	it.each([
		['', ''],
		['?', ''],
		['?a', 'a='],
		['?a=', 'a='],
		['?=x', '=x'],
		['?&&a=1&', 'a=1'],
		['?b=1&a=2', 'a=2&b=1'],
		['?a=2&a=10&a=1', 'a=1&a=10&a=2'],
		['?a=1&a=1', 'a=1&a=1'],
		['?a=b&a', 'a=&a=b'],
		['?b=1&B=1', 'B=1&b=1'],
		['?ab=1&a%7B=1', 'ab=1&a%7B=1'],
		['?a=b=c', 'a=b%3Dc'],
		['?a=x+y&b=x%2By', 'a=x%20y&b=x%2By'],
		['?q=%E4%b8%80', 'q=%E4%B8%80'],
		['?q=一', 'q=%E4%B8%80'],
		['?q=a/b?c:d@e', 'q=a%2Fb%3Fc%3Ad%40e'],
		['?a[]=1', 'a%5B%5D=1'],
		['?q=%', 'q=%25'],
		['?%F0%9F%98%80=1&%EF%BF%BD=1', '%EF%BF%BD=1&%F0%9F%98%80=1'],
	])('%s → %s', (query, expected) => {
		expect(line(2, `https://h.example/${query}`)).toBe(expected);
	});
});
