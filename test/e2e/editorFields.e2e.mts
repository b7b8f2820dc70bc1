/**
 * A workflow of one's own: the node is found by search, added with a click and filled in with mouse and keyboard; what does not matter
 * is hidden, what matters is shown and explained.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import type { Editor } from './support/editor.mts';
import type { NodePanel } from './support/nodePanel.mts';
import { until } from './support/until.mts';
import { openWorkbench, stepsOn } from './support/workbench.mts';
import type { Workbench } from './support/workbench.mts';

const TITLE = 'Huawei Cloud Desktop SID';

describe("The node's panel", () => {
	let lab: Lab;
	let workbench: Workbench;
	let editor: Editor;
	let panel: NodePanel;
	const step = stepsOn(() => workbench);

	before(async () => {
		lab = await openLab('editor-fields');
		await lab.n8n.importCredentials([lab.credential]);
		workbench = await openWorkbench(lab);
		editor = workbench.editor;
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (workbench as Workbench | undefined)?.close();
		await (lab as Lab | undefined)?.close();
	});

	step('is found by what an administrator would search for', async (t) => {
		await editor.newWorkflow();
		for (const word of ['SID', 'huawei', 'workspace', 'desktop']) await editor.found(word, TITLE);
		const entry = await editor.found('active directory', TITLE);
		await workbench.pictures.take(t, 'node-creator', [editor.nodeSearch, entry], 12);
	});

	step('opens with few fields, each of which matters', async () => {
		const entry = await editor.found('huawei', TITLE);
		panel = await editor.addAction(entry, 'Update desktop SIDs');
		const { form } = panel;
		assert.deepEqual(await form.fields(), [
			'operation',
			'desktopsFrom',
			'matchBy',
			'skipInSync',
			'adSidField',
			'waitForCompletion',
			'output',
		]);
		assert.equal(await form.value('operation'), 'Update SIDs');
		assert.equal(await form.value('matchBy'), 'Automatic');
		assert.ok(await form.isOn('skipInSync'));
		assert.equal(await form.value('adSidField'), 'objectSid');
		assert.equal(await form.value('output'), 'One Item per Response Status');
	});

	step('shows the fields that a choice brings with it, and hides the others', async () => {
		const { form } = panel;
		await form.choose('matchBy', 'Computer Name');
		await form.toggle('waitForCompletion');
		await form.choose('output', 'One Item per Desktop');
		await form.addOption('Verify');
		assert.ok(await form.isOn('verify'));
		assert.deepEqual(await form.fields(), [
			'operation',
			'desktopsFrom',
			'matchBy',
			'computerNameField',
			'skipInSync',
			'adSidField',
			'waitForCompletion',
			'output',
			'verify',
		]);
		assert.equal(await form.value('computerNameField'), 'sAMAccountName');
		assert.equal(await form.value('adSidField'), 'objectSid');
		await form.choose('desktopsFrom', 'Defined Below');
		assert.deepEqual(await form.fields(), [
			'operation',
			'desktopsFrom',
			'matchBy',
			'computerNames',
			'waitForCompletion',
			'output',
			'verify',
		]);
		await form.choose('desktopsFrom', 'Input Items');
	});

	step('explains a field where the pointer rests on its question mark', async () => {
		const { form } = panel;
		assert.match(await form.explanation('skipInSync', 'already equals'), /Active Directory/);
	});

	step('leaves the waiting options out where nothing is waited for', async () => {
		const { form } = panel;
		const offers = async (name: string) => (await form.options()).includes(name);
		await form.toggle('waitForCompletion');
		// n8n takes over what was toggled a moment later.
		await until(
			'no Poll Interval is offered',
			10_000,
			async () => !(await offers('Poll Interval (Seconds)')),
		);
		const options = await form.options();
		assert.ok(
			options.includes('Batch Size') && !options.includes('Wait Timeout (Seconds)'),
			options.join(),
		);
		await form.toggle('waitForCompletion');
		await until(
			'Poll Interval is offered',
			10_000,
			async () => await offers('Poll Interval (Seconds)'),
		);
		await panel.close();
	});

	step('shows on the canvas what it will do', async () => {
		const text = await editor.node(TITLE).innerText();
		assert.match(text, /Update SIDs.*name/);
	});
});
