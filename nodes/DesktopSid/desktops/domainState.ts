import type { ServiceDesktop } from './desktopPages';

/**
 * Whether a desktop is in its domain, as the service says:
 * - `inDomain`: it is, and its user can sign in with the domain's account;
 * - `outOfDomain`: it has lost its domain trust;
 * - `notReported`: the service does not know, for example because the desktop is stopped.
 */
export const DOMAIN_STATES = ['inDomain', 'outOfDomain', 'notReported'] as const;

export type DomainState = (typeof DOMAIN_STATES)[number];

/**
 * What the service writes for each. The field exists since August 2026, and not in every region.
 * Source: huaweicloud-sdk-go-v3 0.1.213, Workspace v2, `domain_status` of ListDesktops.
 */
const STATUSES: Readonly<Record<DomainState, string>> = {
	inDomain: '1',
	outOfDomain: '2',
	notReported: '3',
};

type Described = Pick<ServiceDesktop, 'fields'>;

/**
 * The domain state of a listed desktop; `undefined` if its entry does not carry one, as in a region that does not report it.
 * A number or text; a value that nobody has documented says as little as 3.
 */
export function domainStateOf({ fields }: Described): DomainState | undefined {
	const text = textOf(fields.domain_status);
	if (text === '') return undefined;
	if (text === STATUSES.inDomain) return 'inDomain';
	return text === STATUSES.outOfDomain ? 'outOfDomain' : 'notReported';
}

/** The value of the filter `domain_status`. A region that does not know it may list all desktops, so compare what comes back. */
export function domainStatusOf(state: DomainState): string {
	return STATUSES[state];
}

/** Whether a user works on the desktop right now. Source: as above, `connect_status`; the other values are nobody's session. */
export function isInUse({ fields }: Described): boolean {
	return textOf(fields.connect_status).toUpperCase() === 'CONNECTED';
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
