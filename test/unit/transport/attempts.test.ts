import { describeAttempts } from '../../../nodes/DesktopSid/transport/refusalText';

const ONCE = { count: 1, elapsedMs: 0, mayHaveTakenEffect: false };

describe('describeAttempts', () => {
	it.each([
		['nothing to tell', undefined, ''],
		['one attempt', ONCE, ''],
		[
			'several',
			{ ...ONCE, count: 6, elapsedMs: 12_300, gaveUp: 'maxRetries' as const },
			'This is the result after 6 attempts in 12 s.',
		],
		['one attempt, where no more were wanted', { ...ONCE, gaveUp: 'maxRetries' as const }, ''],
		[
			'in no time',
			{ ...ONCE, count: 2, elapsedMs: 999 },
			'This is the result after 2 attempts in less than 1 s.',
		],
		[
			'throttled',
			{ ...ONCE, gaveUp: 'throttled' as const },
			'The service throttled it for ten minutes. Run this again later, or at a time with fewer other requests.',
		],
		[
			'no budget',
			{ ...ONCE, gaveUp: 'budget' as const },
			'It was not tried again, because too many requests of this run had failed already.',
		],
		[
			'cancelled',
			{ ...ONCE, gaveUp: 'cancelled' as const },
			'It was not tried again, because the execution was cancelled.',
		],
		[
			'come back later',
			{ ...ONCE, gaveUp: 'comeBackLater' as const, notBefore: Date.UTC(2026, 10, 24, 12, 0, 0, 1) },
			'The service asks for no requests before 2026-11-24 12:00:01 UTC. Run this again then.',
		],
		[
			'a lost answer',
			{ ...ONCE, count: 2, elapsedMs: 1000, mayHaveTakenEffect: true },
			'This is the result after 2 attempts in 1 s. An earlier attempt ended without a clear answer, so the SID may have been updated all the same.',
		],
	])('%s', (_, attempts, says) => {
		expect(describeAttempts(attempts)).toBe(says);
	});

	it('speaks of what was changed', () => {
		expect(describeAttempts({ ...ONCE, mayHaveTakenEffect: true }, 'domain')).toBe(
			'An earlier attempt ended without a clear answer, so the desktop may have rejoined its domain all the same.',
		);
	});

	it('names the last minute of all for a time that no calendar has', () => {
		const never = { ...ONCE, gaveUp: 'comeBackLater' as const, notBefore: 1e300 };
		expect(describeAttempts(never)).toContain('before +275760-09-13 00:00 UTC');
	});
});
