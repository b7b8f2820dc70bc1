/**
 * `npm run demo`: the main job in a real n8n, on a stand-in for the cloud, checked desktop by desktop.
 * `npm run demo -- --open` leaves n8n running, with the workflow ready to be looked at and run in the editor.
 */
import { parseArgs } from 'node:util';
import { SAMPLE_ACCESS_KEY } from '../simulator/accessKeys.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { differences } from './check.mts';
import { desktopsOf, driftedOf, furnish } from './estate.mts';
import { credentialFor, readExample } from './example.mts';
import { buildPackage } from './n8n/package.mts';
import { keepOpen } from './open.mts';
import { privateN8n } from './privateN8n.mts';
import { createProgress } from './progress.mts';
import { report } from './report.mts';

const WORKFLOW_ID = 'updateSidsDemo00';
const INPUT_NODE = 'One Item per Desktop';
const OUTPUT_NODE = 'Huawei Cloud Desktop SID';
/** A day: longer than any task of the stand-in takes. */
const LATER_MS = 24 * 60 * 60 * 1000;

async function demo(open: boolean): Promise<boolean> {
	const progress = createProgress();
	await progress.step('Building the package', buildPackage);
	const n8n = await privateN8n('demo', { progress });
	let clockAhead = 0;
	const simulator = await startSimulator({
		now: () => Date.now() + clockAhead,
		accessKeys: [SAMPLE_ACCESS_KEY],
	});
	try {
		const credential = credentialFor(simulator);
		const workflow = await readExample('update-sids.json', WORKFLOW_ID, credential);
		const desktops = desktopsOf(workflow);
		furnish(simulator, desktops);
		const sidsBefore = new Map(
			simulator.cloud.list().map(({ desktop_id, sid }) => [desktop_id, sid]),
		);

		await progress.step('Importing the credential and the workflow', async () => {
			await n8n.importCredentials([credential]);
			await n8n.importWorkflows([workflow]);
		});
		const execution = await progress.step(
			`Executing the workflow in n8n ${n8n.version}`,
			async () => n8n.execute(WORKFLOW_ID),
		);
		if (execution.error !== undefined)
			throw new Error(`The workflow stopped: ${execution.error.message}`);

		// Tasks behind a 202 end with the clock; nobody has to wait for them here.
		clockAhead = LATER_MS;
		const evidence = {
			input: execution.items(INPUT_NODE),
			output: execution.items(OUTPUT_NODE),
			simulator,
			sidsBefore,
		};
		console.log(report(evidence));
		const found = differences(evidence);
		conclude(found, evidence.input.length);

		if (open) {
			clockAhead = 0;
			furnish(simulator, desktops);
			const drifted = driftedOf(desktops);
			await keepOpen(n8n, { workflowId: WORKFLOW_ID, simulator, drifted }, progress);
		} else {
			console.log("To see it in n8n's editor: npm run demo -- --open");
		}
		return found.length === 0;
	} finally {
		await simulator.close();
	}
}

/** The verdict of the check, in words. */
function conclude(found: string[], count: number): void {
	if (found.length === 0)
		console.log(
			`Checked against the stand-in's own records: all ${String(count)} desktops are as the output says.\n`,
		);
	else
		console.error(
			`The output and the stand-in's records differ in ${String(found.length)} points:\n${found.map((line) => `- ${line}`).join('\n')}\n`,
		);
}

/** @throws Error for anything on the command line but `--open` */
function wantsOpen(): boolean {
	try {
		return parseArgs({ options: { open: { type: 'boolean', default: false } } }).values.open;
	} catch {
		throw new Error(
			`It takes no arguments except --open, not "${process.argv.slice(2).join(' ')}".`,
		);
	}
}

try {
	process.exitCode = (await demo(wantsOpen())) ? 0 : 1;
} catch (error) {
	const reason = error instanceof Error ? error.message : String(error);
	console.error(`\nThe demo could not be finished. ${reason}`);
	process.exitCode = 1;
}
