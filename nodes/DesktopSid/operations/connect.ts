import type { IExecuteFunctions } from 'n8n-workflow';

import { systemClock, type Clock } from '../transport/clock';
import { CREDENTIAL_TYPE, readConnection, type Connection } from '../transport/connection';
import { explaining } from '../transport/explain';
import { Pace } from '../transport/pace';
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

/** For working through the items of a run without holding n8n up. */
export function paceOf(context: IExecuteFunctions): Pace {
	return new Pace(systemClock(context.getExecutionCancelSignal()));
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
