/** Shows the HTML of a mail as a phone (400 pixels) and a desk (900) do, light and dark. */
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CHECKOUT } from '../../../demo/n8n/versions.mts';
import { openBrowser } from './browser.mts';

export interface MailReader {
	/** What a person reads, and where the links lead. */
	read(html: string): Promise<{ text: string; links: string[] }>;
	/** Takes pictures in both widths and both themes, and checks that nothing is cut off or unreadable. */
	show(t: TestContext, name: string, html: string): Promise<void>;
	close(): Promise<void>;
}

const WIDTHS = [400, 900];
const THEMES = ['light', 'dark'] as const;
/** WCAG 2 asks for this contrast of text. */
const CONTRAST = 4.5;
/** What the documents show. */
const SHOWN = ['nightly-report.900.light', 'weekly-report.900.light', 'plan-mail.900.light'];

export async function openMailReader(): Promise<MailReader> {
	const browser = await openBrowser();
	const temporary = await mkdtemp(join(tmpdir(), 'mails-'));
	const open = async (html: string, width: number, colorScheme: 'light' | 'dark') => {
		// Mail programs run no scripts.
		const page = await browser.newPage({ viewport: { width, height: 100 }, colorScheme });
		await page.route('**', async (route) => route.abort());
		await page.setContent(html);
		return page;
	};
	return {
		read: async (html) => {
			const page = await open(html, 900, 'light');
			const text = await page.locator('body').innerText();
			const links = await page
				.locator('a')
				.evaluateAll((all) => all.map((a) => String((a as unknown as { href: string }).href)));
			assert.equal(
				await page.locator('script, img, b, i').count(),
				0,
				'text from outside became HTML',
			);
			await page.close();
			return { text: text.replace(/[ \t]+/g, ' '), links };
		},
		show: async (t, name, html) => {
			for (const width of WIDTHS) {
				for (const theme of THEMES) {
					const page = await open(html, width, theme);
					const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
					assert.ok(wide <= width, `${name} is ${String(wide)} pixels wide at ${String(width)}`);
					const faint = await page.evaluate<string[]>(FAINT_TEXTS);
					assert.deepEqual(faint, [], `${name} at ${String(width)}, ${theme}`);
					const look = `${name}.${String(width)}.${theme}`;
					const path =
						process.env.UPDATE_SCREENSHOTS === '1' && SHOWN.includes(look)
							? join(CHECKOUT, 'docs', 'images', `${name}.png`)
							: join(temporary, `${look}.png`);
					await page.screenshot({ path, fullPage: true });
					t.diagnostic(`picture: ${path}`);
					await page.close();
				}
			}
		},
		close: async () => browser.close(),
	};
}

/** Texts whose contrast with what is behind them is too small. Runs in the page. */
const FAINT_TEXTS = `(() => {
	const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
	const light = (color) => {
		const [r, g, b] = rgb(color).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const behind = (element) => {
		for (let each = element; each; each = each.parentElement) {
			const color = getComputedStyle(each).backgroundColor;
			if ((rgb(color)[3] ?? 1) > 0) return color;
		}
		return 'rgb(255, 255, 255)';
	};
	return [...document.body.querySelectorAll('*')]
		.filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
		.filter((element) => {
			const pair = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
			return (pair[0] + 0.05) / (pair[1] + 0.05) < ${String(CONTRAST)};
		})
		.map((element) => element.outerHTML.slice(0, 200));
})()`;
