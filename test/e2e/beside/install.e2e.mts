/**
 * Every way of installing that README.md names: its commands are taken from the page and entered as they are, then a real n8n
 * runs an example with the node. (docs/zh-CN/README.md has the same commands: test/package/docs.test.mts.)
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { NODE_TYPE } from '../../../demo/example.mts';
import { CHECKOUT } from '../../../demo/n8n/versions.mts';
import packageJson from '../../../package.json' with { type: 'json' };
import { codeUnder, readPage } from '../../package/support/markdown.mts';
import { startRegistry } from '../support/registry.mts';
import type { Registry } from '../support/registry.mts';
import { inTerminal } from '../support/terminal.mts';
import type { Terminal } from '../support/terminal.mts';
import { openUsedN8n } from '../support/usedN8n.mts';
import type { UsedN8n } from '../support/usedN8n.mts';

const readme = await readPage('README.md');
const FILE = `${packageJson.name}-${packageJson.version}.tgz`;
const FETCHED = new Set([`/${packageJson.name}`, `/${packageJson.name}/-/${FILE}`]);
const NOTHING = new Set();
const CUSTOM_TYPE = 'CUSTOM.desktopSid';

describe('Installing as the README says', () => {
	let folder: string;
	let registry: Registry;
	let used: UsedN8n;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'packed-'));
		await inTerminal({ npm_config_pack_destination: folder }, packInClone);
		registry = await startRegistry(join(folder, FILE));
		used = await openUsedN8n([NODE_TYPE, CUSTOM_TYPE]);
	});
	after(async () => {
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (used as UsedN8n | undefined)?.close();
		await (registry as Registry | undefined)?.close();
		await rm(folder, { recursive: true });
	});

	/** Gives `work` a terminal on a machine that reaches the registry, and says what was fetched from it. */
	async function online(work: (terminal: Terminal) => Promise<void>): Promise<void> {
		registry.asked.clear();
		await inTerminal({ npm_config_registry: registry.url }, work);
	}

	test('By npm: the package is all that is fetched', async () =>
		online(async (terminal) => {
			await terminal.enter(commands('By npm'));
			assert.deepEqual(registry.asked, FETCHED);
			await used.repairsDesktops(await used.copyTo(terminal.home));
		}));

	test('In Docker: the same in the container, as its user, then a restart', async () =>
		online(async (terminal) => {
			assert.match(await terminal.enter(commands('In Docker')), /n8n is restarted\n$/);
			assert.deepEqual(registry.asked, FETCHED);
			await used.repairsDesktops(await used.copyTo(terminal.home));
		}));

	test('Without internet access: the file that a clone packed is enough', async () =>
		online(async (terminal) => {
			const install = commands('Without internet access', 1);
			assert.ok(install.includes(' /path/to/'));
			await terminal.enter(install.replace('/path/to', folder));
			assert.deepEqual(registry.asked, NOTHING);
			await used.repairsDesktops(await used.copyTo(terminal.home));
		}));

	test('Without a clone: npm packs the same file', async () =>
		online(async ({ enter }) => {
			const [, pack = ''] = /without a clone: (npm pack .+)/.exec(readme.source) ?? [];
			assert.match(await enter(pack), new RegExp(`${FILE}\\n$`));
			assert.deepEqual(registry.asked, FETCHED);
		}));

	test('Without npm: N8N_CUSTOM_EXTENSIONS names the folder, and the node has another type', async () =>
		online(async (terminal) => {
			assert.ok(
				readme.prose.includes(`calls the node \`${CUSTOM_TYPE}\` instead of \`${NODE_TYPE}\``),
			);
			const unpacked = join(terminal.home, 'unpacked');
			await terminal.enter(`mkdir ${unpacked} && tar -xzf ${join(folder, FILE)} -C ${unpacked}`);
			const n8n = await used.copyTo(terminal.home, { N8N_CUSTOM_EXTENSIONS: unpacked });
			await used.repairsDesktops(n8n, CUSTOM_TYPE);
			assert.deepEqual(registry.asked, NOTHING);
		}));
});

/** The text of a block of commands under a heading. */
function commands(heading: string, block = 0): string {
	const found = codeUnder(readme, heading).filter(({ language }) => language === 'sh');
	assert.ok(found[block], `${heading} has too few blocks of commands`);
	return found[block].text;
}

/** As the README says for a clone, in this one, and without `npm ci`, which has been run here. */
async function packInClone({ enter }: Terminal): Promise<void> {
	const [, inClone = ''] = /^npm ci && (.+npm pack)$/m.exec(readme.source) ?? [];
	assert.match(inClone, /npm pack$/);
	await enter(inClone, CHECKOUT);
}
