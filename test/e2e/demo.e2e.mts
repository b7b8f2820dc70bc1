/** `npm run demo` as a program: what it prints, how it ends, and that it leaves nothing running. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DEMO_OWNER } from '../../demo/n8n/owner.mts';
import { PRIVATE_FOLDER } from '../../demo/n8n/versions.mts';
import { processesOf, start } from './support/program.mts';
import { signInToApi } from './support/restApi.mts';

const FOLDERS = ['demo', 'demo-run'].map((name) => join(PRIVATE_FOLDER, 'home', name));
const leftRunning = async () => (await Promise.all(FOLDERS.map(processesOf))).flat();

/** Computer account → status, as the first table shows them. */
const ACCOUNTS: Record<string, string> = {
	'FIN-01': 'updated',
	'FIN-02': 'updated',
	'FIN-03': 'inSync',
	'LAB-01': 'notSupported',
	'RECEPTION-PC': 'unmatched',
};

/** Desktop → HTTP status and verdict, as the table shows them. */
const ROWS: Record<string, string> = {
	'FIN-01': '202 accepted',
	'FIN-02': '202 accepted',
	// In the half of the batch that was accepted as a task, so the service did not say that it had nothing to do.
	'FIN-03': '202 accepted',
	'FIN-04': '204 unchanged',
	'HR-01': '400 notFound',
	'HR-02': '400 notFound',
	'LAB-01': '412 notSupported',
	'LAB-02': '412 notSupported',
	'OPS-01': '409 failed',
	'OPS-02': '409 failed',
	'HQ-01': '200 updated',
};

describe('The demo', () => {
	let firstAddress = '';

	test('repairs the example desktops, shows every answer, and finds its output confirmed', async () => {
		const demo = start('demo/run.mts');
		assert.equal(await demo.ended, 0, demo.output());
		const lines = demo.output().split('\n');
		const [, first = ''] = demo.output().split('Computer account');
		for (const [account, status] of Object.entries(ACCOUNTS))
			assert.match(first, new RegExp(`^${account} .* ${status} `, 'm'));
		assert.match(demo.output(), /6 to 15 minutes|one to three minutes/);
		assert.match(demo.output(), /all 5 accounts are as the output says/);
		lines.splice(
			0,
			lines.findIndex((line) => line.startsWith('Desktop ')),
		);
		for (const [desktop, verdict] of Object.entries(ROWS)) {
			const row = lines.find((line) => line.startsWith(`${desktop} `)) ?? '';
			assert.ok(row.replace(/\s+/g, ' ').includes(` ${verdict} `), `${desktop}: ${row}`);
		}
		assert.match(demo.output(), /all 11 desktops are as the output says/);
		assert.deepEqual(await leftRunning(), []);
	});

	test('ends at once on Ctrl-C and leaves nothing running', async () => {
		const demo = start('demo/run.mts');
		await demo.says('✓ Importing');
		demo.interrupt();
		assert.equal(await demo.ended, 130, demo.output());
		assert.deepEqual(await leftRunning(), []);
	});

	test('--open leaves n8n running until Ctrl-C, with a sign-in and a credential that are printed and work', async () => {
		const demo = start('demo/run.mts', '--open', '--fresh');
		await demo.says('Ctrl-C stops');
		const printed = (label: string) =>
			new RegExp(`^ *${label} +(\\S+)`, 'm').exec(demo.output())?.[1] ?? '';
		assert.ok(demo.output().includes(DEMO_OWNER.password));
		firstAddress = printed('The workflow');
		const api = await signInToApi(new URL(firstAddress).origin, DEMO_OWNER);
		const { status, message } = await api.testCredential({
			region: 'custom',
			endpoint: printed('Workspace Endpoint'),
			projectId: printed('Project ID'),
			authentication: 'accessKey',
			accessKeyId: printed('Access Key ID'),
			secretAccessKey: printed('Secret Access Key'),
		});
		assert.equal(status, 'OK', message);
		assert.match(demo.output(), /can be repaired: FIN-01, FIN-02, HQ-01, HQ-02\./);
		const putBack = 'The desktops are as they were.';
		demo.type('r\n');
		await demo.says(putBack);
		const page = /with their IDs: (http:\S+)/.exec(demo.output())?.[1] ?? '';
		assert.match(await (await fetch(page)).text(), /HQ-02.*a4cc0d3b-.*out of its domain.*S-1-5-/);
		assert.match(await (await fetch(page, { method: 'POST' })).text(), new RegExp(putBack));
		assert.notDeepEqual(await leftRunning(), []);
		demo.interrupt();
		assert.equal(await demo.ended, 0, demo.output());
		assert.deepEqual(await leftRunning(), []);
	});

	test('--open once more keeps the address, the account and what was built', async () => {
		const demo = start('demo/run.mts', '--open');
		await demo.says('Ctrl-C stops');
		assert.ok(!demo.output().includes('Repairing SIDs'), 'the checked run is not repeated');
		const address = /^The workflow +(\S+)/m.exec(demo.output())?.[1] ?? '';
		assert.equal(address, firstAddress);
		await signInToApi(new URL(address).origin, DEMO_OWNER);
		demo.interrupt();
		assert.equal(await demo.ended, 0, demo.output());
		assert.deepEqual(await leftRunning(), []);
	});
});
