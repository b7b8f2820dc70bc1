/**
 * Rejoining under everything that goes wrong: one true verdict for each desktop, nobody in use or in the domain is ever sent, no
 * desktop is rejoined twice, and the requests stay within the stated bounds.
 */
import * as fc from 'fast-check';

import '../unhurried.ts';
import { everyRoute } from './support/everyRoute.mts';
import { seededRandom } from './support/random.mts';
import { Service } from './support/service.mts';
import { VirtualClock } from './support/virtualClock.mts';
import { CONNECTION, MISHAPS } from './support/weather.mts';
import { desktopKey } from '../../../nodes/DesktopSid/desktops/desktopId.ts';
import type { ServiceDesktop } from '../../../nodes/DesktopSid/desktops/desktopPages.ts';
import { findNamed } from '../../../nodes/DesktopSid/desktops/findDesktops.ts';
import { rowsFromList } from '../../../nodes/DesktopSid/desktops/targets.ts';
import { MOST_LOOKS } from '../../../nodes/DesktopSid/repair/domainCheck.ts';
import {
	REPEATS,
	rejoinDesktops,
	selectDesktops,
} from '../../../nodes/DesktopSid/repair/rejoinDesktops.ts';
import { outcomesOf } from '../../../nodes/DesktopSid/repair/updateDesktops.ts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';
import { createClient } from '../../../nodes/DesktopSid/transport/client.ts';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request.ts';
import { workspaceApi } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';
import { behaviourWith } from '../../../simulator/behaviour.mts';
import { Cloud } from '../../../simulator/cloud.mts';
import type { Desktop } from '../../../simulator/desktop.mts';
import { Journal } from '../../../simulator/journal.mts';
import { runs } from '../runs.mts';

const RUNS = runs(1200);
const SEED = 20_261_127;
const WAIT_MS = 600_000;

const share = fc.constantFrom(0, 0, 0, 0.02, 0.1, 0.3, 0.8);
const offered = fc.constantFrom('offered' as const, 'offered' as const, 'notOffered' as const);
const either = <T,>(...values: T[]) => fc.constantFrom(...values);
const seldom = <T,>(value: fc.Arbitrary<T>) =>
	fc
		.tuple(fc.nat(5), value)
		.map(([die, chosen]): T | undefined => (die === 0 ? chosen : undefined));

const schedules = fc.record({
	seed: fc.integer(),
	desktops: fc.integer({ min: 1, max: 120 }),
	/** Shares of the desktops, from 0 to 1. */
	unknown: share,
	inDomain: share,
	inUse: share,
	stopped: share,
	linux: share,
	hopeless: share,
	failing: share,
	/** How many are busy with another task at first, and for how many seconds. */
	busy: share,
	busySeconds: either(20, 200, 5000),
	guard: fc.record({
		onlyOutOfDomain: either(true, true, false),
		includeInUse: either(false, false, true),
	}),
	options: fc.record({
		batchSize: either(1, 7, 100, 100),
		isolate: fc.boolean(),
		verify: either(true, true, false),
		waits: either(true, true, true, false),
		concurrency: either(0, 1, 5),
		maxRetries: fc.integer({ min: 0, max: 10 }),
	}),
	world: fc.record({
		rejoinBatch: offered,
		rejoinSingle: offered,
		rejoinCheck: offered,
		rejoinCheckUnknown: either('errorEach' as const, 'refuse' as const, 'leaveOut' as const),
		rejoinNeedsRunning: fc.boolean(),
		rejoinRestarts: fc.boolean(),
		rejoinSid: either('kept' as const, 'new' as const),
		rejoinSeconds: either(0, 30, 30, 5000),
		domainLagSeconds: either(0, 0, 90, 5000),
		domainStatusForm: either(
			'number' as const,
			'number' as const,
			'text' as const,
			'absent' as const,
		),
		unknownId: either('refuseBatch' as const, 'skip' as const, 'failedSubJob' as const),
		unsupported: either('refuseBatch' as const, 'failedSubJob' as const),
		completeHidesFailures: fc.boolean(),
		errorShape: either('flat' as const, 'detailed' as const, 'camelCase' as const),
	}),
	weather: fc.record({
		kinds: fc.uniqueArray(fc.constantFrom(...Object.keys(MISHAPS)), { minLength: 1 }),
		chance: either(0, 0, 0.02, 0.1, 0.3, 0.7, 1),
		outage: seldom(fc.record({ from: fc.nat(20), seconds: fc.nat(120) })),
		tokenEndsAt: seldom(fc.nat(60)),
		cancelledAt: seldom(fc.nat(120)),
		perSecond: seldom(either(3, 10)),
		slowestMs: either(2, 100, 3000),
	}),
});
type Schedule = typeof schedules extends fc.Arbitrary<infer T> ? T : never;

