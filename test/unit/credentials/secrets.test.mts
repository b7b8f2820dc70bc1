import fc from 'fast-check';

import { cut, MAX_TEXT } from '../../../credentials/huaweicloud/errors.ts';
import { hiderOf, LONGEST, Secrets } from '../../../credentials/huaweicloud/secrets.ts';
import { SPELLINGS } from './spelled.ts';
import { runs } from '../runs.mts';

const AWKWARD: Readonly<Record<string, string>> = {
	'a short token': 'a/bcdef==',
	'a password': 'Pä<"ss>\\w&ö=rd+/1',
	'a password with an escape in it': 'x%2Fy&amp;z\\u0041-q',
	'a password with a space': 'correct horse battery',
	'a secret access key': 'bC3d'.repeat(10),
	'a token': `MIIF${Buffer.from('signed message '.repeat(40)).toString('base64')}`,
	'a password of six': 'a=b/c+',
	'a password with an emoji': 'pass-😀-word-😀',
};

const textOf = (secret: string, text: string) => hiderOf([secret]).text(text);

describe.each(Object.entries(AWKWARD))('%s', (_, secret) => {
	it.each(Object.entries(SPELLINGS))('is hidden: %s', (_name, spell) => {
		const spelled = spell(secret);
		const shown = textOf(secret, `before: ${spelled} :after`);
		expect(shown).toContain('***');
		expect(shown).toMatch(/^before: /);
		expect(shown).toMatch(/ :after$/);
		// Base64 leaves the digits at both ends that do not depend on the secret alone.
		const most = spelled.includes(secret) ? 0 : spell === SPELLINGS['base64 of JSON'] ? 30 : 8;
		expect(shown.length).toBeLessThanOrEqual('before: *** :after'.length + most);
	});
});

describe('parts', () => {
	const secret = AWKWARD['a password'] ?? '';
	const token = AWKWARD['a token'] ?? '';
	const spellings = Object.entries(SPELLINGS);

	it('of eight characters and more are hidden in every spelling', () => {
		const hiders = new Map([secret, token].map((one) => [one, hiderOf([one])]));
		fc.assert(
			fc.property(
				fc.constantFrom(secret, token),
				fc.nat(),
				fc.integer({ min: 8, max: 30 }),
				fc.constantFrom(...spellings),
				(whole, start, length, [, spell]) => {
					const from = start % Math.max(1, whole.length - 8);
					const part = whole.slice(from, from + length);
					const spelled = spell(part);
					const shown = hiders.get(whole)?.text(`<${spelled}>`) ?? '';
					expect(shown).toContain('***');
					const most = spell === SPELLINGS['base64 of JSON'] ? 30 : 8;
					expect(shown.length).toBeLessThanOrEqual('<***>'.length + most);
				},
			),
			{ numRuns: runs(1500) },
		);
	});

	it('of seven stay, as do ordinary words', () => {
		expect(textOf(secret, secret.slice(0, 7))).toBe(secret.slice(0, 7));
		const list = '{"desktops":[{"desktop_id":"0b1c","computer_name":"VDI-1","sid":"S-1-5-21"}]}';
		expect(textOf(secret, list)).toBe(list);
		expect(textOf(secret, '100 % of <b>AT&amp;T</b> in C:\\new\\table %zz &nope; \\q')).toBe(
			'100 % of <b>AT&amp;T</b> in C:\\new\\table %zz &nope; \\q',
		);
	});

	it('of a secret with less than eight characters stay; it is hidden as a whole, and not at all below six', () => {
		expect(textOf('hunter2', 'hunter2 hunter')).toBe('*** hunter');
		expect(textOf('hunter', 'hunter')).toBe('***');
		expect(textOf('hunt2', 'hunt2')).toBe('hunt2');
		expect(textOf('%41%42', 'AB and %41%42')).toBe('AB and ***');
	});
});

it.each([
	[4, '***'],
	[5, 'a%252525252Fbcdef%252525253D%252525253D'],
])('a secret in %i layers of escapes is shown as %s', (layers, shown) => {
	const nested = Array.from({ length: layers }).reduce<string>(encodeURIComponent, 'a/bcdef==');
	expect(textOf('a/bcdef==', nested)).toBe(shown);
});

it.each([
	[4, '***'],
	[5, 'a/bcdef=='],
])('what a secret means that holds %i layers of escapes is shown as %s', (layers, shown) => {
	const nested = Array.from({ length: layers }).reduce<string>(encodeURIComponent, 'a/bcdef==');
	expect(textOf(nested, 'a/bcdef==')).toBe(shown);
});

