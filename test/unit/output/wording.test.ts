import {
	countOf,
	describeStatus,
	plural,
	summaryOf,
} from '../../../nodes/DesktopSid/output/updateItems';
import { STATUSES, isFailure } from '../../../nodes/DesktopSid/repair/verdict';
import { groupsOf, outcome } from './outcomes';

const named = (item: number, computerName: string) => ({
	item,
	computerName,
	verdict: { status: 'unmatched' as const, message: 'm.' },
});
const nameless = (item: number) => ({
	item,
	verdict: { status: 'invalid' as const, message: 'm.' },
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
	it.each(STATUSES)('has a sentence for %s, with the first reason for a failure only', (status) => {
		const text = describeStatus(status, 2, 'Because.');
		expect(text).toMatch(/^2 (desktops|computers|items): .+\./);
		expect(text.endsWith(' First: Because.')).toBe(isFailure(status));
	});

	it('promises no reason where there is none', () => {
		expect(describeStatus('failed', 1, '')).toBe('1 desktop: not updated.');
	});
});

describe('summaryOf', () => {
	it('says that there was nothing to do', () => {
		expect(summaryOf([])).toBe(
			"No desktop was named, so nothing was sent. Check 'Desktops From' and the field that it reads.",
		);
	});

	it('counts each status that occurred, in order', async () => {
		expect(
			summaryOf(
				await groupsOf([
					nameless(0),
					outcome(1, 'a', { status: 'failed' }),
					outcome(2, 'b', { status: 'updated' }),
					outcome(3, 'b', { status: 'updated' }),
				]),
			),
		).toBe('3 results, 2 failures: 1 updated, 1 failed, 1 invalid.');
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
