/** What a person gets to read when the input or the credential is wrong: what happened, where, and what to do next. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { credentialFor } from '../../../demo/example.mts';
import { freePorts } from '../../../demo/n8n/settings.mts';
import { manyDesktops } from '../../../simulator/estate.mts';
import { flow, NODES } from '../support/flow.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';

const [FIRST, SECOND] = manyDesktops(2, { drifted: 1 });
assert.ok(FIRST && SECOND);

const GOOD = [{ desktop_id: FIRST.desktop_id }, { desktop_id: SECOND.desktop_id }];
const BAD = [
	{ desktop_id: FIRST.desktop_id },
	{ hostname: 'NO-ID' },
	{ desktop_id: '   ' },
	{ desktop_id: SECOND.desktop_id },
];

describe('Wrong input', () => {
	let lab: Lab;
	before(async () => {
		lab = await openLab('wrong-input');
		lab.simulator.cloud.add(FIRST, SECOND);
		const { credential, simulator } = lab;
		const at = (endpoint: string, id: string) => credentialFor({ ...simulator, endpoint }, id);
		const insecure = at('http://203.0.113.7', 'insecure');
		// A port that was free a moment ago: nobody answers there.
		const dead = at(`http://127.0.0.1:${String((await freePorts()).editor)}`, 'dead');
		const perDesktop = { output: 'perDesktop' };
		const once = { ...perDesktop, options: { maxRetries: 0 } };
		const onError = 'continueRegularOutput';
		await lab.add(
			[
				flow({ id: 'badItems00000000', items: BAD, credential, parameters: perDesktop, onError }),
				flow({ id: 'badItemsStop0000', items: BAD, credential }),
				flow({
					id: 'wrongField000000',
					items: GOOD,
					credential,
					parameters: { ...perDesktop, matchBy: 'desktopId', desktopIdField: 'desktop_identifier' },
				}),
				flow({ id: 'insecureStop0000', items: GOOD, credential: insecure }),
				flow({
					id: 'insecure00000000',
					items: GOOD,
					credential: insecure,
					parameters: perDesktop,
					onError,
				}),
				flow({ id: 'dead000000000000', items: GOOD, credential: dead, parameters: once, onError }),
			],
			[insecure, dead],
		);
	});
	after(async () => lab.close());
	beforeEach(() => {
		lab.simulator.journal.clear();
	});

	test('items without an id are named, and the others are updated all the same', async () => {
		const output = (await lab.execute('badItems00000000')).items(NODES.done);
		assert.deepEqual(
			output.map(({ json }) => json.status),
			['accepted', 'invalid', 'invalid', 'accepted'],
		);
		assert.match(String(output[1]?.json.error), /desktop_id/);
		assert.match(String(output[2]?.json.error), /desktop_id/);
		assert.deepEqual(lab.sent().flat(), [FIRST.desktop_id, SECOND.desktop_id]);
	});

	test('under Stop Workflow they stop the workflow after the others were sent', async () => {
		const { error } = await lab.execute('badItemsStop0000');
		assert.equal(error?.message, '2 of 4 desktops were not updated');
		assert.match(String(error.description), /desktop_id/);
		assert.deepEqual(lab.sent().flat(), [FIRST.desktop_id, SECOND.desktop_id]);
	});

	test('a field name that no item has is named, and nothing is sent', async () => {
		const { error } = await lab.execute('wrongField000000');
		assert.match(`${String(error?.message)} ${String(error?.description)}`, /desktop_identifier/);
		assert.deepEqual(lab.simulator.journal.entries, []);
	});

	test('an http:// endpoint off loopback is refused before anything is sent', async () => {
		const { error } = await lab.execute('insecureStop0000');
		assert.match(`${String(error?.message)} ${String(error?.description)}`, /https/);
		const output = (await lab.execute('insecure00000000')).items(NODES.done);
		assert.deepEqual(
			output.map(({ json }) => json.status),
			['failed', 'failed'],
		);
		assert.match(String(output[0]?.json.error), /https/);
	});

	test('an endpoint where nobody answers is named', async () => {
		const output = (await lab.execute('dead000000000000')).items(NODES.done);
		assert.deepEqual(
			output.map(({ json }) => [json.desktop_id, json.status]),
			GOOD.map(({ desktop_id }) => [desktop_id, 'failed']),
		);
		assert.match(String(output[0]?.json.error), /127\.0\.0\.1/);
	});
});
