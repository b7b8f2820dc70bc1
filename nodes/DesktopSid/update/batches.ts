import { verdictOf, type Verdict } from './verdict';
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

/** Updates all desktops, every batch attempted whatever becomes of the others, and gives each desktop its verdict. */
export async function updateInBatches(
	api: Pick<WorkspaceApi, 'updateDesktopSids'>,
	ids: readonly string[],
	batchSize: number,
): Promise<Map<string, Verdict>> {
	const verdicts = new Map<string, Verdict>();
	await Promise.all(
		inBatches(ids, batchSize).map(async (batch) => {
			const verdict = verdictOf(await api.updateDesktopSids(batch), batch.length);
			for (const id of batch) verdicts.set(id, verdict);
		}),
	);
	return verdicts;
}
