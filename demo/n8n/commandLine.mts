/** n8n's command line: importing and executing without the editor. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tail } from './children.mts';
import type { Finished } from './children.mts';
import { readExecution } from './execution.mts';
import type { Execution } from './execution.mts';
import type { InstalledN8n } from './install.mts';

/** As `n8n import:credentials` takes it; n8n encrypts `data` on import. */
export interface CredentialFile {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** As `n8n import:workflow` takes it and the editor exports it, plus the id it is to have. */
export interface WorkflowFile {
	id: string;
	name: string;
	nodes: WorkflowNode[];
	/** By the node that gives; of a node that serves an AI Agent, by what it gives. */
	connections: Record<string, Partial<Record<ConnectionType, (Connection[] | null)[]>>>;
	settings?: Record<string, unknown>;
	active?: boolean;
	/** Items that a node gives in place of its own, in runs by hand. */
	pinData?: Record<string, { json: object }[]>;
}

type ConnectionType = 'main' | 'ai_languageModel' | 'ai_tool';

interface Connection {
	node: string;
	type: string;
	index: number;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	disabled?: boolean;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

export interface CommandLine {
	importCredentials(credentials: CredentialFile[]): Promise<void>;
	importWorkflows(workflows: WorkflowFile[]): Promise<void>;
	/** Executes an imported workflow from its Manual Trigger. A workflow that ends in an error is a result, too. */
	execute(workflowId: string): Promise<Execution>;
}

const BOUND_MS = 5 * 60_000;

export function commandLine(n8n: InstalledN8n, cwd: string, env: NodeJS.ProcessEnv): CommandLine {
	const command = async (args: string[], stdoutTo?: WriteStream) =>
		run(
			{
				command: n8n.node,
				args: [n8n.program, ...args],
				cwd,
				env,
				...(stdoutTo === undefined ? {} : { stdoutTo }),
			},
			BOUND_MS,
		);

	/** n8n's import commands say "Successfully imported"; their exit code alone does not tell. */
	async function importFile(what: 'credentials' | 'workflow', content: unknown): Promise<void> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-import-'));
		try {
			const file = join(folder, `${what}.json`);
			await writeFile(file, JSON.stringify(content), { mode: 0o600 });
			const finished = await command([`import:${what}`, `--input=${file}`]);
			if (finished.code !== 0 || !output(finished).includes('Successfully imported'))
				throw new Error(`n8n did not import the ${what}. What it said:\n${tail(output(finished))}`);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}

	return {
		importCredentials: async (credentials) => importFile('credentials', credentials),
		importWorkflows: async (workflows) => importFile('workflow', workflows),
		execute: async (id) => {
			const folder = await mkdtemp(join(tmpdir(), 'n8n-execute-'));
			const record = join(folder, 'record.txt');
			const file = createWriteStream(record);
			await once(file, 'open');
			try {
				const { stderr } = await command(['execute', `--id=${id}`, '--rawOutput'], file);
				const stdout = await readFile(record, 'utf8');
				return readExecution(`${stdout}\n${stderr}`);
			} finally {
				file.destroy();
				await rm(folder, { recursive: true, force: true });
			}
		},
	};
}

function output({ stdout, stderr }: Finished): string {
	return `${stdout}\n${stderr}`;
}
