import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { isAgentTool } from './parameters';
import type { OnError, StopError } from '../output/onError';
import { type Clock, systemClock } from '../runtime/clock';
import { type Connection, CREDENTIAL_TYPE, readConnection } from '../transport/connection';
import { explaining } from '../transport/policyReason';
import { reliable } from '../transport/reliable';
import { sender } from '../transport/request';
import { workspaceApi, type WorkspaceApi } from '../transport/workspaceApi';

/** What a run sends with, or one text that says why nothing can be sent. */
export type ConnectReading =
	| {
			readonly kind: 'api';
			/** All requests of the run pass its one gate. */
			readonly api: WorkspaceApi;
			/** Without retries: following a task has a patience of its own, and a look that fails costs its turn only. */
			readonly pollingApi: WorkspaceApi;
			readonly connection: Connection;
			/** Real time; it knows when the execution is cancelled. */
			readonly clock: Clock;
	  }
	| { readonly kind: 'refused'; readonly message: string };

export interface ConnectOptions {
	/** Requests in flight at once, 1 to 10. */
	readonly concurrency: number;
	/** For one request, 0 to 10. */
	readonly maxRetries: number;
	/** Seconds for one whole answer. */
	readonly requestTimeout: number;
}

/** Opens a run: reads the credential and puts the API together. Sends nothing yet. Throws only where n8n has no credential. */
export async function connect(
	context: IExecuteFunctions,
	{ concurrency, maxRetries, requestTimeout }: ConnectOptions,
): Promise<ConnectReading> {
	const reading = readConnection(await context.getCredentials(CREDENTIAL_TYPE));
	if (reading.kind === 'unusable') {
		return {
			kind: 'refused',
			message: `The credential cannot be used, so nothing was sent. ${reading.problems.join(' ')}`,
		};
	}
	const { connection } = reading;
	const signal = context.getExecutionCancelSignal();
	const clock = systemClock(signal);
	const sendOnce = sender(context, connection, requestTimeout * 1000, clock.now);
	const { send, sendUnrepeated } = reliable(sendOnce, { concurrency, maxRetries, clock, signal });
	return {
		kind: 'api',
		api: workspaceApi(explaining(send, connection, sendOnce)),
		pollingApi: workspaceApi(sendUnrepeated),
		connection,
		clock,
	};
}

/**
 * How the node is to treat failures, by its 'On Error' setting. What an AI agent is to read has to be on the output: of an error n8n
 * tells it at most the title (1.123 stops the workflow instead), and an error output does not reach it. So a tool stops the workflow
 * only where that was chosen in so many words.
 */
export function onErrorOf(context: IExecuteFunctions): OnError {
	if (isAgentTool(context)) {
		return context.getNode().onError === 'stopWorkflow' ? 'stop' : 'continue';
	}
	if (!context.continueOnFail()) return 'stop';
	return context.getNode().onError === 'continueErrorOutput' ? 'errorOutput' : 'continue';
}

/**
 * The error that ends the run under *Stop Workflow*. n8n replaces messages that contain a system error code as a substring
 * ("ResourceExists already" contains EEXIST), so the message is set again afterwards.
 */
export function stopWith(context: IExecuteFunctions, stop: StopError): NodeOperationError {
	const { message, description, itemIndex } = stop;
	const error = new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.message = message;
	return error;
}
