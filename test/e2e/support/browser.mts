/** A real browser: the system's chromium, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { ensureInstalled } from './debian.mts';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts chromium; if it is missing and may be installed, it is. */
export async function openBrowser(): Promise<Browser> {
	await ensureInstalled({
		name: 'a real browser',
		packages: ['chromium'],
		isComplete: () => findChromium() !== undefined,
		otherwise: ' Or set CHROMIUM to the path of a Chrome or Chromium.',
	});
	return chromium.launch({
		executablePath: findChromium() ?? '',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
}

function findChromium(): string | undefined {
	return process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
}
