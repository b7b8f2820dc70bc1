/** `npm run demo -- --open`: n8n stays, for a look at the workflow in the editor. */
import { untilInterrupted } from './n8n/children.mts';
import { createOwner, DEMO_OWNER } from './n8n/owner.mts';
import type { N8n } from './privateN8n.mts';
import type { Progress } from './progress.mts';

/** Starts n8n with its editor, says how to get in, and stops it on Ctrl-C. */
export async function keepOpen(n8n: N8n, workflowId: string, progress: Progress): Promise<void> {
	const server = await progress.step('Starting n8n with its editor', async () => n8n.start());
	try {
		await createOwner(server.url, DEMO_OWNER);
		console.log(`
The workflow   ${server.url}/workflow/${workflowId}
Sign in with   ${DEMO_OWNER.email}  /  ${DEMO_OWNER.password}

The desktops are as they were before the run: press "Execute workflow" to repair them again.
Ctrl-C stops n8n and the stand-in for Huawei Cloud.`);
		await untilInterrupted();
	} finally {
		await progress.step('Stopping n8n', async () => server.stop());
	}
}
