import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import fc from 'fast-check';
import { createHash } from 'node:crypto';

import {
	canonicalRequest,
	signRequest,
	signatureOf,
} from '../../../credentials/huaweicloud/signature.ts';
import { independentCanonicalRequest } from './independentCanonicalRequest.mts';
import { runs } from '../runs.mts';

const RUNS = runs(3000);

/** The ways in which one text can be written in a URL. */
const spellings: ((text: string) => string)[] = [
	encodeURIComponent,
	(text) => encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
	(text) =>
		Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
	// As typed: only what would mean something else is encoded.
	(text) => text.replace(/[\0-\x20%/?#&=+\\\x7f]/g, encodeURIComponent),
];
const spelled = (text: fc.Arbitrary<string>) =>
	fc
		.tuple(text, fc.constantFrom(...spellings))
		.map(([plain, spell]) => ({ plain, wire: spell(plain) }));

/**
 * The official Node.js signer takes the path *unencoded* (it would encode a percent sign again), and takes it apart with Node's legacy
 * URL parser. So three kinds of paths cannot be put to it, and are compared with the independent canonicalisation below: those with
 * characters which that parser encodes or drops itself, dot segments, and an encoded slash, question mark or number sign.
 */
const pathSegment = fc
	.string({ unit: 'binary', maxLength: 8 })
	.filter((text) => !/[\s\0-\x20\x7f/?#{}|\\^`<>"'\ufeff]/.test(text) && !/^\.\.?$/.test(text));

/**
 * The official signer sorts by UTF-16 code units, the others by code points or bytes. The two orders differ only between characters above
 * U+FFFF and those from U+E000 to U+FFFF; the latter are left to the second property.
 */
const queryText = fc
	.string({ unit: 'binary', maxLength: 8 })
	.filter((text) => !/[\ue000-\uffff]/.test(text));

const host = fc
	.tuple(fc.domain(), fc.option(fc.integer({ min: 1024, max: 65535 }), { nil: undefined }))
	.map(([name, port]) => (port === undefined ? name : `${name}:${port}`));

const visible = (minLength: number) =>
	fc.string({
		unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
		minLength,
		maxLength: 40,
	});

const shared = {
	method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'),
	host,
	accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
	secretAccessKey: visible(1),
	securityToken: fc.option(visible(1), { nil: undefined }),
	projectId: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/), { nil: undefined }),
	now: fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
};

const withoutUndefined = (headers: Record<string, string | undefined>) =>
	Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));

describe('signature of generated requests', () => {
	it('equals that of the official SDK', () => {
		const pair = fc.tuple(spelled(queryText), spelled(queryText));
		const requests = fc.record({
			...shared,
			path: fc.array(spelled(pathSegment), { maxLength: 5 }),
			pairs: fc.array(pair, { maxLength: 6 }),
			repeat: fc.boolean(),
			data: fc.option(fc.object(), { nil: undefined }),
		});
		fc.assert(
			fc.property(requests, (r) => {
				// Repeated names would be rare in random text.
				const pairs = r.repeat
					? r.pairs.map(([, value]) => [r.pairs[0]?.[0] ?? value, value] as const)
					: r.pairs;
				const queryParams = Object.fromEntries(
					pairs.map(([name]) => [
						name.plain,
						pairs.filter(([other]) => other.plain === name.plain).map(([, value]) => value.plain),
					]),
				);
				const query = pairs
					.map(([name, value]) =>
						value.wire === '' && name.wire !== '' ? name.wire : `${name.wire}=${value.wire}`,
					)
					.join('&');
				const body = r.data === undefined ? undefined : JSON.stringify(r.data);
				const date = `${r.now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

				const official = AKSKSigner.sign(
					{
						method: r.method,
						endpoint: `https://${r.host}/${r.path.map(({ plain }) => plain).join('/')}`,
						queryParams,
						headers: withoutUndefined({
							'X-Sdk-Date': date,
							'X-Project-Id': r.projectId,
							'X-Security-Token': r.securityToken,
						}),
						data: r.data,
					},
					// Only these two are called by the signer.
					{
						getAk: () => r.accessKeyId,
						getSk: () => r.secretAccessKey,
						processAuthRequest: (_client, request) => Promise.resolve(request),
						processAuthParams: () => Promise.reject(new Error('not used')),
					},
				);
				const ours = signRequest({
					...r,
					url: `https://${r.host}/${r.path.map(({ wire }) => wire).join('/')}?${query}`,
					headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
					body,
				});
				expect(lowerCased(ours)).toEqual(lowerCased(official));
			}),
			{ numRuns: RUNS },
		);
	});

	it('equals an independent canonicalisation, also where the official SDK cannot follow', () => {
		const anyText = fc.string({ unit: 'binary', maxLength: 8 });
		// Raw pieces of a request line: escapes that are no UTF-8, broken escapes, plus signs, reserved characters.
		const rawText = fc
			.array(
				fc.oneof(
					fc.constantFrom(
						'%',
						'%2F',
						'%3f',
						'%23',
						'%25',
						'%FF',
						'%c3',
						'%zz',
						'+',
						'%2B',
						'=',
						':',
						'@',
						"'",
						'{',
						'|',
						'\ue000',
						'😀',
						'é',
						';',
						',',
					),
					fc
						.string({ unit: 'grapheme-ascii', maxLength: 3 })
						.map((text) => text.replace(/[?#&/\\]/g, '')),
					spelled(anyText).map(({ wire }) => wire),
				),
				{ maxLength: 6 },
			)
			.map((parts) => parts.join(''));
		const requests = fc.record({
			...shared,
			path: fc.array(rawText, { maxLength: 5 }),
			query: fc.array(rawText, { maxLength: 6 }),
			body: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
		});
		fc.assert(
			fc.property(requests, (r) => {
				const url = `https://${r.host}/${r.path.join('/')}?${r.query.join('&')}`;
				const { pathname, search, host: sentHost } = new URL(url);
				const ours = signRequest({ ...r, url });
				const { Authorization, ...signed } = ours;
				const canonical = independentCanonicalRequest({
					method: r.method,
					target: pathname + search,
					headers: Object.entries({ ...signed, Host: sentHost }),
					bodyHash: createHash('sha256')
						.update(Buffer.from(r.body ?? '', 'utf8'))
						.digest('hex'),
				});
				const signature = signatureOf(canonical, ours['X-Sdk-Date'] ?? '', r.secretAccessKey);
				expect(Authorization).toBe(
					`SDK-HMAC-SHA256 Access=${r.accessKeyId}, SignedHeaders=${canonical.split('\n').at(-2) ?? ''}, Signature=${signature}`,
				);
			}),
			{ numRuns: RUNS },
		);
	});

	it('does not depend on how the URL is spelled', () => {
		const segments = fc.array(pathSegment, { minLength: 1, maxLength: 4 });
		fc.assert(
			fc.property(
				segments,
				queryText,
				fc.nat(spellings.length - 1),
				fc.nat(spellings.length - 1),
				(path, value, one, two) => {
					const written = (spell = encodeURIComponent as (text: string) => string) =>
						canonicalRequest({
							method: 'GET',
							url: `https://h.example/${path.map((segment) => spell(segment)).join('/')}?q=${spell(value)}`,
							signedHeaders: {},
							body: undefined,
						});
					expect(written(spellings[one])).toBe(written(spellings[two]));
				},
			),
			{ numRuns: RUNS },
		);
	});
});

function lowerCased(headers: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value as unknown]),
	);
}
