import type { Answer, Call } from './answer.mts';
import type { Behaviour } from './behaviour.mts';
import type { Cloud } from './cloud.mts';
import type { Identity } from './identity.mts';
import type { Journal, JournalEntry } from './journal.mts';
import type { Project, Users } from './users.mts';
import type { RateLimit } from './rateLimit.mts';
import type { SignIn } from './signIn.mts';

/** Everything that the operations work with. */
export interface World {
	projectId: string;
	projects: readonly Project[];
	behaviour: Behaviour;
	cloud: Cloud;
	journal: Journal;
	signIn: SignIn;
	users: Users;
	limits: { workspace: RateLimit; tokens: RateLimit };
	now: () => number;
}

/** One operation of an API. */
export interface Operation {
	method: 'GET' | 'POST' | 'PUT';
	/** With variables as `:project_id`. */
	path: string;
	/**
	 * Answers a request, or throws a `Refusal`. The journal's entry of the request may be read; behind the gateway it is known who sends it.
	 */
	run(call: Call, world: World, entry: JournalEntry, identity?: Identity): Answer;
}
