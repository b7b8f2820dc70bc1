import { sleep } from 'n8n-workflow';

/** How long this node works on items before n8n gets its turn. Milliseconds. */
const TURN_MS = 15;
/** Items between two looks at the clock: some hundred microseconds of work. */
const SLICE_SIZE = 256;

/** What the turns are measured and ended with. */
export interface Turns {
	now(): number;
	/** Lets the event loop go round once. */
	rest(): Promise<void>;
}

let turns: Turns = { now: () => performance.now(), rest: async () => await sleep(1) };
let turnBegan = turns.now();

/** Puts another measure of turns in place: tests run on a clock of their own. */
export function useTurns(other: Turns): void {
	turns = other;
	turnBegan = other.now();
}

/*
 * The functions below go through many items without holding n8n up. Everything of an n8n process shares one thread: while a node
 * computes, no other execution gets on, no health check is answered, and a worker of queue mode cannot renew the lock on its job.
 * The turn is that of the process, not of one run, so that several runs do not add up.
 */

/**
 * Waits until the turn of this process is not used up. Several that wait go on one after the other, each in a turn that is new: what
 * comes back together, such as the pages of a list, would hold n8n up together.
 */
export async function ownTurn(): Promise<void> {
	while (turns.now() - turnBegan >= TURN_MS) {
		const before = turnBegan;
		await turns.rest();
		// The first one that comes back begins the next turn.
		if (turnBegan === before) turnBegan = turns.now();
	}
}

/** The values slice by slice, in order; `offset` is the place of the first value of a slice. */
export async function* slicesOf<T>(
	values: readonly T[],
): AsyncGenerator<{ slice: readonly T[]; offset: number }> {
	for (let offset = 0; offset < values.length; offset += SLICE_SIZE) {
		await ownTurn();
		yield { slice: values.slice(offset, offset + SLICE_SIZE), offset };
	}
}

/** What the work makes of each slice, together and in order. */
export async function inSlices<T, U>(
	values: readonly T[],
	work: (slice: readonly T[], offset: number) => Iterable<U>,
): Promise<U[]> {
	const results: U[] = [];
	for await (const { slice, offset } of slicesOf(values)) {
		for (const result of work(slice, offset)) results.push(result);
	}
	return results;
}

/** Visits each value, for work that leaves nothing to collect. */
export async function eachInTurn<T>(
	values: readonly T[],
	visit: (value: T) => void,
): Promise<void> {
	for await (const { slice } of slicesOf(values)) slice.forEach(visit);
}
