import { mayBeOneOfThem } from './culprit';
import type { NarrowingBudget } from './narrowing';
import { isFailure, verdictOf, type Verdict } from './verdict';
import type { Reply } from '../transport/reply';
import type { WorkspaceApi } from '../transport/workspaceApi';

export interface Isolation {
	/** Whether to look for the bad desktops of a refused batch at all. */
	readonly isolate: boolean;
	/** Shared by all batches of the run. */
	readonly budget: NarrowingBudget;
}

type Api = Pick<WorkspaceApi, 'updateDesktopSids'>;

/**
 * Updates one batch and gives each of its desktops its verdict. A batch that the service refuses because of some desktop in it
 * is sent again in halves, until the bad desktops stand alone and the good ones are updated. One bad desktop among n costs
 * at most 2 · ⌈log2 n⌉ extra requests.
 *
 * Nothing is concluded from what other halves answered: every verdict comes from the answer to a request that named the desktop.
 */
export async function updateIsolating(
	api: Api,
	batch: readonly string[],
	isolation: Isolation,
): Promise<Map<string, Verdict>> {
	return await judge(api, batch, await api.updateDesktopSids(batch), isolation);
}

/** The verdicts of a group that got this reply, after narrowing it down where that is possible. */
async function judge(
	api: Api,
	group: readonly string[],
	reply: Reply,
	isolation: Isolation,
): Promise<Map<string, Verdict>> {
	const { isolate, budget } = isolation;
	const narrowable = group.length > 1 && isolate && mayBeOneOfThem(reply);
	if (narrowable && (await budget.admit(group.length))) {
		const verdicts = await Promise.all(
			halvesOf(group).map(async (half) => await probe(api, half, isolation, reply)),
		);
		return new Map(verdicts.flatMap((ofHalf) => [...ofHalf]));
	}
	const verdict = verdictOf(reply, group, isolate ? EXHAUSTED : SWITCHED_OFF);
	return new Map(group.map((id) => [id, verdict]));
}

async function probe(
	api: Api,
	half: readonly string[],
	isolation: Isolation,
	refused: Reply,
): Promise<Map<string, Verdict>> {
	const reply = inDoubtAs(refused, await api.updateDesktopSids(half));
	const accepted = !isFailure(verdictOf(reply, half).status);
	isolation.budget.probed(accepted ? half.length : 0);
	return await judge(api, half, reply, isolation);
}

/** An attempt on the whole group whose answer was lost may have updated the half too, whatever becomes of it now. */
function inDoubtAs(refused: Reply, reply: Reply): Reply {
	if (refused.attempts?.mayHaveTakenEffect !== true) return reply;
	const once = { count: 1, elapsedMs: 0 };
	return { ...reply, attempts: { ...once, ...reply.attempts, mayHaveTakenEffect: true } };
}

function halvesOf(batch: readonly string[]): Array<readonly string[]> {
	const middle = Math.ceil(batch.length / 2);
	return [batch.slice(0, middle), batch.slice(middle)];
}

const EXHAUSTED =
	"Which ones was not narrowed down further, because too many desktops of this run were refused. Run these again with a smaller 'Batch Size', without the desktops that were named already.";
const SWITCHED_OFF = "Turn on 'Isolate Failures' under Options to find out which.";
