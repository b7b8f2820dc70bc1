/**
 * An n8n that is in use, without our node so far: its database has a credential and an example workflow. It is made once and
 * copied to each place where the node is installed.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences } from '../../../demo/check.mts';
import { desktopsOf, furnish } from '../../../demo/estate.mts';
import { credentialFor, NODE_TYPE, readExample } from '../../../demo/example.mts';
import type { CredentialFile, WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import { n8nOf } from '../../../demo/privateN8n.mts';
import type { N8n } from '../../../demo/privateN8n.mts';
import { createProgress } from '../../../demo/progress.mts';
import { startSimulator } from '../../../simulator/simulator.mts';
import type { Simulator } from '../../../simulator/simulator.mts';

export interface UsedN8n {
	/** The n8n of a home folder, which gets a copy of the data. */
	copyTo(home: string, settings?: NodeJS.ProcessEnv): Promise<N8n>;
	/** Runs the example with the node of this type: desktops are repaired, and the simulator's records confirm it. */
	repairsDesktops(n8n: N8n, nodeType?: string): Promise<void>;
	close(): Promise<void>;
}

/** @param types what n8n may call the node, depending on how it was installed */
export async function openUsedN8n(types: readonly string[]): Promise<UsedN8n> {
	const folder = await mkdtemp(join(tmpdir(), 'used-n8n-'));
	const n8n = await n8nOf(folder, { progress: createProgress() });
	const simulator = await startSimulator({ behaviour: { jobSeconds: 0 } });
	const close = async () => {
		await simulator.close();
		await rm(folder, { recursive: true });
	};
	const credential = credentialFor(simulator);
	const examples = new Map<string, WorkflowFile>();
	try {
		for (const type of types)
			examples.set(
				type,
				await exampleOf(type, `installed00000${String(examples.size)}`, credential),
			);
		await n8n.importCredentials([credential]);
		await n8n.importWorkflows([...examples.values()]);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		copyTo: async (home, settings = {}) => {
			await copyData(join(folder, '.n8n'), join(home, '.n8n'));
			return n8nOf(home, { settings });
		},
		repairsDesktops: async (copy, nodeType = NODE_TYPE) => {
			const example = examples.get(nodeType);
			assert.ok(example, `There is no example for ${nodeType}.`);
			await repairs(copy, example, simulator);
		},
		close,
	};
}

/** The example as the README has it changed where n8n calls the node otherwise. */
async function exampleOf(
	type: string,
	id: string,
	credential: CredentialFile,
): Promise<WorkflowFile> {
	const example = await readExample('update-sids.json', id, credential);
	const nodes = example.nodes.map((node) => (node.type === NODE_TYPE ? { ...node, type } : node));
	return { ...example, nodes };
}

/** Settings and database; the folder of installed packages is what the way of installing has made of it. */
async function copyData(from: string, to: string): Promise<void> {
	await mkdir(to, { recursive: true });
	const names = (await readdir(from)).filter((name) => /^(config|database\.sqlite.*)$/.test(name));
	await Promise.all(names.map(async (name) => cp(join(from, name), join(to, name))));
}

async function repairs(n8n: N8n, example: WorkflowFile, simulator: Simulator): Promise<void> {
	const desktops = desktopsOf(example);
	furnish(simulator, desktops);
	simulator.journal.clear();
	const sidsBefore = new Map(
		simulator.cloud.list().map(({ desktop_id, sid }) => [desktop_id, sid]),
	);
	const execution = await n8n.execute(example.id);
	assert.equal(execution.error, undefined);
	const output = execution.items('Huawei Cloud Desktop SID');
	assert.ok(output.some(({ json }) => json.status === 'accepted'));
	const input = desktops.map((desktop) => ({ json: { ...desktop } }));
	assert.deepEqual(differences({ input, output, simulator, sidsBefore }), []);
}
