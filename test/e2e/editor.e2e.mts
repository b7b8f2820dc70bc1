/** The package as a person meets it: the plain example in n8n's editor, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { desktopsOf, furnish } from '../../demo/estate.mts';
import type { NamedDesktop } from '../../demo/estate.mts';
import { readExample, withOptions } from '../../demo/example.mts';
import type { Editor } from './support/editor.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { recordsOf } from './support/outputTable.mts';
import { openWorkbench, stepsOn } from './support/workbench.mts';
import type { Workbench } from './support/workbench.mts';

const WORKFLOW_ID = 'exampleInEditor0';
const SID_NODE = 'Huawei Cloud Desktop SID';
const STATUSES = ['accepted', 'unchanged', 'notFound', 'notSupported', 'failed', 'updated'];

describe("n8n's editor", () => {
	let lab: Lab;
	let workbench: Workbench;
	let editor: Editor;
	let desktops: NamedDesktop[];
	const step = stepsOn(() => workbench);

	before(async () => {
		lab = await openLab('editor');
		const example = await readExample('update-sids.json', WORKFLOW_ID, lab.credential);
		desktops = desktopsOf(example);
		furnish(lab.simulator, desktops);
		await lab.add([withOptions(example, { batchSize: 2 })]);
		workbench = await openWorkbench(lab);
		editor = workbench.editor;
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (workbench as Workbench | undefined)?.close();
		await (lab as Lab | undefined)?.close();
	});

	step('shows the panel of the node with its credential', async () => {
		await editor.openWorkflow(WORKFLOW_ID, SID_NODE);
		const { form, close } = await editor.openPanel(SID_NODE);
		assert.equal(await form.value('operation'), 'Update SIDs');
		assert.equal(await form.value('batchSize'), '2');
		await close();
	});

	step('runs the workflow and shows what became of each desktop', async (t) => {
		await editor.run();
		await workbench.pictures.take(t, 'canvas-executed', [editor.drawing], 16);
		const { outputTable } = await editor.openPanel(SID_NODE);
		const records = recordsOf(await outputTable());
		assert.deepEqual(
			records.map(({ desktop_id }) => desktop_id),
			desktops.map(({ desktop_id }) => desktop_id),
		);
		assert.deepEqual([...new Set(records.map(({ status }) => status))], STATUSES);
		assert.equal(new Set(lab.sent().flat()).size, desktops.length);
	});

	step('keeps the token out of the page, and the page on this machine', async () => {
		assert.ok(!(await editor.page.content()).includes(lab.simulator.token));
		assert.deepEqual(workbench.abroad, []);
	});
});
