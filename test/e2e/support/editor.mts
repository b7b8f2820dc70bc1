/** The handles of n8n's editor that the tests use; the same in n8n 1.123 and 2.40. */
import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../../../demo/n8n/owner.mts';
import { closeMessages } from './messages.mts';
import { openedPanel } from './nodePanel.mts';
import type { NodePanel } from './nodePanel.mts';
import { until } from './until.mts';

export interface Editor {
	page: Page;
	signIn(owner: Owner): Promise<void>;
	/** Opens a stored workflow that has this node. */
	openWorkflow(id: string, node: string): Promise<void>;
	/** Opens an empty workflow; what was not saved is gone. */
	newWorkflow(): Promise<void>;
	/** ⋯ → Import → From file, into the open workflow. */
	importFile(path: string): Promise<void>;
	node(name: string): Locator;
	/** Nodes and notes of the open workflow, with the buttons on them. */
	drawing: Locator;
	/** Types a word into the node creator and returns the entry with this title. */
	found(word: string, title: string): Promise<Locator>;
	nodeSearch: Locator;
	/** Adds a node by one of its actions, as the node creator lists them; its panel opens. */
	addAction(node: Locator, action: string): Promise<NodePanel>;
	/** Presses the plus behind a node, so that what is added next follows it. */
	plusBehind(name: string): Promise<void>;
	/** Opens a node's panel. */
	openPanel(name: string): Promise<NodePanel>;
	/** Shows the whole workflow. */
	fit(): Promise<void>;
	/** Removes the data pinned to a node. */
	unpin(name: string): Promise<void>;
	/** Presses "Execute workflow", or the button of one of its triggers, and returns when the execution has succeeded. */
	run(trigger?: string): Promise<void>;
}

const FOUND_BOUND_MS = 60_000;

const id = (name: string) => `[data-test-id="${name}"]`;

export function editorOf(page: Page, url: string): Editor {
	const node = (name: string) => page.locator(`${id('canvas-node')}[data-node-name="${name}"]`);
	/** Not "load": the page asks for things outside this machine, and they may take long to fail. */
	const open = async (path: string) => page.goto(`${url}${path}`, { waitUntil: 'commit' });
	return {
		page,
		node,
		drawing: page.locator(
			'.vue-flow__node, [data-test-id="canvas-handle-plus"], [data-test-id^="execute-workflow-button-"]:visible',
		),
		signIn: async ({ email, password }) => {
			await open('/signin');
			await page
				.locator('input[type="email"], input[name="emailOrLdapLoginId"]')
				.first()
				.fill(email);
			await page.locator('input[type="password"]').fill(password);
			await page.locator(id('form-submit-button')).click();
			await page.waitForURL((address) => !address.pathname.includes('signin'), {
				waitUntil: 'commit',
			});
		},
		openWorkflow: async (workflowId, name) => {
			await open(`/workflow/${workflowId}`);
			await node(name).waitFor();
		},
		newWorkflow: async () => {
			await open('/workflow/new');
			await page.locator(id('canvas-add-button')).waitFor();
		},
		importFile: async (path) => {
			await page.locator(id('workflow-menu')).click();
			// n8n 2 has a submenu, n8n 1 does not.
			const fromFile = page.locator(id('workflow-menu-item-import-from-file'));
			const submenu = page.locator(id('workflow-menu-item-import'));
			await fromFile.or(submenu).first().waitFor();
			if (await submenu.isVisible()) await submenu.hover();
			const choosing = page.waitForEvent('filechooser');
			await fromFile.click();
			await (await choosing).setFiles(path);
			await page.locator(id('canvas-node')).first().waitFor();
			await page.locator(id('zoom-to-fit')).click();
			await page.locator('.vue-flow__pane').click({ position: { x: 20, y: 20 } });
			await closeMessages(page);
		},
		found: async (word, title) => {
			const search = page.locator(id('node-creator-search-bar'));
			if (!(await search.isVisible())) await page.locator(id('node-creator-plus-button')).click();
			const entry = page.locator(id('item-iterator-item')).filter({ hasText: title }).first();
			// What an earlier word found must be gone before this one can be said to have found it.
			await search.fill('');
			await entry.waitFor({ state: 'hidden' });
			// A list that has just opened clears what was typed too early.
			await until(`${title} is found by ${word}`, FOUND_BOUND_MS, async () => {
				if ((await search.inputValue()) !== word) await search.fill(word);
				return entry.isVisible();
			});
			return entry;
		},
		nodeSearch: page.locator(id('node-creator-search-bar')),
		addAction: async (entry, action) => {
			await entry.click();
			const listed = page.locator(id('item-iterator-item')).filter({ hasText: action }).first();
			// In an empty workflow n8n opens the triggers and folds the actions.
			const actions = page.getByText(/^Actions( \(\d+\))?$/);
			await listed.or(actions).first().waitFor();
			if (!(await listed.isVisible())) await actions.click();
			await listed.click();
			return openedPanel(page);
		},
		plusBehind: async (name) => {
			const plus = page.locator(`${id('canvas-node-output-handle')}[data-node-name="${name}"]`);
			await plus.locator(id('canvas-handle-plus')).click();
		},
		openPanel: async (name) => {
			await node(name).dblclick();
			return openedPanel(page);
		},
		fit: async () => page.locator(id('zoom-to-fit')).click(),
		unpin: async (name) => {
			const pinned = node(name).locator(id('canvas-node-status-pinned'));
			await pinned.waitFor();
			await node(name).click();
			await page.keyboard.press('p');
			await pinned.waitFor({ state: 'detached' });
		},
		run: async (trigger) => {
			await closeMessages(page);
			if (trigger === undefined) await page.locator(id('execute-workflow-button')).click();
			else {
				await node(trigger).hover();
				await page.locator(id(`execute-workflow-button-${trigger}`)).click();
			}
			await page.locator('.el-notification', { hasText: 'executed successfully' }).waitFor();
			await closeMessages(page);
		},
	};
}
