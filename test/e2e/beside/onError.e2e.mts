/**
 * The node's three "On Error" settings in a real n8n, each with every answer the API can give. The engine's own routing of
 * items decides what a user sees, and it differs between versions: hence real processes.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { furnish } from '../../../demo/estate.mts';
import { uuidOf } from '../../../simulator/estate.mts';
import { flow, NODES } from '../support/flow.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';

/** Sent in pairs, in this order: every pair gets an answer of its own, and the last desktop is alone. */
const EXPECTED = [
	['FIN-01', 202, 'accepted'],
	['FIN-02', 202, 'accepted'],
	['FIN-03', 204, 'unchanged'],
	['FIN-04', 204, 'unchanged'],
	['HR-01', 400, 'notFound'],
	['HR-02', 400, 'notFound'],
	['LAB-01', 412, 'notSupported'],
	['LAB-02', 412, 'notSupported'],
	['OPS-01', 409, 'failed'],
	['OPS-02', 409, 'failed'],
	['HQ-01', 200, 'updated'],
] as const;
const ITEMS = EXPECTED.map(([computer_name]) => ({
	desktop_id: uuidOf(computer_name),
	computer_name,
}));
const SUCCEEDED = EXPECTED.filter(([, code]) => code < 300);
const FAILED = EXPECTED.filter(([, code]) => code >= 300);
const PARAMETERS = { output: 'perDesktop', options: { batchSize: 2, isolateFailures: false } };

describe('On Error', () => {
	let lab: Lab;
	before(async () => {
		lab = await openLab('on-error');
		// A task that ended later would repair desktops under the next test.
		lab.simulator.behaviour.jobSeconds = 0;
		const base = { items: ITEMS, credential: lab.credential, parameters: PARAMETERS };
		await lab.add([
			flow({ ...base, id: 'stop000000000000', onError: 'stopWorkflow' }),
			flow({ ...base, id: 'continue00000000', onError: 'continueRegularOutput' }),
			flow({ ...base, id: 'errorOutput00000', onError: 'continueErrorOutput' }),
			flow({
				...base,
				id: 'errorPerStatus00',
				onError: 'continueErrorOutput',
				parameters: { ...PARAMETERS, output: 'perStatus' },
			}),
		]);
	});
	after(async () => lab.close());
	beforeEach(() => {
		furnish(lab.simulator, ITEMS);
		lab.simulator.journal.clear();
	});

	test('Stop Workflow: every desktop is attempted, then one error counts and lists what failed', async () => {
		const execution = await lab.execute('stop000000000000');
		assert.deepEqual(sentOnce(lab), idsOf(EXPECTED));
		assert.equal(execution.error?.message, '6 of 11 desktops were not updated');
		const description = execution.error.description ?? '';
		for (const [name, code] of FAILED) {
			const line = description.split('\n').find((each) => each.includes(uuidOf(name))) ?? '';
			assert.match(line, new RegExp(`\\b${String(code)}\\b`), `${name} is listed with its code`);
		}
		assert.ok(!execution.nodes.includes(NODES.done), 'nothing runs after the node');
	});

	test('Continue: every desktop is on the output, failed ones with a text', async () => {
		const execution = await lab.execute('continue00000000');
		assert.equal(execution.error, undefined);
		const output = execution.items(NODES.done);
		assert.deepEqual(
			output.map(({ json }) => [json.desktop_id, json.status_code, json.status]),
			EXPECTED.map(([name, code, status]) => [uuidOf(name), code, status]),
		);
		assert.deepEqual(
			output.map(({ json }) => typeof json.error),
			EXPECTED.map(([, code]) => (code < 300 ? 'undefined' : 'string')),
		);
		assert.deepEqual(sentOnce(lab), idsOf(EXPECTED));
	});

	test('Continue (using error output): each desktop leaves by its branch, failed ones with their data', async () => {
		const execution = await lab.execute('errorOutput00000');
		assert.equal(execution.error, undefined);
		assert.deepEqual(
			execution
				.items(NODES.done)
				.map(({ json }) => [json.desktop_id, json.status_code, json.status]),
			SUCCEEDED.map(([name, code, status]) => [uuidOf(name), code, status]),
		);
		const failed = execution.items(NODES.failed);
		assert.deepEqual(
			failed.map(({ json }) => [valueIn(json.error, 'desktop_id'), valueIn(json.error, 'status')]),
			FAILED.map(([name, , status]) => [uuidOf(name), status]),
		);
		for (const { json } of failed) {
			assert.equal(typeof json.message, 'string');
			assert.notEqual(valueIn(json.error, 'error_code'), undefined);
			assert.notEqual(valueIn(json.error, 'request_id'), undefined);
		}
	});

	test('Continue (using error output), one item per status: both branches get their statuses', async () => {
		const execution = await lab.execute('errorPerStatus00');
		assert.deepEqual(
			execution.items(NODES.done).map(({ json }) => [json.status, json.desktop_count]),
			[
				['updated', 1],
				['accepted', 2],
				['unchanged', 2],
			],
		);
		assert.deepEqual(
			execution
				.items(NODES.failed)
				.map(({ json }) => [valueIn(json.error, 'status'), valueIn(json.error, 'desktop_ids')]),
			['notFound', 'notSupported', 'failed'].map((status) => [
				status,
				idsOf(FAILED.filter(([, , each]) => each === status)),
			]),
		);
	});
});

/** All ids that were sent; an id that was sent twice is a failure. */
function sentOnce(lab: Lab): string[] {
	const ids = lab.sent().flat();
	assert.equal(new Set(ids).size, ids.length, 'no desktop is sent twice');
	return ids.sort((one, other) => position(one) - position(other));
}

function position(id: string): number {
	return ITEMS.findIndex(({ desktop_id }) => desktop_id === id);
}

function idsOf(rows: readonly (readonly [string, ...unknown[]])[]): string[] {
	return rows.map(([name]) => uuidOf(name));
}

function valueIn(object: unknown, key: string): unknown {
	return typeof object === 'object' && object !== null
		? (object as Record<string, unknown>)[key]
		: undefined;
}
