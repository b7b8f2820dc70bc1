/** The types, and the gates of n8n's verification: its scan of source and tarball, offline, and its lint in strict mode. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { ROOT, runScript, runTool } from '../package/support/outside.mts';
import { pack } from '../package/support/packed.mts';

test('the types of everything are right, tests and tools included', async () => {
	const { code, text } = await runTool(ROOT, 'tsc', '-p', 'tsconfig.check.json');
	assert.equal(text, '');
	assert.equal(code, 0);
});

test("n8n's scan passes the tarball", async () => {
	const packed = await pack();
	try {
		assert.deepEqual(await runScript('scan.mts', packed.folder, 'tarball'), { passed: true });
	} finally {
		await packed.remove();
	}
});

describe("n8n's scan of the source", () => {
	it('passes', async () => {
		assert.deepEqual(await runScript('scan.mts', ROOT, 'source'), { passed: true });
	});

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
			const { passed, details } = (await runScript('scan.mts', place, 'source')) as {
				passed: boolean;
				details: string;
			};
			assert.equal(passed, false);
			for (const rule of ['no-console', 'no-restricted-globals', 'no-runtime-dependencies'])
				assert.ok(details.includes(rule), rule);
		} finally {
			await rm(place, { recursive: true });
		}
	});
});

describe('n8n-node lint', () => {
	it('finds neither errors nor warnings, in strict mode', async () => {
		const place = await cleanCheckout();
		try {
			const { code, text } = await runTool(place, 'n8n-node', 'lint');
			assert.doesNotMatch(text, /\b(error|warning)s?\b|Strict mode violation/i);
			assert.equal(code, 0);
		} finally {
			await rm(place, { recursive: true });
		}
	});
});

/** What git has of the project, and a link to its tools: the lint has no setting that leaves out the n8n installations under `.n8n`. */
async function cleanCheckout(): Promise<string> {
	const place = await mkdtemp(join(tmpdir(), 'checked-out-desktop-sid-'));
	const isIgnored = /^(\.git|\.n8n|node_modules|dist|coverage|reports|\.stryker-tmp)$/;
	for (const name of await readdir(ROOT)) {
		if (!isIgnored.test(name)) await cp(join(ROOT, name), join(place, name), { recursive: true });
	}
	await symlink(join(ROOT, 'node_modules'), join(place, 'node_modules'));
	return place;
}
