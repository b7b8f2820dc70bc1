import type { Simulator } from '../../../simulator/simulator.mts';
import { runNode, type RunOptions, type RunResult } from './engine.mts';

/** A credential with the simulator's own token. */
export function tokenCredential(simulator: Pick<Simulator, 'endpoint' | 'projectId' | 'token'>) {
	return {
		authentication: 'token',
		region: 'custom',
		endpoint: simulator.endpoint,
		projectId: simulator.projectId,
		token: simulator.token,
	};
}

/** Runs the node on items that only carry a `desktop_id`, against the simulator. */
export async function runOnIds(
	simulator: Simulator,
	ids: readonly unknown[],
	more: Partial<RunOptions> = {},
): Promise<RunResult> {
	return await runNode({
		items: ids.map((desktop_id) => ({ desktop_id }) as never),
		credential: tokenCredential(simulator),
		...more,
	});
}

/** An error as a person reads it: its title, then its description. */
export function textOf(error: RunResult['error']): string {
	return [error?.message, error?.description]
		.filter((text) => typeof text === 'string' && text !== '')
		.join(' ');
}
