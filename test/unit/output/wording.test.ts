import { countOf } from '../../../nodes/DesktopSid/output/statusGroups';
import { describeStatus, plural, summaryOf } from '../../../nodes/DesktopSid/output/summary';
import { STATUSES, isFailure } from '../../../nodes/DesktopSid/repair/verdict';
import { groupsOf, outcome } from './outcomes';
import type { Outcome } from '../../../nodes/DesktopSid/repair/updateDesktops';

const named = (item: number, computerName: string) => ({
	item,
	computerName,
	verdict: { status: 'unmatched' as const, message: 'm.' },
});
const nameless = (item: number) => ({
	item,
	verdict: { status: 'invalid' as const, message: `Item ${String(item)}: not an ID.` },
});

describe('countOf', () => {
	it('counts a desktop or a name once, and an item without either as one', async () => {
		const rows = [outcome(0, 'a', { status: 'updated' }), outcome(1, 'a', { status: 'updated' })];
		expect(countOf(await groupsOf(rows))).toBe(1);
		expect(
			countOf(await groupsOf([...rows, named(2, 'PC-1'), named(3, 'PC-1'), named(4, 'a')])),
		).toBe(3);
		expect(countOf(await groupsOf([...rows, nameless(2), nameless(3)]))).toBe(3);
		expect(countOf([])).toBe(0);
	});
});

describe('describeStatus', () => {
	const groupOf = async (...outcomes: Outcome[]) => {
		const [group] = await groupsOf(outcomes);
		if (group === undefined) throw new Error('no group');
		return group;
	};
	const messageOf = async (...outcomes: Outcome[]) => describeStatus(await groupOf(...outcomes));

	it.each(STATUSES)(
		'begins with the outcome for %s, with a reason for a failure only',
		async (status) => {
			const text = await messageOf(
				outcome(0, 'a', { status, message: 'Because.' }),
				outcome(1, 'b', { status, message: 'Because.' }),
			);
			expect(text).toMatch(/^[A-Z][a-z]+[ .:;,]/);
			expect(text.endsWith(' Reason: Because.')).toBe(isFailure(status));
		},
	);

	it('is the reason itself if a single desktop failed', async () => {
		const failed = outcome(0, 'a', { status: 'failed', message: 'The SID was not updated.' });
		expect(await messageOf(failed)).toBe('The SID was not updated.');
		expect(await messageOf(failed, { ...failed, item: 1 })).toBe('The SID was not updated.');
	});

	it.each([
		['accepted', /^Accepted, not finished yet: the service carries out the rejoin as a task\./],
		['failed', /^Not rejoined\. Reason: Because\.$/],
		['notSupported', /^Not rejoined, because the service does not support it/],
		['unverified', /^Not verified: the service does not list it as back in its domain\./],
		['inUse', /^Not sent, because somebody is connected to it\.$/],
	] as const)('speaks of a rejoin where one was to be made: %s', async (status, says) => {
		const because = (id: string) => outcome(0, id, { status, message: 'Because.' });
		expect(describeStatus(await groupOf(because('a'), because('b')), 'domain')).toMatch(says);
	});

	it('names the first of several reasons', async () => {
		const because = (id: string) => outcome(0, id, { status: 'failed', message: `${id} is busy.` });
		expect(await messageOf(because('a'), because('b'))).toBe('Not updated. First: a is busy.');
	});
});

