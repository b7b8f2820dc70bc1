/** What the cloud of the demo looks like: a case for every answer that the API can give. */
import type { Simulator } from '../simulator/simulator.mts';
import type { WorkflowFile } from './n8n/commandLine.mts';

/** What is the matter with a desktop of the example workflow, by its computer name. */
export type Case = 'drifted' | 'inSync' | 'deleted' | 'linux' | 'busy' | 'lost';

const CASES: Record<string, Case> = {
	'FIN-01': 'drifted',
	'FIN-02': 'drifted',
	'FIN-03': 'inSync',
	'FIN-04': 'inSync',
	'HR-01': 'deleted',
	'HR-02': 'deleted',
	'LAB-01': 'linux',
	'LAB-02': 'linux',
	'OPS-01': 'busy',
	'OPS-02': 'busy',
	'HQ-01': 'drifted',
	'HQ-02': 'drifted',
	'HQ-03': 'lost',
};

/** How the table of the demo words a case. */
export const CASE_IN_WORDS: Record<Case, string> = {
	drifted: "differs from AD's",
	inSync: "equals AD's",
	deleted: 'no such desktop',
	linux: 'Linux desktop',
	busy: 'being maintained',
	lost: "equals AD's, but out of its domain",
};

/** The desktops that the example workflow lists. */
export function desktopsOf(workflow: WorkflowFile): NamedDesktop[] {
	const list = workflow.nodes.find(({ name }) => name === 'Desktops')?.parameters.jsonOutput;
	return (JSON.parse(String(list)) as { desktops: NamedDesktop[] }).desktops;
}

export interface NamedDesktop {
	desktop_id: string;
	computer_name: string;
}

/** @throws Error for a desktop that the demo does not know: the example workflow and this file must name the same ones. */
export function caseOf({ computer_name }: NamedDesktop): Case {
	const found = CASES[computer_name];
	if (found === undefined)
		throw new Error(`The demo has no desktop "${computer_name}". Add it to demo/estate.mts.`);
	return found;
}

/** That of the worked example in the README, whose input can so be tried in the demo. */
const DOMAIN_SID = 'S-1-5-21-4177330567-1621001916-2227763739';

/** Those that the example workflow does not touch, for a first workflow of one's own: one to repair, and one that has to rejoin. */
const SPARE: NamedDesktop[] = [
	{ desktop_id: 'a4cc0d3b-6f0e-4d0a-9a53-0c1f2e7b5d64', computer_name: 'HQ-02' },
	{ desktop_id: 'b17d2e6c-0c52-4b8e-8f3d-5f9a4e2c7d31', computer_name: 'HQ-03' },
];

/** Those whose SID differs from the Active Directory's when all is as {@link furnish} puts it. */
export function driftedOf(desktops: NamedDesktop[]): NamedDesktop[] {
	return [...desktops, ...SPARE].filter((desktop) => caseOf(desktop) === 'drifted');
}

/** Puts the desktops into the cloud as the demo needs them; what an earlier run changed is put back. */
export function furnish({ cloud, faults }: Simulator, desktops: NamedDesktop[]): void {
	faults.clear();
	cloud.settle();
	[...desktops, ...SPARE].forEach((desktop, index) => {
		const { desktop_id, computer_name } = desktop;
		const condition = caseOf(desktop);
		cloud.remove(desktop_id);
		if (condition === 'deleted') return;
		const adSid = `${DOMAIN_SID}-${String(2101 + index)}`;
		const isSidRight = condition === 'inSync' || condition === 'lost';
		const isInDomain = condition === 'inSync' || condition === 'linux';
		cloud.add({
			desktop_id,
			computer_name,
			adSid,
			sid: isSidRight ? adSid : `${DOMAIN_SID}-${String(1101 + index)}`,
			domainStatus: isInDomain ? 1 : 2,
			connectStatus: condition === 'busy' ? 'CONNECTED' : 'REGISTERED',
			// The same after each return.
			user_name: `user${String(index + 1)}`,
			ip_address: `10.0.0.${String(index + 1)}`,
			healedBy: condition === 'lost' ? 'rejoin' : 'sidUpdate',
			os: condition === 'linux' ? 'Linux' : 'Windows',
		});
		if (condition === 'busy')
			faults.add({
				match: { method: 'PUT', desktopId: desktop_id },
				do: { kind: 'status', status: 409, body: BUSY },
			});
	});
}

const BUSY = {
	error_code: 'WKS.00010032',
	error_msg: 'The current state of the desktop does not allow the operation.',
};
