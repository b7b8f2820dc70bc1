import { createHash } from 'node:crypto';

import {
	canonicalRequest,
	signRequest,
	signatureOf,
} from '../../../credentials/huaweicloud/signature';
import vectors from './data/aksk-vectors.json';

const query = (params: Record<string, Array<string | number>>) =>
	Object.entries(params)
		.flatMap(([name, values]) =>
			values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
		)
		.join('&');

const dateOf = (basic: string) =>
	new Date(basic.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));

describe('published signature vectors', () => {
	const table = vectors.signatureVectors.map((vector) => ({
		...vector,
		url: `https://${vector.host}${vector.path}?${query(vector.query)}`,
		headers: new Map(
			Object.entries(vector.headers).map(([name, value]) => [name.toLowerCase(), value]),
		),
	}));

	it('are all here', () => {
		expect(table).toHaveLength(9);
	});

	it.each(table)('$name: canonical request and signature', (vector) => {
		const canonical = canonicalRequest({
			method: vector.method,
			url: vector.url,
			signedHeaders: Object.fromEntries(vector.headers),
			body: vector.body,
		});
		expect(canonical).toBe(vector.canonicalRequest);
		const date = vector.headers.get('x-sdk-date') ?? '';
		expect(signatureOf(canonical, date, vector.secretKey)).toBe(vector.expectedSignature);
	});

	// The Go vectors sign the date alone; signRequest always signs the host too, so these two are covered above only.
	const signingHost = table.filter(({ signedHeaders }) => signedHeaders.includes('host'));

	it.each(signingHost)('$name: whole Authorization header', (vector) => {
		const host = vector.headers.get('host') ?? '';
		const added = signRequest({
			method: vector.method,
			url: vector.url,
			headers: host === vector.host ? {} : { Host: host },
			body: vector.body,
			accessKeyId: vector.accessKey,
			secretAccessKey: vector.secretKey,
			now: dateOf(vector.headers.get('x-sdk-date') ?? ''),
		});
		expect(added).toEqual({
			Host: host,
			'X-Sdk-Date': vector.headers.get('x-sdk-date'),
			Authorization: vector.expectedAuthorization,
		});
	});
});

describe('published canonicalisation vectors', () => {
	it.each(vectors.canonicalQueryVectors)('query: $expected', ({ params, expected }) => {
		const canonical = canonicalRequest({
			method: 'GET',
			url: `https://host.example/?${query(params)}`,
			signedHeaders: {},
			body: undefined,
		});
		expect(canonical.split('\n')[2]).toBe(expected);
	});

	it.each(vectors.canonicalRequestVectors)(
		'API Signing Guide: $method',
		({ canonicalRequest: text, expectedSha256 }) => {
			const canonical = canonicalRequest({
				method: 'get',
				url: 'https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?marker=13551d6b-755d-4757-b956-536f674975c0&limit=2',
				signedHeaders: {
					'x-sdk-date': '20191115T033655Z',
					'content-type': 'application/json',
					host: 'service.region.example.com',
				},
				body: '',
			});
			expect(canonical).toBe(text);
			expect(createHash('sha256').update(canonical).digest('hex')).toBe(expectedSha256);
		},
	);
});
