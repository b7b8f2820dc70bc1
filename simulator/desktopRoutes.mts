import { type Answer, type Call, Refusal } from './answer.mts';
import type { Desktop } from './desktop.mts';
import {
	type Condition,
	commonConditions,
	detailConditions,
	simpleConditions,
} from './desktopFilter.mts';
import { MAX_OFFSET, QueryReader } from './desktopQuery.mts';
import { detailView, simpleView } from './desktopView.mts';
import { workspaceError } from './errors.mts';
import { guarded } from './gate.mts';
import type { Operation, World } from './operation.mts';

const MAX_LIMIT = 1000;

export const desktopOperations: readonly Operation[] = [
	guarded({
		method: 'GET',
		path: '/v2/:project_id/desktops',
		action: 'workspace:desktops:list',
		run: listDesktops,
	}),
	guarded({
		method: 'GET',
		path: '/v2/:project_id/desktops/detail',
		action: 'workspace:desktops:listDetail',
		run: listDetails,
	}),
	guarded({
		method: 'GET',
		path: '/v2/:project_id/desktops/:desktop_id',
		action: 'workspace:desktops:get',
		run: showDesktop,
	}),
];

/** ListDesktops: pages of at most 1000. */
function listDesktops(call: Call, world: World): Answer {
	const { cloud, behaviour, projectId } = world;
	const query = new QueryReader(call, behaviour);
	const conditions = [...commonConditions(query, behaviour), ...simpleConditions(query)];
	const found = select(cloud.list(), conditions);
	const page = pageOf(found, query, MAX_LIMIT);
	const desktops = page.map((desktop) => simpleView(desktop, cloud, projectId));
	return { status: 200, body: { total_count: found.length, desktops } };
}

/** ListDesktopsDetail; its greatest page is a switch, because the sources contradict each other. */
function listDetails(call: Call, world: World): Answer {
	const { cloud, behaviour } = world;
	const query = new QueryReader(call, behaviour);
	const conditions = [...commonConditions(query, behaviour), ...detailConditions(query)];
	const found = sorted(select(cloud.list(), conditions), query);
	const page = pageOf(found, query, behaviour.detailListMaxLimit);
	const desktops = page.map((desktop) => detailView(desktop, cloud, behaviour.joinDomainInDetails));
	return { status: 200, body: { total_count: found.length, desktops } };
}

function showDesktop(call: Call, { cloud, behaviour }: World): Answer {
	const desktop = cloud.get(call.params.desktop_id ?? '');
	if (desktop === undefined) {
		throw new Refusal(workspaceError(behaviour, 404, 'notFound', 'The desktop does not exist.'));
	}
	const view = detailView(desktop, cloud, behaviour.joinDomainInDetails);
	const body = { desktop: { ...view, security_groups: [{ id: '1', name: 'WorkspaceUserSG' }] } };
	return { status: 200, body };
}

function select(desktops: readonly Desktop[], conditions: Condition[]): readonly Desktop[] {
	if (conditions.length === 0) return desktops;
	return desktops.filter((desktop) => conditions.every((condition) => condition(desktop)));
}

function pageOf(
	desktops: readonly Desktop[],
	query: QueryReader,
	maxLimit: number,
): readonly Desktop[] {
	const offset = query.count('offset', MAX_OFFSET, 0);
	return desktops.slice(offset, offset + query.count('limit', maxLimit, maxLimit));
}

function sorted(desktops: readonly Desktop[], query: QueryReader): readonly Desktop[] {
	const field = query.choice('sort_field', ['created', 'computer_name']);
	const direction = query.choice('sort_type', ['ASC', 'DESC']) === 'DESC' ? -1 : 1;
	if (field === undefined) return desktops;
	return [...desktops].sort((a, b) => direction * compare(a[field], b[field]));
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
