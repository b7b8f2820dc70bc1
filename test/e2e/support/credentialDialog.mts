/** n8n's dialog for a credential: fill in, save, read what its test says. */
import type { Locator, Page } from 'playwright-core';
import { formIn } from './form.mts';
import type { Form } from './form.mts';
import { until } from './until.mts';

export interface CredentialDialog {
	frame: Locator;
	form: Form;
	/** Saves it and waits until n8n has tested it. */
	save(): Promise<void>;
	/** Has n8n test it once more, as it was saved. */
	retry(): Promise<void>;
	/** What the test found wrong, in full. */
	problem(): Promise<string>;
	/** Waits for "Connection tested successfully". */
	success(): Promise<void>;
	/** Waits until the test after a save has passed: n8n 2 closes the dialog then, n8n 1 shows the success; it is closed in the end. */
	accepted(): Promise<void>;
	close(): Promise<void>;
}

const TEST_BOUND_MS = 60_000;

export async function openedDialog(page: Page): Promise<CredentialDialog> {
	const frame = page.locator('[data-test-id="editCredential-modal"]');
	await frame.waitFor();
	const save = frame.locator('[data-test-id="credential-save-button"]');
	const passed = frame.locator('[data-test-id="credentials-config-container-test-success"]');
	const close = async () => {
		await frame.locator('.el-dialog__headerbtn').click();
		await frame.waitFor({ state: 'hidden' });
	};
	const untilTested = async (press: () => Promise<void>) => {
		const tested = page.waitForResponse((response) => response.url().endsWith('/credentials/test'));
		await press();
		await tested;
	};
	return {
		frame,
		form: formIn(page, frame),
		save: async () => untilTested(async () => save.click()),
		retry: async () =>
			untilTested(async () => frame.getByRole('button', { name: 'Retry' }).click()),
		problem: async () => {
			const banner = frame
				.locator('.el-tag--danger')
				.filter({ hasText: 'Couldn’t connect', visible: true });
			await banner.waitFor();
			// What an earlier look has opened stays open.
			const more = frame.getByText('More details');
			if (await more.isVisible()) await more.click();
			return banner.innerText();
		},
		success: async () => passed.waitFor(),
		accepted: async () => {
			await until(
				'the credential is accepted',
				TEST_BOUND_MS,
				async () => (await passed.isVisible()) || !(await frame.isVisible()),
			);
			if (await frame.isVisible()) await close();
		},
		close,
	};
}
