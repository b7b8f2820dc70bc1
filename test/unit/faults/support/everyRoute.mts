import type { WorkspaceRequest } from '../../../../nodes/DesktopSid/transport/request.ts';
import { AccessKeys } from '../../../../simulator/accessKeys.mts';
import type { Answer } from '../../../../simulator/answer.mts';
import type { Behaviour } from '../../../../simulator/behaviour.mts';
import type { Cloud } from '../../../../simulator/cloud.mts';
import { desktopOperations } from '../../../../simulator/desktopRoutes.mts';
import { jobOperations } from '../../../../simulator/jobRoutes.mts';
import type { Journal } from '../../../../simulator/journal.mts';
import { RateLimit } from '../../../../simulator/rateLimit.mts';
import { rejoinOperations } from '../../../../simulator/rejoinRoutes.mts';
import { routerOf } from '../../../../simulator/router.mts';
import { Tokens } from '../../../../simulator/tokens.mts';
import { Users } from '../../../../simulator/users.mts';

const route = routerOf([...desktopOperations, ...jobOperations, ...rejoinOperations]);
const TOKEN = 'a-token';

interface Setting {
	readonly cloud: Cloud;
	readonly behaviour: Behaviour;
	readonly journal: Journal;
	readonly now: () => number;
}

/** The simulator's own routes without its sockets; may throw a `Refusal`. */
export function everyRoute({ cloud, behaviour, journal, now }: Setting) {
	const world = {
		...{ cloud, behaviour, journal, now, projectId: 'p', projects: [] },
		signIn: { tokens: new Tokens([TOKEN], now), accessKeys: new AccessKeys([], now) },
		users: new Users([], now),
		limits: { workspace: new RateLimit(1000), tokens: new RateLimit(60_000) },
	};
	return ({ method, path, query = [], body }: WorkspaceRequest): Answer => {
		const rawPath = `/v2/p${path}`;
		const found = route(method, rawPath);
		if (found === undefined) throw new Error(`no route for ${method} ${path}`);
		const search = new URLSearchParams(
			query.map(([name, value]): [string, string] => [name, value]),
		);
		const headers = { 'x-auth-token': TOKEN };
		const call = {
			...{ method, rawPath, headers, params: found.params, query: search, requestId: 'r' },
			...{ rawUrl: rawPath, rawQuery: '', bodyBytes: Buffer.alloc(0), json: body },
		};
		return found.run(call, world, journal.entries[0] as never);
	};
}