it('a secret with escapes in it is seen where they are undone together with those around it', () => {
	expect(textOf('pa%2Fss/wo%2Frd', '{"pa%2Fss\\/wo%2Frd"}')).toBe('{"***"}');
});

describe('base64', () => {
	const secret = 'corrüct\thorse/"battery"';
	const base64 = (text: string) => Buffer.from(text).toString('base64');

	it.each([
		['URL', encodeURIComponent(secret)],
		['JSON', JSON.stringify(secret).slice(1, -1)],
	])(
		'of a secret that is escaped for a %s is hidden from its first digit to its last',
		(_, text) => {
			// The last digit depends on what follows, too.
			expect(textOf(secret, `<${base64(text)}>`)).toMatch(/^<\*{3}.?={0,2}>$/);
		},
	);

	it('of a secret with less than six characters stays, however many bytes it has', () => {
		expect(textOf('桌面密码', base64('桌面密码'))).toBe(base64('桌面密码'));
	});

	it('is hidden from ten digits on, and from seven on where the secret is short', () => {
		expect(textOf(secret, base64(secret).slice(0, 9))).toBe(base64(secret).slice(0, 9));
		expect(textOf(secret, base64(secret).slice(0, 10))).toBe('***');
		expect(textOf('hunter2', base64('hunter2').slice(0, 6))).toBe(base64('hunter2').slice(0, 6));
		expect(textOf('hunter2', base64('hunter2').slice(0, 7))).toBe('***');
	});

	it.each([
		['behind it', 'dGVyMg=='],
		['in front of it, one byte', 'Gh1bnRl'],
		['in front of it, two bytes', 'BodW50Z'],
	])('of a secret has digits that depend on what stands %s: they do not count', (_, digits) => {
		expect(textOf('hunter2', digits)).toBe(digits);
	});
});

it('each of several secrets is hidden, whichever comes first', () => {
	const { text } = hiderOf(['hunter2', 'bC3dbC3dX']);
	expect(text('hunter2 and bC3dbC3dX')).toBe('*** and ***');
	expect(text('hunter2')).toBe('***');
	expect(text('bC3dbC3dX')).toBe('***');
});

describe('JSON', () => {
	const { json } = hiderOf(['a/bcdef==', '1234567890']);

	it('is cleared in strings, keys and numbers, at any depth and also in a list', () => {
		const text =
			'{"error_msg":"bad a\\/bcdef\\u003d\\u003d","a/bcdef==":[{"deep":"x a%2Fbcdef%3D%3D"}],"n":1234567890,"kept":[1,true,null]}';
		expect(json(JSON.parse(text))).toEqual({
			error_msg: 'bad ***',
			'***': [{ deep: 'x ***' }],
			n: '***',
			kept: [1, true, null],
		});
	});

	it('keeps the order of its fields', () => {
		const fields = { a: 'a/bcdef==', b: 1, c: 'a/bcdef==' };
		expect(JSON.stringify(json(fields))).toBe('{"a":"***","b":1,"c":"***"}');
	});

	it('keeps every entry of a list, also where its number is a secret', () => {
		const list = hiderOf(['123456']).json(Array.from({ length: 123_457 }, () => true));
		expect((list as unknown[]).at(-1)).toBe(true);
	});

	it('keeps its own fields its own, whatever they are called', () => {
		const cleared = json(JSON.parse('{"__proto__":{"a":"a/bcdef=="},"constructor":"c"}'));
		expect(Object.keys(cleared as object)).toEqual(['__proto__', 'constructor']);
		expect(JSON.stringify(cleared)).toBe('{"__proto__":{"a":"***"},"constructor":"c"}');
		expect({}).not.toHaveProperty('a');
	});

	it('is cut, but for the texts that are sent back to the service or decoded', () => {
		const long = 'x'.repeat(10_240);
		const short = `${'x'.repeat(MAX_TEXT)}…`;
		const uncut = { encoded_authorization_message: long, decoded_message: long };
		expect(json({ fail_reason: long, [long]: 1, ...uncut })).toEqual({
			fail_reason: short,
			[short]: 1,
			...uncut,
		});
		expect(json({ decoded_message: [long] })).toEqual({ decoded_message: [short] });
		expect(json(long)).toBe(short);
	});

	it.each([
		[123456, '***'],
		[12345, 12345],
		[7654321, 7654321],
		[-1234567.5, '***'],
	])('has the number %j as %j', (number, shown) => {
		expect(hiderOf(['123456', '1234567']).json(number)).toBe(shown);
	});

	it.each([
		['lists', (inner: unknown) => [inner], '[null]'],
		['objects', (inner: unknown) => ({ a: inner }), '{}'],
	])('in %s is read 32 levels deep', (_, wrap, cutOff) => {
		const nested = (levels: number) =>
			Array.from({ length: levels }).reduce<unknown>(wrap, 'a/bcdef==');
		const read = JSON.stringify(json(nested(32)));
		expect(read).toBe(JSON.stringify(nested(32)).replace('a/bcdef==', '***'));
		expect(JSON.stringify(json(nested(33)))).toBe(
			read.replace(JSON.stringify(wrap('***')), cutOff),
		);
	});

	it('that is nested without end is left out from some depth on', () => {
		const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
		expect(JSON.stringify(json(deep)).length).toBeLessThan(100);
	});
});

