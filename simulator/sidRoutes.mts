import { guarded } from './gate.mts';
import type { Operation } from './operation.mts';
import { updateSids } from './sidUpdate.mts';

/** UpdateDesktopSids, the operation that everything else is about. */
export const sidOperations: readonly Operation[] = [
	guarded({
		method: 'PUT',
		path: '/v2/:project_id/desktops/sids',
		action: 'workspace:desktops:updateSids',
		run: (call, { cloud, behaviour, now }, entry) =>
			updateSids(call.json, { cloud, behaviour, now: now(), request: entry.seq }),
	}),
];
