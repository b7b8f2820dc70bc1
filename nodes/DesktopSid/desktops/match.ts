import { comparisonForm, readComputerName, type ComputerName } from './computerName';

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
export function indexDesktops<Desktop extends ListedDesktop>(
	desktops: Iterable<Desktop>,
): DesktopIndex<Desktop> {
	const unique = new Map<string, Desktop>();
	for (const desktop of desktops) {
		const id = desktop.desktop_id;
		if (!unique.has(id)) unique.set(id, desktop);
	}
	return {
		osHostName: indexField(unique.values(), 'os_host_name'),
		computerName: indexField(unique.values(), 'computer_name'),
	};
}

function indexField<Desktop extends ListedDesktop>(
	desktops: Iterable<Desktop>,
	field: 'os_host_name' | 'computer_name',
): FieldIndex<Desktop> {
	const byName = new Map<string, Desktop[]>();
	const byCutName = new Map<string, Desktop[]>();
	for (const desktop of desktops) {
		const reading = readComputerName(desktop[field]);
		if (reading.kind !== 'name') continue;
		add(byName, comparisonForm(reading.name), desktop);
		if (reading.wasCut) add(byCutName, reading.key, desktop);
	}
	return { byName, byCutName };
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
