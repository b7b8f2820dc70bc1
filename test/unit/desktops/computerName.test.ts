import * as fc from 'fast-check';
import { comparisonForm, readComputerName } from '../../../nodes/DesktopSid/desktops/computerName';

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
		['PC 1', 'PC 1', 'PC 1'],
		['büro-1', 'büro-1', 'BÜRO-1'],
		['CORP\\ PC-1 $', 'PC-1', 'PC-1'],
		[`pc-1${'.corp'.repeat(50)}.`, 'pc-1', 'PC-1'],
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
		['$', 'holds no computer name'],
		['CORP\\', 'holds no computer name'],
		['CORP\\$', 'holds no computer name'],
		['.corp.example.test', 'holds no computer name'],
		['\\\\PC-1', 'holds characters'],
		['A\\B\\PC-1', 'holds characters'],
		['PC\u0000-1', 'holds characters'],
		['PC\n-1', 'holds characters'],
		['PC-\u200B1', 'holds characters'],
		['PC-\uFFFD', 'holds characters'],
		['CN=PC-1,CN=Computers,DC=corp', 'holds characters'],
		['HOST/pc-1.corp.example.test', 'holds characters'],
		['PC-1,PC-2', 'holds characters'],
		['x'.repeat(64), 'more than 63 characters'],
		[`pc-1.${'x'.repeat(64)}.test`, 'more than 63 characters'],
		[`pc-1${'.corp'.repeat(51)}`, 'has 259 characters'],
		['x'.repeat(10_000_000), 'has 10000000 characters'],
	])('refuses %.60j', (value: unknown, reason) => {
		expect(readComputerName(value)).toEqual(isInvalid(reason));
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
			{ numRuns: 1000 },
		);
	});

	it('reads any value without an exception, and a name that it gives again as itself', () => {
		const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.domain());
		fc.assert(
			fc.property(anything, (value) => {
				const reading = readComputerName(value);
				expect(['name', 'absent', 'invalid']).toContain(reading.kind);
				if (reading.kind !== 'name') return;
				expect(reading.key.length).toBeLessThanOrEqual(15);
				expect(reading.name).not.toMatch(/^$|[.\\]|\p{Cc}/u);
			}),
			{ numRuns: 2000 },
		);
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

	it('is stable and as long as the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const form = comparisonForm(name);
				expect(comparisonForm(form)).toBe(form);
				expect(form).toHaveLength(name.length);
			}),
			{ numRuns: 2000 },
		);
	});
});
