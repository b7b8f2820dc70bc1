import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { cut, keptByN8n, type PlatformAnswer, type ServiceError } from './errors';
import { type Authentication, authenticationOf, type CredentialFields, fieldText } from './fields';
import { isLockedKey, meaningOf, type Purpose } from './gatewayCodes';
import { ask, helpersOf, SIGN_IN_TIMEOUT_MS } from './iamSession';

/**
 * Header that marks the request of the credential test. n8n shows no more than the status text of a refused test ("Unauthorized"),
 * which cannot tell a wrong secret from a wrong clock. So the test sends its own probe first and says in words what is wrong.
 * The mark itself is never sent.
 */
export const TEST_MARK = 'X-Credential-Test';

/** Whether a request is the one of the credential test. */
export function isTest(options: IHttpRequestOptions): boolean {
	return options.headers !== undefined && TEST_MARK in options.headers;
}

/** The same request without the mark, for the desktops that all other lists are narrowed to as well. */
export function unmarked(
	fields: CredentialFields,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const headers = { ...options.headers };
	delete headers[TEST_MARK];
	const id = fieldText(fields, 'enterpriseProjectId');
	return id === ''
		? { ...options, headers }
		: { ...options, headers, qs: { ...options.qs, enterprise_project_id: id } };
}

/**
 * Sends the signed request of the test once and judges the answer.
 *
 * @returns the request for n8n, which sends it a second time and only looks at its status: that was judged already, so whatever comes
 * now is well, within a bound of time
 * @throws Error with a sentence that tells what is wrong and what to do
 */
export async function probe(
	credentials: ICredentialDataDecryptedObject,
	signed: IHttpRequestOptions,
	now: number,
): Promise<IHttpRequestOptions> {
	const helpers = helpersOf(credentials);
	if (helpers === undefined) return signed;
	const answer = await ask(helpers, credentials, signed);
	const problem =
		answer.kind === 'unreachable'
			? answer.message
			: testProblem(answer, authenticationOf(credentials) ?? 'accessKey', now);
	if (problem !== undefined) throw new Error(keptByN8n(problem));
	return {
		...signed,
		ignoreHttpStatusErrors: true,
		timeout: SIGN_IN_TIMEOUT_MS,
		abortSignal: AbortSignal.timeout(SIGN_IN_TIMEOUT_MS),
	};
}

/** What the probe of the credential test means: `undefined` if all is well, else a sentence with the next step. */
export function testProblem(
	answer: PlatformAnswer,
	authentication: Authentication,
	now: number,
): string | undefined {
	const { statusCode, error } = answer;
	if (error === undefined) return undefined;
	const { errorCode, errorMsg, speaker } = error;
	const isSignIn = statusCode === 401 && speaker !== 'page';
	const reason = isSignIn
		? signInProblem(answer, authentication, now, errorCode, errorMsg)
		: problemOf(statusCode, error);
	const codes = [`HTTP ${statusCode}`, errorCode].filter((text) => text !== '').join(', ');
	return `${reason} (${codes}: ${cut(errorMsg, 200)})`;
}

/** What the test asks for. */
const PURPOSE: Purpose = { action: 'workspace:desktops:list' };

function problemOf(statusCode: number, error: ServiceError): string {
	const meaning = meaningOf(statusCode, error);
	const next = meaning.next(PURPOSE);
	switch (meaning.about) {
		case 'right':
			return `The sign-in works, but the right to list desktops is missing. ${next} The update itself needs workspace:desktops:updateSids.`;
		case 'network':
			return `The Workspace API did not answer this test itself. ${next}`;
		case 'desktop':
			return 'The project does not fit. Check that the project ID belongs to this account and this region.';
		case 'limit':
			return 'The API limits the number of requests at the moment. Wait a minute and test again.';
		case 'service':
			return 'The service is not available at the moment. Test again later; the credential may well be right.';
		default:
			return statusCode === 404
				? 'There is no Workspace API at this address. Check the region; with a custom endpoint, check host and path.'
				: next;
	}
}

/** The gateway refuses a signature whose time is further off (API Signing Guide). */
const MAX_CLOCK_MS = 15 * 60 * 1000;

/**
 * The gateway has one code for every kind of bad sign-in (APIGW.0301); what is wrong stands in its words only, and the clock is best
 * read from the answer's own Date header.
 */
function signInProblem(
	answer: PlatformAnswer,
	authentication: Authentication,
	now: number,
	code: string,
	words: string,
): string {
	if (code === 'APIGW.0307') {
		return 'The token has expired or belongs to another region. Get a new one for this project, or use an access key, which does not expire.';
	}
	if (authentication === 'token') {
		return 'Huawei Cloud does not accept the token. Copy the whole X-Subject-Token of a token for this project; a token lives 24 hours.';
	}
	if (authentication === 'iamUser') {
		return 'Huawei Cloud does not accept the token of this IAM user. Check that region and project ID belong together and that the user has a role in the project.';
	}
	if (isLockedKey(words)) return meaningOf(401, { errorCode: code, errorMsg: words }).next(PURPOSE);
	// Without a date that can be read this is NaN, and no comparison with that holds.
	const off = now - Date.parse(answer.headers.date ?? '');
	if (Math.abs(off) > MAX_CLOCK_MS) {
		const minutes = Math.round(Math.abs(off) / 60_000);
		return `The clock of this n8n is ${minutes} minutes ${off > 0 ? 'ahead' : 'behind'}; at most 15 are allowed. Set the clock right, then test again.`;
	}
	return (
		KEY_PROBLEMS.find(({ pattern }) => pattern.test(words))?.says ??
		'Huawei Cloud does not accept the access key. Check its ID and secret, that it is enabled, and that the region belongs to the account. Do not test again and again: five refusals lock the key for five minutes.'
	);
}

/** Words of the gateway's FAQ; unconfirmed against the live service, so anything else gets the general sentence. */
const KEY_PROBLEMS: ReadonlyArray<{ pattern: RegExp; says: string }> = [
	{
		pattern: /expire|x-sdk-date|timestamp|clock/i,
		says: 'The signature is too old or too new. Check the clock of this n8n: at most 15 minutes off are allowed.',
	},
	{
		pattern: /not exist|not found|unknown|invalid ak|ak is invalid|get secretkey/i,
		says: 'Huawei Cloud does not know the access key ID. Check it, and that the key was not deleted or disabled.',
	},
	{
		pattern: /security.?token/i,
		says: 'The security token does not fit the access key, or has expired. Temporary keys need all three values from the same answer.',
	},
	{
		pattern: /signature|verify/i,
		says: 'The secret access key is wrong: the key ID is known, but the signature does not fit. Enter the secret again.',
	},
];
