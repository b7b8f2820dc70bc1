import { type Answer, type Call, Refusal, fieldOf } from './answer.mts';
import type { Desktop } from './desktop.mts';
import { unknownPath, workspaceError } from './errors.mts';
import { guarded } from './gate.mts';
import type { Operation, World } from './operation.mts';

/** The maximum of the sibling batches; the one of this operation is not documented. */
const MAX_IDS = 100;

export const rejoinOperations: readonly Operation[] = [
	guarded({
		method: 'POST',
		path: '/v2/:project_id/desktops/:desktop_id/rejoin-domain',
		action: 'workspace:desktops:rejoinDomain',
		run: rejoinDomain,
	}),
	guarded({
		method: 'POST',
		path: '/v2/:project_id/desktops/batch-rejoin-domain/check',
		action: 'workspace:desktops:batchCheckRejoinDomain',
		run: checkRejoin,
	}),
];

/** RegisterDomain: puts one Windows desktop back into the domain by a task. */
function rejoinDomain(call: Call, world: World): Answer {
	const { cloud, behaviour, now } = world;
	const desktop = cloud.get(call.params.desktop_id ?? '');
	if (desktop === undefined) {
		throw new Refusal(workspaceError(behaviour, 404, 'notFound', 'The desktop does not exist.'));
	}
	refuseIfNotNow(desktop, world);
	const job = cloud.jobs.start(
		'desktopRejoinDomain',
		[{ desktopId: desktop.desktop_id, desktopName: desktop.computer_name }],
		(desktopId, _job, at) => {
			const current = cloud.peek(desktopId);
			if (current === undefined) return 'The desktop was deleted while the task was running.';
			if (current.healedBy !== 'nothing') cloud.setDomainStatus(current, 1, at);
			return undefined;
		},
		now(),
	);
	return { status: 202, body: { job_id: job.id } };
}

function refuseIfNotNow(desktop: Desktop, { behaviour }: World): void {
	const { repairOrder } = behaviour;
	const comesTooEarly = repairOrder.first === 'sidUpdate' && desktop.sid !== desktop.adSid;
	if (desktop.os === 'Linux' || (comesTooEarly && repairOrder.refusal === 412)) {
		const message = 'Rejoining the domain is not supported.';
		throw new Refusal(workspaceError(behaviour, 412, 'unsupported', message));
	}
	if (comesTooEarly) {
		const message = 'The current state of the desktop does not allow the operation.';
		throw new Refusal(workspaceError(behaviour, 409, 'conflict', message));
	}
}

/** BatchCheckDesktopRejoinDomain: the domain state of desktops; an unknown id has an error of its own. */
function checkRejoin(call: Call, { cloud, behaviour }: World): Answer {
	if (behaviour.rejoinCheck === 'notOffered') {
		throw new Refusal(unknownPath(call.method, call.rawPath, call.requestId));
	}
	const ids = fieldOf(call.json, 'desktop_ids');
	if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_IDS) {
		const message = 'The request parameter desktop_ids must be 1 to 100 ids.';
		throw new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
	}
	const desktops = ids.map((id) => {
		const desktop = cloud.get(String(id));
		return desktop === undefined
			? { desktop_id: id, error_code: behaviour.codes.notFound, error_msg: 'No such desktop.' }
			: {
					desktop_id: desktop.desktop_id,
					desktop_name: desktop.computer_name,
					domain_status: desktop.domainStatus,
					rejoin_able: desktop.os === 'Windows' && desktop.status === 'ACTIVE',
				};
	});
	return { status: 200, body: { total_count: desktops.length, desktops } };
}
