import type { Behaviour } from './behaviour.mts';
import {
	type Desktop,
	type DesktopSeed,
	type DomainStatus,
	desktopFrom,
	shownSid,
} from './desktop.mts';
import { Jobs } from './jobs.mts';
import type { Journal, SidChange } from './journal.mts';

/**
 * The truth of the simulated cloud: its desktops and jobs. Tests read it to check what a client claims, and change it to play
 * an administrator, for example `cloud.get(id).adSid = …` for a computer account that was deleted and created again.
 */
export class Cloud {
	readonly jobs: Jobs;
	/** The customer's own AD, or the service's built-in directory, where a SID update has nothing to align with. */
	directory: 'LOCAL_AD' | 'LITE_AS' = 'LOCAL_AD';

	readonly #behaviour: Behaviour;
	readonly #journal: Journal;
	readonly #now: () => number;
	readonly #desktops = new Map<string, Desktop>();
	/** What the lists still show of desktops whose SID changed a moment ago. */
	readonly #stale = new Map<string, { sid: string; until: number }>();
	/** Likewise for the state of the domain membership. */
	readonly #staleDomain = new Map<string, { status: DomainStatus; until: number }>();
	#all: readonly Desktop[] | undefined;
	#added = 0;

	constructor(behaviour: Behaviour, journal: Journal, now: () => number) {
		this.#behaviour = behaviour;
		this.#journal = journal;
		this.#now = now;
		this.jobs = new Jobs(behaviour);
	}

	/** Adds desktops; whatever a seed leaves out is made up. Throws when an id exists already. */
	add(...seeds: readonly DesktopSeed[]): Desktop[] {
		return seeds.map((seed) => {
			this.#added += 1;
			const desktop = desktopFrom(seed, this.#added);
			if (this.#desktops.has(desktop.desktop_id)) {
				throw new Error(`There is a desktop ${desktop.desktop_id} already.`);
			}
			this.#desktops.set(desktop.desktop_id, desktop);
			this.#all = undefined;
			return desktop;
		});
	}

	/** Deletes a desktop; answers whether there was one. */
	remove(desktopId: string): boolean {
		this.#all = undefined;
		this.#stale.delete(desktopId);
		this.#staleDomain.delete(desktopId);
		return this.#desktops.delete(desktopId);
	}

	/** The desktop as it is now, due jobs included; `undefined` when there is none of this id. */
	get(desktopId: string): Desktop | undefined {
		this.settle();
		return this.#desktops.get(desktopId);
	}

	/** As `get`, without letting due jobs do their work first: for those jobs themselves, and after a `settle`. */
	peek(desktopId: string): Desktop | undefined {
		return this.#desktops.get(desktopId);
	}

	/** All desktops in the order in which they were added. */
	list(): readonly Desktop[] {
		this.settle();
		this.#all ??= [...this.#desktops.values()];
		return this.#all;
	}

	/** Does all work of jobs that is due by the clock. */
	settle(): void {
		this.jobs.settle(this.#now());
	}

	/** The SID as an answer shows it now: late by `sidLagSeconds`, and in the desktop's own format. */
	shownSidOf(desktop: Desktop): string {
		return shownSid(desktop, this.#recordAsShown(desktop, this.#now()));
	}

	/** The state of the domain membership as an answer shows it now: late by `domainLagSeconds`. */
	shownDomainStatusOf(desktop: Desktop): DomainStatus {
		return this.#domainStatusAsShown(desktop, this.#now());
	}

	/** Changes the state of the domain membership; lists show it late. Setting `domainStatus` itself shows at once. */
	setDomainStatus(desktop: Desktop, status: DomainStatus, at = this.#now()): void {
		const shown = this.#domainStatusAsShown(desktop, at);
		const until = at + this.#behaviour.domainLagSeconds * 1000;
		if (until > at) this.#staleDomain.set(desktop.desktop_id, { status: shown, until });
		desktop.domainStatus = status;
	}

	/** Sets the SID on record to what AD has, which may heal the domain membership. Writes a change into the journal only if there is one. */
	alignSid(desktop: Desktop, by: SidChange['by'], at: number): void {
		const before = desktop.sid;
		if (before === desktop.adSid) return;
		const stale = this.#recordAsShown(desktop, at);
		this.#stale.set(desktop.desktop_id, {
			sid: stale,
			until: at + this.#behaviour.sidLagSeconds * 1000,
		});
		desktop.sid = desktop.adSid;
		this.#journal.changes.push({
			desktop_id: desktop.desktop_id,
			before,
			after: desktop.sid,
			by,
			time: at,
		});
		const isHealed = this.#behaviour.sidUpdateHeals && desktop.healedBy === 'sidUpdate';
		if (isHealed && desktop.domainStatus === 2) this.setDomainStatus(desktop, 1, at);
	}

	#domainStatusAsShown(desktop: Desktop, at: number): DomainStatus {
		const stale = this.#staleDomain.get(desktop.desktop_id);
		return stale !== undefined && at < stale.until ? stale.status : desktop.domainStatus;
	}

	#recordAsShown(desktop: Desktop, at: number): string {
		const stale = this.#stale.get(desktop.desktop_id);
		return stale !== undefined && at < stale.until ? stale.sid : desktop.sid;
	}
}
