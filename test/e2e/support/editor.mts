/** The handles of n8n's editor that the tests use; the same in n8n 1.123 and 2.40. */
import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../../../demo/n8n/owner.mts';

export interface Editor {
	page: Page;
	signIn(owner: Owner): Promise<void>;
	openWorkflow(id: string): Promise<void>;
	node(name: string): Locator;
	/** Types a word into the node creator and returns the entry with this title. */
	found(word: string, title: string): Promise<Locator>;
	closeNodeCreator(): Promise<void>;
	/** Opens a node's panel. */
	openPanel(name: string): Promise<void>;
	closePanel(): Promise<void>;
	/** Presses "Execute workflow" and returns when this node has succeeded. */
	runUntil(name: string): Promise<void>;
	/** The cells of the output table of the open panel, its headings as the first row. */
	outputTable(): Promise<string[][]>;
}

const id = (name: string) => `[data-test-id="${name}"]`;

export function editorOf(page: Page, url: string): Editor {
	const node = (name: string) => page.locator(`${id('canvas-node')}[data-node-name="${name}"]`);
	return {
		page,
		node,
		signIn: async ({ email, password }) => {
			await page.goto(`${url}/signin`);
			await page
				.locator('input[type="email"], input[name="emailOrLdapLoginId"]')
				.first()
				.fill(email);
			await page.locator('input[type="password"]').fill(password);
			await page.locator(id('form-submit-button')).click();
			await page.waitForURL((address) => !address.pathname.includes('signin'));
		},
		openWorkflow: async (workflowId) => {
			await page.goto(`${url}/workflow/${workflowId}`);
			await node('Huawei Cloud Desktop SID').waitFor();
		},
		found: async (word, title) => {
			const search = page.locator(id('node-creator-search-bar'));
			if (!(await search.isVisible())) await page.locator(id('node-creator-plus-button')).click();
			await search.fill(word);
			const entry = page.locator(id('item-iterator-item')).filter({ hasText: title }).first();
			await entry.waitFor();
			return entry;
		},
		closeNodeCreator: async () => {
			await page.keyboard.press('Escape');
			await page.locator(id('node-creator-search-bar')).waitFor({ state: 'hidden' });
		},
		openPanel: async (name) => {
			await node(name).dblclick();
			await page.locator(id('node-parameters')).waitFor();
		},
		closePanel: async () => {
			await page.keyboard.press('Escape');
			await page.locator(id('node-parameters')).waitFor({ state: 'hidden' });
		},
		runUntil: async (name) => {
			await page.locator(id('execute-workflow-button')).click();
			await node(name).locator(id('canvas-node-status-success')).waitFor();
			const toast = page.locator('.el-notification');
			await toast.locator('.el-notification__closeBtn').click();
			await toast.waitFor({ state: 'hidden' });
		},
		outputTable: async () => {
			const panel = page.locator(id('output-panel'));
			await panel.locator(id('radio-button-table')).click();
			await panel.locator('tbody tr').first().waitFor();
			const table = await cellsOf(panel.locator('table tr'));
			// n8n 1.123 shows ten rows a page, and page numbers only where there are several.
			const pages = panel.locator('.el-pager li.number');
			for (const other of (await pages.all()).slice(1)) {
				await other.click();
				const [, ...rows] = await cellsOf(panel.locator('table tr'));
				table.push(...rows);
			}
			return table;
		},
	};
}

async function cellsOf(rows: Locator): Promise<string[][]> {
	return Promise.all(
		(await rows.all()).map(async (row) => {
			const cells = await row.locator('th, td').allInnerTexts();
			return cells.map((cell) => cell.trim());
		}),
	);
}
