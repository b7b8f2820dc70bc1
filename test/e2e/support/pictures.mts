/**
 * Pictures of the page, each in n8n's light and dark theme. They go to a temporary folder, or with UPDATE_SCREENSHOTS=1 to docs/images/,
 * where the documentation uses those made for it.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { CHECKOUT } from '../../../demo/n8n/versions.mts';
import { closeMessages } from './messages.mts';

export interface Pictures {
	/** What these places cover together, with so many pixels around it. */
	take(t: TestContext, name: string, places: Locator[], margin?: number): Promise<void>;
	/** The page as it stands, to look into a failure; never in docs/images/. */
	ofFailure(t: TestContext): Promise<void>;
}

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

const THEMES = [
	{ colorScheme: 'dark', suffix: '.dark' },
	{ colorScheme: 'light', suffix: '' },
] as const;

export async function openPictures(page: Page): Promise<Pictures> {
	const temporary = await mkdtemp(join(tmpdir(), 'editor-pictures-'));
	const folder =
		process.env.UPDATE_SCREENSHOTS === '1' ? join(CHECKOUT, 'docs', 'images') : temporary;
	return {
		take: async (t, name, places, margin = 0) => {
			await closeMessages(page);
			// What a pointer hovers over looks different, and so does text with a blinking cursor in it.
			await page.mouse.move(0, 0);
			const clip = await around(page, places, margin);
			for (const { colorScheme, suffix } of THEMES) {
				// n8n follows the system's theme unless its user has chosen one.
				await page.emulateMedia({ colorScheme });
				await page.waitForFunction('[...document.images].every(({ complete }) => complete)');
				const path = join(folder, `${name}${suffix}.png`);
				await page.screenshot({ path, animations: 'disabled', clip });
				t.diagnostic(`picture: ${path}`);
			}
		},
		ofFailure: async (t) => {
			const path = join(temporary, 'failed.png');
			await page.screenshot({ path });
			t.diagnostic(`picture: ${path}`);
		},
	};
}

async function around(page: Page, places: Locator[], margin: number): Promise<Box> {
	const found = await Promise.all(
		places.map(async (place) =>
			Promise.all((await place.all()).map(async (each) => each.boundingBox())),
		),
	);
	const boxes = found.flat().filter((box) => box !== null);
	const { width = 0, height = 0 } = page.viewportSize() ?? {};
	const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - margin);
	const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - margin);
	const right = Math.min(width, Math.max(...boxes.map((box) => box.x + box.width)) + margin);
	const bottom = Math.min(height, Math.max(...boxes.map((box) => box.y + box.height)) + margin);
	return { x: left, y: top, width: right - left, height: bottom - top };
}
