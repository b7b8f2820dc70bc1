/**
 * The main job as a person does it, with mouse and keyboard in n8n's editor: import *Nightly SID repair*, fill in the credentials, run it,
 * read the result, run it again. Computer accounts are in a real Active Directory; the cloud is the simulator.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { CHECKOUT } from '../../demo/n8n/versions.mts';
import { openDirectory } from './support/directory.mts';
import type { Directory } from './support/directory.mts';
import {
	DESKTOPS,
	driftedEstate,
	PHYSICAL_PC,
	RECREATED,
	statuses,
} from './support/driftedEstate.mts';
import type { Editor } from './support/editor.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { openedDialog } from './support/credentialDialog.mts';
import { openedPanel } from './support/nodePanel.mts';
import type { NodePanel } from './support/nodePanel.mts';
import { recordsOf } from './support/outputTable.mts';
import { openWorkbench, stepsOn } from './support/workbench.mts';
import type { Workbench } from './support/workbench.mts';

const EXAMPLE = join(CHECKOUT, 'examples', 'nightly-sid-repair.json');
const KEY = { id: 'HPUAEXAMPLEKEY000001', secret: 'ExampleSecretExampleSecretExampleSecret1' };
const WRONG_SECRET = 'WrongSecretWrongSecretWrongSecretWrong12';

describe("Nightly SID repair in n8n's editor", () => {
	let directory: Directory;
	let lab: Lab;
	let workbench: Workbench;
	let editor: Editor;
	let newSids: Map<string, string>;
	const step = stepsOn(() => workbench);

	before(async () => {
		directory = await openDirectory();
		lab = await openLab('editor-nightly');
		lab.simulator.signIn.accessKeys.add(KEY);
		lab.simulator.behaviour.jobSeconds = 0;
		newSids = await driftedEstate(directory, lab.simulator);
		await lab.n8n.importCredentials([directory.credential]);
		workbench = await openWorkbench(lab);
		editor = workbench.editor;
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (workbench as Workbench | undefined)?.close();
		await (lab as Lab | undefined)?.close();
		await (directory as Directory | undefined)?.close();
	});

	step('is imported from its file, with notes that say what to set', async () => {
		await editor.newWorkflow();
		await editor.importFile(EXAMPLE);
		const notes = (await editor.page.locator('[data-test-id="sticky"]').allInnerTexts()).join('\n');
		for (const words of [
			'LDAP credential',
			'Base DN',
			'Huawei Cloud Workspace API',
			'Max Desktops',
		])
			assert.ok(notes.includes(words), words);
	});

	step('shows our icon for the light and for the dark theme', async () => {
		for (const [colorScheme, file] of [
			['dark', 'desktopSid.dark.svg'],
			['light', 'desktopSid.svg'],
		] as const) {
			await editor.page.emulateMedia({ colorScheme });
			const icon = editor.node('Repair SIDs').locator(`img[src$="/${file}"]`);
			await icon.waitFor();
			const width = await icon.evaluate(async (element: unknown) => {
				const image = element as { decode(): Promise<void>; naturalWidth: number };
				await image.decode();
				return image.naturalWidth;
			});
			assert.ok(width > 0, file);
		}
	});

	step('takes the LDAP credential and the Base DN, instead of the sample accounts', async () => {
		await editor.unpin('Computer Accounts');
		const { form, chooseCredential, close } = await editor.openPanel('Computer Accounts');
		await chooseCredential(directory.credential.name);
		await form.type('baseDN', directory.baseDn);
		assert.equal(await form.value('baseDN'), directory.baseDn);
		await close();
	});

	step('says in words what is wrong with a credential', async (t) => {
		const { newCredential } = await editor.openPanel('Repair SIDs');
		const { frame, form, save, problem } = await newCredential();
		await form.choose('region', 'Custom Endpoint');
		await form.type('accessKeyId', KEY.id);
		await form.type('secretAccessKey', WRONG_SECRET);
		await form.type('endpoint', lab.simulator.endpoint);
		await form.type('projectId', lab.simulator.projectId);
		// Last of all, so that n8n has taken over the texts, which it does a moment after they were typed.
		await form.choose('authentication', 'Access Key (AK/SK)');
		await save();
		const text = await problem();
		assert.match(text, /The secret access key is wrong/);
		assert.ok(!text.includes(WRONG_SECRET));
		const refused = lab.simulator.journal.entries.filter(({ refusedSignIn }) => refusedSignIn);
		assert.equal(refused.length, 1, 'each refused request brings the key nearer to being locked');
		await workbench.pictures.take(t, 'credential-problem', [frame]);
	});

	step('tests the credential with success once the secret is right', async (t) => {
		const { form, save, accepted } = await openedDialog(editor.page);
		await form.type('secretAccessKey', KEY.secret);
		await save();
		await accepted();
		const { frame, success, close } = await (await openedPanel(editor.page)).editCredential();
		await success();
		await workbench.pictures.take(t, 'credential', [frame]);
		await close();
	});

	step('has the parameters of the example in the panel', async (t) => {
		const { form, parameters, close } = await openedPanel(editor.page);
		assert.deepEqual(await form.fields(), [
			'operation',
			'desktopsFrom',
			'matchBy',
			'skipInSync',
			'adSidField',
			'waitForCompletion',
			'output',
			'maxDesktops',
			'verify',
		]);
		assert.equal(await form.value('matchBy'), 'Automatic');
		assert.equal(await form.value('adSidField'), 'objectSid');
		assert.equal(await form.value('output'), 'One Item per Desktop');
		assert.ok((await form.isOn('skipInSync')) && (await form.isOn('waitForCompletion')));
		await workbench.pictures.take(t, 'panel', [parameters]);
		await close();
	});

	/** What the table of "Repair SIDs" says of each computer account. */
	async function results({
		outputTable,
	}: NodePanel): Promise<Record<string, Record<string, string>>> {
		const records = recordsOf(await outputTable());
		return Object.fromEntries(
			records.map((record) => [record.computer_name?.toUpperCase() ?? '', record]),
		);
	}

	const statusesIn = (found: Record<string, Record<string, string>>) =>
		Object.fromEntries(Object.entries(found).map(([name, { status = '' }]) => [name, status]));

	step('run by hand, repairs exactly the desktops that have drifted', async (t) => {
		await editor.run('Run by Hand');
		// High enough for the whole workflow above n8n's button.
		const usual = editor.page.viewportSize();
		await editor.page.setViewportSize({ width: usual?.width ?? 1280, height: 1200 });
		await editor.fit();
		await workbench.pictures.take(t, 'nightly-canvas', [editor.drawing], 40);
		if (usual !== null) await editor.page.setViewportSize(usual);
		const panel = await editor.openPanel('Repair SIDs');
		const found = await results(panel);
		assert.deepEqual(statusesIn(found), statuses(directory, 'updated'));
		await panel.widenOutput();
		await workbench.pictures.take(t, 'output', [panel.output]);
		await panel.close();

		const { changes } = lab.simulator.journal;
		assert.deepEqual(
			new Map(changes.map(({ desktop_id, after: sid }) => [desktop_id, sid])),
			newSids,
		);
		for (const { desktop_id, before: sid } of changes) {
			const record = Object.values(found).find((each) => each.desktop_id === desktop_id);
			assert.equal(record?.sid_before, sid);
			assert.equal(record?.ad_sid, newSids.get(desktop_id));
			assert.equal(record?.sid_after, newSids.get(desktop_id));
		}
	});

	step('reports them, and only them, in one item', async () => {
		const { outputTable, close } = await editor.openPanel('Report');
		const text = (await outputTable()).flat().join('\n');
		for (const name of [...DESKTOPS, PHYSICAL_PC])
			assert.equal(text.includes(name), RECREATED.includes(name), name);
		await close();
	});

	step('run again, finds everything in sync and sends nothing', async () => {
		lab.simulator.journal.clear();
		await editor.run('Run by Hand');
		const found = await results(await editor.openPanel('Repair SIDs'));
		assert.deepEqual(statusesIn(found), statuses(directory, 'inSync'));
		assert.deepEqual(lab.sent(), []);
	});

	step('runs without a directory on the sample accounts, right after the import', async () => {
		const { cloud } = lab.simulator;
		for (const { desktop_id } of cloud.list()) cloud.remove(desktop_id);
		const adSid = 'S-1-5-21-4177330567-1621001916-2227763739-2101';
		cloud.add({ computer_name: 'FIN-01', adSid, sid: `${adSid}9` });
		await editor.newWorkflow();
		await editor.importFile(EXAMPLE);
		const panel = await editor.openPanel('Repair SIDs');
		await panel.close();
		await editor.run('Run by Hand');
		const found = await results(await editor.openPanel('Repair SIDs'));
		assert.deepEqual(Object.keys(found), ['FIN-01', 'FIN-02', 'FIN-03', 'LAB-01', 'RECEPTION-PC']);
		assert.equal(found['FIN-01']?.status, 'updated');
		assert.equal(found['RECEPTION-PC']?.status, 'unmatched');
	});

	step('keeps keys out of the page, and the page on this machine', async () => {
		const page = await editor.page.content();
		assert.ok(!page.includes(KEY.secret) && !page.includes(WRONG_SECRET));
		assert.deepEqual(workbench.abroad, []);
	});
});
