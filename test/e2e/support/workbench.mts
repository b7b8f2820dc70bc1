/** n8n's editor in a real browser, signed in, on top of a lab; steps in it leave a picture when they fail. */
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createOwner, DEMO_OWNER } from '../../../demo/n8n/owner.mts';
import { openBrowser } from './browser.mts';
import { editorOf } from './editor.mts';
import type { Editor } from './editor.mts';
import type { Lab } from './lab.mts';
import { openPictures } from './pictures.mts';
import type { Pictures } from './pictures.mts';

export interface Workbench {
	editor: Editor;
	pictures: Pictures;
	/** Addresses that the page asked for outside this machine. */
	abroad: string[];
	close(): Promise<void>;
}

/** It only tells what hangs: n8n's pages are slow while other tests have the cores. */
const ACTION_BOUND_MS = 60_000;

/** Starts n8n, so everything that the command line imports must be there already. */
export async function openWorkbench(lab: Lab): Promise<Workbench> {
	const server = await lab.n8n.start();
	const closers = [async () => server.stop()];
	const close = async () => {
		for (const end of closers.splice(0).reverse()) await end();
	};
	try {
		const browser = await openBrowser();
		closers.push(async () => browser.close());
		const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
		page.setDefaultTimeout(ACTION_BOUND_MS);
		const abroad: string[] = [];
		page.on('request', (request) => {
			const { protocol, hostname } = new URL(request.url());
			if (protocol.startsWith('http') && hostname !== '127.0.0.1') abroad.push(request.url());
		});
		// "Leave without saving?"
		page.on('dialog', (dialog) => void dialog.accept());
		const editor = editorOf(page, server.url);
		await createOwner(server.url, DEMO_OWNER);
		await editor.signIn(DEMO_OWNER);
		return { editor, pictures: await openPictures(page), abroad, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** A step that leaves a picture of where the editor stood when it fails. */
export function stepsOn(workbench: () => Workbench) {
	return (name: string, work: (t: TestContext) => Promise<void>): void => {
		test(name, async (t) => {
			try {
				await work(t);
			} catch (error) {
				await workbench().pictures.ofFailure(t);
				throw error;
			}
		});
	};
}