const REJOIN = /\/(batch-rejoin-domain|rejoin-domain)$/;
const idsIn = ({ path, body }: WorkspaceRequest): string[] =>
	(body?.desktop_ids as string[] | undefined) ?? [path.split('/')[2] ?? ''];

async function play(schedule: Schedule) {
	const { weather, options, guard } = schedule;
	const random = seededRandom(schedule.seed);
	const clock = new VirtualClock(random);
	const journal = new Journal();
	const behaviour = behaviourWith(schedule.world);
	const now = () => clock.now();
	const cloud = new Cloud(behaviour, journal, now);
	const ids = populate(cloud, schedule, random, now());
	const before = new Map(cloud.list().map((desktop) => [desktop.desktop_id, { ...desktop }]));
	const posts: string[][] = [];
	const serve = everyRoute({ cloud, behaviour, journal, now });
	const service = new Service({ cloud, behaviour, clock, weather, random, serve });
	const send = async (request: WorkspaceRequest) => {
		if (REJOIN.test(request.path)) posts.push(idsIn(request));
		return await service.send(request);
	};
	if (weather.cancelledAt !== undefined) clock.cancelAt(weather.cancelledAt * 1000);
	const client = createClient(send, CONNECTION, { ...options, clock });
	const calls = { checks: 0, batches: 0, singles: 0, lists: 0 };
	const plain = workspaceApi(client.send);
	const api = {
		...plain,
		checkRejoin: async (some: readonly string[]) => {
			calls.checks += 1;
			return await plain.checkRejoin(some);
		},
		rejoinDesktops: async (some: readonly string[]) => {
			calls.batches += 1;
			return await plain.rejoinDesktops(some);
		},
		rejoinDesktop: async (id: string) => {
			calls.singles += 1;
			return await plain.rejoinDesktop(id);
		},
	};
	const pollingApi = (until: number) => {
		const polling = workspaceApi(client.polling(until));
		const listDesktops: typeof polling.listDesktops = async (filter) => {
			calls.lists += 1;
			return await polling.listDesktops(filter);
		};
		return { ...polling, checkRejoin: plain.checkRejoin, listDesktops };
	};
	const start = clock.now();
	const run = async () => {
		const rows = rowsFromList(ids);
		const found = await findNamed(
			api,
			rows.map((row) => ({ row })),
			true,
		);
		if ('kind' in found) return undefined;
		const listed = new Map<string, ServiceDesktop>();
		for (const { desktop } of found) {
			if (desktop !== undefined) listed.set(desktopKey(desktop.desktop_id), desktop);
		}
		const selection = await selectDesktops(
			found.map(({ row }) => row),
			listed,
			guard,
		);
		const { batchSize, isolate, verify, waits } = options;
		const wait = { pollIntervalMs: 10_000, waitTimeoutMs: WAIT_MS };
		const how = { batchSize, isolate, verify, ...guard, ...(waits ? { wait } : {}) };
		const { verdicts } = await rejoinDesktops({ api, pollingApi, clock }, selection, how);
		return { outcomes: await outcomesOf(selection.rows, verdicts), sent: selection.states.size };
	};
	const done = await clock.until(run());
	const virtualMs = clock.now() - start;
	const atEnd = new Map(cloud.list().map((desktop) => [desktop.desktop_id, { ...desktop }]));
	await clock.until(clock.pass(20_000_000));
	cloud.settle();
	return {
		ids,
		cloud,
		before,
		atEnd,
		posts,
		calls,
		done,
		virtualMs,
		seen: service.seen,
		behaviour,
	};
}
type Played = Awaited<ReturnType<typeof play>>;

