/** Both READMEs say what the code does: operations, parameters, statuses, codes, rights, and an example that is run. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject, INode, INodeProperties } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { REGIONS } from '../../credentials/huaweicloud/endpoints.ts';
import { KNOWN_CODES } from '../../credentials/huaweicloud/gatewayCodes.ts';
import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { DesktopSidTrigger } from '../../nodes/DesktopSid/DesktopSidTrigger.node.ts';
import { LIMITS } from '../../nodes/DesktopSid/operations/parameters.ts';
import { STATUSES } from '../../nodes/DesktopSid/repair/verdict.ts';
import { READMES, readGuide, type Page } from './support/markdown.mts';
import { ROOT } from './support/outside.mts';
import { runExample, runOnOne } from './support/workedExample.mts';

interface Field {
	name: string;
	label: string;
	choices: string[];
}

/** Parameters and the options in their collections, with the choices of lists. */
function fieldsOf(properties: INodeProperties[]): Field[] {
	return properties.flatMap((property) => {
		const options = (property.options ?? []) as INodeProperties[];
		const isCollection = property.type === 'collection';
		const isChoice = property.type === 'options' || property.type === 'multiOptions';
		const choices = isChoice ? options.map(({ name }) => name) : [];
		const self = { name: property.name, label: property.displayName, choices };
		return isCollection ? fieldsOf(options) : [self];
	});
}

const FIELDS = [new DesktopSid(), new DesktopSidTrigger()].flatMap(({ description }) =>
	fieldsOf(description.properties),
);

