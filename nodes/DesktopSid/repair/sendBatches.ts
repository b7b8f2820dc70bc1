import { isFailure, mayMeanOneDesktop, type Verdict, verdictOf } from './verdict';
import type { ApiReply } from '../transport/reply';

/** The most ids that one call takes. Source: OpenAPI export of the Workspace API, UpdateDesktopSidReq. */
export const MAX_BATCH_SIZE = 100;

/** Cuts unique ids into batches of at most `size`, in their order. */
export function inBatches(ids: readonly string[], size: number): string[][] {
	const batches: string[][] = [];
	for (let start = 0; start < ids.length; start += size) {
		batches.push(ids.slice(start, start + size));
	}
	return batches;
}

export interface BatchOptions {
	/** 1 to {@link MAX_BATCH_SIZE}. */
	readonly batchSize: number;
	/** Whether a rejected batch is split to find the failing desktops. */
	readonly isolate: boolean;
}

/** A call that takes ids, and how its replies are judged. */
export interface BatchCall<Result> {
	readonly send: (ids: readonly string[]) => Promise<ApiReply>;
	/**
	 * What a reply means for each of the ids that it was about.
	 *
	 * @param unresolved with several: why the node did not search for the one that a refusal means, and what to do about it
	 */
	readonly judge: (
		reply: ApiReply,
		ids: readonly string[],
		unresolved: string,
	) => ReadonlyMap<string, Result>;
	/** Whether the service took the ids of this reply. */
	readonly isTaken: (reply: ApiReply) => boolean;
}

/** A repair: one reply, one verdict, the same for each of its desktops. */
export function repairBy(send: BatchCall<Verdict>['send']): BatchCall<Verdict> {
	return {
		send,
		judge: (reply, ids, unresolved) => {
			const verdict = verdictOf(reply, ids, unresolved);
			return new Map(ids.map((id) => [id, verdict]));
		},
		isTaken: (reply) => !isFailure(verdictOf(reply, []).status),
	};
}

/** Sends all ids, every batch attempted whatever becomes of the others, and gives each id its result. */
export async function sendInBatches<Result>(
	call: BatchCall<Result>,
	ids: readonly string[],
	{ batchSize, isolate }: BatchOptions,
): Promise<Map<string, Result>> {
	const batches = inBatches(ids, batchSize);
	const budget = new NarrowingBudget(batches.length);
	const results = new Map<string, Result>();
	await Promise.all(
		batches.map(async (batch) => {
			const ofBatch = await sendIsolating(call, batch, { isolate, budget });
			for (const [id, result] of ofBatch) results.set(id, result);
		}),
	);
	return results;
}

export interface Isolation {
	/** Whether to look for the bad desktops of a refused batch at all. */
	readonly isolate: boolean;
	/** Shared by all batches of the run. */
	readonly budget: NarrowingBudget;
}

/**
 * Sends one batch and gives each of its desktops its result. A batch that the service refuses because of some desktop in it
 * is sent again in halves, until the bad desktops stand alone and the good ones are taken. One bad desktop among n costs
 * at most 2 · ⌈log2 n⌉ extra requests.
 *
 * Nothing is concluded from what other halves answered: every result comes from the answer to a request that named the desktop.
 */
export async function sendIsolating<Result>(
	call: BatchCall<Result>,
	batch: readonly string[],
	isolation: Isolation,
): Promise<ReadonlyMap<string, Result>> {
	return await judge(call, batch, await call.send(batch), isolation);
}

/** The results of a group that got this reply, after splitting it if that is possible. */
async function judge<Result>(
	call: BatchCall<Result>,
	group: readonly string[],
	reply: ApiReply,
	isolation: Isolation,
): Promise<ReadonlyMap<string, Result>> {
	const { isolate, budget } = isolation;
	const narrowable = group.length > 1 && isolate && mayMeanOneDesktop(reply);
	if (narrowable && (await budget.admit(group.length))) {
		const results = await Promise.all(
			halvesOf(group).map(async (half) => await probe(call, half, isolation, reply)),
		);
		return new Map(results.flatMap((ofHalf) => [...ofHalf]));
	}
	return call.judge(reply, group, isolate ? EXHAUSTED : SWITCHED_OFF);
}