describe('summaryOf', () => {
	const hintOf = async (outcomes: readonly Outcome[], ...more: [string[]?, string?]) =>
		summaryOf(await groupsOf(outcomes), ...more);
	const failing = (count: number, message: string, more: object = {}) =>
		Array.from({ length: count }, (_, item) =>
			outcome(item, `id-${message}-${String(item)}`, { status: 'failed', message, ...more }),
		);

	it('warns that there was nothing to do', async () => {
		expect(await hintOf([])).toEqual({
			message:
				"Nothing was sent: no desktop was named. Check 'Desktops From' and the field that it reads.",
			type: 'warning',
		});
	});

	it('says instead why everything was refused, and what else somebody has to know', async () => {
		expect((await hintOf([], ['Look at it.'], 'Enter a region.')).message).toBe(
			'Enter a region. Look at it.',
		);
	});

	it('counts each status that occurred, and is no warning if nothing failed', async () => {
		expect(
			await hintOf([
				named(0, 'PC-1'),
				outcome(1, 'b', { status: 'updated' }),
				outcome(2, 'b', { status: 'updated' }),
			]),
		).toEqual({ message: '2 results: 1 updated, 1 unmatched.', type: 'info' });
	});

	it('has failures first, with their reasons', async () => {
		expect(
			await hintOf([
				outcome(1, 'a', { status: 'failed', message: 'It is busy.' }),
				outcome(2, 'b', { status: 'updated' }),
				nameless(0),
			]),
		).toEqual({
			message:
				'3 results, 2 failures: 1 failed, 1 invalid, 1 updated. a: It is busy. Item 0: not an ID.',
			type: 'warning',
		});
	});

	it('gives a reason once, however many desktops it holds for, the most frequent first', async () => {
		const { message } = await hintOf([
			...failing(2, 'Two.'),
			...failing(3000, 'Many.'),
			...failing(1, 'One.'),
			...failing(3, 'Three.'),
			...failing(1, 'Another.'),
		]);
		expect(message).toBe(
			'3007 desktops, 3007 failures: 3007 failed. 3000 desktops: Many. 3 desktops: Three. 2 desktops: Two. The output has 2 more reasons.',
		);
	});

	it('groups what differs in the number of the item only', async () => {
		expect((await hintOf([nameless(0), nameless(7)])).message).toBe(
			'2 results, 2 failures: 2 invalid. 2 items: not an ID.',
		);
	});

	it('says why nothing could be sent', async () => {
		const why = 'The credential cannot be used, so nothing was sent. Enter a region.';
		expect(await hintOf(failing(3, why), [], why)).toEqual({
			message: `${why} 3 desktops, 3 failures: 3 failed.`,
			type: 'warning',
		});
	});

	it('says once that the sign-in was refused', async () => {
		const refused = { signInRefused: true } as const;
		const { message } = await hintOf([...failing(3000, 'Refused (401).', refused), named(1, 'X')]);
		expect(message).toBe(
			'Nothing was sent: Huawei Cloud refused the sign-in. Test the credential. 3001 results, 3000 failures: 3000 failed, 1 unmatched.',
		);
		const partly = await hintOf([
			...failing(2, 'Refused (401).', refused),
			outcome(9, 'z', { status: 'updated' }),
		]);
		expect(partly.message).toBe(
			'Huawei Cloud refused the sign-in. Test the credential. 3 desktops, 2 failures: 2 failed, 1 updated.',
		);
	});

	it.each([
		['another failure', outcome(9, 'z', { status: 'failed', message: 'It is busy.' })],
		['a success', outcome(9, 'z', { status: 'updated' })],
	])('does not say that nothing was sent beside %s', async (_what, other) => {
		const refused = failing(2, 'Refused (401).', { signInRefused: true });
		const { message } = await hintOf([...refused, other, named(8, 'X')]);
		expect(message).toMatch(/^Huawei Cloud refused the sign-in\. Test the credential\. /);
	});

	describe('of desktops that were not sent after a refusal', () => {
		const after = (count: number, message: string) =>
			failing(count, message, { followsRefusal: true });

		it('counts them, and gives the reason of the refusal', async () => {
			const { message } = await hintOf([
				...failing(1, 'A right is missing.'),
				...after(2, 'Not sent, because of it.'),
				...after(1, 'Not sent either.'),
			]);
			expect(message).toBe(
				'4 desktops, 4 failures: 4 failed. id-A right is missing.-0: A right is missing. After that, nothing was sent for the other 3.',
			);
		});

		it('gives their own reason if the refusal itself is not among them', async () => {
			expect((await hintOf(after(2, 'Not sent, because of it.'))).message).toBe(
				'2 desktops, 2 failures: 2 failed. 2 desktops: Not sent, because of it.',
			);
		});
	});

	it('becomes a warning by what somebody has to know', async () => {
		expect(await hintOf([outcome(0, 'a', { status: 'updated' })], ['Look at it.'])).toEqual({
			message: '1 desktop: 1 updated. Look at it.',
			type: 'warning',
		});
	});
});

describe('plural', () => {
	it.each([
		[0, '0 desktops'],
		[1, '1 desktop'],
		[2, '2 desktops'],
	])('%i', (count, text) => {
		expect(plural(count, 'desktop')).toBe(text);
	});
});
