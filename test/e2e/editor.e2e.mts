/**
 * The package as a person meets it: in n8n's editor, in a real browser. The pictures go to a temporary folder, or with
 * UPDATE_SCREENSHOTS=1 to docs/images/, where the documentation uses them.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import { desktopsOf, furnish } from '../../demo/estate.mts';
import type { NamedDesktop } from '../../demo/estate.mts';
import { readExample, withOptions } from '../../demo/example.mts';
import { createOwner, DEMO_OWNER } from '../../demo/n8n/owner.mts';
import type { N8nServer } from '../../demo/n8n/server.mts';
import { CHECKOUT } from '../../demo/n8n/versions.mts';
import { openBrowser } from './support/browser.mts';
import { editorOf } from './support/editor.mts';
import type { Editor } from './support/editor.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';

const WORKFLOW_ID = 'exampleInEditor0';
const SID_NODE = 'Huawei Cloud Desktop SID';
const STATUSES = ['accepted', 'unchanged', 'notFound', 'notSupported', 'failed', 'updated'];

describe("n8n's editor", () => {
	let lab: Lab;
	let server: N8nServer;
	let browser: Browser;
	let editor: Editor;
	let desktops: NamedDesktop[];
	let pictures: string;
	/** Addresses that the page asked for outside this machine. */
	const abroad: string[] = [];

	before(async () => {
		pictures =
			process.env.UPDATE_SCREENSHOTS === '1'
				? join(CHECKOUT, 'docs', 'images')
				: await mkdtemp(join(tmpdir(), 'editor-pictures-'));
		await mkdir(pictures, { recursive: true });
		lab = await openLab('editor');
		const example = await readExample('update-sids.json', WORKFLOW_ID, lab.credential);
		desktops = desktopsOf(example);
		furnish(lab.simulator, desktops);
		await lab.add([withOptions(example, { batchSize: 2 })]);
		server = await lab.n8n.start();
		browser = await openBrowser();
		const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
		page.on('request', (request) => {
			const { protocol, hostname } = new URL(request.url());
			if (protocol.startsWith('http') && hostname !== '127.0.0.1') abroad.push(request.url());
		});
		editor = editorOf(page, server.url);
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (browser as Browser | undefined)?.close();
		await (server as N8nServer | undefined)?.stop();
		await (lab as Lab | undefined)?.close();
	});

	async function picture(t: TestContext, name: string): Promise<void> {
		const path = join(pictures, `${name}.png`);
		await editor.page.screenshot({ path, animations: 'disabled' });
		t.diagnostic(`picture: ${path}`);
	}

	/** A step that leaves a picture of where it stood when it fails. */
	function step(name: string, work: (t: TestContext) => Promise<void>): void {
		test(name, async (t) => {
			try {
				await work(t);
			} catch (error) {
				await picture(t, 'failed');
				throw error;
			}
		});
	}

	step('lets the owner sign in and shows the example workflow', async (t) => {
		await createOwner(server.url, DEMO_OWNER);
		await editor.signIn(DEMO_OWNER);
		await editor.openWorkflow(WORKFLOW_ID);
		await picture(t, 'canvas');
	});

	step('offers the node for "huawei", "SID", "desktop" and "workspace"', async (t) => {
		for (const word of ['huawei', 'SID', 'desktop', 'workspace'])
			assert.ok(await (await editor.found(word, SID_NODE)).isVisible(), word);
		await picture(t, 'node-creator');
		await editor.closeNodeCreator();
	});

	step('shows the panel of the node with its credential', async (t) => {
		await editor.openPanel(SID_NODE);
		const text = await editor.page.locator('[data-test-id="node-parameters"]').innerText();
		for (const label of ['Operation', 'Desktops From', 'Desktop ID Field', 'Output', 'Options'])
			assert.ok(text.includes(label), `the panel shows "${label}"`);
		await picture(t, 'panel');
		await editor.closePanel();
	});

	step('runs the workflow and shows what became of each desktop', async (t) => {
		await editor.runUntil(SID_NODE);
		await picture(t, 'canvas-executed');
		await editor.openPanel(SID_NODE);
		const [headings = [], ...rows] = await editor.outputTable();
		const column = (name: string) => headings.findIndex((heading) => heading.startsWith(name));
		assert.deepEqual(
			rows.map((row) => row[column('desktop_id')]).filter(Boolean),
			desktops.map(({ desktop_id }) => desktop_id),
		);
		assert.deepEqual(
			[...new Set(rows.map((row) => row[column('status')]))].filter(Boolean),
			STATUSES,
		);
		assert.equal(new Set(lab.sent().flat()).size, desktops.length);
		await picture(t, 'output');
	});

	step('keeps the token out of the page, and the page on this machine', async () => {
		assert.ok(!(await editor.page.content()).includes(lab.simulator.token));
		assert.deepEqual(abroad, []);
	});
});
