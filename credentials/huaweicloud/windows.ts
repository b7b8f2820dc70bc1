import type { Spelled } from './spellings';

/**
 * Finds every stretch of a text that is also a stretch of a secret, from a given size on: all windows of that size of all secrets in one
 * hash table, and a rolling hash over the text (Rabin-Karp). A text takes time in proportion to its length, however long the secrets are.
 */
export class Windows {
	private readonly size: number;
	/** All secrets, one after the other. */
	private readonly units: Uint16Array;
	/** Open addressing: place of a window in `units` plus 1; 0 is free. At most half full. */
	private readonly table: Int32Array;
	/** One bit for what a hash may be, small enough for the processor's cache: tells 15 of 16 places of a text at once. */
	private readonly bits: Uint32Array;
	/** What a unit weighs when it leaves the window. */
	private readonly weight: number;

	/**
	 * @param secrets of at least `size` units each
	 * @param allowed windows that are left out
	 */
	constructor(size: number, secrets: readonly Uint16Array[], allowed?: Windows) {
		this.size = size;
		this.weight = Array.from({ length: size }).reduce((power: number) => imul(power, BASE), 1);
		const total = secrets.reduce((sum, { length }) => sum + length, 0);
		const slots = 2 ** Math.ceil(Math.log2(Math.max(8, 2 * total)));
		this.units = new Uint16Array(total);
		this.table = new Int32Array(slots);
		this.bits = new Uint32Array(slots / 4);
		let offset = 0;
		for (const secret of secrets) {
			this.units.set(secret, offset);
			const hashes = new Int32Array(secret.length);
			const count = this.hash(secret, secret.length, hashes);
			for (let at = 0; at < count; at += 1) {
				const hash = hashes[at] ?? 0;
				if (allowed?.has(hash, secret, at) !== true) this.add(hash, offset + at);
			}
			offset += secret.length;
		}
	}

	/**
	 * Sets `hidden` to 1 for every character of the original text that belongs to such a stretch; tells whether there was one.
	 *
	 * @param hashes room for the length of the text
	 */
	mark({ units, starts, length }: Spelled, hidden: Uint8Array, hashes: Int32Array): boolean {
		const { bits } = this;
		const lastBit = 32 * bits.length - 1;
		const count = this.hash(units, length, hashes);
		let end = 0;
		for (let at = 0; at < count; at += 1) {
			const hash = hashes[at] ?? 0;
			const bit = mixed(hash) & lastBit;
			if ((((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) continue;
			if (!this.has(hash, units, at)) continue;
			hidden.fill(1, starts[Math.max(at, end)], starts[at + this.size]);
			end = at + this.size;
		}
		return end > 0;
	}

	/** Writes the hash of the window at each place, and gives the number of windows. */
	private hash(units: Uint16Array, length: number, hashes: Int32Array): number {
		const { size, weight } = this;
		let hash = 0;
		for (let at = 0; at < size && at < length; at += 1)
			hash = (imul(hash, BASE) + (units[at] ?? 0)) | 0;
		hashes[0] = hash;
		for (let at = size; at < length; at += 1) {
			hash = (imul(hash, BASE) + (units[at] ?? 0) - imul(units[at - size] ?? 0, weight)) | 0;
			hashes[at - size + 1] = hash;
		}
		return Math.max(0, length - size + 1);
	}

	private add(hash: number, place: number): void {
		this.table[this.slotOf(hash, this.units, place)] = place + 1;
		const bit = mixed(hash) & (32 * this.bits.length - 1);
		this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
	}

	private has(hash: number, units: Uint16Array, at: number): boolean {
		return this.table[this.slotOf(hash, units, at)] !== 0;
	}

	/** The slot that holds the window at this place, or the free one where it would go. */
	private slotOf(hash: number, units: Uint16Array, at: number): number {
		const last = this.table.length - 1;
		let slot = mixed(hash) & last;
		while (this.table[slot] !== 0 && !this.equals((this.table[slot] ?? 0) - 1, units, at)) {
			slot = (slot + 1) & last;
		}
		return slot;
	}

	private equals(place: number, units: Uint16Array, at: number): boolean {
		for (let index = 0; index < this.size; index += 1) {
			if (this.units[place + index] !== units[at + index]) return false;
		}
		return true;
	}
}

const { imul } = Math;
const BASE = 0x01000193;

/** Lets all of a hash take part in its lower bits. */
function mixed(hash: number): number {
	const once = imul(hash ^ (hash >>> 16), 0x45d9f3b);
	return (once ^ (once >>> 15)) >>> 0;
}
