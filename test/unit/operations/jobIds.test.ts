import { readJobIds } from '../../../nodes/DesktopSid/operations/getTask.operation';

/** What a value is found to hold: the IDs, and how each reason begins. */
const held = (value: unknown) =>
	readJobIds(value).map((read) => (read.kind === 'id' ? read.id : `! ${read.reason.slice(0, 26)}`));
const EMPTY = '! is empty. Only desktops wi';

describe('readJobIds', () => {
	it.each<{ value: unknown; expected: string[] }>([
		{ value: 'a', expected: ['a'] },
		{ value: 'a, b; a', expected: ['a', 'b'] },
		{ value: ['', 'a', ''], expected: [EMPTY, 'a'] },
		{
			value: ['..', 7, 'a', '..'],
			expected: ['! holds an entry that cannot', '! holds an entry that is not', 'a'],
		},
		{ value: 'x'.repeat(256), expected: ['! holds an entry of 256 char'] },
		{ value: undefined, expected: [EMPTY] },
		{ value: null, expected: [EMPTY] },
		{ value: '', expected: [EMPTY] },
		{ value: 7, expected: ['! must be text or a list, no'] },
	])('gives each ID and each reason once: %j', ({ value, expected }) => {
		expect(held(value)).toEqual(expected);
	});
});
