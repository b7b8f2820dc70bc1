import { groupsOf, outcome } from './outcomes';
import { finalItems, stopErrorFrom } from '../../../nodes/DesktopSid/output/outputItem';
import { stopErrorOf } from '../../../nodes/DesktopSid/output/summary';
import type { Outcome } from '../../../nodes/DesktopSid/repair/updateDesktops';

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

	it('for the error branch points at the first input item, if it is about none', () => {
		const [item] = finalItems([{ ...FAILURE, pairedItem: [] }], 'errorOutput');
		expect(item?.pairedItem).toEqual({ item: 0 });
	});

	it('changes no item that it was given', () => {
		const frozen = Object.freeze({ ...FAILURE, json: Object.freeze({ ...FAILURE.json }) });
		finalItems(Object.freeze([frozen]), 'continue');
		expect(frozen.json).toStrictEqual(FAILURE.json);
	});
});

const SEE_EACH =
	"To get the result of each desktop, set 'Output' to 'One Item per Desktop', and 'On Error' under Settings to 'Continue'.";

const errorOf = async (outcomes: readonly Outcome[], more: object = {}) =>
	stopErrorOf(outcomes, await groupsOf(outcomes), {
		isList: false,
		perDesktop: false,
		changes: 'sids',
		...more,
	});

describe('stopErrorFrom', () => {
	it.each([
		['One sentence.', 'One sentence.', ''],
		['Title. The rest. And more.', 'Title.', 'The rest. And more.'],
		[
			"'Limit' must be 1, not 0. Nothing was sent.",
			"'Limit' must be 1, not 0.",
			'Nothing was sent.',
		],
		['It is S-1-5-21. "x" is wrong.', 'It is S-1-5-21.', '"x" is wrong.'],
		['No e.g. here, 1.5 s… Then this.', 'No e.g. here, 1.5 s…', 'Then this.'],
		["The service says 'No.' Then this.", "The service says 'No.'", 'Then this.'],
		['Title.  After two spaces.', 'Title.', 'After two spaces.'],
	])('%s', (text, message, description) => {
		expect(stopErrorFrom(text)).toEqual({ message, description });
	});
});

