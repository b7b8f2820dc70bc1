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

/** Tasks and requests are named by chance; the READMEs name them so. */
const JOB_ID = '4f6a9f3c-0f64-4d0c-9d6f-3a2b1c0d9e8f';
const REQUEST_ID = 'c588b301fe91e862a1e510449b617e91';

/** Runs the node on these items as the READMEs say, and gives what came out. */
export async function runExample(
	items: IDataObject[],
	parameters: INode['parameters'],
): Promise<IDataObject[]> {
	const simulator = await startSimulator({ desktops: ESTATE, behaviour: { jobSeconds: 0 } });
	try {
		const { output } = await runNode({
			items,
			parameters,
			credential: tokenCredential(simulator),
			onError: 'continueRegularOutput',
		});
		return output.map(({ json }) => withKnownIds(json));
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
