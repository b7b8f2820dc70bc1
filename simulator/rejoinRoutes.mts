import { type Answer, type Call, Refusal } from './answer.mts';
import { unknownPath } from './errors.mts';
import { guarded } from './gate.mts';
import type { Operation, World } from './operation.mts';
import { checkRejoin, idsIn, rejoin, type Setting } from './rejoin.mts';

/** Which right the batch needs is not documented; the SDKs name none. */
const REJOIN = 'workspace:desktops:rejoinDomain';

export const rejoinOperations: readonly Operation[] = [
	guarded({
		method: 'POST',
		path: '/v2/:project_id/desktops/:desktop_id/rejoin-domain',
		action: REJOIN,
		run: (call, world) => {
			const { rejoinSingle } = world.behaviour;
			return offered(rejoinSingle, call, world, (setting) =>
				rejoin([call.params.desktop_id ?? ''], setting),
			);
		},
	}),
	guarded({
		method: 'POST',
		path: '/v2/:project_id/desktops/batch-rejoin-domain',
		action: REJOIN,
		run: (call, world) => {
			const { rejoinBatch } = world.behaviour;
			return offered(rejoinBatch, call, world, (setting) =>
				rejoin(idsIn(call.json, setting.behaviour), setting),
			);
		},
	}),
	guarded({
		method: 'POST',
		path: '/v2/:project_id/desktops/batch-rejoin-domain/check',
		action: 'workspace:desktops:batchCheckRejoinDomain',
		run: (call, world) => {
			const { rejoinCheck } = world.behaviour;
			return offered(rejoinCheck, call, world, (setting) =>
				checkRejoin(idsIn(call.json, setting.behaviour), setting),
			);
		},
	}),
];

/** A region that does not offer an operation answers as to any path that it does not know. */
function offered(
	isOffered: 'offered' | 'notOffered',
	call: Call,
	{ cloud, behaviour, now }: World,
	run: (setting: Setting) => Answer,
): Answer {
	if (isOffered === 'notOffered') {
		throw new Refusal(unknownPath(call.method, call.rawPath, call.requestId));
	}
	cloud.settle();
	return run({ cloud, behaviour, now: now() });
}
