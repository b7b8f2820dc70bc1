/** The example "Accept now, check later" in a real n8n: every desktop is in the report once, with its true result. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { caseOf, desktopsOf, furnish } from '../../demo/estate.mts';
import type { Case } from '../../demo/estate.mts';
import { readExample } from '../../demo/example.mts';

const WORKFLOW_ID = 'acceptNowCheck01';

/** What the report has to say of each desktop. */
const RESULTS: Record<Case, string> = {
	drifted: 'updated',
	inSync: 'updated',
	deleted: 'failed',
	linux: 'failed',
	busy: 'failed',
	lost: 'updated',
};

let lab: Lab;

before(async () => {
	lab = await openLab('accept-now-check-later');
});

after(async () => {
	await lab.close();
});

test('the report has every desktop once, with its true result', async () => {
	const { simulator } = lab;
	Object.assign(simulator.behaviour, {
		unknownId: 'failedSubJob',
		unsupported: 'failedSubJob',
		completeHidesFailures: true,
		jobWords: { ok: 'COMPLETE', bad: 'FAIL', running: 'RUNNING' },
	});
	const workflow = await readExample('accept-now-check-later.json', WORKFLOW_ID, lab.credential);
	const desktops = desktopsOf(workflow);
	furnish(simulator, desktops);
	simulator.faults.clear();
	for (const desktop of desktops.filter((one) => caseOf(one) === 'busy')) {
		const found = simulator.cloud.get(desktop.desktop_id);
		if (found === undefined) throw new Error(`${desktop.computer_name} is not in the cloud`);
		found.failure = { status: 409, error_code: 'WKS.00010032', error_msg: 'It is busy.' };
	}
	const wait = workflow.nodes.find(({ name }) => name === 'Wait');
	assert.ok(wait);
	wait.parameters.amount = 3;

	await lab.add([workflow]);
	const execution = await lab.execute(WORKFLOW_ID);
	assert.equal(execution.error, undefined);

	const report = new Map(
		execution.items('Report').map(({ json }) => [json.desktop, json.result] as const),
	);
	const expected = desktops.map((desktop) => {
		const { desktop_id, computer_name } = desktop;
		const shown = caseOf(desktop) === 'deleted' ? desktop_id : computer_name;
		return [shown, RESULTS[caseOf(desktop)]] as const;
	});
	assert.deepEqual(report, new Map(expected));
	assert.equal(execution.items('Report').length, desktops.length);
	assert.equal(simulator.journal.of({ path: 'workspace-jobs' }).length, 1);
});
