import * as fc from 'fast-check';

import '../unhurried.ts';
import { answer, fault } from '../repair/support/replies.ts';
import { TestClock } from '../repair/support/testClock.mts';
import { seededRandom } from './support/random.mts';
import { followTasks } from '../../../nodes/DesktopSid/repair/followTasks.ts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import { runs } from '../runs.mts';

const RUNS = runs(400);
const SEED = 20_261_126;

/** A task, what it does to its desktops, and how the service tells of it. */
interface Schedule {
	readonly seed: number;
	readonly desktops: number;
	/** How sub tasks name desktops; `none`: there are no sub tasks. */
	readonly naming: 'named' | 'nameless' | 'none';
	/** Share of the desktops that fail, and of those that no sub task is ever listed for (only if the others are named). */
	readonly bad: number;
	readonly missing: number;
	/** Seconds until the task ends, and until all sub tasks are listed with their end. */
	readonly endsAt: number;
	readonly lag: number;
	readonly hidesFailures: boolean;
	/** How many sub tasks come with the task, and what it says to have. */
	readonly carried: number;
	readonly carriedTotal: Lie;
	readonly pageSize: number;
	readonly pageTotal: Lie;
	/** Entries that are no sub tasks of this task, and entries that come twice. */
	readonly junk: number;
	readonly words: { readonly ok: string; readonly bad: string; readonly running: string };
	/** The chance that a request fails, and how. */
	readonly chance: number;
	readonly failures: readonly string[];
	readonly latency: number;
	readonly interval: number;
	readonly timeout: number;
	readonly cancelledAt: number | undefined;
}

/** What a total says: the truth, the length of what comes with it, nothing, or nonsense. */
type Lie = 'true' | 'own' | 'absent' | 'huge' | 'text' | 'negative';

const lie = fc.constantFrom<Lie>(
	'true',
	'true',
	'own',
	'own',
	'absent',
	'huge',
	'text',
	'negative',
);
const share = fc.constantFrom(0, 0, 0.05, 0.3, 1);

const FAILURES: Readonly<Record<string, ApiReply>> = {
	throttled: answer(429, { error_code: 'APIGW.0308' }),
	unavailable: answer(503),
	html: { ...answer(200), text: '<html>' },
	foreignCode: answer(500, { error_code: '__proto__', error_msg: 'constructor' }),
	nothing: answer(200, {}),
	reset: fault('connection', 'ECONNRESET'),
	silence: fault('timeout', 'ETIMEDOUT'),
};

const schedules: fc.Arbitrary<Schedule> = fc.record({
	seed: fc.integer(),
	desktops: fc.integer({ min: 1, max: 40 }),
	naming: fc.constantFrom('named', 'named', 'named', 'nameless', 'none'),
	bad: share,
	missing: share,
	endsAt: fc.constantFrom(0, 5, 5, 60, Infinity),
	lag: fc.constantFrom(0, 0, 8),
	hidesFailures: fc.boolean(),
	carried: fc.constantFrom(0, 0, 1, 10, 100),
	carriedTotal: lie,
	pageSize: fc.constantFrom(1, 2, 10, 1000),
	pageTotal: lie,
	junk: fc.nat(3),
	words: fc.constantFrom(
		{ ok: 'SUCCESS', bad: 'FAILED', running: 'RUNNING' },
		{ ok: 'COMPLETE', bad: 'FAIL', running: '__proto__' },
		{ ok: 'completed', bad: 'ABNORMAL', running: 'constructor' },
	),
	chance: fc.constantFrom(0, 0, 0, 0.1, 0.5, 1),
	failures: fc.uniqueArray(fc.constantFrom(...Object.keys(FAILURES)), { minLength: 1 }),
	latency: fc.constantFrom(0, 0, 0.1, 7),
	interval: fc.constantFrom(1, 10),
	timeout: fc.constantFrom(20, 200, 200),
	cancelledAt: fc.nat(700).map((second) => (second < 100 ? second : undefined)),
});

