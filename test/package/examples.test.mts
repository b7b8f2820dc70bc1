/** What every example has to be, so that it can be imported, read and trusted in each supported n8n. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './support/outside.mts';

interface ExampleNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	disabled?: boolean;
	credentials?: unknown;
}

interface Example {
	name: string;
	nodes: ExampleNode[];
	connections: Record<string, { main: ({ node: string }[] | null)[] }>;
	pinData: Record<string, { json: Record<string, unknown> }[]>;
}

const FOLDER = join(ROOT, 'examples');
const examples = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.map((name) => {
		const text = readFileSync(join(FOLDER, name), 'utf8');
		return [name, JSON.parse(text) as Example, text] as const;
	});

/** The newest version of each node that n8n 1.123.81 has and the newest n8n still has. */
const NEWEST_IN_BOTH: Record<string, number> = {
	aggregate: 1,
	convertToFile: 1.1,
	emailSend: 2.1,
	filter: 2.3,
	html: 1.2,
	httpRequest: 4.3,
	if: 2.3,
	ldap: 1,
	manualTrigger: 1,
	merge: 3.2,
	noOp: 1,
	scheduleTrigger: 1.3,
	set: 3.4,
	sort: 1,
	splitOut: 1,
	stickyNote: 1,
	summarize: 1.1,
	wait: 1.1,
	webhook: 2.1,
};

const next = ({ connections }: Example, name: string): string[] =>
	(connections[name]?.main ?? []).flatMap((targets) => (targets ?? []).map(({ node }) => node));

/** All nodes that data from this one can get to. */
function reached(example: Example, from: string): Set<string> {
	const found = new Set<string>();
	const open = next(example, from);
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (found.has(name)) continue;
		found.add(name);
		open.push(...next(example, name));
	}
	return found;
}

describe.each(examples)('%s', (_file, example, text) => {
	it('connects nodes that are there, under names and IDs of their own', () => {
		const known = new Set(example.nodes.map(({ name }) => name));
		expect(known.size).toBe(example.nodes.length);
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(example.nodes.length);
		const used = Object.keys(example.connections).flatMap((name) => [name, ...next(example, name)]);
		expect(used.filter((name) => !known.has(name))).toStrictEqual([]);
		const pinned = Object.keys(example.pinData);
		expect(pinned.filter((name) => !known.has(name))).toStrictEqual([]);
	});

	it('has no circle', () => {
		const inCircles = example.nodes.filter(({ name }) => reached(example, name).has(name));
		expect(inCircles.map(({ name }) => name)).toStrictEqual([]);
	});

	it('uses versions of nodes that both n8n 1.123.81 and the newest n8n have, and no code', () => {
		const wrong = example.nodes.filter(({ type, typeVersion }) => {
			const [group, name = ''] = type.split('.');
			return group === 'n8n-nodes-base' && !(typeVersion <= (NEWEST_IN_BOTH[name] ?? 0));
		});
		expect(wrong.map(({ type, typeVersion }) => `${type} ${String(typeVersion)}`)).toEqual([]);
	});

	it('names no credential, and sends no mail before that is switched on', () => {
		expect(example.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		const mails = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.emailSend');
		expect(mails.filter(({ disabled }) => disabled !== true)).toEqual([]);
	});

	it('says how to run it without a directory, if it starts with one by hand', () => {
		const ldap = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.ldap');
		const byHand = example.nodes.some(({ type }) => type === 'n8n-nodes-base.manualTrigger');
		for (const { name } of byHand ? ldap : []) {
			expect(example.pinData[name]?.length).toBeGreaterThan(2);
			expect(text).toContain('Without LDAP');
		}
	});

	it('makes text from outside safe before it gets into HTML', () => {
		const pages = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.html');
		const safe = example.nodes.filter(({ parameters }) => parameters.jsonOutput === SAFE);
		for (const { name } of pages)
			expect(safe.filter((each) => reached(example, each.name).has(name))).not.toEqual([]);
	});
});

/** Characters of HTML, the braces of expressions (the HTML node looks for them in what it has), and what a replacement reads. */
const SAFE = `={{ JSON.stringify($json).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('{{', '&#123;&#123;').replaceAll('$', '&#36;') }}`;
