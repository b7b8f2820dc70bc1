/** n8n in queue mode: a main process that takes calls, and workers on "machines" of their own that do the work. */
import { cp, rm } from 'node:fs/promises';
import { launch, run, tail } from '../../../demo/n8n/children.mts';
import type { Child } from '../../../demo/n8n/children.mts';
import type { CredentialFile, WorkflowFile } from '../../../demo/n8n/commandLine.mts';
import { ensureN8n } from '../../../demo/n8n/install.mts';
import type { N8nServer } from '../../../demo/n8n/server.mts';
import { freePorts, settingsFor } from '../../../demo/n8n/settings.mts';
import { isAtLeast } from '../../../demo/n8n/versions.mts';
import { privateN8n } from '../../../demo/privateN8n.mts';
import { createProgress } from '../../../demo/progress.mts';
import { processesOf } from './program.mts';
import { startServices } from './services.mts';

export interface Queue {
	/** Imports and publishes workflows; only before {@link Queue.start}. */
	publish(workflows: WorkflowFile[], credentials: CredentialFile[]): Promise<void>;
	start(): Promise<void>;
	addWorker(): Promise<Worker>;
	/** Address of the main process, once it is started. */
	url(): string;
	/** POSTs JSON to the webhook of a published workflow; the answer comes when the execution has ended. */
	call(webhook: string, body: object): Promise<{ status: number; json: unknown }>;
	/** Every execution that n8n's database knows, oldest first. */
	executions(): Promise<{ id: string; workflow: string; status: string }[]>;
	/** Ends everything and removes all data. */
	close(): Promise<void>;
}

export interface Worker {
	/** Ids of the executions that it has started so far. */
	started(): string[];
	/** Kills it at once, without notice (SIGKILL), with all that it started itself. */
	kill(): Promise<void>;
}

/**
 * So that a dead worker is noticed in half a minute, where n8n's own values make that a minute or more. What it ran then fails, as always with n8n 2,
 * whereas n8n 1 would have another worker run it again of its own accord.
 */
const SOON_NOTICED = {
	QUEUE_WORKER_MAX_STALLED_COUNT: '0',
	QUEUE_WORKER_LOCK_DURATION: '30000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};
const COMMAND_BOUND_MS = 2 * 60_000;
const WORKER_BOUND_MS = 2 * 60_000;
const CALL_BOUND_MS = 4 * 60_000;

export async function openQueue(name: string): Promise<Queue> {
	const progress = createProgress();
	const { editor: redis, runners: postgres } = await freePorts();
	const services = await startServices({ redis, postgres });
	const settings = { ...services.settings, ...SOON_NOTICED };
	const closers: (() => Promise<unknown>)[] = [services.close];
	const close = async () => {
		for (const end of closers.splice(0).reverse()) await end();
	};
	try {
		const n8n = await privateN8n(name, { progress, settings });
		closers.push(async () => rm(n8n.userFolder, { recursive: true, force: true }));
		const installed = await ensureN8n(n8n.version, progress);
		const common = { cwd: n8n.userFolder, env: process.env };
		const node = { command: installed.node, args: ['--version'], ...common };
		const nodeVersion = (await run(node, COMMAND_BOUND_MS)).stdout.trim();
		const environment = async (userFolder: string) => ({
			...settingsFor({ userFolder, ports: await freePorts(), version: n8n.version, nodeVersion }),
			...settings,
		});
		let server: N8nServer | undefined;
		let workers = 0;

		return {
			publish: async (workflows, credentials) => {
				await n8n.importCredentials(credentials);
				await n8n.importWorkflows(workflows);
				const env = await environment(n8n.userFolder);
				const command = isAtLeast(n8n.version, 2, 0)
					? (id: string) => ['publish:workflow', `--id=${id}`]
					: (id: string) => ['update:workflow', `--id=${id}`, '--active=true'];
				for (const { id } of workflows) {
					const args = [installed.program, ...command(id)];
					const launched = { command: installed.node, args, cwd: n8n.userFolder, env };
					const { code, stdout, stderr } = await run(launched, COMMAND_BOUND_MS);
					if (code !== 0) throw new Error(`n8n did not publish ${id}:\n${tail(stdout + stderr)}`);
				}
			},
			start: async () => {
				const started = await n8n.start();
				server = started;
				closers.push(started.stop);
			},
			url: () => server?.url ?? '',
			addWorker: async () => {
				workers += 1;
				const userFolder = `${n8n.userFolder}-worker-${String(workers)}`;
				await cp(n8n.userFolder, userFolder, { recursive: true });
				const child = launch({
					command: installed.node,
					args: [installed.program, 'worker', '--concurrency=5'],
					cwd: userFolder,
					env: await environment(userFolder),
				});
				closers.push(async () => {
					await child.end();
					await rm(userFolder, { recursive: true, force: true });
				});
				return workerOf(child, userFolder);
			},
			call: async (webhook, body) => {
				const answer = await fetch(`${server?.url ?? ''}/webhook/${webhook}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
					signal: AbortSignal.timeout(CALL_BOUND_MS),
				});
				return { status: answer.status, json: await answer.json() };
			},
			executions: async () => {
				const rows = await services.query(
					'SELECT id, "workflowId", status FROM execution_entity ORDER BY id',
				);
				return rows.map(([id = '', workflow = '', status = '']) => ({ id, workflow, status }));
			},
			close,
		};
	} catch (error) {
		await close();
		throw new Error('n8n in queue mode could not be set up.', { cause: error });
	}
}

async function workerOf(child: Child, userFolder: string): Promise<Worker> {
	await child.until('a worker is ready', WORKER_BOUND_MS, () =>
		child.output().includes('worker is now ready'),
	);
	return {
		started: () =>
			[...child.output().matchAll(/Worker started execution (\d+) /g)].map(([, id = '']) => id),
		kill: async () => {
			for (const pid of await processesOf(userFolder)) process.kill(Number(pid), 'SIGKILL');
			await child.finished;
		},
	};
}
