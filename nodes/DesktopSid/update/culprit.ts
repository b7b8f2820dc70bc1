import { hasErrorCode, isGatewayCode, readServiceError } from '../transport/errors';
import type { Reply } from '../transport/reply';

/**
 * Whether the reason of a refusal may lie in a single desktop: 400 and 412 of the service, 404 and 409 with a code of the service
 * (a desktop that is gone, or busy with another task), and an error code in the body of a success (the form in which some legacy
 * codes come). The gateway's refusals concern the request, whatever it names.
 */
export function mayBeOneOfThem(reply: Reply): boolean {
	if (reply.kind === 'fault') return false;
	const { statusCode, json } = reply;
	const { errorCode } = readServiceError(reply);
	if (isGatewayCode(errorCode)) return false;
	if (statusCode === 400 || statusCode === 412) return true;
	if (statusCode === 404 || statusCode === 409) return errorCode !== '';
	return statusCode >= 200 && statusCode < 300 && hasErrorCode(json);
}
