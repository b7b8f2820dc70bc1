import * as fc from 'fast-check';

import { play, type Played } from './support/play.mts';
import { schedules, type Schedule } from './support/schedule.mts';
import { PASSING_KINDS, THROTTLING_KINDS, type Weather } from './support/weather.mts';
import { lieOf } from './support/truth.mts';
import { runs } from '../runs.mts';

const RUNS = runs(2200);
const SEED = 20_261_124;

const figures = {
	schedules: 0,
	desktops: 0,
	calls: 0,
	requests: 0,
	virtualHours: 0,
	verdicts: {} as Record<string, number>,
};

function count(played: Played): void {
	figures.schedules += 1;
	figures.desktops += played.ids.length;
	figures.calls += played.calls;
	figures.requests += played.seen.requests;
	figures.virtualHours += played.virtualMs / 3_600_000;
	for (const { status } of played.verdicts.values()) {
		figures.verdicts[status] = (figures.verdicts[status] ?? 0) + 1;
	}
}

/** Counted by hand: deep comparisons of all ids would take longer than the schedules themselves. */
function expectOneVerdictEach({ items, outcomes, verdicts, ids }: Played): void {
	expect(verdicts.size).toBe(ids.length);
	expect(ids.filter((id) => !verdicts.has(id))).toHaveLength(0);
	expect(outcomes).toHaveLength(items.length);
	const misplaced = outcomes.filter(({ item }, index) => item !== index);
	const forgotten = outcomes.filter(({ verdict }) => verdict.message === NEVER_SENT);
	expect([...misplaced, ...forgotten]).toHaveLength(0);
}

/** What outcome.ts says of a desktop that nobody sent. */
const NEVER_SENT = 'The desktop was not sent. Run this again.';

function expectTruth(played: Played): void {
	const lies = played.ids.flatMap((id) => {
		const verdict = played.verdicts.get(id);
		return verdict === undefined ? [] : [lieOf(id, verdict, played)];
	});
	expect(lies.filter((lie) => lie !== undefined).slice(0, 3)).toEqual([]);
}

/** The bounds that retry.ts, sendBatches.ts, rateLimiter.ts and client.ts state. */
function expectBounds(
	{ options, desktops, weather }: Schedule,
	{ seen, calls, verdicts }: Played,
): void {
	const batches = Math.ceil(desktops / options.batchSize);
	const good = [...verdicts.values()].filter(({ status }) =>
		['updated', 'unchanged', 'accepted'].includes(status),
	).length;
	const narrowing = options.isolate ? 200 + Math.floor(batches / 10) + 2 * good : 0;
	expect(calls).toBeGreaterThanOrEqual(batches);
	expect(calls).toBeLessThanOrEqual(batches + narrowing);
	const counted = seen.requests - seen.throttled;
	expect(counted).toBeLessThanOrEqual(calls * (1 + options.maxRetries));
	if (seen.undisturbed === 0 && neverEnds(weather)) {
		expect(counted).toBeLessThanOrEqual(calls + RETRIES_IN_AN_OUTAGE);
		expect(seen.throttled).toBeLessThanOrEqual(calls + REFUSALS_IN_TEN_MINUTES);
	}

	const most = options.concurrency === 0 ? 32 : options.concurrency;
	expect(seen.mostInFlight).toBeLessThanOrEqual(most);
	expect(seen.firstWasAlone).toBe(true);
	expect(seen.refusedSignIns).toBeLessThanOrEqual(seen.undisturbed === 0 ? 4 : most);
	expect(seen.sentAfterCancel).toBe(0);
	expect(seen.cameBackTooEarly).toBe(0);
}

/** While nothing gets through, the bucket of 500 pays for so many retries of all requests together. */
const RETRIES_IN_AN_OUTAGE = 35;
/** One at a time, at most 5 s apart at last, and what had been in flight when it began. */
const REFUSALS_IN_TEN_MINUTES = 200;

/** Whether every mishap of this weather leads to another try. */
function neverEnds({ kinds }: Weather): boolean {
	return kinds.every((kind) => PASSING_KINDS.has(kind) || THROTTLING_KINDS.has(kind));
}

describe('fault schedules', () => {
	it(`gives every input exactly one true verdict within the stated bounds, in ${String(RUNS)} schedules`, async () => {
		await fc.assert(
			fc.asyncProperty(schedules, async (schedule) => {
				const played = await play(schedule);
				count(played);
				expectOneVerdictEach(played);
				expectTruth(played);
				expectBounds(schedule, played);
			}),
			{ numRuns: RUNS, seed: SEED, endOnFailure: false },
		);
		expect(figures.schedules).toBeGreaterThanOrEqual(RUNS);
		const { virtualHours, verdicts, ...counts } = figures;
		process.stdout.write(
			`fault schedules: ${JSON.stringify({ ...counts, virtualHours: Math.round(virtualHours), verdicts })}\n`,
		);
	}, 300_000);
});
