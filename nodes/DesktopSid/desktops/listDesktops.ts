import { comparisonForm, type ComputerName } from './computerName';
import {
	type Listed,
	type ListFilter,
	type ListingRefusal,
	PAGE_SIZE,
	readAllDesktops,
	readDesktopPage,
	type ServiceDesktop,
} from './desktopPages';
import type { WorkspaceApi } from '../transport/workspaceApi';

type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/** Which desktops a run has to know. */
export type Wanted =
	/** Each id once. Of more than {@link FEW_IDS} or {@link FEW_NAMES} no more need be given: then all desktops are listed. */
	| { readonly by: 'ids'; readonly ids: readonly string[] }
	| { readonly by: 'names'; readonly names: readonly ComputerName[] }
	/** `atMost`: enough after so many; otherwise all. */
	| { readonly by: 'filter'; readonly filter: ListFilter; readonly atMost?: number };

/** Up to so many ids are asked for by id; for more the whole list is as cheap. */
export const FEW_IDS = 500;
/** Source: OpenAPI export of the Workspace API, ListDesktops: `desktop_id` has at most 100 values. */
const IDS_PER_REQUEST = 100;
/** 100 UUIDs fill 4 800 characters of the URL; with longer ids the request line would grow past what gateways take. */
const MAX_FILTERED_ID_LENGTH = 64;
/** Each name costs a request of its own. */
export const FEW_NAMES = 5;

/**
 * Lists the desktops that a run has to know, once: a handful of ids or names by the service's own filters, otherwise the whole
 * list in pages of 1000. More desktops than were wanted may come back; fewer only where they do not exist.
 */
export async function listDesktops(
	api: ListingApi,
	wanted: Wanted,
): Promise<Listed | ListingRefusal> {
	switch (wanted.by) {
		case 'filter':
			return await readAllDesktops(api, wanted.filter, wanted.atMost);
		case 'ids':
			return await listIds(api, wanted.ids);
		case 'names':
			return await listNames(api, wanted.names);
	}
}

async function listIds(api: ListingApi, ids: readonly string[]): Promise<Listed | ListingRefusal> {
	const areFew = ids.length <= FEW_IDS;
	if (!areFew || ids.some((id) => id.length > MAX_FILTERED_ID_LENGTH)) {
		return await readAllDesktops(api, {});
	}
	const desktops: ServiceDesktop[] = [];
	for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
		const desktopIds = ids.slice(start, start + IDS_PER_REQUEST);
		const reply = await api.listDesktops({ desktopIds, offset: 0, limit: PAGE_SIZE });
		const page = readDesktopPage(reply, `${desktopIds.length} desktops by ID`);
		if (page.kind === 'refused') return page;
		// More than were asked for: the filter was not obeyed, so the page is just the first one of all.
		if (page.length > desktopIds.length) return await readAllDesktops(api, {});
		desktops.push(...page.desktops);
	}
	return { kind: 'listed', desktops };
}

async function listNames(
	api: ListingApi,
	names: readonly ComputerName[],
): Promise<Listed | ListingRefusal> {
	const distinct = new Map<string, ComputerName>();
	for (const name of names) {
		distinct.set(comparisonForm(name.name), name);
		if (distinct.size > FEW_NAMES) return await readAllDesktops(api, {});
	}
	const desktops: ServiceDesktop[] = [];
	for (const name of distinct.values()) {
		const answer = await askForName(api, name);
		if (answer === 'undecided') return await readAllDesktops(api, {});
		if (answer.kind === 'refused') return answer;
		desktops.push(answer.desktop);
	}
	return { kind: 'listed', desktops };
}

type NameAnswer = { readonly kind: 'found'; readonly desktop: ServiceDesktop } | ListingRefusal;

/**
 * Asks the service for one name. Whether its filter compares whole names, parts, or with regard to case is not documented, and it
 * does not look at `os_host_name`. So the name goes out in a spelling that no desktop has: who is found all the same was found
 * without regard to case. Only the plain case counts, one desktop that goes by this name in Workspace and inside its operating
 * system; anything else is left to the whole list.
 */
async function askForName(api: ListingApi, name: ComputerName): Promise<NameAnswer | 'undecided'> {
	if (name.wasCut) return 'undecided';
	const asked = unusualSpelling(name.name);
	const reply = await api.listDesktops({ computerName: asked, offset: 0, limit: PAGE_SIZE });
	const page = readDesktopPage(reply, `the desktops named "${name.name}"`);
	if (page.kind === 'refused') return page;
	if (page.length >= PAGE_SIZE) return 'undecided';

	const wanted = comparisonForm(name.name);
	const goesByIt = (text: string | undefined) =>
		text !== undefined && comparisonForm(text.trim()) === wanted;
	const found = page.desktops.filter((desktop) => goesByIt(desktop.computer_name));
	const [desktop] = found;
	if (desktop === undefined || found.length > 1) return 'undecided';
	const isCaseIgnored = desktop.computer_name !== asked || !HAS_CASE.test(asked);
	return isCaseIgnored && goesByIt(desktop.os_host_name) ? { kind: 'found', desktop } : 'undecided';
}

const HAS_CASE = /\p{Ll}|\p{Lu}/u;

/** `PC-1` as `pC-1`: lower and upper case in turn. */
function unusualSpelling(name: string): string {
	let letters = 0;
	return name.replace(/[a-z]/gi, (letter) =>
		letters++ % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase(),
	);
}
