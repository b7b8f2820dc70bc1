/** Every link in the documents leads somewhere: to a file and a heading here, or to a known host. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readDocuments, type Page } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';

/** Where the documents may send a reader. Tests reach no other host, so what is behind a link is for a person to look at. */
const HOSTS = [
	'github.com',
	'keepachangelog.com',
	'n8n.io',
	'docs.n8n.io',
	'semver.org',
	'support.huaweicloud.com',
];
/** Endpoints of the service, which are to be typed in, not opened. */
const ENDPOINT = /^[a-z]+\.[a-z]+(-[a-z]+)*-\d+\.myhuaweicloud\.com$/;

let pages: Map<string, Page>;

beforeAll(async () => {
	pages = await readDocuments();
});

const exists = async (path: string) =>
	await access(join(ROOT, path)).then(
		() => true,
		() => false,
	);

describe('links', () => {
	it('lead to files and headings that exist', async () => {
		const broken: string[] = [];
		for (const { path, links } of pages.values()) {
			for (const link of links.filter((target) => !/^https?:/.test(target))) {
				const [file = '', anchor] = link.split('#');
				const target = file === '' ? path : normalize(join(dirname(path), file));
				const headings = pages.get(target)?.headings ?? [];
				const hasAnchor =
					anchor === undefined || headings.some((one) => one.anchor === decodeURI(anchor));
				if (!(await exists(target)) || !hasAnchor) broken.push(`${path}: ${link}`);
			}
		}
		expect(broken).toStrictEqual([]);
	});

	it('are encrypted, and to this repository by its own name', () => {
		const outside = [...pages.values()].flatMap(({ links }) =>
			links.filter((target) => /^https?:/.test(target)),
		);
		expect(outside.filter((target) => !target.startsWith('https://'))).toStrictEqual([]);
		const home = packageJson.homepage.replace('#readme', '');
		const ours = outside.filter((target) => target.includes(packageJson.name));
		expect(
			ours.filter((target) => target !== home && !target.startsWith(`${home}/`)),
		).toStrictEqual([]);
	});

	it('are well-formed, and to hosts that are known', () => {
		const addresses = [...pages.values()].flatMap(({ source, links }) => [
			...links.filter((target) => /^\w+:/.test(target)),
			...(source.match(/https?:\/\/[\w.-]+[^\s`<>()|"]*/g) ?? []),
		]);
		expect(addresses.length).toBeGreaterThan(10);
		const strange = addresses.filter((address) => {
			const { protocol, host, href } = new URL(address);
			const isKnown = HOSTS.includes(host) || ENDPOINT.test(host);
			return protocol !== 'https:' || !isKnown || /\s|[.,;:]$/.test(href);
		});
		expect(strange).toStrictEqual([]);
	});

	it('of codex and credential lead to a page of this repository', async () => {
		const codex = await readFile(join(ROOT, 'nodes/DesktopSid/DesktopSid.node.json'), 'utf8');
		const home = packageJson.homepage.replace('#readme', '');
		const texts = [codex, new HuaweiCloudWorkspaceApi().documentationUrl].join(' ');
		const targets = [...texts.matchAll(/https:[^"\s]+/g)]
			.map(([url]) => url)
			.filter((url) => url.startsWith(home));
		const paths = targets.map((url) => /\/blob\/main\/(.+)$/.exec(url)?.[1] ?? 'README.md');
		expect(paths.length).toBeGreaterThanOrEqual(2);
		expect(paths.filter((path) => !pages.has(path))).toEqual([]);
		expect(paths).toContain('docs/signing-in.md');
	});
});
