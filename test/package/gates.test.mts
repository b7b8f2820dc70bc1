/** The gates of n8n's verification that look at the source: its scan, offline, and its lint in strict mode. */
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT, runScript, runTool } from './support/outside.mts';

describe("n8n's scan of the source", () => {
	it('passes', async () => {
		expect(await runScript('scan.mts', ROOT, 'source')).toStrictEqual({ passed: true });
	}, 60_000);

	it('is awake: it stops a console.log, a dependency and a comment that would silence it', async () => {
		const place = await mkdtemp(join(tmpdir(), 'scanned-desktop-sid-'));
		try {
			await cp(join(ROOT, 'nodes'), join(place, 'nodes'), { recursive: true });
			await writeFile(
				join(place, 'nodes/loud.ts'),
				'// eslint-disable-next-line no-console\nconsole.log(setTimeout);\n',
			);
			await writeFile(
				join(place, 'package.json'),
				JSON.stringify({ name: 'n8n-nodes-loud', dependencies: { axios: '1.0.0' } }),
			);
			const result = await runScript('scan.mts', place, 'source');
			expect(result).toMatchObject({ passed: false });
			const { details } = result as { details: string };
			expect(details).toContain('no-console');
			expect(details).toContain('no-restricted-globals');
			expect(details).toContain('no-runtime-dependencies');
		} finally {
			await rm(place, { recursive: true });
		}
	}, 60_000);
});

describe('n8n-node lint', () => {
	it('finds neither errors nor warnings, in strict mode', async () => {
		const place = await cleanCheckout();
		try {
			const { code, text } = await runTool(place, 'n8n-node', 'lint');
			expect(text).not.toMatch(/\b(error|warning)s?\b|Strict mode violation/i);
			expect(code).toBe(0);
		} finally {
			await rm(place, { recursive: true });
		}
	}, 180_000);
});

/** What git has of the project, and a link to its tools: the lint cannot be told to leave out the n8n installations under `.n8n`. */
async function cleanCheckout(): Promise<string> {
	const place = await mkdtemp(join(tmpdir(), 'checked-out-desktop-sid-'));
	const isIgnored = /^(\.git|\.n8n|node_modules|dist|coverage|reports|\.stryker-tmp)$/;
	for (const name of await readdir(ROOT)) {
		if (!isIgnored.test(name)) await cp(join(ROOT, name), join(place, name), { recursive: true });
	}
	await symlink(join(ROOT, 'node_modules'), join(place, 'node_modules'));
	return place;
}
