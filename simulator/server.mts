import { type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { desktopOperations } from './desktopRoutes.mts';
import { Exchanges } from './exchange.mts';
import type { Faults } from './faults.mts';
import { iamOperations } from './iamRoutes.mts';
import { jobOperations } from './jobRoutes.mts';
import type { World } from './operation.mts';
import { rejoinOperations } from './rejoinRoutes.mts';
import { routerOf } from './router.mts';
import { sidOperations } from './sidRoutes.mts';
import { stsOperations } from './stsRoutes.mts';

const route = routerOf([
	...sidOperations,
	...desktopOperations,
	...jobOperations,
	...rejoinOperations,
	...iamOperations,
	...stsOperations,
]);

/** An idle connection is not cut between two requests of a test that takes its time. */
const KEEP_ALIVE_MS = 72_000;

export interface ServerSetting {
	world: World;
	faults: Faults;
	/** In front of every path, for example `/gateway`; empty = none. */
	pathPrefix: string;
	tls: { key: string; cert: string } | undefined;
	/** Aborted when the simulator closes. */
	closing: AbortSignal;
}

export function buildServer(setting: ServerSetting): Server {
	const exchanges = new Exchanges(setting, route);
	const listener: RequestListener = (request, response) => {
		void exchanges.serve(request, response);
	};
	const options = { keepAliveTimeout: KEEP_ALIVE_MS };
	return setting.tls === undefined
		? createServer(options, listener)
		: createTlsServer({ ...options, ...setting.tls }, listener);
}
