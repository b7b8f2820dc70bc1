/** The figures that the project holds itself to, each with what was measured. */
import { LATENCY_LABELS } from './cases.mts';
import type { Contender } from './cases.mts';
import type { PackageCost } from './packageCost.mts';
import { shortestTime } from './rateLimit.mts';
import { causeOfDeath, ratio, rival, typical } from './results.mts';
import type { Figure, Result } from './results.mts';

export interface Held {
	what: string;
	/** Undefined where it was not measured in this run. */
	measured: number | undefined;
	atMost: number;
	unit: string;
}

const MB = 1e6;
const SIZE_IN_THE_MIDDLE = 10_000;
const LARGE = 100_000;

export function heldFigures(results: Result[], cost: PackageCost): Held[] {
	return [
		...speed(results),
		...underLimit(results),
		...large(results),
		...requests(results),
		{ what: 'Loading the built node', measured: cost.requireMs, atMost: 10, unit: 'ms' },
		{ what: 'Packed package', measured: cost.packedBytes / 1000, atMost: 85, unit: 'kB' },
	];
}

function speed(results: Result[]): Held[] {
	const ours = find(results, 'plain', 'perStatus', SIZE_IN_THE_MIDDLE);
	const [near, far, farByName] = LATENCY_LABELS.map((label) =>
		results.find((one) => one.contender === 'perStatus' && one.label === label),
	);
	const byName = typical(farByName, 'nodeMs');
	const byId = typical(far, 'nodeMs');
	return [
		against('onePerItem', ours, results, { what: '10 000 items, time ÷ (b)', atMost: 0.03 }),
		against('floor', ours, results, { what: '10 000 items, time ÷ (e)', atMost: 1.5 }),
		against('byHand', near, results, {
			what: '10 000 items at 50 ms latency, time ÷ (d)',
			atMost: 1.5,
		}),
		against('byHand', far, results, {
			what: '10 000 items at 200 ms latency, time ÷ (d)',
			atMost: 2.2,
		}),
		{
			what: '10 000 items at 200 ms latency, by name among 20 000 instead of by ID',
			measured: byName === undefined || byId === undefined ? undefined : byName - byId,
			atMost: 1500,
			unit: 'ms more',
		},
	];
}

function against(
	contender: Contender,
	ours: Result | undefined,
	results: Result[],
	{ what, atMost }: { what: string; atMost: number },
): Held {
	const other = ours === undefined ? undefined : rival(results, ours, contender);
	return {
		what,
		atMost,
		unit: '',
		measured: ratio(typical(ours, 'nodeMs'), typical(other, 'nodeMs')),
	};
}

function underLimit(results: Result[]): Held[] {
	return results
		.filter(({ theme, contender }) => theme === 'limit' && contender === 'perStatus')
		.flatMap((result) => {
			const { items, label, weather, samples } = result;
			const { limit, latencyMs } = weather;
			if (limit === undefined) return [];
			const shortest = shortestTime(Math.ceil(items / 100), limit, latencyMs);
			const lost = Math.max(...samples.map(({ counts }) => items - counts.updated));
			return [
				{
					what: `Rate limit ${label}, time ÷ shortest possible`,
					measured: ratio(typical(result, 'nodeMs'), shortest),
					atMost: 1.2,
					unit: '',
				},
				{ what: `Rate limit ${label}, desktops lost`, measured: lost, atMost: 0, unit: '' },
			];
		});
}

function large(results: Result[]): Held[] {
	const middle = find(results, 'plain', 'perStatus', SIZE_IN_THE_MIDDLE);
	const hundred = find(results, 'plain', 'perStatus', LARGE);
	const perDesktop = find(results, 'plain', 'perDesktop', LARGE);
	return [
		{
			what: 'Time at 100 000 ÷ time at 10 000 items',
			measured: ratio(typical(hundred, 'nodeMs'), typical(middle, 'nodeMs')),
			atMost: 10,
			unit: '',
		},
		extra('one item per status', hundred, results, 150),
		extra('one item per desktop', perDesktop, results, 230),
		...heldUp('by ID', [hundred, perDesktop]),
		...heldUp(
			'with look-up',
			results.filter(({ theme, items }) => theme === 'matching' && items === LARGE),
		),
	];
}

function heldUp(how: string, of: (Result | undefined)[]): Held[] {
	const what = `100 000 items ${how}, longest hold-up of the event loop`;
	return [
		{ what, measured: largest(of, 'longestHoldUpMs'), atMost: 50, unit: 'ms' },
		{
			what: `${what} without garbage collections`,
			measured: largest(of, 'longestWorkMs'),
			atMost: 50,
			unit: 'ms',
		},
	];
}

function extra(
	output: string,
	result: Result | undefined,
	results: Result[],
	atMost: number,
): Held {
	return {
		what: `100 000 items, ${output}: peak memory over No Operation`,
		measured: extraPeak(result, results),
		atMost,
		unit: 'MB',
	};
}

/** Megabytes of the whole process' peak above that of the same workflow with a No Operation node in its place. */
export function extraPeak(result: Result | undefined, results: Result[]): number | undefined {
	const nothing = result === undefined ? undefined : rival(results, result, 'nothing');
	const peak = typical(result, 'peakRss');
	const base = typical(nothing, 'peakRss');
	return peak === undefined || base === undefined ? undefined : (peak - base) / MB;
}

/** Requests to update beyond one for each hundred different desktops, over all runs of ours without a limit. */
function requests(results: Result[]): Held[] {
	const surplus = results
		.filter(({ theme, contender }) => theme !== 'limit' && contender.startsWith('per'))
		.flatMap(({ samples }) => samples)
		.map(({ counts }) => counts.updates - Math.ceil(counts.updated / 100));
	return [
		{
			what: 'Requests beyond one per hundred desktops, in any run without a limit',
			measured: surplus.length === 0 ? undefined : Math.max(...surplus),
			atMost: 0,
			unit: '',
		},
	];
}

function find(
	results: Result[],
	theme: Result['theme'],
	contender: Contender,
	items: number,
): Result | undefined {
	return results.find(
		(one) =>
			one.theme === theme &&
			one.contender === contender &&
			one.items === items &&
			!one.signed &&
			causeOfDeath(one) === undefined,
	);
}

function largest(results: (Result | undefined)[], figure: Figure): number | undefined {
	const values = results
		.map((result) => typical(result, figure))
		.filter((value) => value !== undefined);
	return values.length === 0 ? undefined : Math.max(...values);
}
