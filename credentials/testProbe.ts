import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { ask } from './ask';
import { authenticationOf } from './fields';
import { testProblem } from './testAnswer';

/**
 * Header that marks the request of the credential test. n8n shows no more than the status text of a refused test ("Unauthorized"),
 * which cannot tell a wrong secret from a wrong clock. So the test sends its own probe first and says in words what is wrong.
 * The mark itself is never sent.
 */
export const TEST_MARK = 'X-Credential-Test';

/**
 * `authenticate` gets no request helper, `preAuthentication` does, and n8n calls both with the same credential object: this keeps
 * the helper from the one to the other, for as long as that object lives.
 */
const helpersOf = new WeakMap<ICredentialDataDecryptedObject, IHttpRequestHelper['helpers']>();

export function keepHelpers(
	credentials: ICredentialDataDecryptedObject,
	helpers: IHttpRequestHelper['helpers'],
): void {
	helpersOf.set(credentials, helpers);
}

/** Whether a request is the one of the credential test. */
export function isTest(options: IHttpRequestOptions): boolean {
	return options.headers !== undefined && TEST_MARK in options.headers;
}

/** The same request without the mark. */
export function unmarked(options: IHttpRequestOptions): IHttpRequestOptions {
	const headers = { ...options.headers };
	delete headers[TEST_MARK];
	return { ...options, headers };
}

/**
 * Sends the signed request of the test once and judges the answer.
 *
 * @throws Error with a sentence that tells what is wrong and what to do
 */
export async function probe(
	credentials: ICredentialDataDecryptedObject,
	signed: IHttpRequestOptions,
	now: number,
): Promise<void> {
	const helpers = helpersOf.get(credentials);
	if (helpers === undefined) return;
	const answer = await ask(helpers, signed);
	const problem =
		answer.kind === 'unreachable'
			? answer.message
			: testProblem(answer, authenticationOf(credentials) ?? 'accessKey', now);
	if (problem !== undefined) throw new Error(problem);
}