describe('cut', () => {
	it('leaves no half of a character', () => {
		expect(cut('x'.repeat(MAX_TEXT))).toHaveLength(MAX_TEXT);
		expect(cut(`${'x'.repeat(MAX_TEXT - 1)}😀`)).toBe(`${'x'.repeat(MAX_TEXT - 1)}…`);
		expect(cut(`${'x'.repeat(MAX_TEXT - 2)}😀y`)).toBe(`${'x'.repeat(MAX_TEXT - 2)}😀…`);
	});

	it('of a raw text comes before the hiding, and half a secret at its end is hidden as well', () => {
		const secret = 'bC3d'.repeat(10);
		const shown = textOf(secret, `${'x'.repeat(LONGEST - 10)}${secret}`);
		expect(shown).toBe(`${'x'.repeat(LONGEST - 10)}***`);
	});
});

it.each([
	['Signature=0123abcdef, SignedHeaders=host', 'Signature=***, SignedHeaders=host'],
	...[...'09afAF'].map((digit) => [digit.repeat(64), '***']),
	[`${'0'.repeat(64)} by n8n`, '*** by n8n'],
	['a'.repeat(63), 'a'.repeat(63)],
	['a'.repeat(256), '***'],
	['a'.repeat(257), 'a'.repeat(257)],
	[
		`.${'a'.repeat(62)}${'.0123456789abcdef'.repeat(3)}`,
		`.${'a'.repeat(62)}${'.0123456789abcdef'.repeat(3)}`,
	],
	[`signed ${'0a'.repeat(32)} by n8n`, 'signed *** by n8n'],
	[`${'g'.repeat(70)}${'0a'.repeat(40)}`, `${'g'.repeat(70)}***`],
	['a'.repeat(10_241), 'a'.repeat(10_241)],
	[`${'0a'.repeat(31)}g`, `${'0a'.repeat(31)}g`],
])('signatures: %s', (text, shown) => {
	expect(hiderOf([]).text(text)).toBe(shown);
	expect(hiderOf(['bC3dbC3d']).text(text)).toBe(shown);
});

it('the project ID may be shown, also where a part of a secret is the same', () => {
	const projectId = '0123456789abcdef0123456789abcdef';
	const { current } = new Secrets({ projectId, token: 'Token-0123456789' });
	expect(current.text(`/v2/${projectId}/desktops Token-0123456789 ken-012345`)).toBe(
		`/v2/${projectId}/desktops ***789 ***`,
	);
	const typed = new Secrets({ projectId: 'Token-0123456789', token: 'Token-0123456789' });
	expect(typed.current.text('Token-0123456789')).toBe('***');
});

it.each([
	['0a'.repeat(16), '0a'.repeat(16)],
	['0A'.repeat(16), '0A'.repeat(16)],
	['a'.repeat(31), '***'],
	['a'.repeat(33), '***'],
	[`${'0a'.repeat(16)}/`, '***'],
	[`/${'0a'.repeat(16)}`, '***'],
])('the project ID %s, where it is a secret as well, is shown as %s', (id, shown) => {
	expect(new Secrets({ projectId: id, token: id }).current.text(id)).toBe(shown);
});

it('a project ID that was looked up may be shown from then on', () => {
	const id = '0123456789abcdef0123456789abcdef';
	const secrets = new Secrets({ token: `token-${id}` });
	expect(secrets.current.text(id)).toBe('***');
	secrets.show(id);
	const { current } = secrets;
	expect(current.text(`${id} token-${id}`)).toBe(`${id} ***${id.slice(7)}`);
	secrets.show(id);
	expect(secrets.current).toBe(current);
});

it('a renewed token joins the secrets of a run, and the old one stays', () => {
	const secrets = new Secrets({ sessionToken: 'first-token' });
	expect(secrets.current.text('first-token second-one')).toBe('*** second-one');
	secrets.add('second-one');
	expect(secrets.current.text('first-token second-one')).toBe('*** ***');
	const { current } = secrets;
	secrets.add('second-one');
	expect(secrets.current).toBe(current);
});
