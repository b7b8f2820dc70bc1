/** What the runs of a case come to. */
import type { Case, Contender } from './cases.mts';
import type { Sample } from './sample.mts';

export interface Result extends Case {
	samples: Sample[];
}

/** The figures that can be compared: all of them the larger the worse. */
export type Figure = 'nodeMs' | 'peakRss' | 'grownRss' | 'longestHoldUpMs' | 'longestWorkMs';

/** The median of the runs that came to their end; `undefined` where none did. */
export function typical(result: Result | undefined, figure: Figure): number | undefined {
	return median(
		(result?.samples ?? [])
			.filter(({ died }) => died === undefined)
			.map((sample) => sample[figure])
			.filter((value) => !Number.isNaN(value)),
	);
}

export function median(values: number[]): number | undefined {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Why it never came to its end; `undefined` where it did at least once. */
export function causeOfDeath({ samples }: Result): string | undefined {
	return samples.every(({ died }) => died !== undefined) ? samples[0]?.died : undefined;
}

/** The result of another contender under the same conditions. */
export function rival(results: Result[], of: Result, contender: Contender): Result | undefined {
	const { theme, items, weather } = of;
	return results.find(
		(one) =>
			one.contender === contender &&
			one.theme === theme &&
			one.items === items &&
			JSON.stringify(one.weather) === JSON.stringify(weather) &&
			!one.signed,
	);
}

/** A figure as a multiple of another one's. */
export function ratio(one: number | undefined, other: number | undefined): number | undefined {
	return one === undefined || other === undefined ? undefined : one / other;
}
