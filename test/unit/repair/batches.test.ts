import * as fc from 'fast-check';

import { inBatches, repairBy, sendInBatches } from '../../../nodes/DesktopSid/repair/sendBatches';
import { answerOf } from '../answers';
import { runs } from '../runs.mts';

describe('inBatches', () => {
	it('covers every id exactly once, in order, in the fewest batches of at most the size', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 500 }),
				fc.integer({ min: 1, max: 100 }),
				(ids, size) => {
					const batches = inBatches(ids, size);
					expect(batches.flat()).toEqual(ids);
					expect(batches).toHaveLength(Math.ceil(ids.length / size));
					expect(batches.every(({ length }) => length >= 1 && length <= size)).toBe(true);
				},
			),
			{ numRuns: runs(500) },
		);
	});
});

describe('sendInBatches', () => {
	it('attempts every batch, whatever becomes of the others', async () => {
		const sent: Array<readonly string[]> = [];
		const verdicts = await sendInBatches(
			repairBy(async (ids) => {
				sent.push(ids);
				return await Promise.resolve(answerOf(ids.includes('c') ? 500 : 200));
			}),
			['a', 'b', 'c', 'd', 'e'],
			{ batchSize: 2, isolate: true },
		);
		expect(sent).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
		expect([...verdicts].map(([id, { status }]) => `${id} ${status}`)).toEqual([
			'a updated',
			'b updated',
			'c failed',
			'd failed',
			'e updated',
		]);
	});
});
