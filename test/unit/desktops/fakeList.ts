import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi';
import { answerOf, LIST } from '../answers';
import type { ApiAnswer, ApiReply } from '../../../nodes/DesktopSid/transport/reply';

export interface FakeDesktop {
	readonly desktop_id: string;
	readonly computer_name?: string;
	readonly os_host_name?: string;
	readonly sid?: string;
	readonly domain_status?: unknown;
}

export const answer = (statusCode: number, json: unknown): ApiAnswer =>
	answerOf(statusCode, JSON.stringify(json), {}, LIST);

export interface FakeListOptions {
	/** What `total_count` claims, given the truth; default: the truth. */
	total?: (truth: number) => unknown;
	/** The greatest page that is served, whatever is asked for. */
	maxPage?: number;
	/** What happens to the list before the nth request (from 1) is answered. */
	before?: (request: number, desktops: FakeDesktop[]) => void;
	/** An answer of its own for the nth request. */
	instead?: (request: number) => ApiReply | undefined;
	/** How the service compares computer names. */
	names?: 'exact' | 'substring' | 'caseSensitive';
	/** Whether the service knows the filter `domain_status`. */
	domainFilter?: 'honoured' | 'ignored';
}

/** A list of desktops that is served by offset, as the service does; `asked` holds every request. */
export function fakeList(start: readonly FakeDesktop[], options: FakeListOptions = {}) {
	const desktops = [...start];
	const asked: DesktopFilter[] = [];
	const listDesktops = async (filter: DesktopFilter): Promise<ApiReply> => {
		asked.push(filter);
		options.before?.(asked.length, desktops);
		const instead = options.instead?.(asked.length);
		if (instead !== undefined) return await Promise.resolve(instead);
		const found = desktops.filter(
			(desktop) =>
				fits(desktop, filter, options.names ?? 'exact') &&
				(options.domainFilter === 'ignored' || hasState(desktop, filter)),
		);
		const limit = Math.min(filter.limit, options.maxPage ?? Infinity);
		return await Promise.resolve(
			answer(200, {
				total_count: (options.total ?? ((truth) => truth))(found.length),
				desktops: found.slice(filter.offset, filter.offset + limit),
			}),
		);
	};
	return { listDesktops, asked, desktops };
}

function hasState({ domain_status }: FakeDesktop, { domainStatus }: DesktopFilter): boolean {
	return domainStatus === undefined || String(domain_status) === domainStatus;
}

function fits(
	{ desktop_id, computer_name = '' }: FakeDesktop,
	{ desktopIds, computerName }: DesktopFilter,
	names: NonNullable<FakeListOptions['names']>,
): boolean {
	if (desktopIds !== undefined && !desktopIds.includes(desktop_id)) return false;
	if (computerName === undefined) return true;
	const [name, wanted] = [computer_name.toLowerCase(), computerName.toLowerCase()];
	if (names === 'substring') return name.includes(wanted);
	return names === 'caseSensitive' ? computer_name === computerName : name === wanted;
}

/** `count` desktops, all in sync with themselves. */
export function fakeDesktops(count: number): FakeDesktop[] {
	return Array.from({ length: count }, (_, index) => ({
		desktop_id: `desktop-${index}`,
		computer_name: `PC-${index}`,
		os_host_name: `PC-${index}`,
		sid: `S-1-5-21-1-2-3-${1000 + index}`,
	}));
}
