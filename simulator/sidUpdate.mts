import { type Answer, Refusal, fieldOf } from './answer.mts';
import type { Behaviour } from './behaviour.mts';
import type { Cloud } from './cloud.mts';
import type { Desktop } from './desktop.mts';
import { workspaceError } from './errors.mts';
import type { JobPart } from './jobs.mts';
import { type Obstacle, obstacleOf } from './obstacle.mts';

/** Limits of the declared body: 1 to 100 unique ids of at most 255 characters. */
const MAX_IDS = 100;
const MAX_ID_LENGTH = 255;

interface Setting {
	cloud: Cloud;
	behaviour: Behaviour;
	now: number;
	/** The journal's number of the request. */
	request: number;
}

/**
 * UpdateDesktopSids. One id is answered at once (200 changed, 204 unchanged), several with a task (202); 400 = an id does not
 * exist, 412 = the SID of a desktop cannot be updated. How a mixed batch is answered is up to the switches.
 */
export function updateSids(json: unknown, setting: Setting): Answer {
	const ids = readIds(json, setting.behaviour);
	const several = ids.length > 1;
	const known = knownDesktops(ids, several, setting);
	const obstacles = obstaclesAmong(known, several, setting);
	return several ? updateSeveral(ids, obstacles, setting) : updateOne(known[0], setting);
}

function readIds(json: unknown, behaviour: Behaviour): string[] {
	const ids = fieldOf(json, 'desktop_ids');
	if (!Array.isArray(ids) || ids.length === 0 || !ids.every(isId)) {
		throw badRequest(
			behaviour,
			'The request parameter desktop_ids must be 1 to 100 ids of 1 to 255 characters.',
		);
	}
	if (ids.length > MAX_IDS && behaviour.overLimit === 'refuse') {
		throw badRequest(behaviour, 'The request parameter desktop_ids has more than 100 items.');
	}
	const unique = [...new Set(ids)];
	if (unique.length < ids.length && behaviour.duplicates === 'refuse') {
		throw badRequest(behaviour, 'The request parameter desktop_ids has duplicate items.');
	}
	return unique;
}

function isId(id: unknown): id is string {
	return typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH;
}

function badRequest(behaviour: Behaviour, message: string): Refusal {
	return new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
}

/** The error texts name no desktop: whether the real ones do is unconfirmed, so a client must find the culprit itself. */
function knownDesktops(ids: string[], several: boolean, { cloud, behaviour }: Setting): Desktop[] {
	const known = ids.map((id) => cloud.peek(id)).filter((desktop) => desktop !== undefined);
	const { unknownId } = behaviour;
	const nothingLeft = known.length === 0 && !(several && unknownId === 'failedSubJob');
	if (known.length < ids.length && (unknownId === 'refuseBatch' || nothingLeft)) {
		throw new Refusal(
			workspaceError(behaviour, 400, 'unknownId', 'The desktop ID does not exist.'),
		);
	}
	return known;
}

function obstaclesAmong(
	desktops: Desktop[],
	several: boolean,
	{ cloud, behaviour }: Setting,
): Map<string, Obstacle> {
	const obstacles = new Map<string, Obstacle>();
	for (const desktop of desktops) {
		const obstacle = obstacleOf(desktop, cloud.directory, behaviour);
		if (obstacle === undefined) continue;
		const endsCall = !several || (obstacle.kind === 'unsupported' && refusesBatch(behaviour));
		if (endsCall) throw new Refusal(answerTo(obstacle, behaviour));
		obstacles.set(desktop.desktop_id, obstacle);
	}
	return obstacles;
}

function refusesBatch(behaviour: Behaviour): boolean {
	return behaviour.unsupported === 'refuseBatch';
}

function answerTo({ status, code, message }: Obstacle, behaviour: Behaviour): Answer {
	return workspaceError(behaviour, status, { code }, message);
}

function updateOne(desktop: Desktop | undefined, setting: Setting): Answer {
	if (desktop === undefined || desktop.sid === desktop.adSid) return { status: 204 };
	if (setting.behaviour.oneChanged === 202) return startJob([partOf(desktop)], setting);
	setting.cloud.alignSid(desktop, { request: setting.request }, setting.now);
	return { status: 200 };
}

function updateSeveral(ids: string[], obstacles: Map<string, Obstacle>, setting: Setting): Answer {
	const parts: JobPart[] = [];
	let nothingToDo = obstacles.size === 0;
	for (const id of ids) {
		const desktop = setting.cloud.peek(id);
		if (desktop === undefined && setting.behaviour.unknownId === 'skip') continue;
		nothingToDo &&= desktop !== undefined && desktop.sid === desktop.adSid;
		parts.push(partFor(id, desktop, obstacles.get(id), setting.behaviour));
	}
	if (nothingToDo && setting.behaviour.severalUnchanged === 204) return { status: 204 };
	return startJob(parts, setting);
}

function partFor(
	id: string,
	desktop: Desktop | undefined,
	obstacle: Obstacle | undefined,
	behaviour: Behaviour,
): JobPart {
	if (desktop === undefined) {
		const failure = {
			error_code: behaviour.codes.unknownId,
			error_msg: 'The desktop ID does not exist.',
		};
		return { desktopId: id, desktopName: '', failure };
	}
	if (obstacle === undefined) return partOf(desktop);
	const failure = { error_code: obstacle.code, error_msg: obstacle.message };
	return { ...partOf(desktop), failure };
}

function partOf(desktop: Desktop): JobPart {
	return { desktopId: desktop.desktop_id, desktopName: desktop.computer_name };
}

function startJob(parts: JobPart[], { cloud, behaviour, now }: Setting): Answer {
	const job = cloud.jobs.start(
		behaviour.jobType,
		parts,
		(desktopId, { id }, at) => {
			const desktop = cloud.peek(desktopId);
			if (desktop === undefined) return 'The desktop was deleted while the task was running.';
			cloud.alignSid(desktop, { job: id }, at);
			return undefined;
		},
		now,
	);
	return { status: 202, body: { job_id: job.id } };
}
