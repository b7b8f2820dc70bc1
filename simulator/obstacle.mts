import type { Behaviour, UnsupportedReason } from './behaviour.mts';
import type { Desktop } from './desktop.mts';

/** Why the SID of a known desktop is not updated. */
export interface Obstacle {
	/** `unsupported` may refuse a whole batch (a switch); the others concern this desktop only. */
	kind: 'unsupported' | 'order' | 'failure';
	status: number;
	code: string;
	message: string;
}

export function obstacleOf(
	desktop: Desktop,
	directory: 'LOCAL_AD' | 'LITE_AS',
	behaviour: Behaviour,
): Obstacle | undefined {
	if (behaviour.unsupportedWhen.some((reason) => applies(reason, desktop, directory))) {
		return unsupported(behaviour, 412);
	}
	const { repairOrder } = behaviour;
	if (repairOrder.first === 'rejoin' && desktop.domainStatus === 2) {
		return repairOrder.refusal === 412
			? unsupported(behaviour, 412)
			: {
					kind: 'order',
					status: 409,
					code: behaviour.codes.conflict,
					message:
						'The desktop is not in the domain. The current state does not allow the operation.',
				};
	}
	if (desktop.failure === undefined) return undefined;
	const { status, error_code: code, error_msg: message } = desktop.failure;
	return { kind: 'failure', status, code, message };
}

function unsupported(behaviour: Behaviour, status: number): Obstacle {
	return {
		kind: 'unsupported',
		status,
		code: behaviour.codes.unsupported,
		message: 'Updating the SID of the desktop is not supported.',
	};
}

function applies(
	reason: UnsupportedReason,
	desktop: Desktop,
	directory: 'LOCAL_AD' | 'LITE_AS',
): boolean {
	switch (reason) {
		case 'stopped':
			return desktop.status === 'SHUTOFF' || desktop.status === 'HIBERNATED';
		case 'Linux':
			return desktop.os === 'Linux';
		case 'LITE_AS':
			return directory === 'LITE_AS';
		case 'pooled':
			return desktop.desktop_type === 'POOLED';
	}
}
