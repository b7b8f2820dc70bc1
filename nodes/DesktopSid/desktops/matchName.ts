import { comparisonForm, type ComputerName, readComputerName } from './computerName';
import { eachInTurn } from '../runtime/eventLoop';

/** What matching needs of a desktop. API field names; more fields do no harm. */
export interface ListedDesktop {
	readonly desktop_id: string;
	/** The name in Workspace. */
	readonly computer_name?: string;
	/** The name inside the operating system: the one that AD knows. */
	readonly os_host_name?: string;
	readonly sid?: string;
}

type Listing<Desktop> = ReadonlyMap<string, readonly Desktop[]>;

/** The desktops by the names in one of their fields. */
interface FieldIndex<Desktop> {
	readonly byName: Listing<Desktop>;
	/** Only those with a name longer than NetBIOS allows, by its first 15 characters. */
	readonly byCutName: Listing<Desktop>;
}

/** The service's desktops, ready to be found by name. */
export interface DesktopIndex<Desktop extends ListedDesktop> {
	readonly osHostName: FieldIndex<Desktop>;
	readonly computerName: FieldIndex<Desktop>;
}

/** The desktops that go by a name. */
export type NameMatch<Desktop extends ListedDesktop> =
	| { readonly kind: 'one'; readonly desktop: Desktop }
	| { readonly kind: 'none' }
	| { readonly kind: 'several'; readonly desktops: readonly Desktop[] };

/** Reads each desktop once; one listed twice (it slid to the next page while pages were read) counts once, as it came first. */
export async function indexDesktops<Desktop extends ListedDesktop>(
	desktops: readonly Desktop[],
): Promise<DesktopIndex<Desktop>> {
	const ids = new Set<string>();
	const osHostName = emptyIndex<Desktop>();
	const computerName = emptyIndex<Desktop>();
	await eachInTurn(desktops, (desktop) => {
		const { desktop_id, os_host_name, computer_name } = desktop;
		if (ids.has(desktop_id)) return;
		ids.add(desktop_id);
		enter(osHostName, os_host_name, desktop);
		enter(computerName, computer_name, desktop);
	});
	return { osHostName, computerName };
}

function emptyIndex<Desktop>() {
	return { byName: new Map<string, Desktop[]>(), byCutName: new Map<string, Desktop[]>() };
}

function enter<Desktop>(
	{ byName, byCutName }: ReturnType<typeof emptyIndex<Desktop>>,
	name: string | undefined,
	desktop: Desktop,
): void {
	const reading = readComputerName(name);
	if (reading.kind !== 'name') return;
	add(byName, comparisonForm(reading.name), desktop);
	if (reading.wasCut) add(byCutName, reading.key, desktop);
}

function add<Desktop>(listing: Map<string, Desktop[]>, name: string, desktop: Desktop): void {
	const known = listing.get(name);
	if (known === undefined) listing.set(name, [desktop]);
	else known.push(desktop);
}

/**
 * The desktops that go by a computer name, in constant time. The first of these that finds any decides: the whole name as
 * `os_host_name`, as `computer_name`, then the name cut to NetBIOS's 15 characters in the same order.
 *
 * Cutting happens on one side only: of a long name and a 15-character one, the latter may be the former's NetBIOS name; two
 * long names that differ after the 15th character are two computers.
 */
export function matchName<Desktop extends ListedDesktop>(
	index: DesktopIndex<Desktop>,
	name: ComputerName,
): NameMatch<Desktop> {
	const { osHostName, computerName } = index;
	const whole = comparisonForm(name.name);
	const cut = (field: FieldIndex<Desktop>) =>
		name.wasCut ? field.byName.get(name.key) : field.byCutName.get(name.key);
	const desktops =
		osHostName.byName.get(whole) ??
		computerName.byName.get(whole) ??
		cut(osHostName) ??
		cut(computerName) ??
		[];
	const [desktop] = desktops;
	if (desktop === undefined) return { kind: 'none' };
	return desktops.length === 1 ? { kind: 'one', desktop } : { kind: 'several', desktops };
}
