import * as fc from 'fast-check';

import { MISHAPS, type Weather } from './weather.mts';
import type { Behaviour } from '../../../../simulator/behaviour.mts';

/** One run: its input, its options, the service's habits, and everything that goes wrong. */
export interface Schedule {
	readonly seed: number;
	readonly desktops: number;
	/** Shares of the desktops, from 0 to 1. */
	readonly unknown: number;
	readonly linux: number;
	readonly drifted: number;
	/** Input items that name a desktop again, and items that name none. */
	readonly duplicates: number;
	readonly emptyItems: number;
	readonly options: {
		readonly batchSize: number;
		readonly concurrency: number;
		readonly isolate: boolean;
		readonly maxRetries: number;
	};
	readonly world: Partial<Behaviour>;
	readonly weather: Weather;
}

const share = fc.constantFrom(0, 0, 0.005, 0.02, 0.1, 0.5, 1);

const world = fc.record({
	unknownId: fc.constantFrom('refuseBatch' as const, 'skip' as const, 'failedSubJob' as const),
	unsupported: fc.constantFrom('refuseBatch' as const, 'failedSubJob' as const),
	severalUnchanged: fc.constantFrom(202 as const, 204 as const),
	oneChanged: fc.constantFrom(200 as const, 202 as const),
	jobSeconds: fc.constantFrom(0, 2, 600),
	errorsWith200: fc.constantFrom(false, false, false, true),
	errorShape: fc.constantFrom('flat' as const, 'detailed' as const, 'camelCase' as const),
	retryAfter: fc.constantFrom('seconds' as const, 'date' as const, 'none' as const),
});

const seldom = <T,>(value: fc.Arbitrary<T>) =>
	fc
		.tuple(fc.nat(5), value)
		.map(([die, chosen]): T | undefined => (die === 0 ? chosen : undefined));

const weather: fc.Arbitrary<Weather> = fc.record({
	kinds: fc.uniqueArray(fc.constantFrom(...Object.keys(MISHAPS)), { minLength: 1 }),
	chance: fc.constantFrom(0, 0.02, 0.1, 0.3, 0.7, 1),
	outage: seldom(fc.record({ from: fc.nat(20), seconds: fc.nat(120) })),
	tokenEndsAt: seldom(fc.nat(30)),
	cancelledAt: seldom(fc.nat(60)),
	perSecond: seldom(fc.constantFrom(1, 3, 10)),
	slowestMs: fc.constantFrom(2, 100, 3000),
});

export const schedules: fc.Arbitrary<Schedule> = fc.record({
	seed: fc.integer(),
	desktops: fc.integer({ min: 1, max: 500 }),
	unknown: share,
	linux: share,
	drifted: fc.constantFrom(0, 0.1, 1),
	duplicates: fc.nat(5),
	emptyItems: fc.nat(2),
	options: fc.record({
		batchSize: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(100)),
		concurrency: fc.integer({ min: 0, max: 50 }),
		isolate: fc.boolean(),
		maxRetries: fc.integer({ min: 0, max: 10 }),
	}),
	world,
	weather,
});
