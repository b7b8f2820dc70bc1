/** What both READMEs have a reader do in the demo: its results must be those that they print. */
import type { IDataObject, INode } from 'n8n-workflow';

import { desktopsOf, furnish } from '../../../demo/estate.mts';
import { credentialFor, readExample } from '../../../demo/example.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { runNode } from '../../workflow/support/engine.mts';
import { tokenCredential } from '../../workflow/support/run.mts';

/** Tasks and requests are named by chance; the READMEs name them so. */
const JOB_ID = '4f6a9f3c-0f64-4d0c-9d6f-3a2b1c0d9e8f';
const REQUEST_ID = 'c588b301fe91e862a1e510449b617e91';

/** Runs the node on these items as the READMEs say, on the desktops of the demo, and gives what came out. */
export async function runExample(
	items: IDataObject[],
	parameters: INode['parameters'],
): Promise<IDataObject[]> {
	return await inDemo(async (simulator) => {
		const { output } = await runNode({
			items,
			parameters,
			credential: tokenCredential(simulator),
			onError: 'continueRegularOutput',
		});
		return output.map(({ json }) => withKnownIds(json));
	});
}

/** Picks a desktop of the demo, as "Try it" says, and runs the node on it once for each of these parameters: the results. */
export async function runOnOne(
	computerName: string,
	runs: readonly INode['parameters'][],
): Promise<IDataObject[]> {
	return await inDemo(async (simulator) => {
		const desktop = simulator.cloud.list().find((each) => each.computer_name === computerName);
		const results: IDataObject[] = [];
		for (const parameters of runs) {
			const { output } = await runNode({
				items: [{}],
				parameters: {
					desktopsFrom: 'one',
					desktop: { __rl: true, mode: 'list', value: desktop?.desktop_id ?? '' },
					...parameters,
				},
				credential: tokenCredential(simulator),
			});
			results.push(...output.map(({ json }) => json));
		}
		return results;
	});
}

/** The desktops of the demo as it puts them, with tasks that end at once. */
async function inDemo<Result>(use: (simulator: Simulator) => Promise<Result>): Promise<Result> {
	const simulator = await startSimulator({ behaviour: { jobSeconds: 0 } });
	try {
		const credential = credentialFor(simulator);
		furnish(simulator, desktopsOf(await readExample('update-sids.json', 'any', credential)));
		return await use(simulator);
	} finally {
		await simulator.close();
	}
}

function withKnownIds(json: IDataObject): IDataObject {
	const text = JSON.stringify(json).replace(
		/"request_id":"[^"]+"/g,
		`"request_id":"${REQUEST_ID}"`,
	);
	const [, jobId] = /"job_ids?":\[?"([^"]+)"/.exec(text) ?? [];
	return JSON.parse(jobId === undefined ? text : text.replaceAll(jobId, JOB_ID)) as IDataObject;
}
