/** The messages that n8n shows at the edge of the screen, each of which covers a part of the editor. */
import type { Page } from 'playwright-core';

export async function closeMessages(page: Page): Promise<void> {
	const messages = page.locator('.el-notification');
	// Some go by themselves meanwhile.
	for (const message of await messages.all())
		await message
			.locator('.el-notification__closeBtn')
			.click({ timeout: 1000 })
			.catch(() => undefined);
	await messages.first().waitFor({ state: 'hidden' });
}
