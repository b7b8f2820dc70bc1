/** What every end-to-end test stands on: a private n8n with the package in it, and a simulator for the cloud. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { startSimulator } from '../../../simulator/simulator.mts';
import type { Simulator } from '../../../simulator/simulator.mts';
import { credentialFor } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import type { Execution } from '../../../demo/n8n/execution.mts';
import { privateN8n } from '../../../demo/privateN8n.mts';
import type { N8n } from '../../../demo/privateN8n.mts';
import { createProgress } from '../../../demo/progress.mts';

export interface Lab {
	n8n: N8n;
	simulator: Simulator;
	/** The credential for the simulator. */
	credential: CredentialFile;
	/** Imports workflows, with further credentials that they need. */
	add(workflows: WorkflowFile[], credentials?: CredentialFile[]): Promise<void>;
	/** Executes an imported workflow through n8n's command line; what it leaves behind never holds the token. */
	execute(workflowId: string): Promise<Execution>;
	/** Ids of the desktops of each PUT since the last `journal.clear()`, in order of arrival. */
	sent(): (readonly string[])[];
	close(): Promise<void>;
}

/**
 * Sets it up, with further settings of n8n; the package is taken as it is in dist/, which `npm run test:e2e` has built.
 */
export async function openLab(name: string, settings: NodeJS.ProcessEnv = {}): Promise<Lab> {
	const n8n = await privateN8n(`e2e-${name}`, { progress: createProgress(), settings });
	const simulator = await startSimulator();
	const credential = credentialFor(simulator);
	return {
		n8n,
		simulator,
		credential,
		add: async (workflows, credentials = []) => {
			await n8n.importCredentials([credential, ...credentials]);
			await n8n.importWorkflows(workflows);
		},
		execute: async (workflowId) => {
			const execution = await n8n.execute(workflowId);
			assert.ok(!execution.text.includes(simulator.token), 'the token is in the execution record');
			return execution;
		},
		sent: () =>
			simulator.journal
				.of({ method: 'PUT', path: '/desktops/sids' })
				.map(({ desktopIds }) => desktopIds),
		close: async () => {
			await simulator.close();
			await rm(n8n.userFolder, { recursive: true, force: true });
		},
	};
}
