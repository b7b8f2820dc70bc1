import { isGatewayCode, type ServiceError } from './errors';
import { lockedKey } from '../../../credentials/lockedKey';

/**
 * What a person can do about a refusal, by code first and by status second: the gateway's codes say more than the status.
 * Source of the codes: error-code page of Huawei Cloud's API Signing Guide (API gateway).
 */
export function nextStep(
	statusCode: number,
	{ errorCode, errorMsg }: Pick<ServiceError, 'errorCode' | 'errorMsg'>,
): string {
	const step = stepFor(statusCode, errorCode);
	return step === SIGN_IN ? (lockedKey(errorMsg) ?? SIGN_IN) : step;
}

function stepFor(statusCode: number, errorCode: string): string {
	return (
		BY_CODE.get(errorCode) ??
		ofGateway(statusCode, errorCode) ??
		BY_STATUS[statusCode] ??
		ofRange(statusCode)
	);
}

/** A 400 of the gateway is about the request, so advice about the desktop would mislead. */
function ofGateway(statusCode: number, errorCode: string): string | undefined {
	return statusCode === 400 && isGatewayCode(errorCode) ? PLACE : undefined;
}

function ofRange(statusCode: number): string {
	if (statusCode >= 500) return LATER;
	return statusCode >= 300 && statusCode < 400 ? PLACE : LOOK_UP;
}

const LOOK_UP =
	'Look the code up in the Workspace API reference, or give Huawei Cloud support the request ID.';
const LATER = 'Run it again later: updating a SID twice does no harm.';
const SIGN_IN =
	'Test the credential: it tells whether key, secret, token or password is wrong, or the clock of this n8n (at most 15 minutes off).';
const RIGHTS = 'Ask for the IAM action workspace:desktops:updateSids in this project.';
const PLACE = 'Check region, endpoint and project ID in the credential.';

/** A map, because a code is foreign text and could be the name of an inherited property. */
const BY_CODE: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'APIGW.0101': PLACE,
		'APIGW.0301': SIGN_IN,
		'APIGW.0305': SIGN_IN,
		'APIGW.0307':
			'The token has expired or belongs to another region. Get a new one, or use access keys, which do not expire.',
		'APIGW.0308':
			'The API is being throttled. Lower the concurrency under Options, or run again later.',
		'APIGW.0302': RIGHTS,
		'APIGW.0306': RIGHTS,
		'APIGW.0310': 'The project is not available. Check the project ID in the credential.',
		'APIGW.0801': 'Workspace is not offered in this region. Check the region in the credential.',
		'APIGW.0802': 'This IAM user is barred from the region. Ask the administrator of the account.',
	}),
);

const BY_STATUS: Readonly<Record<number, string>> = {
	400: 'Check that the desktop still exists in this project and region; remove it from the input if it was deleted.',
	401: SIGN_IN,
	403: RIGHTS,
	404: PLACE,
	408: LATER,
	409: 'The desktop is busy with another task. Run it again when that has ended.',
	412: 'Check that it is a running Windows desktop joined to your own Active Directory, and what the service says of it.',
	429: 'The API is being throttled. Lower the concurrency under Options, or run again later.',
};
