/** The package as it would be published: packed and unpacked, loaded by n8n's own loader. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runScript } from './support/outside.mts';
import { pack, type Packed } from './support/packed.mts';

let packed: Packed;

beforeAll(async () => {
	packed = await pack();
}, 60_000);

afterAll(async () => {
	await packed.remove();
});

const text = async (path: string) => await readFile(join(packed.folder, path), 'utf8');
const paths = () => packed.tarball.files.map(({ path }) => path);

describe('the tarball', () => {
	it('holds the built package, its index, its licence and nothing else', () => {
		const expected = /^(dist\/.+|index\.js|README[^/]*\.md|LICENSE|package\.json)$/;
		expect(paths().filter((path) => !expected.test(path))).toStrictEqual([]);
		expect(paths()).toEqual(
			expect.arrayContaining([
				'LICENSE',
				'index.js',
				'package.json',
				'dist/bundle.js',
				'dist/credentials/HuaweiCloudWorkspaceApi.credentials.js',
				'dist/nodes/DesktopSid/DesktopSid.node.js',
				'dist/nodes/DesktopSid/DesktopSid.node.json',
				'dist/nodes/DesktopSid/DesktopSidTrigger.node.js',
				'dist/nodes/DesktopSid/DesktopSidTrigger.node.json',
				'dist/nodes/DesktopSid/__schema__/v1.0.0.json',
				'dist/icons/desktopSid.svg',
				'dist/icons/desktopSid.dark.svg',
				'dist/icons/desktopSidTrigger.svg',
				'dist/icons/desktopSidTrigger.dark.svg',
			]),
		);
	});

	it('is plain ASCII where it is code, which Node.js loads faster', async () => {
		for (const path of paths().filter((name) => name.endsWith('.js'))) {
			// eslint-disable-next-line no-control-regex -- the test is for all of ASCII
			expect(await text(path)).toMatch(/^[\x00-\x7f]*$/);
		}
	});

	it('has under dist/ only code, icons, codex and schemas of nodes and credentials', () => {
		const expected =
			/^dist\/(bundle\.js|(credentials|nodes)\/.+\.js|icons\/[^/]+\.(svg|png)|nodes\/[^/]+\/([^/]+\.node|__schema__\/.+)\.json)$/;
		const built = paths().filter((path) => path.startsWith('dist/'));
		expect(built.filter((path) => !expected.test(path))).toStrictEqual([]);
		expect(built.filter((path) => /\.test\.|simulator|demo|bench/.test(path))).toStrictEqual([]);
	});

	it('is at most 85 kB', () => {
		expect(packed.tarball.size).toBeLessThanOrEqual(85_000);
	});

	it('requires n8n-workflow, node:crypto and its own files only', async () => {
		const code = paths().filter((path) => path.endsWith('.js'));
		const required = await Promise.all(
			code.map(async (path) =>
				[...(await text(path)).matchAll(/\b(?:require|import)\(\s*(['"`])(.*?)\1/g)].map(
					([, , name = '']) => name,
				),
			),
		);
		const foreign = required.flat().filter((name) => !name.startsWith('.'));
		expect([...new Set(foreign)].sort()).toStrictEqual(['n8n-workflow', 'node:crypto']);
	});
});

interface Loaded {
	packageName: string;
	known: { nodes: object; credentials: object };
	nodes: Record<string, unknown>[];
	credentials: Record<string, unknown>[];
	icons: { path: string; exists: boolean }[];
	exported: string[];
}

describe("n8n's loader", () => {
	let loaded: Loaded;

	beforeAll(async () => {
		loaded = (await runScript('load.mts', packed.folder)) as Loaded;
	}, 60_000);

	it('finds node, trigger and credential, and which belongs to which', () => {
		expect(loaded.packageName).toBe('n8n-nodes-huaweicloud-workspace');
		expect(loaded.known).toStrictEqual({
			nodes: {
				desktopSid: {
					className: 'DesktopSid',
					sourcePath: 'dist/nodes/DesktopSid/DesktopSid.node.js',
				},
				desktopSidTrigger: {
					className: 'DesktopSidTrigger',
					sourcePath: 'dist/nodes/DesktopSid/DesktopSidTrigger.node.js',
				},
			},
			credentials: {
				huaweiCloudWorkspaceApi: {
					className: 'HuaweiCloudWorkspaceApi',
					sourcePath: 'dist/credentials/HuaweiCloudWorkspaceApi.credentials.js',
					supportedNodes: ['desktopSid', 'desktopSidTrigger'],
				},
			},
		});
	});

	it('shows them under the names of the contract', () => {
		expect(loaded.nodes).toMatchObject([
			{
				name: 'desktopSid',
				displayName: 'Huawei Cloud Desktop SID',
				usableAsTool: true,
				credentials: [{ name: 'huaweiCloudWorkspaceApi', required: true }],
			},
			{
				name: 'desktopSidTrigger',
				displayName: 'Huawei Cloud Desktop SID Trigger',
				polling: true,
				credentials: [{ name: 'huaweiCloudWorkspaceApi', required: true }],
			},
		]);
		expect(loaded.credentials).toMatchObject([
			{ name: 'huaweiCloudWorkspaceApi', displayName: 'Huawei Cloud Workspace API' },
		]);
	});

	it('reads the codex: categories, search words and where to read on', () => {
		for (const { codex } of loaded.nodes) {
			expect(codex).toMatchObject({
				categories: expect.arrayContaining([expect.any(String)]) as unknown,
				alias: expect.arrayContaining(['SID']) as unknown,
				resources: { primaryDocumentation: [{ url: expect.stringMatching(/^https:/) as unknown }] },
			});
		}
	});

	it('finds a light and a dark icon of each, inside the package', () => {
		expect(loaded.icons.length).toBe(6);
		expect(loaded.icons.filter(({ exists }) => !exists)).toStrictEqual([]);
		expect([...new Set(loaded.icons.map(({ path }) => path))].sort()).toStrictEqual([
			'dist/icons/desktopSid.dark.svg',
			'dist/icons/desktopSid.svg',
			'dist/icons/desktopSidTrigger.dark.svg',
			'dist/icons/desktopSidTrigger.svg',
		]);
	});

	it('gives all classes to a program that requires the package', () => {
		expect(loaded.exported).toStrictEqual([
			'DesktopSid',
			'DesktopSidTrigger',
			'HuaweiCloudWorkspaceApi',
		]);
	});
});