/** The names that objects inherit are as good as any. */
const FOREIGN = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const UUID = '0123abcd-89ab-cdef-0123-';
const idOf = (index: number) => FOREIGN[index] ?? `${UUID}${String(index).padStart(12, '0')}`;
/** As the service may write it: a UUID is the same one in any case. */
const spelled = (id: string) => (id.startsWith(UUID) ? id.toUpperCase() : id);

interface Fate {
	readonly isBad: boolean;
	readonly isMissing: boolean;
}

/** Follows the task of a schedule to its end. */
async function play(schedule: Schedule) {
	const { desktops, naming, words, endsAt, interval, timeout, latency } = schedule;
	const random = seededRandom(schedule.seed);
	const clock = new TestClock();
	const fates = new Map<string, Fate>();
	for (let index = 0; index < desktops; index += 1) {
		const isMissing = naming === 'named' && random() < schedule.missing;
		fates.set(idOf(index), { isBad: random() < schedule.bad, isMissing });
	}
	const isBad = [...fates.values()].some((fate) => fate.isBad);
	// Without sub tasks nobody could know better than the task.
	const isSilent = naming === 'none' || [...fates.values()].every(({ isMissing }) => isMissing);
	const hides = schedule.hidesFailures && !isSilent;
	const endWord = isBad && !hides ? words.bad : words.ok;
	// A sub task that has not ended when the task fails is taken for failed.
	const lag = endWord === words.bad ? 0 : schedule.lag;

	const entries = () => {
		const isOver = clock.seconds() >= endsAt + lag;
		const parts = [...fates]
			.filter(([, fate]) => naming !== 'none' && !fate.isMissing)
			.map(([id, fate], index) => ({
				id: FOREIGN[index] ?? `part-${String(index)}`,
				job_id: 'job-1',
				status: isOver ? (fate.isBad ? words.bad : words.ok) : words.running,
				error_code: fate.isBad ? '__proto__' : '',
				...(naming === 'named' ? { entities: { desktop_id: spelled(id) } } : {}),
			}));
		const other = { id: 'x', job_id: 'job-2', status: 'FAILED', entities: { desktop_id: idOf(0) } };
		const junk = schedule.pageSize < 10 ? [] : [null, 'text', other].slice(0, schedule.junk);
		return parts.length === 0 ? [] : [...junk, ...parts];
	};
	const total = (said: Lie, own: number) =>
		({ true: entries().length, own, absent: undefined, huge: 1e6, text: 'many', negative: -1 })[
			said
		];

	const seen = { looks: [] as number[], lists: 0, mostListsALook: 0 };
	const reply = async (until: number, say: () => ApiReply): Promise<ApiReply> => {
		// As the rate limiter does it.
		if (clock.now() > until) return fault('timeout', 'NO_TURN');
		const kind = schedule.failures[Math.floor(random() * schedule.failures.length)] ?? '';
		const failure = random() < schedule.chance ? FAILURES[kind] : undefined;
		const said = failure ?? say();
		await clock.sleep(latency * 1000);
		return clock.cancelled() ? fault('cancelled', 'ERR_CANCELED') : said;
	};
	const polling = (until: number) => ({
		showJob: async () => {
			seen.looks.push(clock.seconds());
			seen.lists = 0;
			return await reply(until, () => {
				const sub_jobs = entries().slice(0, schedule.carried);
				const sub_jobs_total = total(schedule.carriedTotal, sub_jobs.length);
				const status = clock.seconds() < endsAt ? words.running : endWord;
				return answer(200, { id: 'job-1', status, sub_jobs_total, sub_jobs });
			});
		},
		listSubJobs: async (_id: string, { offset, limit }: { offset: number; limit: number }) => {
			seen.lists += 1;
			seen.mostListsALook = Math.max(seen.mostListsALook, seen.lists);
			return await reply(until, () => {
				const jobs = entries().slice(offset, offset + Math.min(limit, schedule.pageSize));
				return answer(200, { total_count: total(schedule.pageTotal, jobs.length), jobs });
			});
		},
	});
	if (schedule.cancelledAt !== undefined) {
		void clock.sleep(schedule.cancelledAt * 1000).then(() => {
			clock.cancel();
		});
	}
	const verdicts = await followTasks(
		polling,
		[{ jobId: 'job-1', statusCode: 202, desktopIds: [...fates.keys()] }],
		{ pollIntervalMs: interval * 1000, waitTimeoutMs: timeout * 1000, clock },
	);
	return { fates, verdicts, seen, endWord, isSilent, seconds: clock.seconds() };
}

