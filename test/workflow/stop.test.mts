/** Stop Workflow: everything is attempted first, then one error counts, and lists ten desktops with reason and next step. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from './support/run.mts';

const DESKTOPS = manyDesktops(250, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const ONE_BY_ONE = { options: { batchSize: 1, maxRetries: 0 } };

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

function refuse(ids: readonly string[]) {
	for (const desktopId of ids) {
		const body = { error_code: 'WKS.00010032', error_msg: `${desktopId.slice(0, 8)} EPERM ENOENT` };
		simulator.faults.add({ match: { desktopId }, do: { kind: 'status', status: 409, body } });
	}
}

const line = (id = '') =>
	`• ${id}: The SID was not updated (409 WKS.00010032): ${id.slice(0, 8)} EPERM ENOENT. The desktop is busy with another task. Run this again after that task has ended.`;

const SEE_EACH =
	"To get the result of each desktop, set 'Output' to 'One Item per Desktop', and 'On Error' under Settings to 'Continue'.";

describe('Stop Workflow', () => {
	it('2 of 250 desktops were not updated, the other 248 were', async () => {
		const refused = [IDS[7], IDS[249]].map(String);
		refuse(refused);
		const { error, task } = await runOnIds(simulator, IDS, { parameters: ONE_BY_ONE });
		expect(error?.message).toBe('2 of 250 desktops were not updated');
		expect(error?.description).toBe(
			[...refused.map(line), 'The others: 248 updated.', SEE_EACH].join('\n'),
		);
		expect(task?.executionStatus).toBe('error');
		expect(simulator.journal.changes).toHaveLength(248);
	});

	it('lists ten of twelve, each once, and says how to see the rest', async () => {
		refuse(IDS.slice(0, 12));
		const items = [...IDS.slice(0, 13), ...IDS.slice(0, 13)];
		const { error } = await runOnIds(simulator, items, { parameters: ONE_BY_ONE });
		expect(error?.message).toBe('12 of 13 desktops were not updated');
		expect(error?.description?.split('\n')).toStrictEqual([
			...IDS.slice(0, 10).map(line),
			'… and 2 more.',
			'The others: 1 updated.',
			SEE_EACH,
		]);
	});

	it('says what a batch that was refused as a whole means', async () => {
		const items = [...IDS.slice(0, 2), 'nowhere'];
		const { error } = await runOnIds(simulator, items, {
			parameters: { options: { isolateFailures: false } },
		});
		expect(error?.message).toBe('3 of 3 desktops were not updated');
		expect(error?.description).toContain(
			'The service rejected this batch of 3 because of at least one desktop in it.',
		);
	});
});
