import * as fc from 'fast-check';
import { splitEntries } from '../../../nodes/DesktopSid/desktops/idList';
import { large, runs } from '../runs.mts';

const A = '48f3531f-6cde-49c7-8756-7f697a41241a';
const B = '0b7f1f2a-6c4e-4b0e-9d0a-3f6a2b1c4d5e';

/** A value in so many objects. */
const inside = (depth: number, value: unknown): unknown =>
	depth === 0 ? value : { data: inside(depth - 1, value) };

/** A value as JSON text, that again as JSON text, and so on. */
const asText = (times: number, value: unknown): string =>
	times === 1 ? JSON.stringify(value) : JSON.stringify(asText(times - 1, value));

describe('splitEntries', () => {
	it.each<[unknown, unknown]>([
		['a,b', ['a', 'b']],
		['a, b\nc;d  e\r\n', ['a', 'b', 'c', 'd', 'e']],
		['["a","b"]', ['a', 'b']],
		['', []],
		[' , ', []],
		['- ;', []],
		['; -', []],
		['a] [b, c', ['a', 'b', 'c']],
		[':id:a', [':id:a']],
		[{ undefined: 'a' }, undefined],
		['[]', []],
		[
			['a', 7],
			['a', 7],
		],
		[
			[['a'], ['b', ['c']]],
			[['a'], ['b', ['c']]],
		],
		[7, undefined],
		[undefined, undefined],
		[null, undefined],
		[{}, undefined],
		[{ foo: 'a' }, undefined],
	])('splits %j', (value, expected) => {
		expect(splitEntries(value, 'desktop_id')).toEqual(expected);
	});

	it.each([
		['AND-1, OR-2', ['AND-1', 'OR-2']],
		['and', ['and']],
		['AND\nOR', ['AND', 'OR']],
		['["and", "or"]', ['and', 'or']],
		['SAND, HAND-01', ['SAND', 'HAND-01']],
	])('takes %j for names: nothing stands on both sides of a word', (value, expected) => {
		expect(splitEntries(value, 'computer_name')).toEqual(expected);
	});

	it.each([
		['a Chinese comma', `${A}，${B}`],
		['an enumeration comma', `${A}、${B}`],
		['a Chinese semicolon', `${A}；${B}`],
		['an Arabic comma', `${A}، ${B}`],
		['an Arabic semicolon', `${A}؛${B}`],
		['a half-width comma', `${A}､${B}`],
		['a tab', `${A}\t${B}`],
		['a bar', `${A}|${B}`],
		['an ideographic space', `${A}\u3000${B}`],
		['a no-break space', `${A}\u00A0${B}`],
		['a Windows line end', `${A}\r\n${B}\r\n`],
		['a line separator', `${A}\u2028${B}`],
		['a byte order mark', `\uFEFF${A},${B}`],
		['straight quotes', `"${A}", "${B}"`],
		['single quotes', `'${A}','${B}'`],
		['typographic quotes', `“${A}”，“${B}”`],
		['German quotes', `„${A}“, „${B}“`],
		['backticks', `\`${A}\`, \`${B}\``],
		['hyphens', `- ${A}\n- ${B}`],
		['asterisks', `* ${A}\n* ${B}`],
		['bullets', `• ${A}\n• ${B}`],
		['bullets without a space', `•${A}\n•${B}`],
		['numbers', `1. ${A}\n2. ${B}`],
		['numbers without a space', `1.${A}\n2.${B}`],
		['Chinese numbers', `1、${A}\n2、${B}`],
		['numbers in brackets', `1) ${A}\n(2) ${B}`],
		['Chinese brackets without a space', `1）${A}\n2）${B}`],
		['Chinese brackets in one line', `1）${A} 2）${B}`],
		['Chinese brackets around numbers', `（1）${A}，（2）${B}`],
		['circled numbers', `①${A} ② ${B}`],
		['lenticular brackets', `【${A}】、【${B}】`],
		['a tuple of Python', `('${A}', '${B}')`],
		['a list of SQL', `(${A},${B})`],
		['numbers in one line', `1. ${A} 2. ${B}`],
		['boxes', `- [ ] ${A}\n- [x] ${B}`],
		['a full stop', `${A}, ${B}.`],
		['an "and"', `${A} and ${B}`],
		['a comma and an "and"', `${A}, and ${B}`],
		['an "and" in German', `${A} und ${B}`],
		['an "or"', `${A} or ${B}`],
		['an ampersand', `${A} & ${B}`],
		['an "and" in Chinese', `${A}和${B}`],
		['an "and" in Chinese between spaces', `${A} 以及 ${B}`],
		['quotes and an "and"', `"${A}" and "${B}".`],
		['a list of Python', `['${A}', '${B}']`],
		['a list without quotes', `[${A}, ${B}]`],
		['a JSON list', JSON.stringify([A, B])],
		['a JSON list with a comma too many', `["${A}","${B}",]`],
		['a JSON list in JSON text', JSON.stringify(JSON.stringify([A, B]))],
		['a JSON object', JSON.stringify({ desktop_ids: [A, B] })],
		['a JSON object of a model', JSON.stringify({ ids: [A, B] })],
		['a JSON object in camel case', JSON.stringify({ desktopIds: [A, B] })],
		['a JSON object with text', JSON.stringify({ desktop_ids: `${A}, ${B}` })],
		['JSON objects', JSON.stringify([{ desktop_id: A, computer_name: 'X' }, { desktop_id: B }])],
		['JSON objects of desktops', JSON.stringify({ desktops: [{ desktop_id: A }, { id: B }] })],
		['items of n8n', JSON.stringify([{ json: { desktop_id: A } }, { json: { desktop_id: B } }])],
		['a JSON object on each line', `{"desktop_id":"${A}"}\n{"desktop_id":"${B}"}`],
		[
			'JSON objects with other fields',
			`{"status":"ACTIVE","desktop_id":"${A}"}\n{"status":"ACTIVE","desktop_id":"${B}"}`,
		],
		['JSON after a number', `12345 desktops: ["${A}","${B}"]`],
		['JSON after a short word', `v2: ["${A}","${B}"]`],
		['JSON text in four others', asText(4, JSON.stringify([A, B]))],
		['a code fence', `\`\`\`json\n["${A}","${B}"]\n\`\`\``],
		['a code fence without a language', `\`\`\`\n${A}\n${B}\n\`\`\``],
		[
			'a code fence in a sentence',
			`Here they are:\n\`\`\`json\n{"desktop_ids":["${A}","${B}"]}\n\`\`\`\nDone.`,
		],
		['JSON in a sentence', `Sure! {"desktop_ids":["${A}","${B}"]}`],
		['JSON between sentences', `Here are the 2 desktops: ["${A}","${B}"] Done.`],
		['JSON objects one after the other', `{"desktop_id":"${A}"}{"desktop_id":"${B}"}`],
		['output of an agent', JSON.stringify({ output: `${A}, ${B}` })],
		['a code fence that is not closed', `\`\`\`json\n["${A}","${B}"]`],
		['a dictionary of Python', `{'desktop_ids': ['${A}', '${B}']}`],
		['YAML', `desktop_ids:\n  - ${A}\n  - ${B}\n`],
		[
			'YAML of objects',
			`- desktop_id: ${A}\n  computer_name: X\n- desktop_id: ${B}\n  computer_name: Y`,
		],
		['a heading', `Desktop IDs: ${A}, ${B}`],
		['a heading with a Chinese colon', `桌面ID：${A}，${B}`],
		['the heading of a column', `desktop_id\n${A}\n${B}`],
		['a table', `computer_name,desktop_id\nX,${A}\nY,${B}`],
		['a table of a spreadsheet', `desktop_id\tcomputer_name\n${A}\tX\n${B}\tY`],
		[
			'a table of Markdown',
			`| computer_name | desktop_id |\n|---|---|\n| X | ${A} |\n| Y | ${B} |`,
		],
		['a table with semicolons', `computer_name;desktop_id\nX, Y;${A}\nZ;${B}`],
		['a table with gaps', `computer_name,desktop_id\nX,${A}\nY\n\nZ, ${B} `],
		['a heading in the same line', `desktop_id, ${A}, ${B}`],
		['a heading above one line', `desktop_id\n${A}, ${B}`],
		['a heading with a comma above one line', `desktop_id,\n${A}; ${B}`],
		['a table of one column', `desktop_id,\n${A}\n${B}`],
		['an assignment', `desktop_ids=${A},${B}`],
		['a heading of desktops', `Desktops: ${A}, ${B}`],
		['another heading before', `Computer names: X, Y\n${A}\n${B}`],
		['another heading above', `Computer names:\nX\nY\nDesktop IDs:\n${A}\n${B}`],
		['names above', `Computer names:\nX\nDesktops: ${A}, ${B}`],
		['names behind', `Desktop IDs: ${A}, ${B} computer_name=X`],
		['two code fences', `\`\`\`\n${A}\n\`\`\` and \`\`\`text\n${B}\n\`\`\``],
		['code fences in one line', `\`\`\`${A}\`\`\` \`\`\`${B}\`\`\``],
		['an empty code fence', `\`\`\`\n\`\`\`\n${A}, ${B}`],
	])('reads two IDs with %s', (_name, text) => {
		expect(splitEntries(text, 'desktop_id')).toEqual([A, B]);
	});

	it.each<[string, unknown]>([
		['an object', { desktop_ids: [A, B] }],
		['an object of desktops', { desktops: [{ desktop_id: A }, { desktop_id: B }] }],
		['objects', [{ desktop_id: A }, { desktop_id: B }]],
		['output of this node', [{ status: 'accepted', desktop_ids: [A] }, { desktop_ids: [B] }]],
		['an object with a list in it', { data: { ids: [A, B] } }],
		['a field that is not there', { desktop_ids: undefined, ids: [A, B] }],
		['objects around a list', inside(4, { ids: [A, B] })],
		['lists and objects around a list', [{ data: [{ ids: [A, B] }] }]],
		['JSON text in fields', inside(1, asText(1, inside(1, asText(1, { ids: [A, B] }))))],
	])('reads two IDs from %s', (_name, value) => {
		expect(splitEntries(value, 'desktop_id')).toEqual([A, B]);
	});

	it.each<[string, unknown]>([
		['a Chinese comma', 'VDI-000001，VDI-000002'],
		['an enumeration comma', 'VDI-000001、VDI-000002'],
		['a Chinese semicolon', 'VDI-000001；VDI-000002'],
		['numbers', '1.VDI-000001\n2.VDI-000002'],
		['an object', { computer_names: ['VDI-000001', 'VDI-000002'] }],
		['names', { names: ['VDI-000001', 'VDI-000002'] }],
		['desktops', { desktops: ['VDI-000001', 'VDI-000002'] }],
		['objects', [{ desktop_id: A, computer_name: 'VDI-000001' }, { name: 'VDI-000002' }]],
		['accounts', [{ sAMAccountName: 'VDI-000001' }, { sAMAccountName: 'VDI-000002' }]],
		['a heading', 'Computer names: VDI-000001, VDI-000002'],
		[
			'YAML of objects',
			`- computer_name: VDI-000001\n  desktop_id: ${A}\n- computer_name: VDI-000002`,
		],
	])('reads two names with %s', (_name, value) => {
		expect(splitEntries(value, 'computer_name')).toEqual(['VDI-000001', 'VDI-000002']);
	});

	it.each<[unknown, unknown[]]>([
		['CORP\\PC-1$, pc-2.corp.test', ['CORP\\PC-1$', 'pc-2.corp.test']],
		['1.corp.test\n2.corp.test', ['1.corp.test', '2.corp.test']],
		['10.0.0.5, 10.0.0.6', ['10.0.0.5', '10.0.0.6']],
		['1、2、3', ['1', '2', '3']],
		['1.PC-1', ['1.PC-1']],
		['5.PC-1\n6.PC-2', ['5.PC-1', '6.PC-2']],
		['1.PC-1\n7.PC-2', ['1.PC-1', '7.PC-2']],
		['WIN12R2$@CORP.TEST', ['WIN12R2$@CORP.TEST']],
		['null, PC-1', ['null', 'PC-1']],
		['PC-1（旧）', ['PC-1（旧）']],
		['(old)', ['(old)']],
		['names-01 id-2', ['names-01', 'id-2']],
		[
			['PC-1 (old)', 'a,b'],
			['PC-1 (old)', 'a,b'],
		],
	])('changes nothing in %j', (value, expected) => {
		expect(splitEntries(value, 'computer_name')).toEqual(expected);
	});

	it.each<[unknown, unknown[]]>([
		['{"foo":1}', [{ foo: 1 }]],
		['PC-1 ["a"]', ['PC-1', 'a']],
		[
			[{ foo: 1 }, 'a'],
			[{ foo: 1 }, 'a'],
		],
		[{ ids: [null, 7] }, [null, 7]],
		[{ desktop_id: 'a, b' }, ['a, b']],
		[inside(5, { ids: ['a', 'b'] }), [['a', 'b']]],
		[[{ data: [{ data: [{ ids: ['a', 'b'] }] }] }], [['a', 'b']]],
		[asText(6, ['a', 'b']), [['a', 'b']]],
		[
			inside(1, asText(1, inside(1, asText(1, inside(1, asText(1, { ids: ['a'] })))))),
			[{ ids: ['a'] }],
		],
	])('leaves what has no ID in it to the reader of entries: %j', (value, expected) => {
		expect(splitEntries(value, 'desktop_id')).toEqual(expected);
	});

	it('reads task IDs', () => {
		expect(splitEntries('{"job_ids":["a","b"]}', 'job_id')).toEqual(['a', 'b']);
		expect(splitEntries([{ job_id: 'a', desktop_id: 'd' }], 'job_id')).toEqual(['a']);
		expect(splitEntries('Task IDs: a, b\nDesktop IDs: d', 'job_id')).toEqual(['a', 'b']);
	});

	it.each(['-', '--', '..', '?'])('leaves the sign %j to the reader of entries', (sign) => {
		expect(splitEntries(sign, 'desktop_id')).toEqual([sign]);
	});

	it('gives no piece of syntax, whatever the text', () => {
		const text = fc.array(
			fc.constantFrom(...'[]{}"\'`,;:|•-*.，、；“” \n\t'.split(''), A, 'PC-1', '```', '```json\n'),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(text, (pieces) => {
				// Signs alone come back whole, for the reader of entries to refuse.
				fc.pre(/[a-z\d]/i.test(pieces.join('')));
				for (const entry of splitEntries(pieces.join(''), 'desktop_id') ?? []) {
					// An empty text in JSON stays, for the reader of entries to refuse.
					if (typeof entry === 'string' && entry !== '') expect(entry).toMatch(/[\p{L}\p{N}]/u);
				}
			}),
			{ numRuns: runs(2000) },
		);
	});

	it.each([
		['IDs', Array.from({ length: large(100_000) }, (_, index) => `id-${index}`).join('，')],
		['brackets', '['.repeat(large(1_000_000))],
		['commas after a bracket', `(${'a,'.repeat(large(500_000))}`],
		['spaces', `${' '.repeat(large(1_000_000))}a`],
		['backticks', '`'.repeat(large(1_000_000))],
		['quotes', `${'"'.repeat(large(1_000_000))}a`],
		['dots between letters', `a${'.'.repeat(large(1_000_000))}b`],
		['letters before a bracket', `${'a'.repeat(large(1_000_000))}[`],
		['digits after a bracket', `[]${'1'.repeat(large(1_000_000))}`],
		['a gap between objects', `[{"a":1}${' '.repeat(large(1_000_000))}x]`],
	])('reads a million characters at once: %s', (_name, text) => {
		expect(splitEntries(text, 'desktop_id')).toBeInstanceOf(Array);
	});
});
