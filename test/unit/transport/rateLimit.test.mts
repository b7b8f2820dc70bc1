/**
 * Under a rate limit nothing is lost, and a run takes hardly longer than the limit itself makes it. Everything happens on a
 * virtual clock, through the client as the node uses it.
 */
import { connectionTo } from './connections.ts';
import { PUT } from './support/scripted.mts';
import {
	limitMs,
	ThrottledService,
	type Counting,
	type Limit,
} from './support/throttledService.mts';
import { seededRandom } from '../faults/support/random.mts';
import { VirtualClock } from '../faults/support/virtualClock.mts';
import { createClient } from '../../../nodes/DesktopSid/transport/client.ts';
import { isThorough } from '../runs.mts';

const CONNECTION = connectionTo('https://workspace.example.com');
const SEEDS = [1, 2];

interface Ran {
	/** When each of the runs had its last answer, and how many requests it had lost. Milliseconds. */
	readonly runs: readonly {
		readonly ms: number;
		/** When half of its requests had been answered. */
		readonly halfMs: number;
		readonly lost: number;
	}[];
	readonly sent: number;
	readonly refused: number;
}

async function run(
	limit: Limit | undefined,
	requests: number,
	{ seed = 1, runs = 1, latencyMs = undefined as number | undefined } = {},
): Promise<Ran> {
	const random = seededRandom(seed);
	const clock = new VirtualClock(random);
	const latency = latencyMs === undefined ? undefined : { least: latencyMs, most: latencyMs };
	const service = new ThrottledService(clock, random, limit, latency);
	const begin = clock.now();
	const ends = Array.from({ length: runs }, async () => {
		const options = { concurrency: 0, maxRetries: 5, clock };
		const { send } = createClient(service.send, CONNECTION, options);
		let answered = 0;
		let halfMs = 0;
		const replies = await Promise.all(
			Array.from({ length: requests }, async () => {
				const reply = await send(PUT);
				answered += 1;
				if (answered === requests / 2) halfMs = clock.now() - begin;
				return reply;
			}),
		);
		const lost = replies.filter((reply) => reply.kind === 'fault' || reply.statusCode !== 202);
		return { ms: clock.now() - begin, halfMs, lost: lost.length };
	});
	const ended = await clock.until(Promise.all(ends));
	return { runs: ended, sent: service.sent, refused: service.refused };
}

const WINDOW_MS = 1000;
const rates = [1, 1.67, 2, 3, 10, 40];
/** 1.67 a second is the only rate that Huawei Cloud documents for sibling calls, as 100 a minute. */
const windowOf = (perSecond: number): Counting => ({
	windowMs: Number.isInteger(perSecond) ? WINDOW_MS : 60_000,
});
const kinds = [
	{ name: 'window', counting: windowOf },
	...[2, 10, 100].map((burst) => ({ name: `bucket of ${burst}`, counting: () => ({ burst }) })),
];

interface Measured {
	readonly limit: Limit;
	readonly requests: number;
	readonly name: string;
	readonly lost: number;
	/** The longest time as a multiple of the shortest possible. */
	readonly ratio: number;
	/** The share of 429 in all that was sent, over all seeds. */
	readonly refusedShare: number;
}

async function measure(name: string, limit: Limit, requests: number): Promise<Measured> {
	let lost = 0;
	let longest = 0;
	let refusedOfAll = 0;
	let sentOfAll = 0;
	for (const seed of SEEDS) {
		const { runs, sent, refused } = await run(limit, requests, { seed });
		lost += runs[0]?.lost ?? 0;
		longest = Math.max(longest, runs[0]?.ms ?? 0);
		refusedOfAll += refused;
		sentOfAll += sent;
	}
	const shortest = await shortestMs(limit, requests);
	const refusedShare = refusedOfAll / sentOfAll;
	return { limit, requests, name, lost, ratio: longest / shortest, refusedShare };
}

/**
 * The time of the limit itself, and of the run without a limit: the limit has to be met once before it is known. Or the time of a
 * sender who knows the limit and sends evenly, if that is longer: where the reserve is smaller than the clumps in which requests
 * arrive, nobody gets through at the full rate.
 */
async function shortestMs(limit: Limit, requests: number): Promise<number> {
	const unlimited = (await run(undefined, requests)).runs[0]?.ms ?? 0;
	return Math.max(limitMs(requests, limit) + unlimited, await evenlyMs(limit, requests));
}

