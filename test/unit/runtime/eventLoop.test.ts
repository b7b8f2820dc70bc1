import * as fc from 'fast-check';
import { sleep } from 'n8n-workflow';

import {
	eachInTurn,
	inSlices,
	ownTurn,
	useTurns,
} from '../../../nodes/DesktopSid/runtime/eventLoop';
import { runs } from '../runs.mts';

/** A clock on which each slice of work takes `costMs`, and which counts the rests. */
function clockWith(costMs: number) {
	let time = 0;
	const rests: number[] = [];
	useTurns({
		now: () => time,
		rest: async () => {
			rests.push(time);
			time += 1;
			await Promise.resolve();
		},
	});
	const work = <T>(slice: readonly T[]) => {
		time += costMs;
		return slice;
	};
	return { rests, work };
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index);

describe('turns', () => {
	it('gives the results of all slices together, in order, each with its place', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 2000 }), async (length) => {
				clockWith(0);
				const made = await inSlices(numbers(length), (slice, offset) =>
					slice.map((value, index) => [value, offset + index]),
				);
				expect(made).toEqual(numbers(length).map((value) => [value, value]));
				const seen: number[] = [];
				await eachInTurn(numbers(length), (value) => seen.push(value));
				expect(seen).toEqual(numbers(length));
			}),
			{ numRuns: runs(150) },
		);
	});

	it('takes as many results as the work gives', async () => {
		clockWith(0);
		const even = await inSlices(numbers(1000), (slice) => slice.filter((n) => n % 2 === 0));
		expect(even).toHaveLength(500);
	});

	it.each([
		[0, []],
		[256, [256]],
		[600, [256, 256, 88]],
	])(
		'works on %i values in full slices and a rest, and on none that is empty',
		async (length, sizes) => {
			clockWith(0);
			expect(await inSlices(numbers(length), (slice) => [slice.length])).toEqual(sizes);
		},
	);

	it('never works for more than a turn and a slice without letting others on', async () => {
		const { rests, work } = clockWith(3);
		await inSlices(numbers(100 * 256), work);
		const spans = rests.map((rest, index) => rest - (rests[index - 1] ?? 0));
		expect(Math.max(...spans)).toBeLessThanOrEqual(15 + 3 + 1);
		// 300 ms of work in turns of five slices.
		expect(rests.length).toBeGreaterThanOrEqual(19);
	});

	it('remembers from one task to the next how long it has been working', async () => {
		const { rests, work } = clockWith(3);
		for (let task = 0; task < 12; task++) await inSlices(numbers(10), work);
		expect(rests).toHaveLength(2);
	});

	it('gives those that come together a turn each', async () => {
		let time = 0;
		let rests = 0;
		useTurns({
			now: () => time,
			rest: async () => {
				rests += 1;
				// What the timer of one of them starts, runs before the next timer.
				await sleep(1);
			},
		});
		time = 20;
		const restsBefore: number[] = [];
		await Promise.all(
			numbers(3).map(async () => {
				await ownTurn();
				restsBefore.push(rests);
				time += 20;
			}),
		);
		// Each of them has seen the work of the one before, and has rested once more.
		expect(restsBefore).toEqual([3, 5, 6]);
	});

	it('does not rest where the work is small', async () => {
		const { rests, work } = clockWith(1);
		await inSlices(numbers(7 * 256), work);
		expect(rests).toEqual([]);
	});
});
