/** n8n with its editor, as a process of our own on loopback. */
import { launch } from './children.mts';
import type { InstalledN8n } from './install.mts';
import { LOOPBACK } from './settings.mts';
import type { Ports } from './settings.mts';

export interface N8nServer {
	/** Address of the editor, without a slash at the end. */
	url: string;
	/** The log so far. */
	log(): string;
	stop(): Promise<void>;
}

const START_BOUND_MS = 120_000;

/**
 * Starts n8n and returns when the editor answers.
 *
 * @throws Error with the end of n8n's log when it ends early or does not answer in two minutes; it is stopped then.
 */
export async function startServer(
	n8n: InstalledN8n,
	cwd: string,
	env: NodeJS.ProcessEnv,
	ports: Ports,
): Promise<N8nServer> {
	const url = `http://${LOOPBACK}:${String(ports.editor)}`;
	const child = launch({ command: n8n.node, args: [n8n.program, 'start'], cwd, env });
	await child.until(`n8n ${n8n.version} serves its editor`, START_BOUND_MS, async () => {
		return (await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));
	});
	return { url, log: child.output, stop: async () => child.end() };
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}
