import { createHash } from 'node:crypto';

import type { DesktopSeed } from './desktop.mts';

/** The domain of all sample computers; the form is that of a real one. */
const DOMAIN_SID = 'S-1-5-21-3623811015-3361044348-30300820';

/** The names of the sample desktops. */
export type SampleName =
	| 'DRIFTED-1'
	| 'DRIFTED-2'
	| 'INSYNC-1'
	| 'INSYNC-2'
	| 'LINUX-1'
	| 'STOPPED-1';

/**
 * A handful of desktops by name: two whose computer account was made anew in AD, two in sync, a Linux desktop (not supported by
 * default) and a stopped one that has drifted. The same ids and SIDs every time.
 */
export function sampleEstate(): Record<
	SampleName,
	Required<Pick<DesktopSeed, SeedField>> & DesktopSeed
> {
	return {
		'DRIFTED-1': sample('DRIFTED-1', 1, true),
		'DRIFTED-2': sample('DRIFTED-2', 2, true),
		'INSYNC-1': sample('INSYNC-1', 3, false),
		'INSYNC-2': sample('INSYNC-2', 4, false),
		'LINUX-1': { ...sample('LINUX-1', 5, true), os: 'Linux', domainStatus: 3 },
		'STOPPED-1': { ...sample('STOPPED-1', 6, true), status: 'SHUTOFF', domainStatus: 3 },
	};
}

/** `count` desktops, every `drifted`-th of them with another SID in AD than on record; `drifted: 0` = none. */
export function manyDesktops(count: number, { drifted }: { drifted: number }) {
	return Array.from({ length: count }, (_, index) => {
		const number = index + 1;
		const name = `VDI-${String(number).padStart(6, '0')}`;
		return sample(name, 1000 + number, drifted > 0 && number % drifted === 0);
	});
}

type SeedField = 'desktop_id' | 'computer_name' | 'os_host_name' | 'sid' | 'adSid' | 'domainStatus';

/** A desktop whose SID has drifted is out of the domain. */
function sample(name: string, number: number, isDrifted: boolean) {
	const sid = `${DOMAIN_SID}-${String(1100 + 2 * number)}`;
	return {
		desktop_id: uuidOf(name),
		computer_name: name,
		os_host_name: name,
		sid,
		adSid: isDrifted ? `${DOMAIN_SID}-${String(900_001 + 2 * number)}` : sid,
		domainStatus: isDrifted ? (2 as const) : (1 as const),
	};
}

/** A UUID that depends on the name only, in the form of a random one (RFC 9562, version 4). */
export function uuidOf(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
