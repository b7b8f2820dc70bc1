import { desktopKey } from './desktopId';
import {
	type DesktopPage,
	type Listed,
	listingProblem,
	type ListFilter,
	type ListingRefusal,
	PAGE_SIZE,
	readDesktopPage,
	type ServiceDesktop,
} from './desktopPages';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { ownTurn } from '../runtime/eventLoop';

/** The list is read so many times before it is refused. */
export const MAX_PASSES = 5;
/** Requests for one list, all passes together: 20 000 desktops in pages of 50. */
export const MAX_REQUESTS = 500;
/** Pages asked for at once; how many of them are in flight, the rate limiter decides. */
const PAGES_AT_ONCE = 32;
/** Desktops that a page shares with the one before it: one that has moved is enough to show. */
const OVERLAP = 1;
/**
 * Reads the list of desktops to its end, or until `atMost` are known.
 *
 * A list is whole or it is refused. The service counts by offset, so a desktop that comes, goes or moves while pages are read
 * could slip through between two of them. Therefore one reading (a pass) counts only if nothing contradicts that the list stood
 * still: pages overlap and show the same desktops at the same places, no desktop stands on two pages at different places, all
 * pages name the same total, as many are known as it names, and the first page, read once more at the end, is as it was.
 * Otherwise the list is read again. If no total vouches for several pages, two readings in a row have to agree.
 *
 * The first page goes out alone and tells the total; the others follow side by side. Requests: 1 if the list fits one page,
 * else ⌈total / 999⌉ + 1 at most; {@link MAX_PASSES} passes and {@link MAX_REQUESTS} requests if the list does not stand still.
 */
export async function readAllDesktops(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	filter: ListFilter,
	atMost = Infinity,
): Promise<Listed | ListingRefusal> {
	const limit = Math.min(PAGE_SIZE, atMost);
	let requests = 0;
	const ask = async (offset: number): Promise<PlacedPage | ListingRefusal> => {
		requests += 1;
		if (requests > MAX_REQUESTS) return notWhole(TOO_MANY_PAGES, CHECK_ENDPOINT);
		const part = `page ${requests} (desktops ${offset + 1} to ${offset + limit})`;
		const page = readDesktopPage(await api.listDesktops({ ...filter, offset, limit }), part);
		return page.kind === 'refused' ? page : { ...page, offset };
	};

	let head = await ask(0);
	let refused = notWhole(KEPT_CHANGING, WHEN_CALM);
	let previous: Pass | undefined;
	for (let number = 1; number <= MAX_PASSES; number++) {
		if (head.kind === 'refused') return head;
		const pass = new Pass(head, limit);
		const refusal = await readOn(pass, ask, atMost);
		if (refusal !== undefined) return refusal;
		if (pass.isSteady && pass.end >= atMost) return pass.listed(atMost);
		const isVouchedFor = pass.hasTotal || head.entries.length === 0;
		if (pass.isWhole && pass.isOnePage && isVouchedFor) return pass.listed(atMost);
		head = await ask(0);
		const isStill = head.kind === 'page' && pass.isWhole && pass.isStill(head);
		if (isStill && (pass.hasTotal || pass.agreesWith(previous))) return pass.listed(atMost);
		previous = isStill ? pass : undefined;
		refused = pass.refusal;
	}
	return refused;
}

type Ask = (offset: number) => Promise<PlacedPage | ListingRefusal>;

/**
 * Reads the pages after the first one, until the list ends or is seen to have moved. A round that brings nothing further is the
 * last one, so there are no more rounds than {@link MAX_REQUESTS}.
 */
async function readOn(pass: Pass, ask: Ask, atMost: number): Promise<ListingRefusal | undefined> {
	// A short first page may be a small page or have a wrong total: the next pages show which, so these come one by one at first.
	let atOnce = pass.isHeadFull ? PAGES_AT_ONCE : 1;
	while (pass.isSteady && !pass.hasEnded && pass.end < atMost) {
		const known = pass.end;
		const pages = await Promise.all(pass.nextOffsets(atOnce, atMost).map(ask));
		for (const page of pages) {
			if (page.kind === 'refused') return page;
			await ownTurn();
			pass.add(page);
		}
		pass.lookedBeyond = pass.end === known;
		atOnce = Math.min(2 * atOnce, PAGES_AT_ONCE);
	}
	return undefined;
}

/** A page, and the place in the list at which it begins. */
interface PlacedPage extends DesktopPage {
	readonly kind: 'page';
	readonly offset: number;
}

/** One reading of the list: which desktop stands at which place, and whether the pages fit each other. */
class Pass {
	/** The key of the desktop at each place; empty text for an entry without a usable ID. */
	private readonly places = new Map<number, string>();
	private readonly desktops = new Map<string, ServiceDesktop>();
	private readonly pages: PlacedPage[] = [];
	/** Whether a page shows more desktops than its total counts: then the total says nothing. */
	private isTotalTooLow = false;
	/** Entries of the longest page: the size of a page as the service makes it. */
	private longest = 0;

	/** False as soon as something shows that the list did not stand still. */
	isSteady = true;
	/** Places from 0 on that are known without a gap, each page overlapping the one before. */
	end = 0;
	/** Whether the last look beyond the end brought nothing further. */
	lookedBeyond = false;

	private readonly head: PlacedPage;
	private readonly limit: number;

	/** @param limit how many desktops were asked for with each page */
	constructor(head: PlacedPage, limit: number) {
		this.head = head;
		this.limit = limit;
		this.add(head);
	}

