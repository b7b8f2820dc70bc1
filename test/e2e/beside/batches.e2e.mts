/** One node run takes all items: duplicates are sent once, 100 ids a request, in order of first appearance. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { manyDesktops } from '../../../simulator/estate.mts';
import { flow, NODES } from '../support/flow.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';

const DESKTOPS = manyDesktops(240, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
/** Ten desktops come a second time, right after their first mention and at the very end alike. */
const REPEATED = [0, 1, 2, 3, 4];
const ITEMS = [
	...IDS.flatMap((desktop_id, index) =>
		REPEATED.includes(index) ? [{ desktop_id }, { desktop_id }] : [{ desktop_id }],
	),
	...IDS.slice(-5).map((desktop_id) => ({ desktop_id })),
];

describe('250 items with 10 duplicates', () => {
	let lab: Lab;
	before(async () => {
		lab = await openLab('batches');
		lab.simulator.cloud.add(...DESKTOPS);
		const { credential } = lab;
		await lab.add([
			flow({
				id: 'perDesktop000000',
				items: ITEMS,
				credential,
				parameters: { output: 'perDesktop' },
			}),
			flow({
				id: 'perStatus0000000',
				items: ITEMS,
				credential,
				parameters: { output: 'perStatus' },
			}),
			flow({ id: 'noItems000000000', items: [], credential }),
		]);
	});
	after(async () => lab.close());

	test('make three requests of 100, 100 and 40 ids, and one item for each input item', async () => {
		assert.equal(ITEMS.length, 250);
		lab.simulator.journal.clear();
		const execution = await lab.execute('perDesktop000000');
		assert.equal(execution.error, undefined);

		const expected = [IDS.slice(0, 100), IDS.slice(100, 200), IDS.slice(200)];
		// The first goes out alone; the others are in flight at once, so which of them arrives first is open.
		const arrived = lab.sent().map((ids) => [...ids]);
		assert.deepEqual(arrived[0], expected[0]);
		assert.deepEqual([...arrived].sort(byPosition), expected);

		const output = execution.items(NODES.done);
		assert.deepEqual(
			output.map(({ json }) => json.desktop_id),
			ITEMS.map(({ desktop_id }) => desktop_id),
		);
		assert.deepEqual(new Set(output.map(({ json }) => json.status)), new Set(['accepted']));
		assert.deepEqual(
			output.map(({ pairedItem }) => pairedItem),
			ITEMS.map((_, item) => ({ item })),
		);
	});

	test('give one item with all 240 desktops when the output is per status', async () => {
		lab.simulator.journal.clear();
		const execution = await lab.execute('perStatus0000000');
		const output = execution.items(NODES.done);
		assert.deepEqual(
			output.flatMap(({ json }) => json.desktop_ids),
			IDS,
		);
		assert.deepEqual(
			output.map(({ json }) => json.desktop_count),
			[240],
		);
		assert.equal(lab.sent().length, 3);
	});

	test('and an input without items makes no request and no item', async () => {
		lab.simulator.journal.clear();
		const execution = await lab.execute('noItems000000000');
		assert.equal(execution.error, undefined);
		assert.deepEqual(execution.items(NODES.sid), []);
		assert.deepEqual(lab.simulator.journal.entries, []);
	});
});

function byPosition(one: string[], other: string[]): number {
	return IDS.indexOf(one[0] ?? '') - IDS.indexOf(other[0] ?? '');
}
