/** Which requests a fault is for; everything given must fit. */
export interface FaultMatch {
	method?: string;
	/** Tested against the raw path without the query. */
	path?: RegExp;
	/** The body or the path names this desktop. */
	desktopId?: string;
	/** Only from the nth request on that fits the rest, counted from 1. */
	nth?: number;
}

/** What happens to the request instead of a proper answer. */
export type FaultAction =
	/** An answer of this status. Without a body: one in the usual shape for the status (429 with Retry-After as switched). */
	| { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
	/** The connection is reset without an answer. */
	| { kind: 'reset' }
	/** No answer, ever; the connection stays open until either side gives up. */
	| { kind: 'hang' }
	/** The answer breaks off in the middle of its body; `bytes` of it are sent (default: half). */
	| { kind: 'truncate'; bytes?: number }
	/** A page of a proxy or a web application firewall. */
	| { kind: 'html'; status: number }
	/** One byte of the body every `everyMs`; `bytes` in all (default: without end). */
	| { kind: 'drip'; everyMs: number; bytes?: number; status?: number }
	/** A body of so many bytes, sent as fast as the client reads. */
	| { kind: 'huge'; bytes: number; status?: number }
	| { kind: 'redirect'; location: string; status: 301 | 302 | 303 | 307 | 308 }
	| { kind: 'emptyBody'; status: number }
	/** A body that is announced as JSON and is none. */
	| { kind: 'notJson'; status?: number; text?: string }
	/** The proper answer, later (real time). */
	| { kind: 'delay'; ms: number };

export interface FaultRule {
	/** Without it: every request. */
	match?: FaultMatch;
	/** How many requests it hits: without it all that match, or just one where `match.nth` is given. */
	times?: number;
	/** Do the work first, then play the fault with its answer: the classic lost answer of a call that did take effect. */
	after?: boolean;
	do: FaultAction;
}

/** What a rule is compared with. */
export interface FaultSubject {
	method: string;
	path: string;
	desktopIds: readonly string[];
}

interface ArmedRule {
	rule: FaultRule;
	matched: number;
	hits: number;
}

/** The script of what goes wrong. The first rule that fits plays; every rule counts all requests that fit it. */
export class Faults {
	readonly #rules = new Set<ArmedRule>();

	/** Adds a rule. `hits` tells how often it has played so far; `remove` ends it. */
	add(rule: FaultRule): { readonly hits: number; remove(): void } {
		const armed = { rule, matched: 0, hits: 0 };
		this.#rules.add(armed);
		return {
			get hits() {
				return armed.hits;
			},
			remove: () => this.#rules.delete(armed),
		};
	}

	clear(): void {
		this.#rules.clear();
	}

	/** The fault to play for a request that has just arrived. */
	take(subject: FaultSubject): FaultRule | undefined {
		let chosen: ArmedRule | undefined;
		for (const armed of this.#rules) {
			if (!fits(armed.rule.match ?? {}, subject)) continue;
			armed.matched += 1;
			if (chosen === undefined && isDue(armed)) chosen = armed;
		}
		if (chosen !== undefined) chosen.hits += 1;
		return chosen?.rule;
	}
}

function fits({ method, path, desktopId }: FaultMatch, subject: FaultSubject): boolean {
	if (method !== undefined && method.toUpperCase() !== subject.method) return false;
	// `search` ignores the state of patterns with the flags g and y, `test` does not.
	if (path !== undefined && subject.path.search(path) === -1) return false;
	return desktopId === undefined || subject.desktopIds.includes(desktopId);
}

function isDue({ rule, matched, hits }: ArmedRule): boolean {
	const nth = rule.match?.nth;
	const times = rule.times ?? (nth === undefined ? Infinity : 1);
	return hits < times && matched >= (nth ?? 1);
}
