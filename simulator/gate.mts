import { type Answer, type Call, Refusal } from './answer.mts';
import { gatewayError, throttled, workspaceError } from './errors.mts';
import type { Identity } from './identity.mts';
import type { Operation, World } from './operation.mts';
import { allows, encodeAuthorizationMessage } from './permissions.mts';
import { whoSends } from './signIn.mts';
import { mustBeUpdated } from './tokens.mts';

/** An operation of the Workspace API before the gateway's checks are put in front of it. */
export interface GuardedOperation extends Operation {
	/** The IAM action that the caller needs, for example `workspace:desktops:updateSids`. */
	action: string;
}

/**
 * Puts the checks of the API gateway in front of a Workspace operation, in this order: rate limit, sign-in, project, right.
 * Only who passes all of them reaches the service.
 */
export function guarded(operation: GuardedOperation): Operation {
	return {
		method: operation.method,
		path: operation.path,
		run(call, world, entry): Answer {
			checkRate(call, world);
			const identity = whoSends(call, world.signIn);
			checkProject(call, identity, world);
			checkRight(call, identity, operation.action, world);
			return operation.run(call, world, entry, identity);
		},
	};
}

function checkRate(call: Call, { behaviour, limits, now }: World): void {
	if (behaviour.rateLimit === null) return;
	const { perSecond } = behaviour.rateLimit;
	const wait = limits.workspace.waitSeconds(perSecond, now());
	if (wait > 0) {
		const limit = `${String(perSecond)},time:1 second`;
		throw new Refusal(throttled(behaviour, limit, wait, now(), call.requestId));
	}
}

function checkProject(call: Call, identity: Identity, { behaviour, projectId }: World): void {
	const asked = call.params.project_id;
	// A token for one region's project is refused in another; that much is documented.
	if (identity.projectId !== undefined && identity.projectId !== asked) throw mustBeUpdated(call);
	if (asked === projectId) return;
	switch (behaviour.projectMismatch) {
		case 'tokenMustBeUpdated':
			throw mustBeUpdated(call);
		case 'forbidden':
			throw new Refusal(
				gatewayError(403, 'APIGW.0310', 'The project is unavailable.', call.requestId),
			);
		case 'notFound':
			throw new Refusal(workspaceError(behaviour, 404, 'notFound', 'The project does not exist.'));
	}
}

function checkRight(call: Call, identity: Identity, action: string, { behaviour }: World): void {
	if (allows(identity, action)) return;
	throw new Refusal(
		workspaceError(
			behaviour,
			403,
			'denied',
			`Policy doesn't allow ${action} to be performed.`,
			encodeAuthorizationMessage(identity, action, call.rawPath),
		),
	);
}
