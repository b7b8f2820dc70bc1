import type { Answer, Call } from './answer.mts';
import { conditionsOf } from './desktopFilter.mts';
import { MAX_OFFSET, QueryReader } from './desktopQuery.mts';
import { desktopView } from './desktopView.mts';
import { enterpriseConditions } from './enterpriseProjects.mts';
import { guarded } from './gate.mts';
import type { Identity } from './identity.mts';
import type { JournalEntry } from './journal.mts';
import type { Operation, World } from './operation.mts';

const MAX_LIMIT = 1000;

export const desktopOperations: readonly Operation[] = [
	guarded({
		method: 'GET',
		path: '/v2/:project_id/desktops',
		action: 'workspace:desktops:list',
		run: listDesktops,
	}),
];

/** ListDesktops: pages of at most 1000. */
function listDesktops(
	call: Call,
	{ cloud, behaviour, projectId }: World,
	_entry: JournalEntry,
	identity?: Identity,
): Answer {
	const query = new QueryReader(call, behaviour);
	const conditions = [
		...conditionsOf(query, behaviour, cloud),
		...enterpriseConditions(query, behaviour, identity?.enterpriseProjects),
	];
	const all = cloud.list();
	const found =
		conditions.length === 0
			? all
			: all.filter((desktop) => conditions.every((condition) => condition(desktop)));
	const offset = query.count('offset', MAX_OFFSET, 0);
	const page = found.slice(offset, offset + query.count('limit', MAX_LIMIT, MAX_LIMIT));
	const desktops = page.map((desktop) =>
		desktopView(desktop, cloud, projectId, behaviour.domainStatusForm),
	);
	return { status: 200, body: { total_count: found.length, desktops } };
}
