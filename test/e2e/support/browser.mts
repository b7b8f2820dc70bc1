/** A real browser: the system's chromium, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { run, tail } from '../../../demo/n8n/children.mts';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts chromium; where it is missing and may be installed (root, Debian or Ubuntu), it is. */
export async function openBrowser(): Promise<Browser> {
	const executablePath = findChromium() ?? (await installChromium());
	return chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
}

function findChromium(): string | undefined {
	return process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
}

async function installChromium(): Promise<string> {
	const advice =
		'Install chromium (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM to the path of a Chrome or Chromium.';
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
		throw new Error(`The editor is tested in a real browser, and none was found. ${advice}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
		const finished = await run({ command: 'apt-get', args, cwd: '/', env }, 15 * 60_000);
		if (finished.code !== 0)
			throw new Error(`chromium could not be installed. ${advice}\n${tail(finished.stderr)}`);
	}
	const installed = findChromium();
	if (installed === undefined) throw new Error(`chromium was installed but not found. ${advice}`);
	return installed;
}