async function probe<Result>(
	call: BatchCall<Result>,
	half: readonly string[],
	isolation: Isolation,
	refused: ApiReply,
): Promise<ReadonlyMap<string, Result>> {
	const reply = inDoubtAs(refused, await call.send(half));
	isolation.budget.probed(call.isTaken(reply) ? half.length : 0);
	return await judge(call, half, reply, isolation);
}

/** An attempt on the whole group whose answer was lost may have updated the half too, whatever becomes of it now. */
function inDoubtAs(refused: ApiReply, reply: ApiReply): ApiReply {
	if (refused.attempts?.mayHaveTakenEffect !== true) return reply;
	const once = { count: 1, elapsedMs: 0 };
	return { ...reply, attempts: { ...once, ...reply.attempts, mayHaveTakenEffect: true } };
}

function halvesOf(batch: readonly string[]): Array<readonly string[]> {
	const middle = Math.ceil(batch.length / 2);
	return [batch.slice(0, middle), batch.slice(middle)];
}

const EXHAUSTED =
	"The node stopped searching because too many desktops in this run were refused. Remove the ones already named and run the rest with a smaller 'Batch Size'.";
const SWITCHED_OFF = "Turn on 'Isolate Failures' under Options to find the failing desktops.";

const START = 200;
const SHARE_OF_BATCHES = 0.1;
/** A refused group is probed in two halves. */
const PROBES = 2;
/** Probes in flight at once, before savings of others are known. */
const MOST_UNDER_WAY = 8;

interface Waiting {
	readonly size: number;
	readonly resolve: (admitted: boolean) => void;
}

/**
 * What one run may spend on splitting rejected batches to find the failing desktops: a refused (or failed) probe costs
 * one, an accepted one gives one back for each desktop that it saved, never above the start of 200 plus a tenth of the batches.
 *
 * So it goes on for as long as it saves at least as many desktops as it costs requests, which is so while up to a fifth of them
 * are bad; a reason that holds for every desktop (5000 refused in 50 batches) ends after 205 extra requests.
 *
 * The smallest groups come first and few are in flight at once: they are next to saving somebody, while cutting all batches into
 * ever smaller pieces side by side would spend everything before the first desktop is saved.
 */
export class NarrowingBudget {
	private readonly start: number;
	private left: number;
	private underWay = 0;
	private readonly waiting: Waiting[] = [];

	/** @param batches of the run */
	constructor(batches: number) {
		this.start = START + Math.floor(batches * SHARE_OF_BATCHES);
		this.left = this.start;
	}

	/**
	 * Asks to probe the two halves of a refused group; each probe is to be reported by {@link probed}.
	 *
	 * @returns whether it may: `false` once nothing is left and no probe is in flight that could bring something back
	 */
	async admit(size: number): Promise<boolean> {
		const admitted = new Promise<boolean>((resolve) => this.waiting.push({ size, resolve }));
		this.decide();
		return await admitted;
	}

	/** One probe has been answered. @param saved how many desktops it named, if it was accepted; else 0 */
	probed(saved: number): void {
		this.underWay -= 1;
		if (saved > 0) this.left = Math.min(this.start, this.left + 1 + saved);
		this.decide();
	}

	private decide(): void {
		while (this.waiting.length > 0 && this.underWay + PROBES <= MOST_UNDER_WAY) {
			const affordable = this.left >= PROBES;
			if (!affordable && this.underWay > 0) return;
			if (affordable) {
				this.left -= PROBES;
				this.underWay += PROBES;
			}
			this.takeSmallest()?.resolve(affordable);
		}
	}

	private takeSmallest(): Waiting | undefined {
		let smallest = 0;
		for (const [index, { size }] of this.waiting.entries()) {
			if (size < (this.waiting[smallest]?.size ?? Infinity)) smallest = index;
		}
		return this.waiting.splice(smallest, 1)[0];
	}
}
