/**
 * The node as a tool of n8n's AI Agent, with a scripted model. The cloud's own records say what was done; what the model reads has
 * to agree with them, be short, and say what to do next.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { manyDesktops, uuidOf } from '../../simulator/estate.mts';
import { TOOL } from './support/agentFlow.mts';
import { agentFlows } from './support/agentFlows.mts';
import type { FlowName } from './support/agentFlows.mts';
import { talk } from './support/agentTalk.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { startScriptedModel } from './support/scriptedModel.mts';
import type { ScriptedModel } from './support/scriptedModel.mts';

const DESKTOPS = manyDesktops(110, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const NAMES = DESKTOPS.map(({ computer_name }) => computer_name);
const UNKNOWN = uuidOf('a desktop that was deleted');
const GOOD = IDS.slice(0, 2);

let lab: Lab;
let model: ScriptedModel;

const ask = async (t: TestContext, flow: FlowName, args: Record<string, unknown>) =>
	talk(t, { lab, model }, flow, args);

/** The desktops by what became of them, as the model reads it. */
const statuses = (results: Record<string, unknown>[]) =>
	results.map(({ status, desktop_ids }) => [status, desktop_ids]);

/** Desktops whose SID changed, by the cloud's own record. */
function changed(): string[] {
	lab.simulator.cloud.settle();
	return lab.simulator.journal.changes.map(({ desktop_id }) => desktop_id);
}

describe('A tool of the AI Agent', () => {
	before(async () => {
		lab = await openLab('ai-agent');
		// A task is done as soon as somebody looks.
		lab.simulator.behaviour.jobSeconds = 0;
		model = await startScriptedModel();
		const { flows, credentials } = agentFlows(lab, model.credential);
		await lab.add(flows, credentials);
	});
	after(async () => {
		await model.close();
		await lab.close();
	});
	beforeEach(() => {
		// What tasks of the test before have still to do would count as this test's.
		lab.simulator.cloud.settle();
		for (const desktop of DESKTOPS) {
			lab.simulator.cloud.remove(desktop.desktop_id);
			lab.simulator.cloud.add(desktop);
		}
		lab.simulator.journal.clear();
	});

	test('repairs the desktops whose IDs the model gives, and tells what became of the task', async (t) => {
		const ids = IDS.slice(3, 6);
		const { results } = await ask(t, 'byId', { Desktop_IDs: ids.join(', ') });
		assert.deepEqual(lab.sent(), [ids]);
		assert.deepEqual(changed(), ids);
		assert.deepEqual(statuses(results), [['accepted', ids]]);

		const [tool, ...others] = model.offered();
		assert.deepEqual([tool?.name, others], [TOOL, []]);
		assert.match(String(tool?.description), /SIDs of Huawei Cloud Workspace desktops/);
		assert.deepEqual(tool?.parameters.required, ['Desktop_IDs']);
		const { type, description } = tool.parameters.properties.Desktop_IDs ?? {};
		assert.deepEqual([type, description], ['string', 'IDs of the desktops, with commas']);

		const [task] = results[0]?.job_ids as string[];
		const followed = await ask(t, 'getTask', { Job_ID: task });
		assert.deepEqual(
			followed.results.map(({ desktop_id, status }) => [desktop_id, status]),
			ids.map((id) => [id, 'updated']),
		);
	});

	test('repairs the desktops whose computer names the model gives, and says which name is unknown', async (t) => {
		const [one = '', two = ''] = NAMES;
		const names = [one, 'NOBODY', two.toLowerCase()].join(', ');
		const { results, text } = await ask(t, 'byName', { Computer_Names: names });
		assert.deepEqual(lab.sent(), [GOOD]);
		assert.deepEqual(changed(), GOOD);
		assert.deepEqual(statuses(results).slice(0, 1), [['accepted', GOOD]]);
		assert.match(text, /"status":"unmatched".*"computer_names":\["NOBODY"\]/);
	});

	test('answers for a hundred desktops with little more than their IDs', async (t) => {
		const ids = IDS.slice(0, 100);
		const { results, text } = await ask(t, 'byList', { Desktop_IDs: ids });
		assert.deepEqual(lab.sent(), [ids]);
		assert.deepEqual(statuses(results), [['accepted', ids]]);
		assert.ok(text.length < JSON.stringify(ids).length + 400, `${String(text.length)} characters`);
	});

	for (const [flow, count, cap] of [
		['byId', 101, 100],
		['capOf2', 3, 2],
	] as const)
		test(`sends nothing above the cap of ${String(cap)}, and says why and whom to ask`, async (t) => {
			const ids = IDS.slice(0, count);
			const { text } = await ask(t, flow, { Desktop_IDs: ids.join('\n') });
			assert.deepEqual(lab.simulator.journal.entries, []);
			for (const words of [`${String(count)} desktops`, `the ${String(cap)} that`])
				assert.ok(text.includes(words), words);
			assert.match(text, /nothing was sent.*Do not split the list.*ask a person/);
			assert.ok(text.length < JSON.stringify(ids).length + 1000, 'it names each desktop once');
		});

	test('sends 101 where Max Desktops is 200', async (t) => {
		const ids = IDS.slice(0, 101);
		const { results } = await ask(t, 'capOf200', { Desktop_IDs: ids.join() });
		assert.deepEqual(lab.sent().flat(), ids);
		assert.deepEqual(statuses(results), [
			['updated', ids.slice(100)],
			['accepted', ids.slice(0, 100)],
		]);
		assert.deepEqual(new Set(changed()), new Set(ids));
	});

	for (const flow of ['byId', 'continuing', 'olderAgent'] as const)
		test(`repairs the good ones and tells which one failed, why and what next (${flow})`, async (t) => {
			const { results, text } = await ask(t, flow, {
				Desktop_IDs: [GOOD[0], UNKNOWN, GOOD[1]].join(),
			});
			assert.deepEqual(new Set(changed()), new Set(GOOD));
			assert.deepEqual(statuses(results), [
				['updated', GOOD],
				['notFound', [UNKNOWN]],
			]);
			assert.equal(typeof results[1]?.error_code, 'string');
			assert.match(text, /Check that the desktop still exists/);
		});

	test('stops the workflow where On Error is set to that, after the good ones are repaired', async (t) => {
		const { execution } = await ask(t, 'stopping', { Desktop_IDs: `${GOOD.join()},${UNKNOWN}` });
		assert.deepEqual(new Set(changed()), new Set(GOOD));
		assert.equal(execution.error?.message, '1 of 3 desktops was not updated');
		assert.match(String(execution.error.description), new RegExp(UNKNOWN));
	});

	for (const [flow, args] of [
		['wrongToken', { Desktop_IDs: GOOD.join() }],
		['wrongTokenByName', { Computer_Names: NAMES.slice(0, 2).join() }],
	] as const)
		test(`says that the sign-in is refused, and no secret (${flow})`, async (t) => {
			const { text } = await ask(t, flow, args);
			assert.equal(lab.simulator.journal.entries.length, 1);
			assert.deepEqual(changed(), []);
			assert.match(text, /401 APIGW\.\d+.*Test the credential/);
		});

	test('only reads as Get Many', async (t) => {
		const { results } = await ask(t, 'getMany', { Computer_Name: NAMES[0] });
		assert.deepEqual(
			results.map(({ desktop_id, sid }) => [desktop_id, sid]),
			[[IDS[0], DESKTOPS[0]?.sid]],
		);
		assert.deepEqual(
			new Set(lab.simulator.journal.entries.map(({ method }) => method)),
			new Set(['GET']),
		);
		assert.match(String(model.offered()[0]?.description), /changes nothing/i);
	});
});
