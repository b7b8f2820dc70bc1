import {
	fixedOptions,
	outgoingRequest,
	type OutgoingOptions,
} from '../../../credentials/huaweicloud/wireFormat';

const HOST = 'https://workspace.example.com';
const newer = (more: Partial<OutgoingOptions> = {}): OutgoingOptions => ({
	url: `${HOST}/p`,
	...more,
});
/** The HTTP Request node gives the older helper no `url`, although n8n's type asks for it. */
const older = (more: Partial<OutgoingOptions> = {}): OutgoingOptions => {
	const options: Partial<OutgoingOptions> = { uri: `${HOST}/p`, ...more };
	return options as OutgoingOptions;
};
const fixed = (options: OutgoingOptions) => fixedOptions(options, outgoingRequest(options));

describe('the URL', () => {
	it.each([
		['as it is', newer({ url: `${HOST}/v2/p/desktops` }), '/v2/p/desktops'],
		['of the older helper', older({ uri: `${HOST}/v2/p` }), '/v2/p'],
		[
			'of both, as pagination gives it',
			older({ url: `${HOST}/next`, uri: `${HOST}/next` }),
			'/next',
		],
		['without a path', newer({ url: HOST }), '/'],
		['with a base', newer({ baseURL: HOST, url: '/v2/p' }), '/v2/p'],
		['with slashes on both sides', newer({ baseURL: `${HOST}/gw//`, url: '//v2/p' }), '/gw/v2/p'],
		['with slashes on neither', newer({ baseURL: `${HOST}/gw`, url: 'v2/p' }), '/gw/v2/p'],
		['with two slashes inside', newer({ baseURL: `${HOST}/gw//a/`, url: 'v2//p' }), '/gw//a/v2//p'],
		['of the base alone, for want of another', { baseURL: `${HOST}/gw` } as OutgoingOptions, '/gw'],
		['of the base alone', newer({ baseURL: `${HOST}/gw`, url: '' }), '/gw'],
		[
			'absolute in spite of a base',
			newer({ baseURL: 'https://a.example', url: `${HOST}/p` }),
			'/p',
		],
		[
			'absolute in capitals in spite of a base',
			newer({ baseURL: 'http://a.example', url: 'HTTPS://workspace.example.com/p' }),
			'/p',
		],
		[
			'with an address in the path',
			newer({ baseURL: HOST, url: 'to/https://a.example' }),
			'/to/https://a.example',
		],
		['with a name like an address', newer({ baseURL: HOST, url: 'httpsx:y' }), '/httpsx:y'],
		['with a query of its own', newer({ url: `${HOST}/p?a=1&b=%2F` }), '/p?a=1&b=%2F'],
		['with a query that begins with a question mark', newer({ url: `${HOST}/p??a=1` }), '/p??a=1'],
		['with both queries', newer({ url: `${HOST}/p?a=1`, qs: { b: 2 } }), '/p?a=1&b=2'],
		['with an empty query of its own', newer({ url: `${HOST}/p?`, qs: { b: 2 } }), '/p?b=2'],
		['with a fragment', newer({ url: `${HOST}/p#top`, qs: { b: 2 } }), '/p?b=2'],
		['with letters beyond ASCII', newer({ url: `${HOST}/ä b` }), '/%C3%A4%20b'],
		['with dots', newer({ url: `${HOST}/a/../p` }), '/p'],
	])('%s', (_name, options, target) => {
		expect(outgoingRequest(options).url).toBe(`${HOST}${target}`);
	});

	it('is taken from another host where it is absolute, with http as well', () => {
		const options = newer({ baseURL: HOST, url: 'http://localhost:3000/p' });
		expect(outgoingRequest(options).url).toBe('http://localhost:3000/p');
	});

	it.each(['', '/p', 'workspace.example.com/p'])('%j is refused, it is not absolute', (url) => {
		expect(() => outgoingRequest(newer({ url }))).toThrow('Invalid URL');
	});
});

