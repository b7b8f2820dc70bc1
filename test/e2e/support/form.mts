/** The fields of n8n's node panel and of its credential dialog, filled in with mouse and keyboard. */
import type { Locator, Page } from 'playwright-core';

export interface Form {
	/** A field by the name of its parameter. */
	field(name: string): Locator;
	/** Names of all fields that are shown, from top to bottom. */
	fields(): Promise<string[]>;
	/** What a text field or drop-down shows. */
	value(name: string): Promise<string>;
	isOn(name: string): Promise<boolean>;
	/** Replaces what is in a text field. */
	type(name: string, text: string): Promise<void>;
	choose(name: string, option: string): Promise<void>;
	toggle(name: string): Promise<void>;
	/** Adds a field of the collection "Options". */
	addOption(title: string): Promise<void>;
	/** Titles of the options that can be added now. */
	options(): Promise<string[]>;
	/** Rests the pointer on a field's question mark, and returns the explanation that appears once it has these words. */
	explanation(name: string, words: string): Promise<string>;
}

const PREFIX = 'parameter-input-';

export function formIn(page: Page, frame: Locator): Form {
	const field = (name: string) => frame.locator(`[data-test-id="${PREFIX}${name}"]`);
	const text = (name: string) => field(name).locator('input, textarea').first();
	const toggle = (name: string) => field(name).locator('.el-switch').first();
	const pick = async (option: string) => {
		await page
			.getByRole('option')
			.filter({ has: page.getByText(option, { exact: true }), visible: true })
			.first()
			.click();
	};
	const openOptions = async () => {
		// n8n 2 names the drop-down, n8n 1 shows nothing but its placeholder.
		await frame
			.locator('[data-test-id="collection-parameter-add"]')
			.or(frame.getByPlaceholder('Add option'))
			.first()
			.click();
		await page.getByRole('option').filter({ visible: true }).first().waitFor();
	};
	return {
		field,
		fields: async () => {
			const ids = await frame
				.locator(`[data-test-id^="${PREFIX}"]:visible`)
				.evaluateAll((found) => found.map((each) => each.getAttribute('data-test-id') ?? ''));
			// Parts inside a field have such an id as well.
			return ids
				.map((id) => id.slice(PREFIX.length))
				.filter((name) => !['field', 'hint'].includes(name));
		},
		value: async (name) => text(name).inputValue(),
		isOn: async (name) =>
			(await toggle(name).getAttribute('class'))?.includes('is-checked') === true,
		type: async (name, value) => {
			await text(name).click();
			await page.keyboard.press('ControlOrMeta+a');
			// At once, as a paste: n8n takes over what was typed a moment later, letter by letter.
			await page.keyboard.insertText(value);
			await page.keyboard.press('Tab');
		},
		choose: async (name, option) => {
			await text(name).click();
			await pick(option);
		},
		toggle: async (name) => toggle(name).click(),
		addOption: async (title) => {
			await openOptions();
			await pick(title);
		},
		options: async () => {
			await openOptions();
			const titles = await page.getByRole('option').filter({ visible: true }).allInnerTexts();
			await page.keyboard.press('Escape');
			return titles;
		},
		explanation: async (name, words) => {
			const item = frame
				.locator('[data-test-id="parameter-item"]')
				.filter({ has: page.locator(`[data-test-id="${PREFIX}${name}"]`) });
			await item.hover();
			await item.locator('.n8n-input-label [class*="infoIcon"]').first().hover();
			return page.getByText(words).filter({ visible: true }).first().innerText();
		},
	};
}
