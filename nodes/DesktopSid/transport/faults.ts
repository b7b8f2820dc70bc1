import { connectionProblem, innerValues } from '../../../credentials/connectionProblem';
import { SIGN_IN_REFUSED } from '../../../credentials/session';
import type { Connection } from './connection';
import type { Fault } from './reply';

/**
 * Turns whatever n8n's request helper threw into a fault with a sentence. It throws for a connection that fails, for an IAM user
 * who gets no token, and for a 401 that a new token did not mend.
 */
export function faultOf(error: unknown, connection: Connection): Fault {
	if (innerValues(error, 'name').includes(SIGN_IN_REFUSED)) {
		const text = error instanceof Error ? error.message : String(error);
		return { kind: 'fault', cause: 'signIn', message: connection.hideSecrets(text) };
	}
	if (innerValues(error, 'httpCode').includes('401')) {
		return { kind: 'fault', cause: 'signIn', code: '401', message: REFUSED_AFTER_RENEWAL };
	}
	const problem = connectionProblem(error, hostOf(connection.workspace));
	return { kind: 'fault', ...problem, message: connection.hideSecrets(problem.message) };
}

const REFUSED_AFTER_RENEWAL =
	'Huawei Cloud refused the sign-in (401), also with a new token. Check that region and project in the credential belong together, and that the user has a role in the project.';

function hostOf(endpoint: string): string {
	try {
		return new URL(endpoint).host;
	} catch {
		return endpoint;
	}
}
