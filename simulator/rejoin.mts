import { type Answer, Refusal, fieldOf } from './answer.mts';
import type { Behaviour } from './behaviour.mts';
import type { Cloud } from './cloud.mts';
import type { Desktop } from './desktop.mts';
import { workspaceError } from './errors.mts';
import type { JobPart } from './jobs.mts';

/** The maximum of the sibling batches; the ones of these operations are not documented. */
const MAX_IDS = 100;

export interface Setting {
	cloud: Cloud;
	behaviour: Behaviour;
	now: number;
}

/**
 * RegisterDomain and BatchUpdateDesktopDomain: put Windows desktops back into their domain by a task. How a batch with unknown,
 * unsupported or busy desktops is answered is not documented: by the switches of the SID update.
 */
export function rejoin(ids: readonly string[], setting: Setting): Answer {
	const { cloud, behaviour, now } = setting;
	const several = ids.length > 1;
	const parts = [...new Set(ids)].flatMap((id) => partFor(id, several, setting));
	if (parts.length === 0) throw unknown(behaviour);
	for (const { desktopId, failure } of parts) {
		const desktop = cloud.peek(desktopId);
		if (desktop === undefined || failure !== undefined) continue;
		desktop.rejoins += 1;
		if (behaviour.rejoinRestarts) desktop.connectStatus = 'UNREGISTER';
	}
	const job = cloud.jobs.start(
		'desktopRejoinDomain',
		parts,
		(desktopId, _job, at) => {
			const desktop = cloud.peek(desktopId);
			if (desktop === undefined) return 'The desktop was deleted while the task was running.';
			putBack(desktop, at, setting);
			return undefined;
		},
		now,
		behaviour.rejoinSeconds ?? undefined,
	);
	return { status: 202, body: { job_id: job.id } };
}

/** What the task does to one desktop. One that nothing heals stays out of the domain although the task ends well. */
function putBack(desktop: Desktop, at: number, { cloud, behaviour }: Setting): void {
	if (behaviour.rejoinRestarts) desktop.connectStatus = 'REGISTERED';
	if (behaviour.rejoinSid === 'new') desktop.adSid = newSid(desktop.adSid);
	if (desktop.healedBy !== 'nothing') cloud.setDomainStatus(desktop, 1, at);
}

/** The next relative identifier that no estate of a test comes near. */
function newSid(sid: string): string {
	const parts = sid.split('-');
	const last = Number(parts.pop() ?? 0);
	return [...parts, String(last + 5_000_000)].join('-');
}

function partFor(id: string, several: boolean, setting: Setting): JobPart[] {
	const { cloud, behaviour, now } = setting;
	const desktop = cloud.peek(id);
	if (desktop === undefined) {
		if (several && behaviour.unknownId === 'skip') return [];
		if (!several || behaviour.unknownId !== 'failedSubJob') throw unknown(behaviour);
		return [partWith(id, '', behaviour.codes.unknownId, 'The desktop ID does not exist.')];
	}
	const name = desktop.computer_name;
	if (cloud.jobs.isBusy(id, now)) throw conflict(behaviour);
	const isEarly =
		behaviour.repairOrder.first === 'sidUpdate' && desktop.sid !== desktop.adSid
			? behaviour.repairOrder.refusal
			: undefined;
	if (isEarly === 409) throw conflict(behaviour);
	if (whyNot(desktop, behaviour) !== undefined || isEarly === 412) {
		if (!several || behaviour.unsupported === 'refuseBatch') throw unsupported(behaviour);
		return [partWith(id, name, behaviour.codes.unsupported, UNSUPPORTED)];
	}
	if (desktop.rejoinFailure !== undefined) {
		const { error_code, error_msg } = desktop.rejoinFailure;
		return [partWith(id, name, error_code, error_msg)];
	}
	return [{ desktopId: id, desktopName: name }];
}

function partWith(id: string, name: string, error_code: string, error_msg: string): JobPart {
	return { desktopId: id, desktopName: name, failure: { error_code, error_msg } };
}

/** Why a desktop cannot be joined again; whether it has to run for that is not documented. */
function whyNot(desktop: Desktop, behaviour: Behaviour): string | undefined {
	if (desktop.os === 'Linux') return 'Only Windows desktops can rejoin a domain.';
	const isOff = behaviour.rejoinNeedsRunning && desktop.status !== 'ACTIVE';
	return isOff ? 'The desktop is not running.' : undefined;
}

const UNSUPPORTED = 'Rejoining the domain is not supported.';

function unsupported(behaviour: Behaviour): Refusal {
	return new Refusal(workspaceError(behaviour, 412, 'unsupported', UNSUPPORTED));
}

function conflict(behaviour: Behaviour): Refusal {
	const message = 'The current state of the desktop does not allow the operation.';
	return new Refusal(workspaceError(behaviour, 409, 'conflict', message));
}

function unknown(behaviour: Behaviour): Refusal {
	return new Refusal(workspaceError(behaviour, 404, 'notFound', 'The desktop does not exist.'));
}

/** The ids of a body, 1 to 100. */
export function idsIn(json: unknown, behaviour: Behaviour): string[] {
	const ids = fieldOf(json, 'desktop_ids');
	if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_IDS) {
		const message = 'The request parameter desktop_ids must be 1 to 100 ids.';
		throw new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
	}
	return ids.map(String);
}

/** BatchCheckDesktopRejoinDomain: whether desktops can be joined again. An unknown id is answered as switched. */
export function checkRejoin(ids: readonly string[], { cloud, behaviour }: Setting): Answer {
	const desktops = ids.flatMap((id): object[] => {
		const desktop = cloud.peek(id);
		if (desktop === undefined) return unknownInCheck(id, behaviour);
		const reason = whyNot(desktop, behaviour);
		const entry = {
			desktop_id: desktop.desktop_id,
			desktop_name: desktop.computer_name,
			image_name: desktop.os,
			domain_status: cloud.shownDomainStatusOf(desktop),
			rejoin_able: reason === undefined,
		};
		return reason === undefined
			? [entry]
			: [{ ...entry, error_code: behaviour.codes.unsupported, error_msg: reason }];
	});
	return { status: 200, body: { total_count: desktops.length, desktops } };
}

function unknownInCheck(id: string, behaviour: Behaviour): object[] {
	switch (behaviour.rejoinCheckUnknown) {
		case 'errorEach':
			return [
				{ desktop_id: id, error_code: behaviour.codes.notFound, error_msg: 'No such desktop.' },
			];
		case 'leaveOut':
			return [];
		case 'refuse':
			throw new Refusal(
				workspaceError(behaviour, 400, 'unknownId', 'The desktop ID does not exist.'),
			);
	}
}
