import { connectionProblem, innerValues } from '../../../credentials/connectionProblem';
import { IAM_UNAVAILABLE, SIGN_IN_REFUSED } from '../../../credentials/session';
import type { Connection } from './connection';
import type { Fault } from './reply';

/**
 * Turns whatever n8n's request helper threw into a fault with a sentence. It throws for a connection that fails, for an IAM user
 * who gets no token, and for a 401 that a new token did not mend.
 */
export function faultOf(error: unknown, connection: Connection): Fault {
	const names = innerValues(error, 'name');
	const message = connection.hideSecrets(error instanceof Error ? error.message : String(error));
	if (names.includes(SIGN_IN_REFUSED)) return { kind: 'fault', cause: 'signIn', message };
	if (names.includes(IAM_UNAVAILABLE)) {
		return { kind: 'fault', cause: 'connection', code: NO_TOKEN, message };
	}
	if (innerValues(error, 'httpCode').includes('401')) {
		return { kind: 'fault', cause: 'signIn', code: '401', message: REFUSED_AFTER_RENEWAL };
	}
	const problem = connectionProblem(error, hostOf(connection.workspace));
	return { kind: 'fault', ...problem, message: connection.hideSecrets(problem.message) };
}

/** Code of the fault that IAM gave no token for now; nothing was sent to the service. */
export const NO_TOKEN = 'NO_TOKEN';

const REFUSED_AFTER_RENEWAL =
	'Huawei Cloud refused the sign-in (401), also with a new token. Check that region and project in the credential belong together, and that the user has a role in the project.';

function hostOf(endpoint: string): string {
	try {
		return new URL(endpoint).host;
	} catch {
		return endpoint;
	}
}
