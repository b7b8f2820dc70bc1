import * as fc from 'fast-check';
import {
	comparisonForm,
	oddLetters,
	readComputerName,
} from '../../../nodes/DesktopSid/desktops/computerName';
import { runs } from '../runs.mts';

const isName = (name: string, key: string, wasCut = false) => ({ kind: 'name', name, key, wasCut });
const isInvalid = (reason: string) => ({
	kind: 'invalid',
	reason: expect.stringContaining(reason) as string,
});

describe('readComputerName', () => {
	it.each([
		['PC-1', 'PC-1', 'PC-1'],
		['pc-1$', 'pc-1', 'PC-1'],
		[' PC-1$ \n', 'PC-1', 'PC-1'],
		[['PC-1$'], 'PC-1', 'PC-1'],
		['CORP\\PC-1$', 'PC-1', 'PC-1'],
		['corp.example.test\\pc-1$', 'pc-1', 'PC-1'],
		['pc-1.corp.example.test', 'pc-1', 'PC-1'],
		['pc-1.corp.example.test.', 'pc-1', 'PC-1'],
		['CORP\\pc-1.corp.example.test', 'pc-1', 'PC-1'],
		['exactly15charac$', 'exactly15charac', 'EXACTLY15CHARAC'],
		['büro-1', 'büro-1', 'BÜRO-1'],
		['CORP\\ PC-1 $', 'PC-1', 'PC-1'],
		[`pc-1${'.corp'.repeat(50)}.`, 'pc-1', 'PC-1'],
		[` \n pc-1${'.corp'.repeat(50)}.\t`, 'pc-1', 'PC-1'],
	])('reads %j', (value, name, key) => {
		expect(readComputerName(value)).toEqual(isName(name, key));
	});

	it.each([
		['longcomputername01', 'LONGCOMPUTERNAM'],
		['longcomputername01.corp.example.test', 'LONGCOMPUTERNAM'],
		['x'.repeat(63), 'X'.repeat(15)],
	])('cuts the key of %j to what NetBIOS knows, not the name', (value, key) => {
		const [name = ''] = value.split('.');
		expect(readComputerName(value)).toEqual(isName(name, key, true));
	});

	it.each([[undefined], [null], [''], ['  '], [[]], [['']], [[null]]])(
		'takes %j for absent',
		(value) => {
			expect(readComputerName(value)).toEqual({ kind: 'absent' });
		},
	);

	it.each([
		[7, 'is a number'],
		[true, 'is a boolean'],
		[{ name: 'PC-1' }, 'is an object'],
		[[['PC-1']], 'is a nested list'],
		[['PC-1', 'PC-2'], 'holds 2 values'],
		['PC 1', 'spaces inside'],
		['1. FIN-03', 'spaces inside'],
		['2) FIN-03', 'spaces inside'],
		['- FIN-03', 'spaces inside'],
		['FIN-03; FIN-04', 'several names'],
		['FIN-03|FIN-04', 'several names'],
		['FIN-03,', 'characters that no computer name has'],
		['•FIN-03', 'characters that no computer name has'],
		['FIN-03、FIN-04', 'several names. Give one name in each item'],
		['FIN-03，FIN-04', 'several names. Give one name in each item'],
		['FIN-03；FIN-04', 'several names. Give one name in each item'],
		['FIN-03،FIN-04', 'several names. Give one name in each item'],
		['$', 'holds no computer name'],
		['CORP\\', 'holds no computer name'],
		['$.corp', 'holds no computer name'],
		['null$.corp', 'a word that programs write for a missing value'],
		['CORP\\$', 'holds no computer name'],
		['.corp.example.test', 'holds no computer name'],
		['\\\\PC-1', 'characters that no computer name has'],
		['A\\B\\PC-1', 'characters that no computer name has'],
		['PC\u0000-1', 'holds "PC[U+0000]-1" with characters that no computer name has'],
		['PC\n-1', 'holds "PC[U+000A]-1" with characters that no computer name has'],
		['PC-\uFFFD', 'characters that no computer name has'],
		['CN=PC-1,CN=Computers,DC=corp', 'a distinguished name (DN)'],
		['HOST/pc-1.corp.example.test', 'a service principal name (SPN)'],
		['PC-1,PC-2', 'several names. Give one name in each item'],
		['x'.repeat(64), 'more than 63 characters'],
		[`pc-1.${'x'.repeat(64)}.test`, 'more than 63 characters'],
		[`pc-1${'.corp'.repeat(51)}`, 'has 259 characters'],
		[`  pc-1${'.corp'.repeat(50)}.. `, 'has 256 characters'],
		['x'.repeat(10_000_000), 'has 10000000 characters'],
	])('refuses value %#', (value: unknown, reason) => {
		expect(readComputerName(value)).toEqual(isInvalid(reason));
	});

	it.each([
		['WIN12R2$@CORP.EXAMPLE.TEST', 'WIN12R2'],
		['win12r2$@corp.example.test', 'win12r2'],
		['WIN12R2$@CORP', 'WIN12R2'],
		['CORP\\WIN12R2$@CORP.EXAMPLE.TEST', 'WIN12R2'],
		[' WIN12R2$@CORP.EXAMPLE.TEST \n', 'WIN12R2'],
		[['WIN12R2$@CORP.EXAMPLE.TEST'], 'WIN12R2'],
	])('reads the Kerberos principal %j', (value, name) => {
		expect(readComputerName(value)).toEqual(isName(name, 'WIN12R2'));
	});

	it.each([
		['\uFEFFPC-1', 'PC-1'],
		['PC-1$\uFEFF', 'PC-1'],
		['\u200BPC-1\u200B', 'PC-1'],
		['PC\u200B-1', 'PC-1'],
		['PC-\u2060\u200D1', 'PC-1'],
		['\u200EPC-1\u202C', 'PC-1'],
		['\u00A0PC-1\u3000', 'PC-1'],
		['PC-\u00AD1', 'PC-1'],
		['bu\u0308ro', 'büro'],
	])('forgives the invisible characters in %j', (value, name) => {
		expect(readComputerName(value)).toMatchObject({ kind: 'name', name });
	});

	it.each([
		['PC-А1', 'U+0410, which only looks like "A"'],
		['РC-1', 'U+0420, which only looks like "P"'],
		['FΙN-01', 'U+0399, which only looks like "I"'],
		['PC–1', 'U+2013, which only looks like a hyphen'],
		['PC\u20111', 'U+2011, which only looks like a hyphen'],
		['PC\u22121', 'U+2212, which only looks like a hyphen'],
		['ＰＣ-1', 'U+FF30, which only looks like "P"'],
		['PC-１', 'U+FF11, which only looks like "1"'],
		['PC-1＄', 'U+FF04, which only looks like "$"'],
		['pc-1。corp。test', 'U+3002, which only looks like "."'],
		['PC-١', 'U+0661, which is a digit of another script'],
		['PC\u00A01', 'U+00A0, which only looks like a space'],
		['FIN\u00AD01', 'U+00AD, which is invisible'],
		['PC-\u202E10', 'U+202E, which is invisible'],
	])('names the look-alike in %j', (value, reason) => {
		expect(readComputerName(value)).toEqual(isInvalid(`with the character ${reason}`));
	});

	it.each(['10', '007', 'БУХ-1', 'БУХ-PC1', 'ΛΟΓ-1', '财务-01', '财务-PC1', 'büro', 'ÅSE-PC'])(
		'takes %j for a name',
		(name) => {
			expect(readComputerName(name)).toMatchObject({ kind: 'name', name });
		},
	);

	it.each([
		...['10.0.0.5', '10.0.0.6', '192.168.178.254', '10.0.0.5.', '10.0.0.5:3389', '10.0.0.5/24'],
		...['10.0.0.5$', 'CORP\\10.0.0.5', '\\\\10.0.0.5', '[10.0.0.5]:22', ' 10.0.0.5 ', '999.1.1.1'],
		...['fe80::1', '::1', '2001:db8::8a2e:370:7334', '[fe80::1]', '[fe80::1]:3389', 'fe80::1%eth0'],
		...['10.0.0.5.corp.example.test', '10.0.0.5.local', 'CORP\\10.0.0.5.corp.test.'],
		...['::ffff:10.0.0.5', 'FE80::1%12', '2001:db8::/32'],
	])('says that %j is an IP address', (value) => {
		expect(readComputerName(value)).toEqual({
			kind: 'invalid',
			reason: `holds "${value.trim()}", an IP address instead of a computer name`,
		});
	});

	it.each([
		['10.5', 'a number with dots'],
		['2026.11.26', 'a number with dots'],
		['pc-1.10', 'a number with dots'],
		['5.0.0.10.in-addr.arpa', 'the reverse DNS name of an IP address'],
		['10.0.0.5\\SQLEXPRESS', 'an instance of SQL Server'],
		['10.0.0.5\\PROD', 'an instance of SQL Server'],
		['10.0.0.5,1433\\PROD', 'an instance of SQL Server'],
		['PC-1\\SQLEXPRESS', 'an instance of SQL Server'],
		['pc-1\\mssqlserver', 'an instance of SQL Server'],
		['00:11:22:33:44:55', 'a MAC address'],
		['00-11-22-AA-BB-CC', 'a MAC address'],
		['001a.2b3c.4d5e', 'a MAC address'],
		['abcd.ef01.cafe', 'a MAC address'],
		['a.b.ip6.arpa', 'the reverse DNS name of an IP address'],
		['anna@corp.test', 'looks like a user name (UPN)'],
		['Anna.Schmidt@corp.test', 'looks like a user name (UPN)'],
		['WIN12R2@CORP.EXAMPLE.TEST', 'looks like a user name (UPN)'],
		['host/pc-1.corp.example.test', 'a service principal name (SPN)'],
		['host/pc-1.corp.test@CORP.TEST', 'a service principal name (SPN)'],
		['TERMSRV/PC-1', 'a service principal name (SPN)'],
		['corp.test/Computers/PC-1', 'a service principal name (SPN) or a path'],
		['PC-1.CORP$', 'with a dot before its $'],
		['pc-1.corp.example.test$', 'with a dot before its $'],
		['PC-1.CORP$@CORP.TEST', 'with a dot before its $'],
		['PC-1\\0ACNF:0b7f1f2a-6c4e-4b0e-9d0a-3f6a2b1c4d5e', 'conflict or deleted object'],
		['PC-1\nCNF:0b7f1f2a-6c4e-4b0e-9d0a-3f6a2b1c4d5e', 'conflict or deleted object'],
		['PC-1CNF:0b7f1f2a-6c4e-4b0e-9d0a-3f6a2b1c4d5e', 'conflict or deleted object'],
		['CN=PC-1\\0ADEL:0b7f1f2a-6c4e-4b0e-9d0a-3f6a2b1c4d5e,CN=Deleted Objects', 'or deleted object'],
		['$DUPLICATE-4f2', 'conflict or deleted object'],
		['null', 'a word that programs write for a missing value'],
		['NULL', 'a word that programs write for a missing value'],
		['undefined', 'a word that programs write for a missing value'],
		['n/a', 'a word that programs write for a missing value'],
		['#N/A', 'a word that programs write for a missing value'],
		['none', 'a word that programs write for a missing value'],
		['NaN', 'a word that programs write for a missing value'],
		['true', 'a word that programs write for a missing value'],
		['(null)', 'a word that programs write for a missing value'],
		['[object Object]', 'a word that programs write for a missing value'],
		['undefined.corp.test', 'a word that programs write for a missing value'],
		['CORP\\null$', 'a word that programs write for a missing value'],
		['-', 'a sign that stands for a missing value'],
		['--', 'a sign that stands for a missing value'],
		['?', 'a sign that stands for a missing value'],
		['{{ $json.name }}', 'an expression that was not evaluated'],
		['%COMPUTERNAME%', 'an expression that was not evaluated'],
		['PC-1 (old)', 'holds "PC-1 (old)" with spaces inside'],
		["'PC-1'", 'characters that no computer name has'],
		['PC-1$@', 'characters that no computer name has'],
		['PC-1$@CORP.TEST\\PC-2', 'characters that no computer name has'],
		['System.Object[]', 'a word that programs write for a missing value'],
		['PC-1(old)', 'characters that no computer name has'],
		['S-1-5-21-1-2-3-1103', 'a SID instead of a computer name'],
		['48f3531f-6cde-49c7-8756-7f697a41241a', 'an ID instead of a computer name'],
		['http://pc-1.corp.test', 'a web address'],
		[`${'x'.repeat(39)}/${'y'.repeat(60)}`, `"${'x'.repeat(39)}/…"`],
	])('refuses %j', (value, reason) => {
		expect(readComputerName(value)).toEqual(isInvalid(reason));
	});

	it.each([
		['null-01', 'null-01'],
		['NONE01.corp.test', 'NONE01'],
		['TRUE-PC$', 'TRUE-PC'],
		['ip-10-0-0-5.corp.test', 'ip-10-0-0-5'],
		['10.corp.test', '10'],
		['10.0.0.corp.test', '10'],
		['pc-10.0.0.5.corp.test', 'pc-10'],
		['10.5th-floor.test', '10'],
		['DUPLICATE-4f2', 'DUPLICATE-4f2'],
		['CNF-DEL', 'CNF-DEL'],
		['PC_1', 'PC_1'],
		['PC-1$.', 'PC-1'],
		['PC&1', 'PC&1'],
		['pc-1.corp.test.', 'pc-1'],
	])('reads %j, which only resembles what is refused', (value, name) => {
		expect(readComputerName(value)).toMatchObject({ kind: 'name', name });
	});

	it('finds the same key in every notation of one computer', () => {
		const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
		fc.assert(
			fc.property(label, label, (name, domain) => {
				const expected = isName(name, name.toUpperCase().slice(0, 15), name.length > 15);
				for (const notation of [
					`${name}$`,
					`${domain}\\${name}$`,
					`${name}.${domain}.test`,
					` ${domain}.test\\${name} `,
				]) {
					expect(readComputerName(notation)).toEqual(expected);
					expect(readComputerName([notation])).toEqual(expected);
				}
				expect(readComputerName(name.toUpperCase())).toMatchObject({ key: expected.key });
			}),
			{ numRuns: runs(1000) },
		);
	});

	it.each(['$$', '$', ' $$$ '])('finds no name in %j', (value) => {
		expect(readComputerName(value)).toMatchObject({ kind: 'invalid' });
	});
});

describe('oddLetters', () => {
	it.each([
		['FIN-01', ''],
		[
			'РС-1',
			' The name holds U+0420, U+0421; the names of desktops have letters A to Z, digits and hyphens only.',
		],
	])('of %s: %j', (name, sentence) => {
		expect(oddLetters(name)).toBe(sentence);
	});
});

describe('comparisonForm', () => {
	it.each([
		['Pc-1', 'PC-1'],
		['Büro', 'BÜRO'],
		// Their upper case is another, plain letter or two: another computer's name.
		['pı', 'Pı'],
		['pſ', 'Pſ'],
		['straße', 'STRAßE'],
		['ﬁx', 'ﬁX'],
		['ŉx', 'ŉX'],
	])('%s: %s', (name, form) => {
		expect(comparisonForm(name)).toBe(form);
	});
});
