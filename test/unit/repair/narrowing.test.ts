import { NarrowingBudget } from '../../../nodes/DesktopSid/repair/sendBatches';

/** Lets everything happen that waits for nothing but its turn. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** A budget that writes down what was decided, in order. */
function observed(batches: number) {
	const budget = new NarrowingBudget(batches);
	const decided: Array<[size: number, admitted: boolean]> = [];
	const ask = async (size: number) => {
		void budget.admit(size).then((admitted) => decided.push([size, admitted]));
		await settle();
	};
	const probed = async (saved: number) => {
		budget.probed(saved);
		await settle();
	};
	/** Asks one after the other, each refused altogether, until it may not any more; answers how often it might. */
	const spendAll = async () => {
		let times = 0;
		while (times < 1000 && (await budget.admit(2))) {
			times += 1;
			budget.probed(0);
			budget.probed(0);
		}
		return times;
	};
	return { budget, decided, ask, probed, spendAll };
}

describe('NarrowingBudget', () => {
	it.each([
		[0, 100],
		[19, 100],
		[20, 101],
		[50, 102],
	])('of %i batches is enough for %i pairs of probes in vain', async (batches, times) => {
		expect(await observed(batches).spendAll()).toBe(times);
	});

	it('never grows above its start', async () => {
		const { budget, spendAll } = observed(0);
		expect(await budget.admit(100)).toBe(true);
		budget.probed(50);
		budget.probed(50);
		expect(await spendAll()).toBe(100);
	});

	it('lets eight probes be in flight at once and no more', async () => {
		const { decided, ask, probed } = observed(0);
		for (const size of [1, 2, 3, 4, 5]) await ask(size);
		expect(decided.map(([size]) => size)).toEqual([1, 2, 3, 4]);
		await probed(0);
		expect(decided).toHaveLength(4);
		await probed(0);
		expect(decided.map(([size]) => size)).toEqual([1, 2, 3, 4, 5]);
	});

	it('takes the smallest group first, and of equal ones the one that came first', async () => {
		const { budget, decided, ask, probed } = observed(0);
		for (const size of [90, 91, 92, 93]) await ask(size);
		decided.length = 0;
		const order: string[] = [];
		void budget.admit(10).then(() => order.push('first'));
		void budget.admit(10).then(() => order.push('second'));
		for (const size of [50, 5, 20]) await ask(size);
		for (let probe = 0; probe < 4; probe += 1) await probed(0);
		expect(decided).toEqual([[5, true]]);
		expect(order).toEqual(['first']);
		for (let probe = 0; probe < 4; probe += 1) await probed(0);
		expect(order).toEqual(['first', 'second']);
		expect(decided).toEqual([
			[5, true],
			[20, true],
		]);
	});

	it('waits for probes in flight before it gives up: what they save can be spent again', async () => {
		const { budget, decided, ask, probed } = observed(0);
		for (let pair = 0; pair < 99; pair += 1) {
			await budget.admit(2);
			budget.probed(0);
			budget.probed(0);
		}
		await ask(100);
		expect(decided).toEqual([[100, true]]);
		await ask(101);
		expect(decided).toHaveLength(1);
		await probed(1);
		expect(decided).toEqual([
			[100, true],
			[101, true],
		]);
		await ask(102);
		await probed(0);
		await probed(0);
		expect(decided).toHaveLength(2);
		await probed(0);
		expect(decided[2]).toEqual([102, false]);
	});
});
