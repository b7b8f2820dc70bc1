import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { connectionProblem } from './connectionProblem';
import type { IamAnswer } from './iamAnswer';

/** What came back; of a failure only the sentence, because the original error holds the request, and the request holds secrets. */
export type Asked =
	| ({ readonly kind: 'answer' } & IamAnswer)
	| { readonly kind: 'unreachable'; readonly message: string };

const TIMEOUT_MS = 30_000;

/** Sends one request of the sign-in itself or of the credential test, whatever its status will be. Never throws. */
export async function ask(
	helpers: IHttpRequestHelper['helpers'],
	options: IHttpRequestOptions,
): Promise<Asked> {
	try {
		const { statusCode, headers, body } = (await helpers.httpRequest({
			...options,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			encoding: 'text',
			timeout: TIMEOUT_MS,
		})) as IamAnswer;
		return { kind: 'answer', statusCode, headers, body };
	} catch (error) {
		const { message } = connectionProblem(error, new URL(options.url).host);
		return { kind: 'unreachable', message };
	}
}
