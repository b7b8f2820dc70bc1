import { finalItems, stopErrorOf } from '../../../nodes/DesktopSid/output/failures';
import { outcome } from './outcomes';

const SUCCESS = { json: { status: 'updated' }, pairedItem: { item: 0 } };
const FAILURE = {
	json: { status: 'failed', error_code: 'C' },
	pairedItem: [{ item: 4 }, { item: 2 }],
	failure: 'It did not work.',
};

describe('finalItems', () => {
	it('under Continue adds the text to a failure and nothing to a success', () => {
		expect(finalItems([SUCCESS, FAILURE], 'continue')).toStrictEqual([
			SUCCESS,
			{
				json: { status: 'failed', error_code: 'C', error: 'It did not work.' },
				pairedItem: [{ item: 4 }, { item: 2 }],
			},
		]);
	});

	it('for the error branch has exactly the keys error and message, and one paired item', () => {
		expect(finalItems([SUCCESS, FAILURE], 'errorOutput')).toStrictEqual([
			SUCCESS,
			{
				json: {
					error: { status: 'failed', error_code: 'C', error: 'It did not work.' },
					message: 'It did not work.',
				},
				pairedItem: { item: 4 },
			},
		]);
	});

	it('changes no item that it was given', () => {
		const frozen = Object.freeze({ ...FAILURE, json: Object.freeze({ ...FAILURE.json }) });
		finalItems(Object.freeze([frozen]), 'continue');
		expect(frozen.json).toStrictEqual(FAILURE.json);
	});
});

describe('stopErrorOf', () => {
	const refused = (item: number, id: string) =>
		outcome(item, id, { status: 'failed', message: `${id} is busy.` });

	it('is nothing where nothing failed', () => {
		expect(stopErrorOf([])).toBeUndefined();
		expect(
			stopErrorOf([
				outcome(0, 'a', { status: 'updated' }),
				outcome(1, 'b', { status: 'unmatched' }),
			]),
		).toBeUndefined();
	});

	it('counts desktops and not items, and points at the first that failed', () => {
		expect(
			stopErrorOf([
				outcome(0, 'a', { status: 'updated' }),
				refused(1, 'b'),
				refused(2, 'b'),
				outcome(3, 'c', { status: 'unchanged' }),
			]),
		).toStrictEqual({
			message: '1 of 3 desktops was not updated',
			description: '• b: b is busy.',
			itemIndex: 1,
		});
	});

	it('counts several in the plural, and gives of each desktop the first reason', () => {
		const again = outcome(2, 'a', { status: 'failed', message: 'Another reason.' });
		expect(stopErrorOf([refused(0, 'a'), refused(1, 'b'), again])).toStrictEqual({
			message: '2 of 2 desktops were not updated',
			description: '• a: a is busy.\n• b: b is busy.',
			itemIndex: 0,
		});
	});

	it('lists ten and counts the rest', () => {
		const all = Array.from({ length: 12 }, (_, index) => refused(index, `d${String(index)}`));
		const lines = stopErrorOf(all)?.description.split('\n') ?? [];
		expect(lines).toHaveLength(11);
		expect(lines[9]).toBe('• d9: d9 is busy.');
		expect(lines[10]).toMatch(/^… and 2 more\./);
		expect(stopErrorOf(all.slice(0, 10))?.description).not.toContain('more');
	});

	it('names what has no ID by its computer name or its item', () => {
		const description = stopErrorOf([
			{ item: 0, computerName: 'PC-1', verdict: { status: 'ambiguous', message: 'Two of them.' } },
			{ item: 5, verdict: { status: 'invalid', message: 'No name.' } },
		])?.description;
		expect(description).toBe('• PC-1: Two of them.\n• item 5: No name.');
	});

	it('gives a reason that several share once, with all their names', () => {
		const verdict = { status: 'failed', message: 'Nobody answered.' } as const;
		const outcomes = ['a', 'b', 'c'].map((id, item) => outcome(item, id, verdict));
		expect(stopErrorOf([...outcomes, refused(3, 'd')])?.description).toBe(
			'• a, b, c: Nobody answered.\n• d: d is busy.',
		);
	});
});
