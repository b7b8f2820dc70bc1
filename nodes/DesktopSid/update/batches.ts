import { updateIsolating } from './isolate';
import { NarrowingBudget } from './narrowing';
import type { Verdict } from './verdict';
import type { WorkspaceApi } from '../transport/workspaceApi';

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
	/** Whether a refused batch is narrowed down to the desktops that are meant. */
	readonly isolate: boolean;
}

/** Updates all desktops, every batch attempted whatever becomes of the others, and gives each desktop its verdict. */
export async function updateInBatches(
	api: Pick<WorkspaceApi, 'updateDesktopSids'>,
	ids: readonly string[],
	{ batchSize, isolate }: BatchOptions,
): Promise<Map<string, Verdict>> {
	const batches = inBatches(ids, batchSize);
	const budget = new NarrowingBudget(batches.length);
	const verdicts = new Map<string, Verdict>();
	await Promise.all(
		batches.map(async (batch) => {
			const ofBatch = await updateIsolating(api, batch, { isolate, budget });
			for (const [id, verdict] of ofBatch) verdicts.set(id, verdict);
		}),
	);
	return verdicts;
}