describe('stopErrorOf', () => {
	const refused = (item: number, id: string) =>
		outcome(item, id, { status: 'failed', message: `${id} is busy.` });

	it('is nothing where nothing failed', async () => {
		expect(await errorOf([])).toBeUndefined();
		expect(
			await errorOf([
				outcome(0, 'a', { status: 'updated' }),
				outcome(1, 'b', { status: 'unmatched' }),
			]),
		).toBeUndefined();
	});

	it('counts desktops and not items, and points at no item where several failed', async () => {
		expect(
			await errorOf([
				outcome(0, 'a', { status: 'updated' }),
				refused(1, 'b'),
				refused(2, 'b'),
				outcome(3, 'c', { status: 'unchanged' }),
			]),
		).toEqual({
			message: '1 of 3 desktops was not updated',
			description:
				"• b: b is busy.\nThe others: 1 updated, 1 unchanged.\nTo get the result of each desktop, set 'Output' to 'One Item per Desktop', and 'On Error' under Settings to 'Continue'.",
		});
	});

	it('says of what could not be verified that, and not that it was not updated', async () => {
		const open = { status: 'unverified', message: 'Not so.' } as const;
		const both = [outcome(0, 'a', open), outcome(1, 'b', open)];
		expect((await errorOf(both))?.message).toBe('2 of 2 desktops could not be verified');
		expect((await errorOf([...both, refused(2, 'c')]))?.message).toBe(
			'3 of 3 desktops were not updated',
		);
	});

	it('names only the setting that is missing', async () => {
		const outcomes = [outcome(0, 'a', { status: 'updated' }), refused(1, 'b')];
		const description = (await errorOf(outcomes, { perDesktop: true }))?.description;
		expect(description?.split('\n').at(-1)).toBe(
			"To get the result of each desktop, set 'On Error' under Settings to 'Continue'.",
		);
	});

	it('keeps the SIDs before the update, which nobody can read any more', async () => {
		const updated = (index: number) => ({
			...outcome(index, `d${index}`, { status: 'updated' }),
			sidBefore: `S-1-5-21-1-2-3-${index}`,
		});
		const few = await errorOf([updated(0), updated(1), updated(1), refused(3, 'b')]);
		expect(few?.description.split('\n')).toContain(
			'SIDs before the update: d0: S-1-5-21-1-2-3-0, d1: S-1-5-21-1-2-3-1.',
		);
		const many = async (length: number) =>
			await errorOf([...Array.from({ length }, (_, i) => updated(i)), refused(length, 'b')]);
		expect((await many(10))?.description).toContain('d9: S-1-5-21-1-2-3-9.');
		expect((await many(12))?.description).toContain('d9: S-1-5-21-1-2-3-9, … and 2 more.');
	});

	it('keeps no SID of a desktop that has it still', async () => {
		const failed = { ...refused(0, 'a'), sidBefore: 'S-1-5-21-1-2-3-0' };
		const error = await errorOf([failed, outcome(1, 'b', { status: 'updated' })]);
		expect(error?.description).not.toContain('SIDs before');
	});

	it('counts no computer that has no desktop', async () => {
		const error = await errorOf([
			outcome(0, 'a', { status: 'updated' }),
			refused(1, 'b'),
			{ item: 2, computerName: 'DC-1', verdict: { status: 'unmatched', message: 'None.' } },
		]);
		expect(error?.message).toBe('1 of 2 desktops was not updated');
		expect(error?.description).toContain('The others: 1 updated, 1 unmatched.');
	});

	it('counts several in the plural, and gives of each desktop the first reason', async () => {
		const again = outcome(2, 'a', { status: 'failed', message: 'Another reason.' });
		expect(await errorOf([refused(0, 'a'), refused(1, 'b'), again])).toEqual({
			message: '2 of 2 desktops were not updated',
			description: '• a: a is busy.\n• b: b is busy.',
		});
	});

	it('points at the item where only one failed', async () => {
		expect(await errorOf([outcome(0, 'a', { status: 'updated' }), refused(1, 'b')])).toMatchObject({
			itemIndex: 1,
		});
	});

	it('says first that the sign-in was refused, where it was', async () => {
		const verdict = { status: 'failed', signInRefused: true, message: 'Refused.' } as const;
		const error = await errorOf([outcome(0, 'a', verdict), refused(1, 'b')]);
		expect(error?.description.split('\n')).toEqual([
			expect.stringMatching(/^Huawei Cloud refused the sign-in\. Open the credential/),
			'• a: Refused.',
			'• b: b is busy.',
		]);
	});

	it('gives once what ails many items alike', async () => {
		const missing = (item: number): Outcome => ({
			item,
			verdict: { status: 'invalid', message: `Item ${String(item)}: the field "id" is missing.` },
		});
		expect((await errorOf([missing(0), missing(1), missing(12)]))?.description).toBe(
			'• Item 0, Item 1, Item 12: the field "id" is missing.',
		);
	});

	it('lists ten and counts the rest', async () => {
		const all = Array.from({ length: 12 }, (_, index) => refused(index, `d${String(index)}`));
		const lines = (await errorOf(all))?.description.split('\n') ?? [];
		expect(lines).toHaveLength(12);
		expect(lines[9]).toBe('• d9: d9 is busy.');
		expect(lines.slice(10)).toEqual(['… and 2 more.', SEE_EACH]);
		expect((await errorOf(all.slice(0, 10)))?.description).not.toContain('more');
	});

	it('lists each entry of a list that names no desktop, by its place', async () => {
		const entry = (place: number): Outcome => ({
			item: 0,
			verdict: {
				status: 'invalid',
				message: `Entry ${String(place)} of 'Desktop IDs' is no ID ${String(place)}.`,
			},
		});
		expect((await errorOf([entry(1), entry(3)]))?.description).toBe(
			"• Entry 1 of 'Desktop IDs' is no ID 1.\n• Entry 3 of 'Desktop IDs' is no ID 3.",
		);
	});

	it('names a desktop also if its reason begins like that of an entry', async () => {
		const closed = outcome(0, 'a', { status: 'failed', message: 'Entry to the domain failed.' });
		expect((await errorOf([closed]))?.description).toBe('a: Entry to the domain failed.');
	});

	it('names what has no ID by its computer name or its item', async () => {
		const error = await errorOf([
			{ item: 0, computerName: 'PC-1', verdict: { status: 'ambiguous', message: 'Two of them.' } },
			{ item: 5, verdict: { status: 'invalid', message: 'No name.' } },
		]);
		expect(error?.description).toBe('• PC-1: Two of them.\n• Item 5: No name.');
	});

	it('names a desktop by its name and its ID where both are known, and once for several items', async () => {
		const failed = { ...refused(0, 'b'), computerName: 'PC-2' };
		const all = Array.from({ length: 11 }, (_, index) => refused(index + 2, `d${String(index)}`));
		const lines = (await errorOf([failed, refused(1, 'b'), ...all]))?.description.split('\n');
		expect(lines?.slice(0, 2)).toEqual(['• PC-2 (b): b is busy.', '• d0: d0 is busy.']);
		expect(lines?.slice(10)).toEqual(['… and 2 more.', SEE_EACH]);
	});

	it('gives a reason that several share once, with all their names', async () => {
		const verdict = { status: 'failed', message: 'Nobody answered.' } as const;
		const outcomes = ['a', 'b', 'c'].map((id, item) => outcome(item, id, verdict));
		expect((await errorOf([...outcomes, refused(3, 'd')]))?.description).toBe(
			'• a, b, c: Nobody answered.\n• d: d is busy.',
		);
	});

	describe('of a single desktop', () => {
		it.each([
			['invalid', 'The item names no desktop'],
			['notFound', 'The desktop was not found'],
			['notSupported', 'The SID of this desktop cannot be updated'],
			['failed', 'The update did not succeed'],
			['timedOut', 'The update did not end in time'],
			['unverified', 'The update could not be verified'],
			['ambiguous', 'Several desktops have this computer name'],
		] as const)('says what happened and counts nothing: %s', async (status, title) => {
			const failed = outcome(3, 'a', { status, message: 'Because.' });
			expect(await errorOf([failed])).toEqual({
				message: title,
				description: 'a: Because.',
				itemIndex: 3,
			});
			expect((await errorOf([failed, { ...failed, item: 4 }]))?.message).toBe(title);
		});

		it('says that the sign-in was refused', async () => {
			const refused = { status: 'failed', signInRefused: true } as const;
			expect((await errorOf([outcome(0, 'a', refused)]))?.message).toBe(
				'Huawei Cloud refused the sign-in',
			);
		});

		it('says that a list names none', async () => {
			const outcomes = [{ item: 0, verdict: { status: 'invalid', message: 'Empty.' } }] as const;
			expect((await errorOf(outcomes, { isList: true }))?.message).toBe(
				'The list names no desktop',
			);
		});
	});
});
