/** The example "Weekly domain report" in a real n8n: exactly the desktops that are out, as a mail and a file; quiet if none is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readExample } from '../../../demo/example.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';

const WORKFLOW_ID = 'domainReport0001';
const QUIET_ID = 'domainReport0002';

let lab: Lab;

before(async () => {
	lab = await openLab('domain-report');
	const report = await readExample('weekly-domain-report.json', WORKFLOW_ID, lab.credential);
	const quiet = await readExample('weekly-domain-report.json', QUIET_ID, lab.credential);
	const settings = quiet.nodes.find(({ name }) => name === 'Report Settings');
	assert.ok(settings);
	const { assignments } = (
		settings.parameters as { assignments: { assignments: { name: string; value: unknown }[] } }
	).assignments;
	for (const assignment of assignments)
		if (assignment.name === 'mail_in_a_quiet_week') assignment.value = true;
	await lab.add([report, quiet]);
});

after(async () => {
	await (lab as Lab | undefined)?.close();
});

test('no desktop is out: no mail, unless it is wanted', async () => {
	lab.simulator.cloud.add({ computer_name: 'PC-1' }, { computer_name: 'PC-2', domainStatus: 3 });
	const execution = await lab.execute(WORKFLOW_ID);
	assert.equal(execution.error, undefined);
	assert.deepEqual(execution.items('Report Mail'), []);

	const wanted = await lab.execute(QUIET_ID);
	assert.equal(wanted.error, undefined);
	const [{ json } = { json: {} }] = wanted.items('Report Mail');
	assert.match(String(json.html), />No desktop is out of the domain</);
	assert.match(String(json.html), />None\.</);
});

test('the desktops that are out, and no others, as text', async () => {
	lab.simulator.cloud.add(
		{ computer_name: 'FIN-02', domainStatus: 2, user_name: 'R&D <b>', connectStatus: 'CONNECTED' },
		{ computer_name: 'FIN-01', domainStatus: 2, user_name: 'ann', status: 'SHUTOFF' },
	);
	const execution = await lab.execute(WORKFLOW_ID);
	assert.equal(execution.error, undefined);
	assert.equal(
		execution.items('Report Settings')[0]?.json.heading,
		'2 desktops are out of the domain',
	);
	const html = String(execution.items('Report Mail')[0]?.json.html);
	const cells = [...html.matchAll(/<td class="cell"[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell);
	assert.deepEqual(cells, [
		...['FIN-01', 'ann', 'Desktops', 'not running'],
		...['FIN-02', 'R&amp;D &lt;b&gt;', 'Desktops', 'in use'],
	]);
	assert.ok(!html.includes('PC-1') && !html.includes('PC-2'));
	assert.equal(execution.items('CSV File').length, 1);
	assert.equal(execution.items('With the File').length, 1);
});
