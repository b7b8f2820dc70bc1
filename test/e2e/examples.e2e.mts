/** The other examples that start from Active Directory, as shipped: PowerShell posts, a directory in parts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chosen, readExample } from '../../demo/example.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../demo/n8n/commandLine.mts';
import { createOwner, DEMO_OWNER } from '../../demo/n8n/owner.mts';
import type { N8nServer } from '../../demo/n8n/server.mts';
import { forDirectory, openDirectory } from './support/directory.mts';
import type { Directory } from './support/directory.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { activate } from './support/publish.mts';
import { dispatcher, part, SPREAD_KEY } from './support/spread.mts';

const UNITS = { 'Desktops A': ['A-1', 'A-2', 'A-3'], 'Desktops B': ['B-1', 'B-2'] };
const DRIFTED = ['A-2', 'B-1'];
const POWERSHELL = 'powershell000000';
const DISPATCHER = 'dispatcher000000';
const PART = 'partOfDirectory0';

const API_KEY: CredentialFile = {
	id: 'powershellKey000',
	name: 'Key of PowerShell',
	type: 'httpHeaderAuth',
	data: { name: 'X-API-Key', value: 'made-up-for-this-test' },
};

describe('The examples from Active Directory', () => {
	let directory: Directory;
	let lab: Lab;
	let server: N8nServer | undefined;
	const parts: string[] = [];
	const adSids = new Map<string, string>();

	before(async () => {
		directory = await openDirectory();
		lab = await openLab('examples');
		lab.simulator.behaviour.jobSeconds = 0;
		for (const [unit, names] of Object.entries(UNITS)) {
			const dn = await directory.addUnit(unit);
			parts.push(dn);
			for (const name of names) adSids.set(name, await directory.addComputer(name, dn));
		}
		const example = async (file: string, id: string) =>
			forDirectory(await readExample(file, id, lab.credential), directory);
		await lab.add(
			[
				forDirectory(await part(PART, lab.credential), directory),
				await dispatcher(DISPATCHER, lab.credential),
				withKey(await example('webhook-from-powershell.json', POWERSHELL)),
			],
			[directory.credential, API_KEY, SPREAD_KEY],
		);
		server = await lab.n8n.start();
		await createOwner(server.url, DEMO_OWNER);
		for (const id of [PART, DISPATCHER, POWERSHELL]) await activate(server.url, DEMO_OWNER, id);
		// Webhooks are served from the start after that.
		await server.stop();
		server = await lab.n8n.start();
	});
	after(async () => {
		await server?.stop();
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (lab as Lab | undefined)?.close();
		await (directory as Directory | undefined)?.close();
	});

	/** Desktops as the directory knows them, some of them with the SID of an earlier account. */
	function furnish(): void {
		for (const [name, sid] of adSids) {
			lab.simulator.cloud.remove(idOf(name));
			lab.simulator.cloud.add({
				desktop_id: idOf(name),
				computer_name: name,
				adSid: sid,
				sid: DRIFTED.includes(name) ? `${sid}9` : sid,
			});
		}
		lab.simulator.journal.clear();
	}

	test('Spread over workers: each part of the directory is repaired in an execution of its own', async () => {
		furnish();
		const answer = await fetch(`${server?.url ?? ''}/webhook/${DISPATCHER}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ parts: parts.map((baseDN) => ({ baseDN })) }),
		});
		assert.equal(answer.status, 200);
		const results = (await answer.json()) as Record<string, unknown>[];
		assert.deepEqual(
			// A directory answers in no particular order.
			results.map(({ part, status, desktop_ids }) => [
				part,
				status,
				[...(desktop_ids as string[])].sort(),
			]),
			[
				[parts[0], 'updated', [idOf('A-2')]],
				[parts[0], 'inSync', [idOf('A-1'), idOf('A-3')]],
				[parts[1], 'updated', [idOf('B-1')]],
				[parts[1], 'inSync', [idOf('B-2')]],
			],
		);
		assert.deepEqual(lab.sent().sort(), [[idOf('A-2')], [idOf('B-1')]]);
	});

	test('Webhook from PowerShell: SIDs as PowerShell writes them, a result for each status', async () => {
		furnish();
		const computers = [...adSids].map(([Name, sid], index) => ({
			Name,
			SID: index % 2 === 0 ? sid : { BinaryLength: 28, AccountDomainSid: null, Value: sid },
		}));
		const post = async (key: string) =>
			fetch(`${server?.url ?? ''}/webhook/repair-desktop-sids`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'X-API-Key': key },
				body: JSON.stringify({
					computers: [...computers, { Name: 'DC1', SID: 'S-1-5-21-1-2-3-4' }],
				}),
			});
		const refused = await post('another');
		assert.equal(refused.status, 403, await refused.text());
		assert.deepEqual(lab.sent(), []);
		const answer = await post(String(API_KEY.data.value));
		const results = (await answer.json()) as { status: string; desktop_count: number }[];
		assert.deepEqual(
			results.map(({ status, desktop_count }) => [status, desktop_count]),
			[
				['accepted', 2],
				['inSync', 3],
				['unmatched', 1],
			],
		);
		assert.deepEqual(new Set(lab.sent().flat()), new Set(DRIFTED.map(idOf)));
	});
});

function idOf(name: string): string {
	return `id-of-${name}`;
}

function withNode(
	workflow: WorkflowFile,
	name: string,
	change: (node: WorkflowNode) => WorkflowNode,
): WorkflowFile {
	assert.ok(workflow.nodes.some((node) => node.name === name));
	const nodes = workflow.nodes.map((node) => (node.name === name ? change(node) : node));
	return { ...workflow, nodes };
}

function withKey(workflow: WorkflowFile): WorkflowFile {
	return withNode(workflow, 'Computers from PowerShell', (node) => ({
		...node,
		credentials: chosen(API_KEY),
	}));
}
