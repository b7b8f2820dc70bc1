/** `npm run demo -- --open`: n8n stays, for a look at the workflow in the editor. */
import { SAMPLE_ACCESS_KEY } from '../simulator/accessKeys.mts';
import type { Simulator } from '../simulator/simulator.mts';
import type { NamedDesktop } from './estate.mts';
import { untilInterrupted } from './n8n/children.mts';
import { createOwner, DEMO_OWNER } from './n8n/owner.mts';
import type { N8n } from './privateN8n.mts';
import type { Progress } from './progress.mts';

/** What there is to look at. */
export interface Exhibit {
	workflowId: string;
	simulator: Simulator;
	/** The desktops whose SID differs from that of the Active Directory. */
	drifted: NamedDesktop[];
}

/** Starts n8n with its editor, says how to get in, and stops it on Ctrl-C. */
export async function keepOpen(
	n8n: N8n,
	{ workflowId, simulator, drifted }: Exhibit,
	progress: Progress,
): Promise<void> {
	const server = await progress.step('Starting n8n with its editor', async () => n8n.start());
	try {
		await createOwner(server.url, DEMO_OWNER);
		console.log(`
The workflow   ${server.url}/workflow/${workflowId}
Sign in with   email ${DEMO_OWNER.email}, password ${DEMO_OWNER.password}

The desktops are as they were before the run: press "Execute workflow" to repair them again,
or repair one in a workflow of your own. These differ: ${drifted.map(({ computer_name }) => computer_name).join(', ')}.

For a credential of your own (in the node: Credential, Create new credential), all else as it is:
  Authentication       Access Key (AK/SK)
  Access Key ID        ${SAMPLE_ACCESS_KEY.id}
  Secret Access Key    ${SAMPLE_ACCESS_KEY.secret}
  Region               Custom Endpoint
  Workspace Endpoint   ${simulator.endpoint}
  Project ID           ${simulator.projectId}

Ctrl-C stops n8n and the stand-in for Huawei Cloud. The next start begins anew: export what you want to keep.`);
		await untilInterrupted();
	} finally {
		await progress.step('Stopping n8n', async () => server.stop());
	}
}