	add(page: PlacedPage): void {
		const { offset, entries, total } = page;
		const isTooLow = total !== undefined && entries.length > 0 && total < offset + entries.length;
		if (isTooLow) this.isTotalTooLow = true;
		else if (total !== this.head.total) this.isSteady = false;
		// It should have begun with a desktop that is known.
		if (entries.length === 0 && offset < this.end) this.isSteady = false;

		const onThisPage = new Set<string>();
		for (const [index, entry] of entries.entries()) {
			const key = entry === undefined ? '' : desktopKey(entry.desktop_id);
			this.put(offset + index, key, onThisPage.has(key));
			if (entry === undefined) continue;
			onThisPage.add(key);
			if (!this.desktops.has(key)) this.desktops.set(key, entry);
		}
		this.pages.push(page);
		this.longest = Math.max(this.longest, entries.length);
		this.end = this.connectedEnd();
	}

	/** A desktop that the service lists twice on one page is listed twice; on two pages, it has moved from one to the other. */
	private put(place: number, key: string, isOnThisPage: boolean): void {
		const before = this.places.get(place);
		const hasMoved =
			before === undefined ? this.desktops.has(key) && !isOnThisPage : before !== key;
		if (hasMoved) this.isSteady = false;
		if (before === undefined) this.places.set(place, key);
	}

	private connectedEnd(): number {
		let end = this.head.entries.length;
		for (const { offset, entries } of [...this.pages].sort((a, b) => a.offset - b.offset)) {
			if (offset < end) end = Math.max(end, offset + entries.length);
		}
		return end;
	}

	/** How many desktops there are, as far as that can be believed. */
	private get total(): number | undefined {
		return this.isTotalTooLow ? undefined : this.head.total;
	}

	get hasTotal(): boolean {
		return this.total !== undefined;
	}

	/** Whether both show the same desktops at the same places. */
	agreesWith(other: Pass | undefined): boolean {
		if (other === undefined || other.places.size !== this.places.size) return false;
		return [...this.places].every(([place, key]) => other.places.get(place) === key);
	}

	get isHeadFull(): boolean {
		return this.head.entries.length >= this.limit;
	}

	/** Whether all desktops stand on the first page: then they were there at one moment. */
	get isOnePage(): boolean {
		return this.end === this.head.entries.length;
	}

	/**
	 * Whether the list ends at {@link end}: a look beyond brought nothing, or the total is reached by a page that is not full. A
	 * full page may be cut off, and the total with it: the schema declares a maximum of 2000.
	 */
	get hasEnded(): boolean {
		if (this.lookedBeyond) return true;
		if (this.total !== this.end) return false;
		if (this.pages.length === 1) return this.end !== this.limit;
		// If no page is full, the service gives small pages, and a short one says nothing.
		const isLast = ({ offset, entries: { length } }: PlacedPage) =>
			offset + length === this.end && length < this.limit;
		return this.longest >= this.limit && this.pages.some(isLast);
	}

	get isWhole(): boolean {
		return this.isSteady && this.hasEnded && !this.hasGap && this.end >= (this.total ?? 0);
	}

	/** Whether something stands beyond the end that does not connect. */
	private get hasGap(): boolean {
		return this.pages.some(
			({ offset, entries: { length } }) => length > 0 && offset + length > this.end,
		);
	}

	/**
	 * Where the next pages begin, the first of them with the last desktop that is known: as many as the total still needs, at most
	 * `atOnce`, the last one with room to spare, so that the end shows; a single one if the total is reached or not known.
	 */
	nextOffsets(atOnce: number, atMost: number): number[] {
		const { longest, end } = this;
		if (longest === 0) return [];
		// Pages of a single desktop cannot overlap and get on.
		if (longest === 1) return [end];
		const missing = Math.max(0, Math.min(this.total ?? 0, atMost) - end);
		const step = longest - OVERLAP;
		const count = Math.min(Math.floor(missing / step) + 1, atOnce);
		return Array.from({ length: count }, (_, index) => end - OVERLAP + index * step);
	}

	/** Whether the first page, read once more, is as it was. */
	isStill(head: PlacedPage): boolean {
		const known = this.places.size;
		this.add(head);
		const isLong = head.entries.length >= this.head.entries.length;
		return this.isSteady && isLong && this.places.size === known;
	}

	/** Each desktop once, in the service's order. */
	listed(atMost: number): Listed {
		const listed = new Map<string, ServiceDesktop>();
		for (let place = 0; place < this.end && listed.size < atMost; place++) {
			const key = this.places.get(place) ?? '';
			const desktop = this.desktops.get(key);
			if (desktop !== undefined) listed.set(key, desktop);
		}
		const { size } = listed;
		const hasMore = size >= atMost && (this.total === undefined || this.total > size);
		return { kind: 'listed', desktops: [...listed.values()], hasMore };
	}

	get refusal(): ListingRefusal {
		const { total, end } = this;
		return this.isSteady && total !== undefined && end < total
			? notWhole(
					`The list of desktops is not complete: the service counts ${total} desktops and lists ${end}`,
					'Run this again later.',
				)
			: notWhole(KEPT_CHANGING, WHEN_CALM);
	}
}

function notWhole(reason: string, next: string): ListingRefusal {
	return {
		kind: 'refused',
		message: `${reason}, so nothing was done. ${next}`,
		problem: listingProblem(`${reason}. ${next}`),
	};
}

const KEPT_CHANGING = 'The list of desktops kept changing while it was read';
const WHEN_CALM = 'Run this again when fewer desktops are created, deleted or changed.';
const TOO_MANY_PAGES = `The list of desktops did not come to an end within ${MAX_REQUESTS} pages`;
const CHECK_ENDPOINT =
	'Check that the endpoint in the credential is the Workspace API, or run this again later.';
