/** `npm run demo -- --open`: n8n stays, for a look at the workflows in the editor, and keeps what is built in it. */
import { SAMPLE_ACCESS_KEY } from '../simulator/accessKeys.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { desktopsOf, driftedOf, furnish } from './estate.mts';
import { credentialFor, readExample } from './example.mts';
import { keptDemo } from './kept.mts';
import { untilInterrupted } from './n8n/children.mts';
import { createOwner, DEMO_OWNER } from './n8n/owner.mts';
import { chosenVersion } from './n8n/versions.mts';
import { keptN8n } from './privateN8n.mts';
import type { Progress } from './progress.mts';
import { offerPutBack } from './putBack.mts';

const ACCOUNTS_ID = 'nightlyDemo00000';
const IDS_ID = 'updateSidsDemo00';

/** Starts n8n with its editor, says how to get in, and stops it on Ctrl-C. */
export async function keepOpen(fresh: boolean, progress: Progress): Promise<void> {
	const kept = await keptDemo(chosenVersion(), fresh, progress);
	const n8n = await keptN8n(kept.userFolder, { progress, ports: kept.ports });
	const simulator = await startSimulator({
		port: kept.cloudPort,
		tokens: [kept.token],
		accessKeys: [SAMPLE_ACCESS_KEY],
		behaviour: { jobSeconds: 0 },
	});
	try {
		const credential = credentialFor(simulator);
		const accounts = await readExample('nightly-sid-repair.json', ACCOUNTS_ID, credential);
		const ids = await readExample('update-sids.json', IDS_ID, credential);
		const desktops = desktopsOf(ids);
		const names = driftedOf(desktops).map(({ computer_name }) => computer_name);
		const putBack = () => {
			furnish(simulator, desktops);
			return `The desktops are as they were. These can be repaired: ${names.join(', ')}.`;
		};
		putBack();
		if (kept.isNew || kept.cloudPort === 0)
			await progress.step('Importing the credential', async () =>
				n8n.importCredentials([credential]),
			);
		if (kept.isNew)
			await progress.step('Importing the workflows', async () =>
				n8n.importWorkflows([accounts, ids]),
			);
		const server = await progress.step('Starting n8n with its editor', async () => n8n.start());
		const page = await offerPutBack(() => simulator.cloud.list(), putBack, kept.pagePort);
		try {
			if (kept.isNew) await createOwner(server.url, DEMO_OWNER);
			await kept.remember(Number(new URL(simulator.url).port), page.port);
			console.log(`
The workflow   ${server.url}/workflow/${ACCOUNTS_ID}
Sign in with   email ${DEMO_OWNER.email}, password ${DEMO_OWNER.password}

Press "Execute workflow": five sample accounts go in, and each desktop gets the SID of its account.
These desktops can be repaired: ${names.join(', ')}.
All desktops as they are, with their IDs: ${page.url}
To put them back: press the button there, or r here.
The same by IDs, with every answer that the API has: ${server.url}/workflow/${IDS_ID}

For a credential of your own (in the node: Credential, Create new credential), all else as it is:
  Authentication       Access Key (AK/SK)
  Region               Custom Endpoint
  Workspace Endpoint   ${simulator.endpoint}
  Access Key ID        ${SAMPLE_ACCESS_KEY.id}
  Secret Access Key    ${SAMPLE_ACCESS_KEY.secret}
  Project ID           ${simulator.projectId}

Ctrl-C stops n8n and the Huawei Cloud simulator. What you build in this n8n is kept for the next start,
at the same address. To begin anew: npm run demo -- --open --fresh`);
			await untilInterrupted();
		} finally {
			await page.close();
			await progress.step('Stopping n8n', async () => server.stop());
		}
	} finally {
		await simulator.close();
	}
}
