import { randomUUID } from 'node:crypto';

/** One desktop as the simulated cloud knows it: the truth behind the answers. */
export interface Desktop {
	desktop_id: string;
	/** Name of the desktop in the service. */
	computer_name: string;
	/** Name of the computer inside its operating system. */
	os_host_name: string;
	/** The SID that the service has on record. */
	sid: string;
	/** The SID that the computer account has in Active Directory now; a SID update copies it to `sid`. */
	adSid: string;
	/** How answers show `sid`: as it is, empty, or as something like a UUID. Which one the real service uses is unconfirmed. */
	sidFormat: 'ad' | 'empty' | 'uuid';
	os: 'Windows' | 'Linux';
	status: 'ACTIVE' | 'SHUTOFF' | 'ERROR' | 'HIBERNATED';
	desktop_type: 'DEDICATED' | 'SHARED' | 'POOLED';
	pool_id: string;
	ip_address: string;
	subnet_id: string;
	availability_zone: string;
	ou_name: string;
	user_name: string;
	enterprise_project_id: string;
	tags: readonly { key: string; value: string }[];
	in_maintenance_mode: boolean;
	/** ISO 8601, UTC. */
	created: string;
	/** State of the domain membership: 1 normal, 2 out of the domain, 3 not reported. */
	domainStatus: DomainStatus;
	/** What brings it back once it is out of the domain; a rejoin is enough for what a SID update heals. */
	healedBy: 'sidUpdate' | 'rejoin' | 'nothing';
	/** Whether somebody uses it: CONNECTED; UNREGISTER = no agent answers, as after a shutdown. */
	connectStatus: 'UNREGISTER' | 'REGISTERED' | 'CONNECTED' | 'DISCONNECTED';
	/** What happens instead of an update of this desktop: a status of its own when it is alone, else a failed sub job. */
	failure?: { status: number; error_code: string; error_msg: string };
	/** What happens instead of a rejoin: a failed sub job. */
	rejoinFailure?: { error_code: string; error_msg: string };
	/** How many rejoins were started on it. */
	rejoins: number;
}

export type DomainStatus = 1 | 2 | 3;

/** What a caller may say about a desktop; the rest is filled in. */
export type DesktopSeed = Partial<Desktop>;

/** A whole desktop from what is given: without `adSid` it is in sync, without `sid` both are made up. */
export function desktopFrom(seed: DesktopSeed, number: number): Desktop {
	const sid = seed.sid ?? seed.adSid ?? `S-1-5-21-1004336348-1177238915-682003330-${1100 + number}`;
	const name = seed.computer_name ?? `DESKTOP-${String(number).padStart(5, '0')}`;
	return {
		desktop_id: randomUUID(),
		computer_name: name,
		os_host_name: name,
		adSid: sid,
		sidFormat: 'ad',
		os: 'Windows',
		status: 'ACTIVE',
		desktop_type: 'DEDICATED',
		pool_id: '',
		ip_address: `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
		subnet_id: '2f2c1a7e-6f0d-4c55-9a3b-8f1f0c4b7d21',
		availability_zone: 'cn-north-4a',
		ou_name: 'Desktops',
		user_name: `user${String(number)}`,
		enterprise_project_id: '0',
		tags: [],
		in_maintenance_mode: false,
		created: '2026-01-15T08:00:00Z',
		domainStatus: 1,
		healedBy: 'sidUpdate',
		rejoins: 0,
		connectStatus: (seed.status ?? 'ACTIVE') === 'ACTIVE' ? 'REGISTERED' : 'UNREGISTER',
		...seed,
		sid,
	};
}

/** `sid` as the desktop lists show it. */
export function shownSid(desktop: Desktop, sid: string): string {
	switch (desktop.sidFormat) {
		case 'ad':
			return sid;
		case 'empty':
			return '';
		case 'uuid':
			return desktop.desktop_id.replace(/^.{8}/, '5a1d5a1d');
	}
}
