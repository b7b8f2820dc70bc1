/** The worked example of both READMEs: what they print as input is run here, and what they print as output must come out. */
import type { IDataObject, INode } from 'n8n-workflow';

import { startSimulator } from '../../../simulator/simulator.mts';
import { runNode } from '../../workflow/support/engine.mts';
import { tokenCredential } from '../../workflow/support/run.mts';

const DOMAIN = 'S-1-5-21-4177330567-1621001916-2227763739';

/** The desktops that the example speaks of: two have drifted, one is in sync, one runs Linux. */
const ESTATE = [
	desktop('b0224e3d-c217-44e4-adf6-619638ee4a28', 'FIN-01', 1104, 2101),
	desktop('27ba5c2f-2bcc-4201-a79c-1106fca60ce6', 'FIN-02', 1105, 2102),
	desktop('2b1835f0-e8da-4df9-acfc-b1d0191ebed8', 'FIN-03', 1106, 1106),
	{
		...desktop('69f23a43-2cda-4b4f-a5eb-afcf4fdf7d30', 'LAB-01', 1107, 2104),
		os: 'Linux' as const,
	},
];

function desktop(desktop_id: string, name: string, now: number, inAd: number) {
	return {
		desktop_id,
		computer_name: name,
		os_host_name: name,
		sid: `${DOMAIN}-${String(now)}`,
		adSid: `${DOMAIN}-${String(inAd)}`,
	};
}

/** A task is named by chance; the READMEs name it so. */
const JOB_ID = '4f6a9f3c-0f64-4d0c-9d6f-3a2b1c0d9e8f';

/** Runs the node on these items as the READMEs say, and gives what came out. */
export async function runExample(
	items: IDataObject[],
	parameters: INode['parameters'],
	onError: INode['onError'] = 'continueRegularOutput',
): Promise<IDataObject[]> {
	const simulator = await startSimulator({ desktops: ESTATE, behaviour: { jobSeconds: 0 } });
	try {
		const credential = tokenCredential(simulator);
		const { output, success, failed } = await runNode({ items, parameters, credential, onError });
		const found = onError === 'continueErrorOutput' ? [...success, ...failed] : output;
		return found.map(({ json }) => withKnownJob(json));
	} finally {
		await simulator.close();
	}
}

/** The same with every task named as in the READMEs. */
function withKnownJob(json: IDataObject): IDataObject {
	const text = JSON.stringify(json);
	const [, id] = /"job_ids?":\[?"([^"]+)"/.exec(text) ?? [];
	return JSON.parse(id === undefined ? text : text.replaceAll(id, JOB_ID)) as IDataObject;
}
