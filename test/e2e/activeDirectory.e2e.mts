/**
 * The whole way, with real parts: computer accounts in an Active Directory, n8n's own LDAP node over LDAPS, the example workflows
 * as they are shipped, and the simulator for the cloud. Some accounts are deleted and created again, which gives them new SIDs.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readExample } from '../../demo/example.mts';
import { forDirectory, openDirectory } from './support/directory.mts';
import type { Directory } from './support/directory.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';

const DESKTOPS = ['FIN-01', 'FIN-02', 'HR-01', 'HR-02', 'LAB-01', 'Ops-01', 'FIFTEENLETTERSX'];
/** Their accounts are made anew after the desktops were set up. */
const RECREATED = ['FIN-02', 'HR-01', 'Ops-01'];
const PHYSICAL_PC = 'RECEPTION-PC';
const NIGHTLY = 'nightlyRepair000';
const WEEKLY = 'weeklyReport0000';

describe('Active Directory, LDAP node, Nightly SID repair', () => {
	let directory: Directory;
	let lab: Lab;
	const newSids = new Map<string, string>();

	before(async () => {
		directory = await openDirectory();
		lab = await openLab('active-directory');
		for (const name of DESKTOPS) {
			lab.simulator.cloud.add({
				desktop_id: idOf(name),
				computer_name: name,
				sid: await directory.addComputer(name),
			});
		}
		await directory.addComputer(PHYSICAL_PC);
		for (const name of RECREATED) {
			const sid = await directory.recreateComputer(name);
			newSids.set(name, sid);
			const desktop = lab.simulator.cloud.get(idOf(name));
			assert.ok(desktop);
			assert.notEqual(desktop.sid, sid);
			desktop.adSid = sid;
		}
		lab.simulator.behaviour.jobSeconds = 0;
		const examples = [
			await readExample('nightly-sid-repair.json', NIGHTLY, lab.credential),
			await readExample('weekly-drift-report.json', WEEKLY, lab.credential),
		];
		await lab.add(
			examples.map((example) => forDirectory(example, directory)),
			[directory.credential],
		);
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (lab as Lab | undefined)?.close();
		await (directory as Directory | undefined)?.close();
	});

	/** Status of each computer of the directory, as the node's output tells it. */
	async function repair(): Promise<Record<string, unknown>> {
		lab.simulator.journal.clear();
		const execution = await lab.execute(NIGHTLY);
		assert.equal(execution.error, undefined);
		const items = execution.items('Repair SIDs');
		assert.equal(items.length, execution.items('Computer Accounts').length);
		return Object.fromEntries(
			items.map(({ json }) => [String(json.computer_name).toUpperCase(), json.status]),
		);
	}

	function expected(ofRecreated: string): Record<string, string> {
		return {
			...Object.fromEntries(
				DESKTOPS.map((name) => [
					name.toUpperCase(),
					RECREATED.includes(name) ? ofRecreated : 'inSync',
				]),
			),
			[directory.controller]: 'unmatched',
			[PHYSICAL_PC]: 'unmatched',
		};
	}

	test('the weekly report finds exactly the drifted desktops, and changes nothing', async () => {
		const execution = await lab.execute(WEEKLY);
		assert.equal(execution.error, undefined);
		const found = execution.items('Worth a Look').map(({ json }) => json);
		assert.deepEqual(
			new Map(found.map(({ computer_name, ad_sid }) => [computer_name, ad_sid])),
			newSids,
		);
		assert.ok(found.every(({ status }) => status === 'drifted'));
		assert.equal(execution.items('CSV File').length, 1);
		assert.deepEqual(lab.sent(), []);
	});

	test('the first night updates exactly the drifted desktops', async () => {
		assert.deepEqual(await repair(), expected('updated'));
		assert.deepEqual(new Set(lab.sent().flat()), new Set(RECREATED.map(idOf)));
		for (const [name, sid] of newSids)
			assert.equal(lab.simulator.cloud.get(idOf(name))?.sid, sid, name);
		assert.deepEqual(
			new Map(lab.simulator.journal.changes.map(({ desktop_id, after }) => [desktop_id, after])),
			new Map([...newSids].map(([name, sid]) => [idOf(name), sid])),
		);
	});

	test('the second night updates nothing', async () => {
		assert.deepEqual(await repair(), expected('inSync'));
		assert.deepEqual(lab.sent(), []);
	});
});

function idOf(name: string): string {
	return `id-of-${name.toLowerCase()}`;
}
