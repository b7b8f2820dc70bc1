import type { Behaviour } from './behaviour.mts';
import type { Cloud } from './cloud.mts';
import type { Desktop } from './desktop.mts';
import type { QueryReader } from './desktopQuery.mts';

/** One condition on a desktop. */
export type Condition = (desktop: Desktop) => boolean;

/** The conditions of ListDesktops that the node asks for or may be made to ask for. */
export function conditionsOf(query: QueryReader, behaviour: Behaviour, cloud: Cloud): Condition[] {
	return [
		...computerName(query.text('computer_name'), behaviour),
		...oneOf(query.repeated('desktop_id'), (desktop) => desktop.desktop_id),
		...oneOf(query.commaList('desktop_type'), (desktop) => desktop.desktop_type),
		...oneOf(query.commaList('pool_id'), (desktop) => desktop.pool_id),
		...domainStatus(query, behaviour, cloud),
		...equals(query.text('status'), (desktop) => desktop.status),
	];
}

function computerName(wanted: string | undefined, behaviour: Behaviour): Condition[] {
	if (wanted === undefined) return [];
	const lower = wanted.toLowerCase();
	switch (behaviour.computerNameFilter) {
		case 'caseSensitive':
			return [(desktop) => desktop.computer_name === wanted];
		case 'exact':
			return [(desktop) => desktop.computer_name.toLowerCase() === lower];
		case 'substring':
			return [(desktop) => desktop.computer_name.toLowerCase().includes(lower)];
	}
}

/** A region that does not know the filter takes it for no filter; one that knows it filters by what it shows. */
function domainStatus(query: QueryReader, behaviour: Behaviour, cloud: Cloud): Condition[] {
	if (behaviour.domainStatusFilter === 'ignored') return [];
	const wanted = query.count('domain_status', 3, 0);
	return wanted === 0 ? [] : [(desktop) => cloud.shownDomainStatusOf(desktop) === wanted];
}

function oneOf(wanted: string[], field: (desktop: Desktop) => string): Condition[] {
	if (wanted.length === 0) return [];
	const set = new Set(wanted);
	return [(desktop) => set.has(field(desktop))];
}

function equals(wanted: string | undefined, field: (desktop: Desktop) => string): Condition[] {
	return wanted === undefined ? [] : [(desktop) => field(desktop) === wanted];
}
