import type { Behaviour } from './behaviour.mts';
import type { Desktop } from './desktop.mts';
import type { QueryReader } from './desktopQuery.mts';

/** One condition on a desktop. */
export type Condition = (desktop: Desktop) => boolean;

/** The conditions that both desktop lists know. */
export function commonConditions(query: QueryReader, behaviour: Behaviour): Condition[] {
	return [
		...computerName(query.text('computer_name'), behaviour),
		...oneOf(query.repeated('desktop_id'), (desktop) => desktop.desktop_id),
		...oneOf(query.commaList('desktop_type'), (desktop) => desktop.desktop_type),
		...oneOf(query.commaList('pool_id'), (desktop) => desktop.pool_id),
		...equals(query.text('status'), (desktop) => desktop.status),
		...equals(query.text('desktop_ip'), (desktop) => desktop.ip_address),
		...equals(query.text('subnet_id'), (desktop) => desktop.subnet_id),
		...equals(query.text('enterprise_project_id'), (desktop) => desktop.enterprise_project_id),
		...equals(query.flag('is_share_desktop'), (desktop) => desktop.desktop_type === 'SHARED'),
		...query.commaList('tag').map(tagged),
	];
}

/** The further conditions of ListDesktops. */
export function simpleConditions(query: QueryReader): Condition[] {
	return userNames(query.repeated('user_name'));
}

/** The further conditions of ListDesktopsDetail. */
export function detailConditions(query: QueryReader): Condition[] {
	const user = query.text('user_name');
	return [
		...userNames(user === undefined ? [] : [user]),
		...oneOf(query.repeated('user_names'), (desktop) => desktop.user_name),
		...oneOf(query.repeated('computer_names'), (desktop) => desktop.computer_name),
		...equals(query.flag('user_attached'), (desktop) => desktop.user_name !== ''),
		...equals(query.flag('in_maintenance_mode'), (desktop) => desktop.in_maintenance_mode),
		...equals(query.flag('is_support_internet'), (desktop) => desktop.is_support_internet),
		...equals(query.text('image_id'), (desktop) => desktop.image_id),
		...equals(query.choice('charge_mode', ['0', '1']), (desktop) => desktop.charge_mode),
		...equals(query.text('availability_zone'), (desktop) => desktop.availability_zone),
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

/** The reference says that user names are matched fuzzily. */
function userNames(wanted: string[]): Condition[] {
	if (wanted.length === 0) return [];
	const parts = wanted.map((name) => name.toLowerCase());
	return [({ user_name }) => parts.some((part) => user_name.toLowerCase().includes(part))];
}

function oneOf(wanted: string[], field: (desktop: Desktop) => string): Condition[] {
	if (wanted.length === 0) return [];
	const set = new Set(wanted);
	return [(desktop) => set.has(field(desktop))];
}

function equals<T>(wanted: T | undefined, field: (desktop: Desktop) => T): Condition[] {
	return wanted === undefined ? [] : [(desktop) => field(desktop) === wanted];
}

/** `key=value`; without a value: the key alone. */
function tagged(text: string): Condition {
	const [key, ...rest] = text.split('=');
	const value = rest.length === 0 ? undefined : rest.join('=');
	return ({ tags }) =>
		tags.some((tag) => tag.key === key && (value === undefined || tag.value === value));
}
