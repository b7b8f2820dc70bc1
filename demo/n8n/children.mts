/**
 * Every process that the demo and the end-to-end tests start goes through here, so that nothing is left running: each
 * one leads a process group of its own (n8n starts helpers of its own), and all groups end with this program.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export interface Launch {
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Called with each piece of output, standard and error output alike. */
	onOutput?: (text: string) => void;
}

export interface Finished {
	/** Exit code, or null when a signal ended it. */
	code: number | null;
	stdout: string;
	stderr: string;
}

export interface Child {
	readonly finished: Promise<Finished>;
	/** Everything written so far. */
	output(): string;
	/** Asks the whole group to end, insists after `boundMs`, and returns once it has ended. */
	end(boundMs?: number): Promise<void>;
}

const END_BOUND_MS = 15_000;
const ownGroups = process.platform !== 'win32';
const running = new Set<ChildProcess>();

/** Starts a process. `finished` rejects only when it cannot be started at all. */
export function launch({ command, args, cwd, env, onOutput }: Launch): Child {
	endChildrenWithThisProgram();
	const child = spawn(command, args, {
		cwd,
		env,
		detached: ownGroups,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.add(child);
	const parts = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].setEncoding('utf8').on('data', (text: string) => {
			parts[stream] += text;
			onOutput?.(text);
		});
	}
	const finished = new Promise<Finished>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			resolve({ code, ...parts });
		});
	}).finally(() => running.delete(child));
	// A server's end is often not awaited; its failure to start is still seen by whoever awaits `finished`.
	finished.catch(() => undefined);

	return {
		finished,
		output: () => parts.stdout + parts.stderr,
		end: async (boundMs = END_BOUND_MS) => {
			signalGroup(child, 'SIGTERM');
			const insist = setTimeout(() => {
				signalGroup(child, 'SIGKILL');
			}, boundMs);
			await finished.catch(() => undefined);
			clearTimeout(insist);
		},
	};
}

/** Runs a process to its end; ends it after `boundMs` and says so. */
export async function run(launched: Launch, boundMs: number): Promise<Finished> {
	const child = launch(launched);
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		void child.end();
	}, boundMs);
	try {
		const finished = await child.finished;
		if (late)
			throw new Error(
				`"${launched.args.join(' ')}" had not ended after ${String(boundMs / 1000)} s and was stopped.\n${tail(child.output())}`,
			);
		return finished;
	} finally {
		clearTimeout(timer);
	}
}

/** The last lines of a program's output: enough to see what went wrong. */
export function tail(text: string, lines = 20): string {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Resolves on the first Ctrl-C (or SIGTERM, or a closed terminal) instead of ending the program. */
export async function untilInterrupted(): Promise<void> {
	endChildrenWithThisProgram();
	await new Promise<void>((resolve) => {
		onInterrupt = () => {
			resolve();
		};
	});
	onInterrupt = exitNow;
}

let onInterrupt: (code: number) => void = exitNow;
let installed = false;

function endChildrenWithThisProgram(): void {
	if (installed) return;
	installed = true;
	process.on('exit', () => {
		for (const child of running) signalGroup(child, 'SIGKILL');
	});
	for (const [signal, code] of [
		['SIGINT', 130] as const,
		['SIGTERM', 143] as const,
		['SIGHUP', 129] as const,
	]) {
		process.on(signal, () => {
			onInterrupt(code);
		});
	}
}

function exitNow(code: number): void {
	process.exit(code);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (ownGroups) process.kill(-child.pid, signal);
		else child.kill(signal);
	} catch {
		// The group has ended by itself in the meantime, which is what was wanted.
	}
}
