/**
 * From key and secret to a credential that works, in n8n's editor: the region is the only other field. The hosts are those of a listed
 * region, and a message explains each mistake on the way.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { CHECKOUT, chosenVersion, isAtLeast } from '../../demo/n8n/versions.mts';
import { manyDesktops } from '../../simulator/estate.mts';
import type { CredentialDialog } from './support/credentialDialog.mts';
import { openedDialog } from './support/credentialDialog.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { openRegion } from './support/regionHosts.mts';
import type { Region } from './support/regionHosts.mts';
import { until } from './support/until.mts';
import { openWorkbench, stepsOn } from './support/workbench.mts';
import type { Workbench } from './support/workbench.mts';

const EXAMPLE = join(CHECKOUT, 'examples', 'nightly-sid-repair.json');
const KEY = { id: 'HPUAEXAMPLEKEY000001', secret: 'ExampleSecretExampleSecretExampleSecret1' };
const MAIN = { id: '0605768a3300d5762fd8c0186d7e1234', name: 'cn-north-4' };
const OTHER = { id: '1605768a3300d5762fd8c0186d7e1234', name: 'cn-south-1' };
const TEAMS = ['a', 'b'].map((team, index) => ({
	id: `${String(index)}705768a3300d5762fd8c0186d7e1234`,
	name: `cn-north-4_${team}`,
}));

describe("A new credential in n8n's editor", () => {
	const projects = [OTHER];
	let region: Region;
	let lab: Lab;
	let workbench: Workbench;
	const step = stepsOn(() => workbench);
	const refused = () =>
		region.cloud.journal.entries.filter(({ refusedSignIn }) => refusedSignIn).length;

	before(async () => {
		region = await openRegion('cn-north-4', {
			projectId: MAIN.id,
			projects,
			accessKeys: [KEY],
			desktops: manyDesktops(214, { drifted: 0 }),
		});
		lab = await openLab('credential-form', region.settings);
		workbench = await openWorkbench(lab);
		await workbench.editor.newWorkflow();
		await workbench.editor.importFile(EXAMPLE);
		await (await workbench.editor.openPanel('Repair SIDs')).newCredential();
	});
	after(async () => {
		await (workbench as Workbench | undefined)?.close();
		await (lab as Lab | undefined)?.close();
		await (region as Region | undefined)?.close();
	});

	/** n8n takes over a text a moment after it was typed; a choice comes after it. */
	async function saved({ form, save }: CredentialDialog): Promise<void> {
		await form.choose('authentication', 'Access Key (AK/SK)');
		await save();
	}

	/** A step that ends with a mistake, what the dialog says of it, and how many refused sign-ins it cost. */
	function mistake(
		name: string,
		make: (dialog: CredentialDialog) => Promise<void>,
		says: RegExp,
		cost = 0,
	): void {
		step(name, async (t) => {
			const dialog = await openedDialog(workbench.editor.page);
			const before = refused();
			await make(dialog);
			// The words of the test before stay for a moment.
			await until(says.source, 10_000, async () => says.test(await dialog.problem()));
			t.diagnostic(await dialog.problem());
			assert.equal(refused() - before, cost, 'refused sign-ins');
			await workbench.pictures.take(t, `mistake-${name.replaceAll(/\W+/g, '-')}`, [dialog.frame]);
		});
	}

	step('begins with what everybody needs', async () => {
		const { form } = await openedDialog(workbench.editor.page);
		assert.deepEqual(await form.fields(), [
			...['authentication', 'region', 'accessKeyId', 'secretAccessKey', 'projectId'],
			...['securityToken', 'enterpriseProjectId', 'allowUnauthorizedCerts'],
			...(await form.fields()).slice(8),
		]);
		await form.type('accessKeyId', KEY.secret);
		await form.type('secretAccessKey', KEY.id);
	});
	// n8n 1 does not save a credential without it, and says so at the field.
	if (isAtLeast(chosenVersion(), 2, 0))
		mistake('no region', saved, /Region is missing\. Choose the region of your desktops/);
	mistake(
		'swapped key and secret',
		async (dialog) => {
			await dialog.form.choose('region', 'CN North-Beijing4 (cn-north-4)');
			await saved(dialog);
		},
		/Access Key ID and Secret Access Key are swapped/,
	);
	mistake(
		'a wrong secret',
		async (dialog) => {
			await dialog.form.type('accessKeyId', KEY.id);
			await dialog.form.type('secretAccessKey', 'WrongSecretWrongSecretWrongSecretWrong12');
			await saved(dialog);
		},
		/The secret access key is wrong/,
		1,
	);
	mistake(
		'no project of the region',
		async (dialog) => {
			await dialog.form.type('secretAccessKey', KEY.secret);
			await saved(dialog);
		},
		/no project of the region cn-north-4.*cn-south-1 \(1605768a/s,
	);
	mistake(
		'several projects of the region',
		async ({ retry }) => {
			projects.push(...TEAMS);
			await retry();
		},
		/2 projects of the region cn-north-4.*cn-north-4_a \(0705768a.*cn-north-4_b \(1705768a/s,
	);

	step('region, key and secret are enough', async (t) => {
		projects.splice(0, projects.length, OTHER, MAIN);
		const { frame, retry, success, close } = await openedDialog(workbench.editor.page);
		await retry();
		await success();
		await workbench.pictures.take(t, 'credential-three-fields', [frame]);
		await close();
		const asked = region.cloud.journal.of({ path: /desktops$/ }).map(({ path }) => path);
		assert.deepEqual([...new Set(asked)], [`/v2/${MAIN.id}/desktops`]);
	});
});
