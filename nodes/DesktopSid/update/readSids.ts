import { MAX_BATCH_SIZE, inBatches } from './batches';
import { readJson, type ReadProblem } from './readProblem';
import { fieldOf } from '../transport/reply';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** What the service lists of a desktop, as it writes it. */
export interface ListedSid {
	/** Empty text where the service lists the desktop without a SID. */
	readonly sid: string;
	readonly computerName?: string;
}

export interface SidsReading {
	/** By the id as it was asked for; absent where the service does not list the desktop. */
	readonly sids: ReadonlyMap<string, ListedSid>;
	/** Why there is no answer for an id, by that id. */
	readonly problems: ReadonlyMap<string, ReadProblem>;
}

/**
 * Reads the SIDs of these desktops from ListDesktops, at most 100 ids a request (the filter takes no more). Never throws: a
 * request that fails leaves its ids in `problems` and the others as they are.
 */
export async function readSids(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	ids: readonly string[],
): Promise<SidsReading> {
	const sids = new Map<string, ListedSid>();
	const problems = new Map<string, ReadProblem>();
	await Promise.all(
		inBatches(ids, MAX_BATCH_SIZE).map(async (desktopIds) => {
			const reply = await api.listDesktops({ desktopIds, offset: 0, limit: PAGE_SIZE });
			const reading = readJson(reply, QUESTION);
			if (reading.kind === 'problem') {
				for (const id of desktopIds) problems.set(id, reading);
				return;
			}
			const listed = sidsByKey(fieldOf(reading.json, 'desktops'));
			for (const id of desktopIds) {
				const known = listed.get(id.toLowerCase());
				if (known !== undefined) sids.set(id, known);
			}
		}),
	);
	return { sids, problems };
}

/** The largest page: a filter that is ignored or read more widely must not push the wanted desktops off the page. */
const PAGE_SIZE = 1000;

const QUESTION = { what: 'The SID', action: 'workspace:desktops:list' };

/** By id in lower case: the service need not write it as the user does. */
function sidsByKey(desktops: unknown): Map<string, ListedSid> {
	const sids = new Map<string, ListedSid>();
	for (const desktop of Array.isArray(desktops) ? desktops : []) {
		const id = fieldOf(desktop, 'desktop_id');
		if (typeof id !== 'string') continue;
		const sid = fieldOf(desktop, 'sid');
		const name = fieldOf(desktop, 'computer_name');
		sids.set(id.toLowerCase(), {
			sid: typeof sid === 'string' ? sid : '',
			...(typeof name === 'string' && name !== '' ? { computerName: name } : {}),
		});
	}
	return sids;
}
