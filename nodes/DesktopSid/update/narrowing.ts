const START = 200;
const SHARE_OF_BATCHES = 0.1;
/** A refused group is probed in two halves. */
const PROBES = 2;
/** Probes under way at once, before savings of others are known. */
const MOST_UNDER_WAY = 8;

interface Waiting {
	readonly size: number;
	readonly resolve: (admitted: boolean) => void;
}

/**
 * What one run may spend on narrowing refused batches down to the desktops that are meant: a refused (or failed) probe costs
 * one, an accepted one gives one back for each desktop that it saved, never above the start of 200 plus a tenth of the batches.
 *
 * So it goes on for as long as it saves at least as many desktops as it costs requests, which is so while up to a fifth of them
 * are bad; a reason that holds for every desktop (5000 refused in 50 batches) ends after 205 extra requests.
 *
 * The smallest groups come first and few are under way at once: they are next to saving somebody, while cutting all batches into
 * ever smaller pieces side by side would spend everything before the first desktop is saved.
 */
export class NarrowingBudget {
	private readonly start: number;
	private left: number;
	private underWay = 0;
	private readonly waiting: Waiting[] = [];

	/** @param batches of the run */
	constructor(batches: number) {
		this.start = START + Math.floor(batches * SHARE_OF_BATCHES);
		this.left = this.start;
	}

	/**
	 * Asks to probe the two halves of a refused group; each probe is to be reported by {@link probed}.
	 *
	 * @returns whether it may: `false` once nothing is left and no probe is under way that could bring something back
	 */
	async admit(size: number): Promise<boolean> {
		const admitted = new Promise<boolean>((resolve) => this.waiting.push({ size, resolve }));
		this.decide();
		return await admitted;
	}

	/** One probe has been answered. @param saved how many desktops it named, if it was accepted; else 0 */
	probed(saved: number): void {
		this.underWay -= 1;
		if (saved > 0) this.left = Math.min(this.start, this.left + 1 + saved);
		this.decide();
	}

	private decide(): void {
		while (this.waiting.length > 0 && this.underWay + PROBES <= MOST_UNDER_WAY) {
			const affordable = this.left >= PROBES;
			if (!affordable && this.underWay > 0) return;
			if (affordable) {
				this.left -= PROBES;
				this.underWay += PROBES;
			}
			this.takeSmallest()?.resolve(affordable);
		}
	}

	private takeSmallest(): Waiting | undefined {
		let smallest = 0;
		for (const [index, { size }] of this.waiting.entries()) {
			if (size < (this.waiting[smallest]?.size ?? Infinity)) smallest = index;
		}
		return this.waiting.splice(smallest, 1)[0];
	}
}
