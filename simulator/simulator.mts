import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { AccessKeys } from './accessKeys.mts';
import { type Behaviour, behaviourWith } from './behaviour.mts';
import { Cloud } from './cloud.mts';
import { Faults } from './faults.mts';
import { Journal } from './journal.mts';
import { type SimulatorOptions, checkOptions } from './options.mts';
import { RateLimit } from './rateLimit.mts';
import { buildServer } from './server.mts';
import type { SignIn } from './signIn.mts';
import { Tokens } from './tokens.mts';
import { Users } from './users.mts';

export type { Behaviour } from './behaviour.mts';
export type { Cloud } from './cloud.mts';
export type { Desktop, DesktopSeed } from './desktop.mts';
export type { FaultAction, FaultMatch, FaultRule, Faults } from './faults.mts';
export type { Journal, JournalEntry, SidChange } from './journal.mts';
export type { SimulatorOptions } from './options.mts';

/** A running simulator of Huawei Cloud. */
export interface Simulator {
	/** Origin of the listener, `http://127.0.0.1:PORT`: Workspace, IAM and STS are all served there. */
	readonly url: string;
	/** What to type as endpoint: the origin with the path prefix, if there is one. */
	readonly endpoint: string;
	readonly projectId: string;
	/** A valid token: the first of the options, or one made up when they name none. */
	readonly token: string;
	/** Switches; a change takes effect with the next request. */
	readonly behaviour: Behaviour;
	readonly cloud: Cloud;
	readonly journal: Journal;
	readonly faults: Faults;
	/** Who may call: to add, expire or lock keys and tokens while it runs. */
	readonly signIn: SignIn;
	/** Ends the listener and all open connections, hanging ones included. */
	close(): Promise<void>;
}

/**
 * Starts the simulator on 127.0.0.1. Nothing is written to disk, nothing is logged.
 *
 * @throws Error when the options ask for another address or are malformed, or when the port is taken
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	checkOptions(options);
	const now = options.now ?? Date.now;
	const projectId = options.projectId ?? '0123456789abcdef0123456789abcdef';
	const behaviour = behaviourWith(options.behaviour);
	if (options.rateLimit !== undefined) behaviour.rateLimit = options.rateLimit;
	if (options.latencyMs !== undefined) behaviour.latencyMs = options.latencyMs;

	const journal = new Journal();
	const cloud = new Cloud(behaviour, journal, now);
	cloud.add(...(options.desktops ?? []));
	const faults = new Faults();
	const tokens = options.tokens ?? [`MII${randomBytes(96).toString('hex')}`];
	const signIn = {
		tokens: new Tokens(tokens, now),
		accessKeys: new AccessKeys(options.accessKeys ?? [], now),
	};
	const world = {
		projectId,
		projects: options.projects ?? [{ id: projectId, name: 'cn-north-4' }],
		behaviour,
		cloud,
		journal,
		signIn,
		users: new Users(options.users ?? [], now),
		limits: { workspace: new RateLimit(1000), tokens: new RateLimit(60_000) },
		now,
	};

	const closing = new AbortController();
	const pathPrefix = options.pathPrefix ?? '';
	const server = buildServer({
		world,
		faults,
		pathPrefix,
		tls: options.tls,
		closing: closing.signal,
	});
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`;
	return {
		url,
		endpoint: `${url}${pathPrefix}`,
		projectId,
		token: firstToken(tokens),
		behaviour,
		cloud,
		journal,
		faults,
		signIn,
		async close() {
			closing.abort();
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

function firstToken(tokens: NonNullable<SimulatorOptions['tokens']>): string {
	const [first] = tokens;
	return typeof first === 'string' ? first : (first?.token ?? '');
}