type Played = Awaited<ReturnType<typeof play>>;

/** Gives a sentence for a lie, `undefined` for the truth. */
function lieOf(
	{ naming, words }: Schedule,
	{ fates, endWord, isSilent }: Played,
	id: string,
	verdict: Verdict,
): string | undefined {
	const fate = fates.get(id);
	const say = (problem: string) => `${id} ${problem}: ${JSON.stringify(verdict)}`;
	if (fate === undefined) return say('was never sent');
	switch (verdict.status) {
		case 'updated':
			if (fate.isMissing && !isSilent) return say('is named by no sub task');
			return fate.isBad ? say('failed') : undefined;
		case 'failed': {
			const isTaskBad = endWord === words.bad;
			const { message } = verdict;
			if (message.startsWith('The result is unknown')) return undefined;
			if (message.startsWith('The update was not confirmed')) {
				return isTaskBad ? undefined : say('is of a task that ended well');
			}
			if (!message.startsWith('SID not updated')) return say('is unclear');
			const anyBad = [...fates.values()].some(({ isBad }) => isBad);
			const mayBe = fate.isBad || (naming === 'named' ? fate.isMissing && isTaskBad : anyBad);
			return mayBe ? undefined : say('did not fail');
		}
		case 'timedOut':
			return undefined;
		default:
			return say('has a status that a task cannot give');
	}
}

/** In calm weather with time enough, nothing that is listed may stay open. */
function isCalm({ chance, cancelledAt, endsAt, timeout, latency, carriedTotal }: Schedule) {
	const inTime = endsAt + 60 <= timeout && latency < 1;
	return chance === 0 && cancelledAt === undefined && inTime && carriedTotal !== 'huge';
}

describe('task schedules', () => {
	it(`give every desktop one true verdict within the stated bounds, in ${String(RUNS)} schedules`, async () => {
		const counts = new Map<string, number>();
		let calm = 0;
		await fc.assert(
			fc.asyncProperty(schedules, async (schedule) => {
				const played = await play(schedule);
				const { fates, verdicts, seen, seconds } = played;
				const { timeout, interval, latency } = schedule;
				expect([...verdicts.keys()]).toEqual([...fates.keys()]);
				const lies = [...verdicts].flatMap(([id, verdict]) => {
					counts.set(verdict.status, (counts.get(verdict.status) ?? 0) + 1);
					return lieOf(schedule, played, id, verdict) ?? [];
				});
				expect(lies).toEqual([]);

				expect(seen.looks.length).toBeLessThanOrEqual(timeout / interval + 2);
				expect(Math.max(0, ...seen.looks)).toBeLessThanOrEqual(timeout);
				expect(seen.mostListsALook).toBeLessThanOrEqual(50);
				expect(seconds).toBeLessThanOrEqual(timeout + latency);

				if (!isCalm(schedule) || schedule.naming !== 'named') return;
				calm += 1;
				for (const [id, { isBad, isMissing }] of fates) {
					if (isMissing) continue;
					expect([id, verdicts.get(id)?.status]).toEqual([id, isBad ? 'failed' : 'updated']);
				}
			}),
			{ numRuns: RUNS, seed: SEED, endOnFailure: false },
		);
		expect(calm).toBeGreaterThan(runs(15));
		for (const status of ['updated', 'failed', 'timedOut']) {
			expect(counts.get(status)).toBeGreaterThan(runs(500));
		}
	}, 120_000);
});