function populate(cloud: Cloud, schedule: Schedule, random: () => number, now: number): string[] {
	const busy: { desktopId: string; desktopName: string }[] = [];
	const ids = Array.from({ length: schedule.desktops }, (_, index) => {
		const desktop_id = `desktop-${String(index)}`;
		if (random() < schedule.unknown) return desktop_id;
		const is = (part: number) => random() < part;
		const isStopped = is(schedule.stopped);
		cloud.add({
			desktop_id,
			os: is(schedule.linux) ? 'Linux' : 'Windows',
			status: isStopped ? 'SHUTOFF' : 'ACTIVE',
			domainStatus: is(schedule.inDomain) ? 1 : isStopped && random() < 0.5 ? 3 : 2,
			connectStatus: is(schedule.inUse) ? 'CONNECTED' : 'REGISTERED',
			healedBy: is(schedule.hopeless) ? 'nothing' : 'rejoin',
			...(is(schedule.failing) ? { rejoinFailure: { error_code: 'WKS.9', error_msg: 'No.' } } : {}),
		});
		if (is(schedule.busy)) busy.push({ desktopId: desktop_id, desktopName: '' });
		return desktop_id;
	});
	cloud.jobs.start('another', busy, () => undefined, now, schedule.busySeconds);
	return ids;
}

const LEAVES_OPEN =
	/may have rejoined|outcome of the rejoin is unknown|not confirmed|result is unknown|^The execution was/;

/** Gives a sentence for a lie, `undefined` for the truth. */
function lieOf(id: string, verdict: Verdict, schedule: Schedule, played: Played) {
	const { before, cloud, behaviour } = played;
	const was = before.get(id);
	const is = cloud.peek(id);
	const say = (problem: string) => `${id} ${problem}: ${JSON.stringify([verdict, was, is])}`;
	const isUntouched = (is?.rejoins ?? 0) === 0;
	const untouched = (problem: string, isTrue: boolean) => {
		if (!isUntouched) return say('was rejoined');
		return isTrue ? undefined : say(problem);
	};
	const isUnable = (desktop: Desktop | undefined) =>
		desktop?.os === 'Linux' || (behaviour.rejoinNeedsRunning && desktop?.status !== 'ACTIVE');
	switch (verdict.status) {
		case 'rejoined': {
			if (is?.rejoins !== 1) return say('was not rejoined');
			const isBack = played.atEnd.get(id)?.domainStatus === 1;
			const isProven = schedule.options.verify && !verdict.message.includes('not proven');
			return isProven && !isBack ? say('is not back') : undefined;
		}
		case 'accepted':
			return verdict.jobId === undefined ? say('has no task') : undefined;
		case 'inDomain':
			return untouched('is not in its domain', was?.domainStatus === 1);
		case 'inUse':
			return untouched('is not in use', was?.connectStatus === 'CONNECTED');
		case 'notReported': {
			const isSilent = behaviour.domainStatusForm === 'absent' || was?.domainStatus === 3;
			return untouched('is reported', isSilent);
		}
		case 'notRejoinable':
			return untouched('can rejoin', isUnable(was));
		case 'notFound':
			return untouched('is known', was === undefined || isShared(verdict));
		case 'notSupported':
			return untouched('is supported', isUnable(was) || isShared(verdict));
		case 'unverified':
			return is?.rejoins === 1 ? undefined : say('was not rejoined');
		case 'timedOut':
			return verdict.jobId === undefined ? say('has no task') : undefined;
		case 'failed':
			if (isUntouched || LEAVES_OPEN.test(verdict.message)) return undefined;
			return say('was rejoined');
		default:
			return say('has a status that a rejoin cannot give');
	}
}

/** Of several together at least one is the cause. */
const isShared = ({ message }: Verdict) =>
	message.includes('because of at least one desktop in it');

