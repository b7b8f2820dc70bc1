import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi';
import { LIST } from '../answers';
import type { ApiAnswer } from '../../../nodes/DesktopSid/transport/reply';

/** What happens to the list in one moment. `where` and `to`: from 0 (the first place) up to but not including 1. */
export type Change =
	| { readonly kind: 'create'; readonly to: number }
	| { readonly kind: 'delete'; readonly where: number }
	| { readonly kind: 'move'; readonly where: number; readonly to: number }
	/** A list without a stable order. */
	| { readonly kind: 'shuffle'; readonly seed: number };

export interface History {
	readonly count: number;
	/** The greatest page that is served, whatever is asked for; one value for each request, the last for all further ones. */
	readonly pages: readonly number[];
	/** What happens before the nth request (from 1) is answered. */
	readonly changes: ReadonlyMap<number, readonly Change[]>;
	/** What `total_count` claims. */
	readonly total: (truth: number, onPage: number) => unknown;
}

/** A list that changes between requests; it remembers which desktops were there all the time. */
export function changingList({ count, pages, changes, total }: History) {
	const ids = Array.from({ length: count }, (_, index) => `desktop-${index}`);
	const stayed = new Set(ids);
	let created = 0;
	let requests = 0;

	const apply = (change: Change) => {
		const at = (part: number) => Math.floor(part * ids.length);
		switch (change.kind) {
			case 'create':
				ids.splice(at(change.to), 0, `new-${created++}`);
				break;
			case 'delete':
				for (const id of ids.splice(at(change.where), 1)) stayed.delete(id);
				break;
			case 'move':
				for (const id of ids.splice(at(change.where), 1)) ids.splice(at(change.to), 0, id);
				break;
			case 'shuffle':
				shuffle(ids, change.seed);
		}
	};

	const listDesktops = async ({ offset, limit }: DesktopFilter): Promise<ApiAnswer> => {
		requests += 1;
		for (const change of changes.get(requests) ?? []) apply(change);
		const size = Math.min(limit, pages[requests - 1] ?? pages.at(-1) ?? limit);
		const desktops = ids.slice(offset, offset + size).map((desktop_id) => ({ desktop_id }));
		const json = { total_count: total(ids.length, desktops.length), desktops };
		const answer = { kind: 'answer', statusCode: 200, headers: {}, text: '', json } as const;
		return await Promise.resolve({ ...answer, error: undefined, purpose: LIST });
	};
	return { listDesktops, stayed, requests: () => requests };
}

function shuffle(values: string[], seed: number): void {
	let state = seed;
	for (let last = values.length - 1; last > 0; last--) {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		const other = state % (last + 1);
		[values[last], values[other]] = [values[other] ?? '', values[last] ?? ''];
	}
}
