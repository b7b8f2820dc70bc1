import type { DesktopSeed } from '../../../simulator/simulator.mts';

const SID = 'S-1-5-21-1004336348-1177238915-682003330';

/** A desktop out of its domain, whose account has a new SID; only a rejoin heals it, unless `more` says otherwise. */
export function outOfDomain(name: string, number: number, more: DesktopSeed = {}): DesktopSeed {
	return {
		computer_name: name,
		sid: `${SID}-${String(1000 + number)}`,
		adSid: `${SID}-${String(2000 + number)}`,
		domainStatus: 2,
		healedBy: 'rejoin',
		...more,
	};
}
