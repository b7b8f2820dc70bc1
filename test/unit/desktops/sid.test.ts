import { readSid } from '../../../nodes/DesktopSid/desktops/sid';
import { hexOf } from './arbitrarySid';
import { ALL_FORMS } from './sidForms';

const COMPUTER = 'S-1-5-21-4177330567-1621001916-2227763739-1103';
const COMPUTER_HEX = '0105000000000005150000008701fdf8bc869e601bfac8844f040000';
const DOMAIN = 'S-1-5-21-4177330567-1621001916-2227763739';
const ADMINISTRATORS = 'S-1-5-32-544';

const isSid = (sid: string) => ({ kind: 'sid', sid });
const isNoSid = (reason: string) => ({
	kind: 'notASid',
	reason: expect.stringContaining(reason) as string,
});
const nested = (value: unknown, depth: number): unknown =>
	depth === 0 ? value : [nested(value, depth - 1)];

/** The first eight bytes of a SID of authority 5 with so many numbers after it. */
const bytes = (count: number) => [1, count, 0, 0, 0, 0, 0, 5];
const escapes = (codes: number[]) => hexOf(codes, '\\x');

describe('readSid', () => {
	it.each([
		[
			'S-1-5-21-2127521184-1604012920-1887927527-72713',
			'010500000000000515000000a065cf7e784b9b5fe77c8770091c0100',
			'AQUAAAAAAAUVAAAAoGXPfnhLm1/nfIdwCRwBAA==',
		],
		[ADMINISTRATORS, '01020000000000052000000020020000', 'AQIAAAAAAAUgAAAAIAIAAA=='],
		[COMPUTER, COMPUTER_HEX, 'AQUAAAAAAAUVAAAAhwH9+LyGnmAb+siETwQAAA=='],
		[
			DOMAIN,
			'0104000000000005150000008701fdf8bc869e601bfac884',
			'AQQAAAAAAAUVAAAAhwH9+LyGnmAb+siE',
		],
		['S-1-1-0', '010100000000000100000000', 'AQEAAAAAAAEAAAAA'],
		['S-1-5-4294967295', '0101000000000005ffffffff', 'AQEAAAAAAAX/////'],
		['S-1-281474976710655-1', '0101ffffffffffff01000000', 'AQH///////8BAAAA'],
		['S-1-1099511628031-7', '01010100000000ff07000000', 'AQEBAAAAAP8HAAAA'],
	])('reads %s from text, hex and base64', (text, hex, base64) => {
		expect(readSid(text)).toEqual(isSid(text));
		expect(readSid(hex)).toEqual(isSid(text));
		expect(readSid(base64)).toEqual(isSid(text));
	});

	it.each(ALL_FORMS)('reads %s', (_name, encode) => {
		const subAuthorities = [21n, 4177330567n, 1621001916n, 2227763739n, 1103n];
		expect(readSid(encode({ authority: 5n, subAuthorities }))).toEqual(isSid(COMPUTER));
	});

	it('reads hex that is valid base64, too, as hex', () => {
		const asBase64 = Buffer.from(COMPUTER_HEX, 'base64');
		expect(asBase64.toString('base64')).toBe(COMPUTER_HEX);
		expect(readSid(COMPUTER_HEX)).toEqual(isSid(COMPUTER));
	});

	it.each([
		[
			'hex whose digits are decimal',
			'01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00',
			ADMINISTRATORS,
		],
		[
			'the longest SID',
			[...bytes(15), ...new Array<number>(60).fill(0)],
			`S-1-5${'-0'.repeat(15)}`,
		],
		['the greatest byte', [...bytes(1), 255, 0, 0, 0], 'S-1-5-255'],
		['the least and the greatest signed byte', [...bytes(1), 127, -128, 0, 0], 'S-1-5-32895'],
		[
			'bytes and their number in an object',
			{ ...bytes(1), 8: 7, 9: 0, 10: 0, 11: 0, length: 12 },
			'S-1-5-7',
		],
		['signs after a backslash', `b"${escapes(bytes(1))}\\n\\r\\t\\\\"`, 'S-1-5-1544097034'],
		['base64 in lines', 'AQIAAAAA\r\nAAUgAAAA\nIAIAAA==', ADMINISTRATORS],
		['three layers of quotes', `"'"${COMPUTER}"'"`, COMPUTER],
	])('reads %s', (_name, value: unknown, sid) => {
		expect(readSid(value)).toEqual(isSid(sid));
	});

	it('writes an authority of 2^32 and more in decimal', () => {
		expect(readSid('S-1-0x0100000000ff-7')).toEqual(isSid('S-1-1099511628031-7'));
		expect(readSid('S-1-1099511628031-7')).toEqual(isSid('S-1-1099511628031-7'));
	});

	it.each([
		['missing', undefined],
		['null', null],
		['an empty text', ''],
		['spaces', ' \t\r\n'],
		['an empty list', []],
		['a list of nothing', ['']],
		['no bytes', new Uint8Array()],
		['a Buffer without bytes', { type: 'Buffer', data: [] }],
		['an empty Value', { Value: null }],
	])('takes %s for absent', (_name, value) => {
		expect(readSid(value)).toEqual({ kind: 'absent' });
	});

	it.each([
		['S-1', 'begins like a SID'],
		['S-1-5', 'begins like a SID'],
		['S-1-5-', 'begins like a SID'],
		['S-2-5-21', 'begins like a SID'],
		['S-1-5-021', 'begins like a SID'],
		['S-1-05-21', 'begins like a SID'],
		['S-1-5--21', 'begins like a SID'],
		['S-1-5-21 -1', 'begins like a SID'],
		['S-1-5-4294967296', 'begins like a SID'],
		['S-1-5-4294967296-1', 'begins like a SID'],
		['S-1-281474976710656-1', 'begins like a SID'],
		['S-1-0x1000000000000-1', 'begins like a SID'],
		[`S-1-5${'-1'.repeat(16)}`, 'begins like a SID'],
		['S-1-5-21-1-2-3-1103\\0ACNF', 'begins like a SID'],
		['S-1-5-21-1-2-3-1103 (PC-1)', 'begins like a SID'],
		['PC-1$', 'the name of an account'],
		['CORP\\PC-1$', 'the name of an account'],
		['NT AUTHORITY\\SYSTEM', 'the name of an account'],
		['anna@corp.test', 'the name of an account'],
		['CN=PC-1,CN=Computers,DC=corp', 'a distinguished name (DN)'],
		['<GUID=3de9142a9c6c3b45b2fd5a868f580a8c>;CN=PC-1,DC=corp', 'a distinguished name (DN)'],
		['{3DE9142A-9C6C-3B45-B2FD-5A868F580A8C}', 'a GUID, such as objectGUID'],
		['System.Byte[]', 'Raise -Depth'],
		['@{BinaryLength=28; AccountDomainSid=; Value=}', 'Raise -Depth'],
		['@{BinaryLength=28; AccountDomainSid=System.Object}', 'Raise -Depth'],
		['System.Security.Principal.SecurityIdentifier', 'Raise -Depth'],
		['1 5 0 0 0 0 0 5 21 0 ...', 'Raise -Depth'],
		['{1, 5, 0, 0...}', 'Raise -Depth'],
		['{1, 5, 0, 0…}', 'Raise -Depth'],
		[
			'1 5 0 0 0 0 0 5 21 0 0 0',
			'was cut off: it has 12 bytes, and a SID with 5 sub-authorities has 28',
		],
		['[object Object]', 'without the bytes themselves'],
		['[object Uint8Array]', 'without the bytes themselves'],
		['[B@1b6d3586', 'without the bytes themselves'],
		['<memory at 0x7f1c>', 'without the bytes themselves'],
		['S-1-5-21-...', 'a SID that was cut off'],
		['S-1-5-21-1-2…', 'a SID that was cut off'],
		['S-1-5-21-... (PC-1)', 'begins like a SID'],
		['class-1...', 'neither as S-1-… nor in hex nor in base64'],
		['1103', 'the last part of a SID (the RID)'],
		['null', 'a word that programs write for a missing value'],
		['n/a', 'a word that programs write for a missing value'],
		['{{ $json.objectSid }}', 'an expression that was not evaluated'],
		['S-1–5-21-1-2-3-1103', 'U+2013, which only looks like a hyphen'],
		['S –1-5-21-1-2-3-1103', 'U+2013, which only looks like a hyphen'],
		['desks–1', 'neither as S-1-… nor in hex nor in base64'],
		['Ｓ-1-5-21-1-2-3-1103', 'U+FF33, which only looks like "S"'],
		['desktop1', 'neither as S-1-… nor in hex nor in base64'],
		['3de9142a-9c6c-3b45-b2fd-5a868f580a8c', 'a GUID, such as objectGUID'],
		['3de9142a9c6c3b45b2fd5a868f580a8c', 'rather an objectGUID'],
		[`${COMPUTER_HEX.slice(0, -2)}`, 'has 27 bytes, and a SID with 5 sub-authorities has 28'],
		[`${COMPUTER_HEX}00`, 'lengthened'],
		[`${COMPUTER_HEX}0`, 'neither as S-1-… nor in hex nor in base64'],
		['0100000000000005', 'announces 0 sub-authorities'],
		[`0110000000000005${'00000000'.repeat(16)}`, 'announces 16 sub-authorities'],
		['0205', 'does not begin with the bytes of a SID (01 and a number). Give'],
		['01', 'does not begin with the bytes of a SID'],
		['AQIAAAAAAAUgAAAAIAIAA', 'neither as S-1-… nor in hex nor in base64'],
		['AQEAAAAAAAE=AAAAA', 'neither as S-1-… nor in hex nor in base64'],
		[`xb'${escapes([...bytes(1), 7, 0, 0, 0])}'`, 'neither as S-1-…'],
		[`b'${escapes([...bytes(1), 7, 0, 0, 0])}' + 1`, 'neither as S-1-…'],
		[`${escapes(bytes(1))}é${escapes([0, 0, 0])}`, 'neither as S-1-…'],
		[`'"'"${COMPUTER}"'"'`, 'neither as S-1-…'],
		['AQIAAAAAAAUgAAAAIAIAAB==', 'neither as S-1-… nor in hex nor in base64'],
		['01-0200000000000520-00000020020000', 'neither as S-1-… nor in hex'],
		['a'.repeat(10_000_000), 'too long'],
		['\uFFFD\uFFFD', 'exactly objectSid'],
		['\u0001\u0005\u0000\u0000', 'exactly objectSid'],
	])('refuses text %#', (text, reason) => {
		expect(readSid(text)).toEqual(isNoSid(reason));
	});

	it.each([
		['a number', 7, 'A number is not a SID'],
		['a boolean', true, 'A boolean is not a SID'],
		['several SIDs', [COMPUTER, DOMAIN], 'A list of 2 values'],
		['numbers that are no bytes', [1, 2, 0, 0, 0, 0, 0, 256], 'A list of 8 values'],
		['fractions', [1, 1, 0, 0, 0, 0, 0, 5, 0.5, 0, 0, 0], 'A list of 12 values'],
		['signed bytes beside unsigned ones', [1, 1, 0, 0, 0, 0, 0, 5, -1, 255, 0, 0], 'A list of 12'],
		['bytes below -128', [1, 1, 0, 0, 0, 0, 0, 5, -129, 0, 0, 0], 'A list of 12 values'],
		['numbers beside their texts', [1, 1, 0, 0, 0, 0, 0, '5', 1, 0, 0, 0], 'A list of 12 values'],
		['a list with gaps', Object.assign(new Array<number>(12), [1, 1]), 'A list of 12 values'],
		['texts of two bytes', ['0101', '0000', '0000', '0001', '0000', '0000'], 'A list of 6 values'],
		[
			'two bytes in one of the texts',
			['01 01', '00', '00', '00', '00', '00', '01', '00', '00', '00', '00'],
			'A list of 11 values',
		],
		['a huge list', new Array<number>(1_000_000).fill(1), 'A list of 1000000 values'],
		['huge bytes', new Uint8Array(1_000_000).fill(1), 'has 1000000 bytes'],
		['a list of one number', [1], 'A number is not a SID'],
		['one number in an object', { 0: 1 }, 'A number is not a SID'],
		['two SIDs in an object', { 0: COMPUTER, 1: ADMINISTRATORS }, 'A list of 2 values'],
		['an empty object', {}, 'neither a Buffer nor has a "Value"'],
		['a Buffer without data', { type: 'Buffer' }, 'neither a Buffer nor has a "Value"'],
		['what PowerShell left of one', { BinaryLength: 28 }, 'Raise -Depth'],
		['what PowerShell left of a domain', { AccountDomainSid: {} }, 'Raise -Depth'],
		['an error of the LDAP node', { error: 'no' }, 'neither a Buffer nor has a "Value"'],
		['an inherited Value', Object.create({ Value: COMPUTER }), 'neither a Buffer nor'],
		['a __proto__ of JSON', JSON.parse(`{"__proto__":{"Value":"${COMPUTER}"}}`), 'neither a'],
	])('refuses %s', (_name, value: unknown, reason) => {
		expect(readSid(value)).toEqual(isNoSid(reason));
	});

	it('runs no getter', () => {
		const getter = jest.fn(() => COMPUTER);
		const object = Object.defineProperty({}, 'Value', { get: getter, enumerable: true });
		const list = Object.defineProperty([''], 0, { get: getter });
		expect(readSid(object)).toEqual(isNoSid('neither a Buffer'));
		expect(readSid(list)).toEqual({ kind: 'absent' });
		expect(getter).not.toHaveBeenCalled();
	});

	it('looks into a bounded depth only', () => {
		expect(readSid(nested(COMPUTER, 5))).toEqual(isSid(COMPUTER));
		expect(readSid(nested(COMPUTER, 6))).toEqual(isNoSid('too deeply'));
		// The text itself is the first layer.
		expect(readSid(JSON.stringify(nested(COMPUTER, 4)))).toEqual(isSid(COMPUTER));
		expect(readSid(JSON.stringify(nested(COMPUTER, 5)))).toEqual(isNoSid('too deeply'));
		const cyclic: Record<string, unknown> = {};
		cyclic.Value = cyclic;
		expect(readSid(cyclic)).toEqual(isNoSid('too deeply'));
	});

	it('looks at 2048 characters, and not at 2049', () => {
		expect(readSid(COMPUTER_HEX.padEnd(2048))).toEqual(isSid(COMPUTER));
		expect(readSid(COMPUTER_HEX.padEnd(2049))).toEqual(isNoSid('A text of 2049 characters is too'));
	});

	it('says in every refusal what to do next', () => {
		for (const value of ['PC-1', 7, {}, [1, 2], 'S-1-x', '02', 'x'.repeat(2049), nested('', 9)]) {
			expect(readSid(value)).toEqual(isNoSid('Give the field that holds the objectSid'));
		}
	});

	it('changes nothing in what it reads', () => {
		const value = Object.freeze([
			Object.freeze({ type: 'Buffer', data: Object.freeze([1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]) }),
		]);
		expect(readSid(value)).toEqual(isSid('S-1-1-0'));
	});
});
