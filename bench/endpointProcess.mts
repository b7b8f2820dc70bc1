/** The endpoint as its parent sees it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Limit } from './rateLimit.mts';

/** How the service is, for one run. */
export interface Weather {
	/** What each answer waits. */
	latencyMs: number;
	limit?: Limit;
	/** How many desktops the list shows. */
	desktops: number;
}

/** What was asked of the endpoint since the run began. */
export interface Counts {
	/** Requests to update, refused ones included. */
	updates: number;
	/** Of these, answered 429. */
	throttled: number;
	/** Pages of the list. */
	pages: number;
	/** Different desktops that were updated. */
	updated: number;
	connections: number;
	inFlight: number;
	mostInFlight: number;
}

export type EndpointCall = { kind: 'begin'; weather: Weather } | { kind: 'count' };
export type EndpointAnswer =
	| { kind: 'listening'; port: number }
	| { kind: 'counts'; counts: Counts };

export interface Endpoint {
	/** Without a slash at the end. */
	url: string;
	/** Sets the weather and starts counting anew. */
	begin(weather: Weather): Promise<void>;
	counts(): Promise<Counts>;
	close(): Promise<void>;
}

export async function startEndpoint(): Promise<Endpoint> {
	const child = fork(join(import.meta.dirname, 'endpoint.mts'), { execArgv: [] });
	const first = await nextAnswer(child);
	if (first.kind !== 'listening') throw new Error('The endpoint did not say where it listens.');
	const call = async (message: EndpointCall): Promise<Counts> => {
		child.send(message);
		const answer = await nextAnswer(child);
		if (answer.kind !== 'counts') throw new Error('The endpoint did not give its counts.');
		return answer.counts;
	};
	return {
		url: `http://127.0.0.1:${String(first.port)}`,
		begin: async (weather) => {
			await call({ kind: 'begin', weather });
		},
		counts: async () => call({ kind: 'count' }),
		close: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}

async function nextAnswer(child: ChildProcess): Promise<EndpointAnswer> {
	const [message] = (await once(child, 'message')) as [EndpointAnswer];
	return message;
}
