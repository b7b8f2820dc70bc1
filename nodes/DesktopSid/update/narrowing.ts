const START = 200;
const SHARE_OF_BATCHES = 0.1;

/**
 * What one run may spend on narrowing refused batches down to the desktops that are meant: a refused (or failed) probe costs
 * one, an accepted one gives one back for each desktop that it saved, never above the start of 200 plus a tenth of the batches.
 *
 * So it goes on for as long as it saves at least as many desktops as it costs requests: bad desktops that are sparse never use
 * it up, while a reason that holds for every desktop (5000 refused in 50 batches) ends after 205 extra requests.
 */
export class NarrowingBudget {
	private readonly start: number;
	private left: number;

	constructor(batches: number) {
		this.start = START + Math.floor(batches * SHARE_OF_BATCHES);
		this.left = this.start;
	}

	/** Pays for `probes` requests in advance; `false`, and nothing paid, where too little is left. */
	pay(probes: number): boolean {
		if (this.left < probes) return false;
		this.left -= probes;
		return true;
	}

	/** A probe was accepted: it cost nothing after all, and saved so many desktops. */
	saved(desktops: number): void {
		this.left = Math.min(this.start, this.left + 1 + desktops);
	}
}