async function evenlyMs(limit: Limit, requests: number): Promise<number> {
	const random = seededRandom(1);
	const clock = new VirtualClock(random);
	const service = new ThrottledService(clock, random, limit);
	const begin = clock.now();
	let passed = 0;
	const everyTurn = async () => {
		while (passed < requests) {
			void service.send().then((reply) => {
				if (reply.kind === 'answer' && reply.statusCode === 202) passed += 1;
			});
			await clock.pass(1000 / limit.perSecond);
		}
		return clock.now() - begin;
	};
	return 'burst' in limit.counting ? await clock.until(everyTurn()) : 0;
}

describe.each(isThorough ? [80, 1000] : [80])('%i requests', (requests) => {
	it.each(rates)('at %d a second: none lost, hardly longer than the limit', async (perSecond) => {
		const found: Measured[] = [];
		for (const { name, counting } of kinds) {
			for (const retryAfter of [false, true]) {
				for (const refusedCount of name === 'window' ? [false] : [false, true]) {
					const limit = { perSecond, counting: counting(perSecond), retryAfter, refusedCount };
					const combination = `${name}${retryAfter ? ' +RA' : ''}${refusedCount ? ' counts' : ''}`;
					found.push(await measure(combination, limit, requests));
				}
			}
		}
		print(found);
		expect(found.filter(({ lost }) => lost > 0)).toEqual([]);
		expect(found.filter((one) => one.ratio > mostTime(one)).map(inShort)).toEqual([]);
		expect(found.filter((one) => one.refusedShare > 0.25).map(inShort)).toEqual([]);
	});
});

function mostTime({ requests, limit }: Measured): number {
	const isClumpy =
		'burst' in limit.counting && limit.counting.burst === 2 && limit.perSecond === 40;
	if (requests === 1000) return isClumpy ? 1.3 : 1.15;
	return isClumpy ? 1.9 : 1.35;
}

const inShort = ({ name, ratio, refusedShare }: Measured) =>
	`${name}: ${ratio.toFixed(2)} × the shortest, ${(100 * refusedShare).toFixed(0)} % refused`;

function print(found: readonly Measured[]): void {
	const [{ limit, requests }] = found as [Measured];
	const lines = found.map((one) => `  ${inShort(one)}`).join('\n');
	process.stdout.write(`${String(requests)} requests at ${String(limit.perSecond)}/s\n${lines}\n`);
}

describe('two runs at once under one limit', () => {
	const limits = rates.flatMap((perSecond) =>
		kinds.map(({ name, counting }) => ({
			perSecond,
			name,
			limit: { perSecond, counting: counting(perSecond), retryAfter: false, refusedCount: false },
		})),
	);

	it.each(limits)('$perSecond a second, $name: none lost', async ({ limit }) => {
		for (const seed of SEEDS) {
			const { runs } = await run(limit, 300, { seed, runs: 2 });
			expect(runs.map(({ lost }) => lost)).toEqual([0, 0]);
		}
	});

	it.each(limits.filter(({ perSecond }) => perSecond === 40))(
		'$perSecond a second, $name: each gets at least a third',
		async ({ limit }) => {
			for (const seed of SEEDS) {
				const { runs } = await run(limit, 300, { seed, runs: 2 });
				// When the first one has got its 300, the other one has got at least half as many.
				const firstMs = Math.min(...runs.map(({ ms }) => ms));
				expect(runs.filter(({ halfMs }) => halfMs > firstMs)).toEqual([]);
			}
		},
	);
});

describe('a run that was brought to a crawl by another one', () => {
	it.each(rates)(
		'is soon as fast as the limit when that has ended: %d a second',
		async (perSecond) => {
			for (const { counting } of kinds) {
				const limit = {
					perSecond,
					counting: counting(perSecond),
					retryAfter: false,
					refusedCount: false,
				};
				for (const seed of SEEDS) {
					const { runs } = await run(limit, 300, { seed, runs: 2 });
					const bothMs = Math.max(limitMs(600, limit), 10_000);
					expect(Math.max(...runs.map(({ ms }) => ms))).toBeLessThan(1.7 * bothMs);
				}
			}
		},
	);
});

describe('without a limit', () => {
	it('100 requests take five round trips and what they are kept apart', async () => {
		for (const latencyMs of [50, 200]) {
			const { runs } = await run(undefined, 100, { latencyMs });
			expect(runs[0]?.ms).toBeLessThan(5 * latencyMs + 250);
		}
	});
});
