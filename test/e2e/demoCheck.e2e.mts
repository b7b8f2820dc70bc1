/** The demo's check can fail: for each way in which an output can be wrong, it says so. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { differences } from '../../demo/check.mts';
import type { Evidence } from '../../demo/check.mts';
import type { Item } from '../../demo/n8n/execution.mts';
import { sampleEstate } from '../../simulator/estate.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import type { Simulator } from '../../simulator/simulator.mts';

const ESTATE = sampleEstate();
const DRIFTED = ESTATE['DRIFTED-1'];
const LINUX = ESTATE['LINUX-1'];
const INPUT = [DRIFTED, LINUX].map(({ desktop_id }) => ({ json: { desktop_id } }));
const TRUTH: Item[] = [
	{ json: { desktop_id: DRIFTED.desktop_id, status: 'updated', status_code: 200 } },
	{ json: { desktop_id: LINUX.desktop_id, status: 'notSupported', status_code: 412 } },
];

describe("The demo's check", () => {
	let simulator: Simulator;
	before(async () => {
		simulator = await startSimulator({ desktops: [DRIFTED, LINUX] });
		for (const { json } of INPUT) await put([json.desktop_id]);
	});
	after(async () => simulator.close());

	async function put(ids: string[]): Promise<void> {
		await fetch(`${simulator.url}/v2/${simulator.projectId}/desktops/sids`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json', 'x-auth-token': simulator.token },
			body: JSON.stringify({ desktop_ids: ids }),
		});
	}

	function found(output: Item[], more: Partial<Evidence> = {}): string[] {
		const sidsBefore = new Map([DRIFTED, LINUX].map(({ desktop_id, sid }) => [desktop_id, sid]));
		return differences({ input: INPUT, output, simulator, sidsBefore, ...more });
	}

	const changed = (index: number, json: Record<string, unknown>) =>
		TRUTH.map((item, at) => (at === index ? { json: { ...item.json, ...json } } : item));

	test('accepts the truth', () => {
		assert.deepEqual(found(TRUTH), []);
	});

	for (const [lie, output] of [
		['another status', changed(1, { status: 'failed' })],
		['another HTTP status', changed(0, { status_code: 202 })],
		['another desktop', changed(0, { desktop_id: LINUX.desktop_id })],
		['a repair that did not happen', changed(1, { status: 'updated', status_code: 200 })],
		['a failure that was a repair', changed(0, { status: 'failed', status_code: 500 })],
		['an item too few', TRUTH.slice(0, 1)],
		['an item too many', [...TRUTH, ...TRUTH.slice(0, 1)]],
	] as const)
		test(`refuses ${lie}`, () => {
			assert.notDeepEqual(found([...output]), []);
		});

	test('refuses a repair that the cloud did not carry out', () => {
		const sidsBefore = new Map([[LINUX.desktop_id, 'S-1-5-21-1-1-1-1']]);
		assert.notDeepEqual(found(TRUTH, { sidsBefore }), []);
	});

	test('refuses a request that was not signed in', async () => {
		await fetch(`${simulator.url}/v2/${simulator.projectId}/desktops/sids`, { method: 'PUT' });
		assert.match(found(TRUTH).join(), /not signed in/);
	});
});
