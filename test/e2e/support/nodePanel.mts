/** The panel of a node in n8n's editor: its fields, its credential, what it gave out; the same in n8n 1.123 and 2.40. */
import type { Locator, Page } from 'playwright-core';
import { openedDialog } from './credentialDialog.mts';
import type { CredentialDialog } from './credentialDialog.mts';
import { formIn } from './form.mts';
import type { Form } from './form.mts';
import { closeMessages } from './messages.mts';
import { pageIn, tableIn } from './outputTable.mts';

export interface NodePanel {
	form: Form;
	parameters: Locator;
	output: Locator;
	/** Chooses a stored credential by its name. */
	chooseCredential(name: string): Promise<void>;
	/** Starts a new credential. */
	newCredential(): Promise<CredentialDialog>;
	/** Opens the credential that is chosen. */
	editCredential(): Promise<CredentialDialog>;
	/** Presses "Execute step", and returns when there is an output. */
	execute(): Promise<void>;
	/** The cells of the output table, its headings as the first row. */
	outputTable(): Promise<string[][]>;
	/** The same for what n8n shows at first: long tables are cut into pages. */
	outputPage(): Promise<string[][]>;
	/** Gives the output the room of the input, by dragging the handle between them. */
	widenOutput(): Promise<void>;
	close(): Promise<void>;
}

/** Thousands of items go to the browser, on machines with something else to do. */
const EXECUTION_BOUND_MS = 90_000;

const id = (name: string) => `[data-test-id="${name}"]`;

/** The panel that is open, or about to be. */
export async function openedPanel(page: Page): Promise<NodePanel> {
	const parameters = page.locator(id('node-parameters'));
	const output = page.locator(id('output-panel'));
	const slot = page.locator(id('node-credentials-slot'));
	const credentials = page.locator(id('node-credentials-select')).locator('input').first();
	await parameters.waitFor();
	return {
		form: formIn(page, parameters),
		parameters,
		output,
		chooseCredential: async (name) => {
			await credentials.click();
			await page.getByRole('option').filter({ hasText: name, visible: true }).first().click();
		},
		newCredential: async () => {
			// n8n 2 has a button while there is no credential, n8n 1 a drop-down with "Create new".
			const button = slot
				.locator(`${id('node-credentials-empty-state')} button`)
				.or(parameters.getByRole('button', { name: 'Set up credential' }))
				.first();
			await button.or(credentials).first().waitFor();
			if (await button.isVisible()) await button.click();
			else {
				await credentials.click();
				await page.locator(id('node-credentials-select-item-new')).click();
			}
			return openedDialog(page);
		},
		editCredential: async () => {
			await page.locator(id('credential-edit-button')).click();
			return openedDialog(page);
		},
		execute: async () => {
			await closeMessages(page);
			await page.locator(id('node-execute-button')).click();
			const done = page.locator('.el-notification', { hasText: 'executed successfully' });
			await done.waitFor({ timeout: EXECUTION_BOUND_MS });
			await closeMessages(page);
		},
		outputTable: async () => tableIn(output),
		outputPage: async () => pageIn(output),
		widenOutput: async () => {
			const handle = page.locator(id('panel-drag-button'));
			// n8n 1 shows it while the pointer is over the panel.
			await parameters.hover();
			const { x = 0, y = 0 } = (await handle.boundingBox()) ?? {};
			await handle.hover();
			await page.mouse.down();
			await page.mouse.move(x / 4, y, { steps: 10 });
			await page.mouse.up();
		},
		close: async () => {
			await page
				.locator(`${id('ndv-close-button')}, ${id('back-to-canvas')}`)
				.first()
				.click();
			await parameters.waitFor({ state: 'hidden' });
		},
	};
}