describe('the query', () => {
	it.each([
		['text and numbers', { limit: 1, name: 'PC 1/ä&=+' }, 'limit=1&name=PC%201%2F%C3%A4%26%3D%2B'],
		['truth values', { on: true, off: false }, 'on=true&off=false'],
		['nothing at all', {}, ''],
		['an undefined value', { a: undefined, b: 1 }, 'b=1'],
		['a null', { a: null, b: 1 }, 'a=&b=1'],
		['a list', { id: ['a', 'b'] }, 'id=a&id=b'],
		['an empty list', { id: [] }, ''],
		['holes in a list', { id: ['a', undefined, null] }, 'id=a&id='],
		['an object', { f: { a: 1, b: { c: 2 } } }, 'f%5Ba%5D=1&f%5Bb%5D%5Bc%5D=2'],
		['a time', { at: new Date(0) }, 'at=1970-01-01T00%3A00%3A00.000Z'],
		['an object in a list', { f: [{ a: 1 }] }, 'f%5Ba%5D=1'],
		['a name to encode', { 'ä b': 1 }, '%C3%A4%20b=1'],
	])('%s', (_name, qs, query) => {
		for (const options of [newer({ qs }), older({ qs })]) {
			expect(outgoingRequest(options).url).toBe(`${HOST}/p${query === '' ? '' : `?${query}`}`);
		}
	});

	const qs = { id: ['a', 'b'] };
	it.each([
		['repeated', newer({ qs, arrayFormat: 'repeat' }), 'id=a&id=b'],
		['in brackets', newer({ qs, arrayFormat: 'brackets' }), 'id%5B%5D=a&id%5B%5D=b'],
		['numbered', newer({ qs, arrayFormat: 'indices' }), 'id%5B0%5D=a&id%5B1%5D=b'],
		['with commas', newer({ qs, arrayFormat: 'comma' }), 'id=a%2Cb'],
		[
			'with commas, holes included',
			newer({ qs: { id: ['a', undefined, null, 0] }, arrayFormat: 'comma' }),
			'id=a%2C%2C%2C0',
		],
		['with commas, empty', newer({ qs: { id: [] }, arrayFormat: 'comma' }), ''],
		['repeated', older({ qs, qsStringifyOptions: { arrayFormat: 'repeat' } }), 'id=a&id=b'],
		[
			'in brackets',
			older({ qs, qsStringifyOptions: { arrayFormat: 'brackets' } }),
			'id%5B%5D=a&id%5B%5D=b',
		],
		[
			'repeated, whatever else is chosen',
			older({ qs, qsStringifyOptions: { arrayFormat: 'odd' }, useQuerystring: false }),
			'id=a&id=b',
		],
		['repeated by the oldest switch', older({ qs, useQuerystring: true }), 'id=a&id=b'],
		['numbered by it', older({ qs, useQuerystring: false }), 'id%5B0%5D=a&id%5B1%5D=b'],
	])('writes lists as chosen: %s', (_name, options, query) => {
		expect(outgoingRequest(options).url).toBe(`${HOST}/p${query === '' ? '' : `?${query}`}`);
	});
});

describe('the body', () => {
	const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
	const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };

	it.each([
		['none', {}, undefined],
		['an object', { body: { a: 1 } }, '{"a":1}'],
		['a list', { body: [1, 2] }, '[1,2]'],
		[
			'an object without prototype',
			{ body: Object.assign(Object.create(null), { a: 1 }) },
			'{"a":1}',
		],
		['an object announced as JSON', { body: { a: 1 }, headers: JSON_TYPE }, '{"a":1}'],
		['JSON text with spaces around it', { body: ' {"a": 1}\n', headers: JSON_TYPE }, '{"a": 1}'],
		['text that is announced as JSON and is none', { body: 'a', headers: JSON_TYPE }, '"a"'],
		['text of another type', { body: ' a\n', headers: { 'content-type': 'text/plain' } }, ' a\n'],
		[
			'JSON text announced in any case',
			{ body: ' 1 ', headers: { Accept: 'a', 'CONTENT-TYPE': 'application/json' } },
			'1',
		],
		['text announced as nothing', { body: ' 1 ', headers: { 'Content-Type': '' } }, ' 1 '],
		['an object announced as a form', { body: { a: 1 }, headers: FORM_TYPE }, null],
		['bytes', { body: new Uint8Array([1]) }, null],
		['parameters', { body: new URLSearchParams({ a: '1' }) }, null],
	])('%s, with both helpers', (_name, more, body) => {
		expect(outgoingRequest(newer({ method: 'PUT', ...more } as never)).body).toBe(body);
		expect(outgoingRequest(older({ method: 'PUT', ...more } as never)).body).toBe(body);
	});

	it.each([
		['an empty object', { body: {} }, undefined, '{}'],
		['an empty list', { body: [] }, undefined, '[]'],
		['an empty text', { body: '' }, undefined, ''],
		['an empty text announced as JSON', { body: '', headers: JSON_TYPE }, undefined, '""'],
		['null', { body: null }, undefined, null],
		['an empty form', { body: new URLSearchParams() }, null, null],
		['a number', { body: 5 }, null, null],
		['text without a type', { body: ' {"a":1} ' }, ' {"a":1} ', '{"a":1}'],
		['text without a type, not for JSON', { body: ' 1 ', json: false }, ' 1 ', ' 1 '],
	])('%s, which the helpers send differently', (_name, more, ofNewer, ofOlder) => {
		expect(outgoingRequest(newer({ method: 'PUT', ...more } as never)).body).toBe(ofNewer);
		expect(outgoingRequest(older({ method: 'PUT', ...more } as never)).body).toBe(ofOlder);
	});

	it('is never sent with GET by the newer helper', () => {
		expect(outgoingRequest(newer({ method: 'GET', body: { a: 1 } })).body).toBeUndefined();
		expect(outgoingRequest(newer({ body: { a: 1 } })).body).toBeUndefined();
		expect(outgoingRequest(newer({ method: 'get', body: 'a' } as never)).body).toBeUndefined();
		expect(outgoingRequest(older({ method: 'GET', body: { a: 1 } })).body).toBe('{"a":1}');
	});

	it.each([{ form: { a: 1 } }, { formData: { a: 1 } }])(
		'is not known in advance with %j',
		(form) => {
			expect(outgoingRequest(older({ method: 'POST', ...form })).body).toBeNull();
		},
	);
});

