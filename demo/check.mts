/**
 * Compares what the node claims with what the cloud saw and did. Written without looking at the node's code: the meaning of
 * each answer is taken from the contract (README, "Statuses"), the facts from the simulator's journal.
 */
import type { JournalEntry } from '../simulator/journal.mts';
import type { Simulator } from '../simulator/simulator.mts';
import type { Item } from './n8n/execution.mts';

/** The status that an answer of the cloud stands for; every other answer means `failed`. */
const MEANING: Record<number, string> = {
	200: 'updated',
	202: 'accepted',
	204: 'unchanged',
	400: 'notFound',
	412: 'notSupported',
};

export interface Evidence {
	/** What went into the node and came out of it (one item per desktop, continued on errors). */
	input: Item[];
	output: Item[];
	simulator: Pick<Simulator, 'journal' | 'cloud'>;
	/** The SID that each desktop of the cloud had before the run. */
	sidsBefore: ReadonlyMap<string, string>;
}

/** Every way in which claim and fact differ, as sentences; none when all is well. */
export function differences({ input, output, simulator, sidsBefore }: Evidence): string[] {
	const found: string[] = [];
	if (output.length !== input.length)
		found.push(`${String(input.length)} items went in, ${String(output.length)} came out.`);

	const verdicts = lastAnswers(simulator.journal.of({ method: 'PUT', path: '/desktops/sids' }));
	input.forEach(({ json: desktop }, index) => {
		const id = String(desktop.desktop_id);
		const claim = output[index]?.json ?? {};
		const fact = verdicts.get(id);
		const tell = (what: string, claimed: unknown, actual: unknown) => {
			if (claimed !== actual)
				found.push(`${id}: the output has ${what} ${text(claimed)}, the cloud ${text(actual)}.`);
		};
		tell('desktop_id', claim.desktop_id, id);
		tell('status_code', claim.status_code, fact ?? undefined);
		tell('status', claim.status, fact == null ? 'failed' : (MEANING[fact] ?? 'failed'));
		const before = sidsBefore.get(id);
		const now = simulator.cloud.get(id);
		const repaired = claim.status === 'updated' || claim.status === 'accepted';
		tell('SID', repaired ? now?.adSid : before, now?.sid);
	});
	for (const entry of simulator.journal.entries)
		if (entry.refusedSignIn) found.push(`Request ${String(entry.seq)} was refused: not signed in.`);
	return found;
}

/** For each desktop, the status of the last request that named it; null when it got no answer. */
function lastAnswers(requests: JournalEntry[]): Map<string, number | null> {
	return new Map(
		requests.flatMap(({ desktopIds, status }) => desktopIds.map((id) => [id, status] as const)),
	);
}

function text(value: unknown): string {
	return value === undefined ? 'none' : JSON.stringify(value);
}
