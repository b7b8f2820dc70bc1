/**
 * The first repair of a newcomer: behind five accounts of an Active Directory search the node is added with a click and executed. Nothing
 * is set: no parameter, and n8n chooses the credential by itself.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { manyDesktops } from '../../simulator/estate.mts';
import { adItem, adItemOf } from '../workflow/support/adItems.mts';
import type { Editor } from './support/editor.mts';
import { flow, NODES, searchFlow } from './support/flow.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import type { NodePanel } from './support/nodePanel.mts';
import { recordsOf } from './support/outputTable.mts';
import { openWorkbench, stepsOn } from './support/workbench.mts';
import type { Workbench } from './support/workbench.mts';

const TITLE = 'Huawei Cloud Desktop SID';
const WORKFLOW_ID = 'firstRepair00000';
const LARGE_ID = 'largeTable000000';
const [SAME, DRIFTED, SAME_TOO, DRIFTED_TOO] = manyDesktops(4, { drifted: 2 });
assert.ok(SAME && DRIFTED && SAME_TOO && DRIFTED_TOO);
const ACCOUNTS = [
	...[SAME, DRIFTED, SAME_TOO, DRIFTED_TOO].map(adItemOf),
	adItem('RECEPTION-PC', 'S-1-5-21-3623811015-3361044348-30300820-5001'),
];
const MANY = manyDesktops(3000, { drifted: 3 }).slice(4);

describe('The first repair, behind a search in Active Directory', () => {
	let lab: Lab;
	let workbench: Workbench;
	let editor: Editor;
	let panel: NodePanel;
	const step = stepsOn(() => workbench);

	before(async () => {
		lab = await openLab('editor-first');
		lab.simulator.cloud.add(SAME, DRIFTED, SAME_TOO, DRIFTED_TOO, ...MANY);
		// With the node in it: n8n's list of nodes forgets what is typed into it while it works on so many items.
		const large = flow({
			id: LARGE_ID,
			items: [],
			credential: lab.credential,
			parameters: { output: 'perDesktop' },
		});
		const pinData = { [NODES.items]: MANY.map((desktop) => ({ json: adItemOf(desktop) })) };
		await lab.add([searchFlow(WORKFLOW_ID, ACCOUNTS), { ...large, pinData }]);
		workbench = await openWorkbench(lab);
		editor = workbench.editor;
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (workbench as Workbench | undefined)?.close();
		await (lab as Lab | undefined)?.close();
	});

	step('gives the right result for each account, and nothing was set', async (t) => {
		await editor.openWorkflow(WORKFLOW_ID, NODES.items);
		await editor.plusBehind(NODES.items);
		panel = await editor.addAction(await editor.found('huawei', TITLE), 'Update desktop SIDs');
		await panel.execute();
		const records = recordsOf(await panel.outputTable());
		await workbench.pictures.take(t, 'first-repair', [panel.output]);
		assert.deepEqual(
			records.map(({ status, desktop_count: count }) => [status, count]),
			[
				['accepted', '2'],
				['inSync', '2'],
				['unmatched', '1'],
			],
		);
		assert.deepEqual(
			lab.sent().flat().sort(),
			[DRIFTED.desktop_id, DRIFTED_TOO.desktop_id].sort(),
			'exactly the two that have drifted',
		);
	});

	step(
		'shows 3 000 results so that a person can read them at 1 280 and 1 920 pixels',
		async (t) => {
			await editor.openWorkflow(LARGE_ID, NODES.sid);
			panel = await editor.openPanel(NODES.sid);
			await panel.execute();
			for (const width of [1280, 1920]) {
				await editor.page.setViewportSize({ width, height: 900 });
				const [headings = []] = await panel.outputPage();
				assert.deepEqual(
					headings.slice(0, 3).map((heading) => heading.split('\n')[0]),
					['computer_name', 'status', 'message'],
				);
				await workbench.pictures.take(t, `large-table-${String(width)}`, [panel.output]);
			}
		},
	);
});
