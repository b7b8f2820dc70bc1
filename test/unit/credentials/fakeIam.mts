import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

export interface Answer {
	readonly statusCode?: number;
	readonly headers?: object;
	readonly body?: unknown;
}

/** An IAM that gives these answers in turn, and what it was asked. */
export function iamWith(...answers: readonly (Answer | Error)[]) {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		const answer = answers[asked.push(options) - 1] ?? new Error('asked once too often');
		if (answer instanceof Error) throw answer;
		return await Promise.resolve({ statusCode: 201, headers: {}, body: '{}', ...answer });
	};
	return { asked, helpers: { httpRequest } as unknown as IHttpRequestHelper['helpers'] };
}