function expectNobodyIsHarmed({ posts, before, cloud }: Played, { guard }: Schedule): void {
	const named = new Set(posts.flat());
	const wrong = [...named].filter((id) => {
		const was = before.get(id);
		if (was === undefined) return true;
		if (guard.onlyOutOfDomain && was.domainStatus !== 2) return true;
		return !guard.includeInUse && was.connectStatus === 'CONNECTED';
	});
	expect(wrong).toEqual([]);
	expect(cloud.list().filter(({ rejoins }) => rejoins > 1)).toEqual([]);
	expect(posts.filter((ids) => ids.length > 100 || new Set(ids).size < ids.length)).toEqual([]);
}

/** The bounds that rejoinDesktops.ts, domainCheck.ts and sendBatches.ts state. */
function expectBounds(schedule: Schedule, { calls, done, seen, posts, virtualMs }: Played): void {
	const sent = done?.sent ?? 0;
	const { batchSize, isolate, maxRetries } = schedule.options;
	const batches = Math.ceil(sent / batchSize);
	// Two calls of the budget each: the first batch goes alone.
	const narrowing = isolate ? 2 * (200 + 1 + Math.floor(batches / 10)) + 2 * sent : 0;
	const rounds = schedule.options.waits ? 1 + REPEATS : 1;
	expect(calls.checks).toBeLessThanOrEqual(batches + narrowing);
	expect(calls.batches).toBeLessThanOrEqual(rounds * (batches + narrowing));
	expect(calls.singles).toBeLessThanOrEqual(rounds * (sent + 1));
	expect(posts.length - seen.throttled).toBeLessThanOrEqual(
		(calls.batches + calls.singles) * (1 + maxRetries),
	);
	// A list whose filter is obeyed takes one request for each hundred; the whole list at most six beside them.
	const looks = MOST_LOOKS + REPEATS;
	expect(calls.lists).toBeLessThanOrEqual(looks * (2 * Math.ceil(sent / 100) + 6));
	expect(seen.sentAfterCancel).toBe(0);
	expect(seen.cameBackTooEarly).toBe(0);
	expect(seen.firstWasAlone).toBe(true);
	const { chance, outage, perSecond } = schedule.weather;
	const isCalm = chance === 0 && outage === undefined && perSecond === undefined;
	// What is sent takes 3 s at most, one after the other if need be; repeats are bounded, too.
	if (isCalm) expect(virtualMs).toBeLessThanOrEqual(WAIT_MS + 3000 * (seen.requests + 1));
}

describe('rejoin schedules', () => {
	it(`give every desktop one true verdict and harm nobody, in ${String(RUNS)} schedules`, async () => {
		const counts = new Map<string, number>();
		await fc.assert(
			fc.asyncProperty(schedules, async (schedule) => {
				const played = await play(schedule);
				expectNobodyIsHarmed(played, schedule);
				expectBounds(schedule, played);
				const { done, ids, posts } = played;
				if (done === undefined) {
					expect(posts).toEqual([]);
					return;
				}
				expect(done.outcomes.map(({ desktopId }) => desktopId)).toEqual(ids);
				const lies = done.outcomes.flatMap(({ desktopId = '', verdict }) => {
					counts.set(verdict.status, (counts.get(verdict.status) ?? 0) + 1);
					if (verdict.message === NEVER_SENT) return [`${desktopId} was forgotten`];
					return lieOf(desktopId, verdict, schedule, played) ?? [];
				});
				expect(lies.slice(0, 2)).toEqual([]);
			}),
			{ numRuns: RUNS, seed: SEED, endOnFailure: false },
		);
		process.stdout.write(`rejoin schedules: ${JSON.stringify(Object.fromEntries(counts))}\n`);
		for (const status of ['rejoined', 'inDomain', 'inUse', 'notReported', 'failed', 'unverified']) {
			expect(counts.get(status)).toBeGreaterThan(runs(100));
		}
	}, 600_000);
});

/** What updateDesktops.ts says of a desktop that nobody sent. */
const NEVER_SENT = 'The desktop was not sent. Run this again.';
