/**
 * `npm run demo`: the main job in a real n8n, on a simulator for the cloud, checked desktop by desktop.
 * `npm run demo -- --open` then leaves an n8n running, with the workflows ready to be looked at and run in the editor.
 */
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/simulator.mts';
import { accountDifferences, ACCOUNTS_NODE, accountsReport, RESULT_NODE } from './accounts.mts';
import { differences } from './check.mts';
import { desktopsOf, furnish } from './estate.mts';
import { credentialFor, readExample, withSamples } from './example.mts';
import { isKept } from './kept.mts';
import type { Execution } from './n8n/execution.mts';
import { isInstalled } from './n8n/install.mts';
import { buildPackage } from './n8n/package.mts';
import { chosenVersion } from './n8n/versions.mts';
import { keepOpen } from './open.mts';
import { privateN8n } from './privateN8n.mts';
import { createProgress } from './progress.mts';
import type { Progress } from './progress.mts';
import { report } from './report.mts';

const ACCOUNTS_ID = 'nightlyDemo00000';
const IDS_ID = 'updateSidsDemo00';
const INPUT_NODE = 'One Item per Desktop';
const OUTPUT_NODE = 'Huawei Cloud Desktop SID';
/** A day: longer than any task of the simulator takes. */
const LATER_MS = 24 * 60 * 60 * 1000;

async function demo({ open, fresh }: Wishes): Promise<boolean> {
	const progress = createProgress();
	const version = chosenVersion();
	progress.note(
		(await isInstalled(version))
			? 'n8n is here from last time. The run takes one to three minutes.'
			: 'The first time takes 6 to 15 minutes, most of them to fetch n8n. It is kept for the next time.',
	);
	await progress.step('Building the package', buildPackage);
	const isRight = (open && !fresh && (await isKept(version))) || (await checkedRun(progress));
	if (open) await keepOpen(fresh, progress);
	else console.log("To see it in n8n's editor: npm run demo -- --open");
	return isRight;
}

/** Runs both examples through n8n's command line; answers whether the output of both is confirmed. */
async function checkedRun(progress: Progress): Promise<boolean> {
	const n8n = await privateN8n('demo-run', { progress });
	let clockAhead = 0;
	const simulator = await startSimulator({
		now: () => Date.now() + clockAhead,
		behaviour: { jobSeconds: 0 },
	});
	try {
		const credential = credentialFor(simulator);
		const nightly = await readExample('nightly-sid-repair.json', ACCOUNTS_ID, credential);
		const byIds = await readExample('update-sids.json', IDS_ID, credential);
		const desktops = desktopsOf(byIds);
		await progress.step('Importing the credential and the workflows', async () => {
			await n8n.importCredentials([credential]);
			await n8n.importWorkflows([withSamples(nightly), byIds]);
		});
		const execute = async (id: string, title: string): Promise<Execution> => {
			furnish(simulator, desktops);
			simulator.journal.clear();
			const execution = await progress.step(`${title}, in n8n ${n8n.version}`, async () =>
				n8n.execute(id),
			);
			if (execution.error !== undefined)
				throw new Error(`The workflow stopped: ${execution.error.message}`);
			return execution;
		};

		furnish(simulator, desktops);
		const before = (key: 'desktop_id' | 'computer_name') =>
			new Map(simulator.cloud.list().map((desktop) => [desktop[key], desktop.sid]));
		const [sidsByName, sidsById] = [before('computer_name'), before('desktop_id')];

		const first = await execute(ACCOUNTS_ID, 'Repairing SIDs from computer accounts');
		const accounts = {
			accounts: first.items(ACCOUNTS_NODE),
			output: first.items(RESULT_NODE),
			simulator,
			sidsBefore: sidsByName,
		};
		console.log(accountsReport(accounts));
		const wrongAccounts = accountDifferences(accounts);
		conclude(wrongAccounts, `${String(accounts.accounts.length)} accounts`);

		const second = await execute(IDS_ID, 'Updating SIDs by desktop ID, with every answer');
		// Tasks behind a 202 end with the clock; nobody has to wait for them here.
		clockAhead = LATER_MS;
		const ids = {
			input: second.items(INPUT_NODE),
			output: second.items(OUTPUT_NODE),
			simulator,
			sidsBefore: sidsById,
		};
		console.log(report(ids));
		const wrongIds = differences(ids);
		conclude(wrongIds, `${String(ids.input.length)} desktops`);
		return wrongAccounts.length + wrongIds.length === 0;
	} finally {
		await simulator.close();
	}
}

/** The verdict of a check, in words. */
function conclude(found: string[], what: string): void {
	if (found.length === 0)
		console.log(
			`Checked against the simulator's own records: all ${what} are as the output says.\n`,
		);
	else
		console.error(
			`The output and the simulator's records differ in ${String(found.length)} points:\n${found.map((line) => `- ${line}`).join('\n')}\n`,
		);
}

interface Wishes {
	open: boolean;
	fresh: boolean;
}

/** @throws Error for anything on the command line but these two */
function wishes(): Wishes {
	try {
		const flag = { type: 'boolean', default: false } as const;
		return parseArgs({ options: { open: flag, fresh: flag } }).values;
	} catch {
		throw new Error(
			`It takes no arguments except --open and --fresh, not "${process.argv.slice(2).join(' ')}".`,
		);
	}
}

try {
	process.exitCode = (await demo(wishes())) ? 0 : 1;
} catch (error) {
	const reason = error instanceof Error ? error.message : String(error);
	console.error(`\nThe demo could not be finished. ${reason}`);
	process.exitCode = 1;
}