describe.each(READMES)('%s', (path) => {
	let page: Page;

	beforeAll(async () => {
		page = await readGuide(path);
	});

	it('describes every operation and every parameter with its choices', () => {
		const { prose } = page;
		const described = FIELDS.filter(({ name }) => name !== 'operation');
		const missing = described.flatMap(({ name, label, choices }) => [
			...(prose.includes(`\`${name}\``) ? [] : [name]),
			...(prose.includes(`**${label}**`) || prose.includes(` → ${label}**`) ? [] : [label]),
			...choices.filter((choice) => !prose.includes(choice)),
		]);
		expect(missing).toStrictEqual([]);
		const operations = FIELDS.find(({ name }) => name === 'operation')?.choices ?? [];
		const headings = page.headings.map(({ text }) => text);
		expect(operations).not.toHaveLength(0);
		expect(headings).toEqual(expect.arrayContaining(operations));
	});

	it('names in its tables no parameter that the node does not have', () => {
		const names = FIELDS.map(({ name }) => name);
		const rows = [...page.prose.matchAll(/^\| \*\*[^|]+\*\* +\| `(\w+)` +\|/gm)];
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
	});

	it('gives the range and the default of every number', () => {
		const wrong = Object.entries(LIMITS).filter(([name, { min, max, fallback }]) => {
			const row = new RegExp(`\\| \`${name}\` +\\| ([^|]+)\\|`).exec(page.prose)?.[1] ?? '';
			const range = max === Number.MAX_SAFE_INTEGER ? String(min) : `${String(min)}–${String(max)}`;
			return !row.startsWith(range) || !row.includes(`**${String(fallback)}**`);
		});
		expect(wrong).toStrictEqual([]);
	});

	it('describes every field of the credential', () => {
		const shown = new HuaweiCloudWorkspaceApi().properties.filter(({ type }) => type !== 'hidden');
		const missing = shown.filter(
			({ displayName }) =>
				!page.prose.includes(`**${displayName}**`) && displayName !== 'Authentication',
		);
		expect(missing.map(({ displayName }) => displayName)).toStrictEqual([]);
	});

	it('lists every region, and no other', () => {
		const [, list = ''] = /<!-- regions -->\s+(.+)/.exec(page.prose) ?? [];
		const listed = [...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
		expect(listed.sort()).toStrictEqual(REGIONS.map(({ id }) => id).sort());
	});

	it('has a row for every status, in the order of the outputs', () => {
		const rows = [...page.prose.matchAll(/^\| `(\w+)` +\| .+ \| (?:no|yes|否|是) +\|$/gm)];
		expect(rows.map(([, status]) => status)).toStrictEqual([...STATUSES]);
	});

	it('explains every code that the code tells apart', () => {
		expect(KNOWN_CODES.length).toBeGreaterThan(15);
		expect(KNOWN_CODES.filter((code) => !page.prose.includes(`\`${code}\``))).toEqual([]);
	});

	it('gives policies in three sizes; the largest has exactly the rights that the code asks for', async () => {
		const granted = (size: string) => {
			const policy = page.code.find(({ label }) => label === `policy: ${size}`)?.text ?? '';
			const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
			return Statement.flatMap(({ Action }) => Action).sort();
		};
		const all = await actionsInCode();
		const isRejoin = (action: string) => action.toLowerCase().includes('rejoindomain');
		const repair = all.filter((action) => !isRejoin(action));
		expect(granted('repair and rejoin')).toStrictEqual(all);
		expect(granted('repair')).toStrictEqual(repair);
		expect(granted('look only')).toStrictEqual(
			repair.filter((action) => !action.endsWith(':updateSids')),
		);
	});

	it('mentions every example, and leads to it', async () => {
		const examples = (await readdir(join(ROOT, 'examples'))).filter((f) => f.endsWith('.json'));
		expect(examples).not.toHaveLength(0);
		expect(page.links).toEqual(expect.arrayContaining(examples.map((f) => `examples/${f}`)));
	});

	it('picks a desktop of the demo that is repaired, and then unchanged', async () => {
		const [, name = ''] = /One Desktop[^`]*`([A-Z]+-\d+)`/.exec(page.source) ?? [];
		const [first, second] = await runOnOne(name, [REPAIR, REPAIR]);
		expect(first).toMatchObject({ computer_name: name, status: 'updated' });
		expect(first?.sid_after).not.toBe(first?.sid_before);
		expect(second).toMatchObject({ status: 'unchanged', sid_before: first?.sid_after });
	});

	it('names a desktop of the demo that a rejoin brings back, and no new SID', async () => {
		const [, name = ''] = /`([A-Z]+-\d+)`[^`]*\*\*Domain State\*\*/.exec(page.source) ?? [];
		const [update, rejoin] = await runOnOne(name, [REPAIR, { operation: 'rejoinDomain' }]);
		expect(update).toMatchObject({ computer_name: name, status: 'unchanged' });
		expect(rejoin).toMatchObject({ computer_name: name, status: 'rejoined' });
	});

	it('has a worked example that comes out as it says', async () => {
		const part = (name: string) => {
			const block = page.code.find(({ label }) => label === `example: ${name}`);
			return JSON.parse(block?.text ?? '') as unknown;
		};
		const items = part('input') as IDataObject[];
		const parameters = part('parameters') as INode['parameters'];
		expect(await runExample(items, parameters)).toEqual(part('perDesktop'));
		const perStatus = { ...parameters, output: 'perStatus' };
		expect(await runExample(items, perStatus)).toEqual(part('perStatus'));
	}, 30_000);
});

/** The steps of "Try it". */
const REPAIR = {
	operation: 'updateSids',
	waitForCompletion: true,
	output: 'perDesktop',
	options: { verify: true },
};

/** Every IAM action that is named anywhere in the shipped code: in refusals and in the credential test. */
async function actionsInCode(): Promise<string[]> {
	const found = new Set<string>();
	for (const folder of ['nodes', 'credentials']) {
		const files = await readdir(join(ROOT, folder), { recursive: true });
		for (const file of files.filter((name) => name.endsWith('.ts'))) {
			const text = await readFile(join(ROOT, folder, file), 'utf8');
			for (const [action] of text.matchAll(/\bworkspace:\w+:\w+/g)) found.add(action);
		}
	}
	return [...found].sort();
}
