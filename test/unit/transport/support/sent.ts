import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Connection } from '../../../../nodes/DesktopSid/transport/connection';
import { sender, type WorkspaceRequest } from '../../../../nodes/DesktopSid/transport/request';

/** Stands for n8n's request helper. */
export type Helper = (options: IHttpRequestOptions) => unknown;

type Asked = [type: string, options: IHttpRequestOptions, more: unknown];

/** What n8n's request helper was asked for, and the reply that came of it. */
export async function sent(
	helper: Helper,
	request: WorkspaceRequest,
	connection: Connection,
	cancel?: AbortSignal,
) {
	const asked: Asked[] = [];
	const httpRequestWithAuthentication = async (
		type: string,
		options: IHttpRequestOptions,
		more: unknown,
	) => {
		asked.push([type, options, more]);
		// As n8n does, which does not know of any other signal.
		options.abortSignal = new AbortController().signal;
		return await Promise.resolve(helper(options));
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const reply = await sender(context, connection, 200, cancel)(request);
	return { asked, reply };
}

export const answering = (statusCode: number, json: object) => () => ({
	statusCode,
	headers: {},
	body: JSON.stringify(json),
});

export const throwing = (error: unknown) => () => {
	throw error;
};
