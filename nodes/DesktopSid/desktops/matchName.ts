import { comparisonForm, type ComputerName, readComputerName } from './computerName';
import { desktopKey } from './desktopId';
import { eachInTurn } from '../runtime/eventLoop';

/** What matching needs of a desktop. API field names; it may have more. */
export interface ListedDesktop {
	readonly desktop_id: string;
	/** The name in Workspace. */
	readonly computer_name?: string;
	/** The name inside the operating system: the one that AD knows. */
	readonly os_host_name?: string;
	readonly sid?: string;
}

type Listing<Desktop> = ReadonlyMap<string, readonly Desktop[]>;

/** The service's desktops, ready to be found by either of their names. */
export interface DesktopIndex<Desktop extends ListedDesktop> {
	readonly byName: Listing<Desktop>;
	/** Only those with a name longer than NetBIOS allows, by its first 15 characters. */
	readonly byCutName: Listing<Desktop>;
}

/** The desktops that have a name. */
export type NameMatch<Desktop extends ListedDesktop> =
	| { readonly kind: 'one'; readonly desktop: Desktop }
	| { readonly kind: 'none' }
	| { readonly kind: 'several'; readonly desktops: readonly Desktop[] };

/** Reads each desktop once; one that is listed twice counts once, as it came first. */
export async function indexDesktops<Desktop extends ListedDesktop>(
	desktops: readonly Desktop[],
): Promise<DesktopIndex<Desktop>> {
	const known = new Set<string>();
	const byName = new Map<string, Desktop[]>();
	const byCutName = new Map<string, Desktop[]>();
	await eachInTurn(desktops, (desktop) => {
		const { desktop_id, os_host_name, computer_name } = desktop;
		const key = desktopKey(desktop_id);
		if (known.has(key)) return;
		known.add(key);
		for (const name of [os_host_name, computer_name]) {
			const reading = readComputerName(name);
			if (reading.kind !== 'name') continue;
			add(byName, comparisonForm(reading.name), desktop);
			if (reading.wasCut) add(byCutName, reading.key, desktop);
		}
	});
	return { byName, byCutName };
}

/** A desktop whose two names are the same stands under it once. */
function add<Desktop>(listing: Map<string, Desktop[]>, name: string, desktop: Desktop): void {
	const named = listing.get(name);
	if (named === undefined) listing.set(name, [desktop]);
	else if (named.at(-1) !== desktop) named.push(desktop);
}

/**
 * The desktops that have a computer name, as `os_host_name` or as `computer_name`, in constant time. Two desktops that have it in
 * different fields are two: which of them is meant, the name does not say. Only if none has the whole name, it is compared cut to
 * NetBIOS's 15 characters.
 *
 * Cutting happens on one side only: of a long name and a 15-character one, the latter may be the former's NetBIOS name; two
 * long names that differ after the 15th character are two computers.
 */
export function matchName<Desktop extends ListedDesktop>(
	{ byName, byCutName }: DesktopIndex<Desktop>,
	name: ComputerName,
): NameMatch<Desktop> {
	const desktops =
		byName.get(comparisonForm(name.name)) ?? (name.wasCut ? byName : byCutName).get(name.key) ?? [];
	const [desktop] = desktops;
	if (desktop === undefined) return { kind: 'none' };
	return desktops.length === 1 ? { kind: 'one', desktop } : { kind: 'several', desktops };
}