describe('the options that are sent', () => {
	it('hold URL and query in one piece', () => {
		const options = fixed(newer({ baseURL: HOST, url: '/p', qs: { a: 1 } }));
		expect(options.url).toBe(`${HOST}/p?a=1`);
		expect(options).not.toHaveProperty('baseURL');
		expect(options).not.toHaveProperty('qs');
		expect(options).not.toHaveProperty('uri');
	});

	it('say it to the older helper under both names', () => {
		expect(fixed(older({ qs: { a: 1 } }))).toMatchObject({
			url: `${HOST}/p?a=1`,
			uri: `${HOST}/p?a=1`,
		});
	});

	it.each([newer(), older({ followRedirect: true, followAllRedirects: true, maxRedirects: 5 })])(
		'follow no redirect',
		(options) => {
			expect(fixed(options)).toMatchObject({
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
				maxRedirects: 0,
			});
		},
	);

	it.each([
		[{}, { 'Content-Type': 'application/json' }],
		[{ Accept: 'a' }, { 'Content-Type': 'application/json', Accept: 'a' }],
		[
			{ 'content-type': 'application/json;charset=utf-8' },
			{ 'content-type': 'application/json;charset=utf-8' },
		],
	])('announce an object that was made JSON, once: %j', (headers, sent) => {
		for (const options of [newer({ headers }), older({ headers })]) {
			const { body, headers: announced } = fixed({ ...options, method: 'PUT', body: { a: 1 } });
			expect(body).toBe('{"a":1}');
			expect(announced).toEqual(sent);
		}
	});

	it('announce nothing for a text, whose type is the caller’s matter, and nothing for no body', () => {
		for (const options of [newer({ method: 'PUT', body: '{"a":1}' }), newer({ method: 'PUT' })]) {
			expect(fixed(options)).not.toHaveProperty('headers');
		}
	});

	it('leave forms, files and the caller’s own object as they are', () => {
		const body = { a: 1 };
		const options = older({ method: 'POST', form: { b: 2 }, body });
		expect(fixed(options)).toMatchObject({ form: { b: 2 }, body: { a: 1 } });
		const before = JSON.stringify(newer({ method: 'PUT', body, qs: { a: 1 } }));
		const given = newer({ method: 'PUT', body, qs: { a: 1 } });
		fixed(given);
		expect(JSON.stringify(given)).toBe(before);
	});

	it('come out the same when they are settled a second time, as after a renewed sign-in', () => {
		for (const options of [
			newer({ baseURL: HOST, url: 'p', qs: { a: [1, 2] }, method: 'PUT', body: { a: 1 } }),
			older({ qs: { a: [1, 2] }, method: 'PUT', body: ' {"a":1}' }),
		]) {
			const once = fixed(options);
			expect(fixed(once)).toEqual(once);
		}
	});
});
