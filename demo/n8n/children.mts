/**
 * Every process that the demo and the end-to-end tests start goes through here, so that nothing is left running: each
 * one ends with all that it started itself (n8n starts helpers of its own), and all end with this program.
 */
import type { WriteStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { execa } from 'execa';

export interface Launch {
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Called with each piece of output, standard and error output alike. */
	onOutput?: (text: string) => void;
	/** An open file that takes the standard output. What is still in a pipe is lost when a program ends itself. */
	stdoutTo?: WriteStream;
	/** Whether something is going to be typed. */
	isTypedTo?: boolean;
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
	/**
	 * Returns as soon as the condition holds.
	 *
	 * @param what names the condition in the error
	 * @throws Error with the last lines of its output when it ends first or `boundMs` pass; it is ended then
	 */
	until(what: string, boundMs: number, condition: Condition): Promise<void>;
	/** Types a text, if it was started so. */
	type(text: string): void;
	/** Does what Ctrl-C does. */
	interrupt(): void;
	/** Asks it to end with all that it started, insists after `boundMs`, and returns once it has ended. */
	end(boundMs?: number): Promise<void>;
}

type Condition = () => boolean | Promise<boolean>;

const END_BOUND_MS = 15_000;
const POLL_MS = 50;

/** Starts a process. `finished` rejects only when it cannot be started at all. */
export function launch({
	command,
	args,
	cwd,
	env,
	onOutput,
	stdoutTo,
	isTypedTo = false,
}: Launch): Child {
	exitOnInterrupt();
	const child = execa(command, args, {
		...{
			cwd,
			env,
			extendEnv: false,
			stdin: isTypedTo ? 'pipe' : 'ignore',
			reject: false,
			buffer: false,
		},
		stdout: stdoutTo ?? 'pipe',
		// When this program ends, all of it ends at once.
		...{ killDescendants: true, killSignal: 'SIGKILL' },
	});
	const parts = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream]?.setEncoding('utf8').on('data', (text: string) => {
			parts[stream] += text;
			onOutput?.(text);
		});
	}
	let ended = false;
	const finished = child.then(({ exitCode, signal, originalMessage }): Finished => {
		ended = true;
		if (exitCode === undefined && signal === undefined) throw new Error(originalMessage);
		return { code: exitCode ?? null, ...parts };
	});
	// A server's end is often not awaited; its failure to start is still seen by what awaits `finished`.
	finished.catch(() => undefined);

	const output = () => parts.stdout + parts.stderr;
	const end = async (boundMs = END_BOUND_MS) => {
		child.kill('SIGTERM');
		const insist = setTimeout(() => child.kill('SIGKILL'), boundMs);
		await finished.catch(() => undefined);
		clearTimeout(insist);
	};
	return {
		finished,
		output,
		until: async (what, boundMs, condition) => {
			const deadline = performance.now() + boundMs;
			while (!(await condition())) {
				if (ended || performance.now() > deadline) {
					await end();
					const seconds = String(boundMs / 1000);
					const how = ended ? 'It ended before' : `This did not come about within ${seconds} s`;
					throw new Error(`${how}: ${what}. Its last words:\n${tail(output())}`);
				}
				await wait(POLL_MS);
			}
		},
		type: (text) => {
			child.stdin?.write(text);
		},
		interrupt: () => {
			child.kill('SIGINT');
		},
		end,
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

/** Signals that end this program, with the exit codes that shells give them. */
const INTERRUPTS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const exitNow = (code: number) => process.exit(code);
let onInterrupt: (code: number) => void = exitNow;
let isWatching = false;

/** Without a listener of its own, this program would be ended without its children being. */
function exitOnInterrupt(): void {
	if (isWatching) return;
	isWatching = true;
	for (const [signal, code] of Object.entries(INTERRUPTS))
		process.on(signal, () => {
			onInterrupt(code);
		});
}

/** Resolves on the first Ctrl-C (or SIGTERM, or a closed terminal) instead of ending the program. */
export async function untilInterrupted(): Promise<void> {
	exitOnInterrupt();
	await new Promise<void>((resolve) => {
		onInterrupt = () => {
			resolve();
		};
	});
	onInterrupt = exitNow;
}
