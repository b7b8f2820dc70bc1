/**
 * Desktops of the simulator whose computer accounts are in a real Active Directory, some of them made anew since, which gave them new SIDs;
 * beside them a computer that is no desktop.
 */
import type { Simulator } from '../../../simulator/simulator.mts';
import type { Directory } from './directory.mts';

export const DESKTOPS = ['FIN-01', 'FIN-02', 'HR-01', 'HR-02', 'LAB-01'];
export const RECREATED = ['FIN-02', 'HR-01'];
export const PHYSICAL_PC = 'RECEPTION-PC';

/** Sets it up; answers the new SIDs by desktop id. */
export async function driftedEstate(
	directory: Directory,
	{ cloud }: Simulator,
): Promise<Map<string, string>> {
	const newSids = new Map<string, string>();
	await directory.addComputer(PHYSICAL_PC);
	for (const computer_name of DESKTOPS) {
		const sid = await directory.addComputer(computer_name);
		for (const desktop of cloud.add({ computer_name, sid })) {
			if (!RECREATED.includes(computer_name)) continue;
			desktop.adSid = await directory.recreateComputer(computer_name);
			newSids.set(desktop.desktop_id, desktop.adSid);
		}
	}
	return newSids;
}

/** The status that each computer account is to end with. */
export function statuses(directory: Directory, ofRecreated: string): Record<string, string> {
	return {
		...Object.fromEntries(
			DESKTOPS.map((name) => [name, RECREATED.includes(name) ? ofRecreated : 'inSync']),
		),
		[PHYSICAL_PC]: 'unmatched',
		[directory.controller]: 'unmatched',
	};
}
