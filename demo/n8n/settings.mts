/** The environment of a private n8n: on loopback only, talking to nobody, with a data folder of its own. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { isAtLeast } from './versions.mts';

export const LOOPBACK = '127.0.0.1';

export interface Ports {
	/** The editor and its API. */
	editor: number;
	/** Where n8n's task runners report. */
	runners: number;
}

export interface SettingsOf {
	userFolder: string;
	ports: Ports;
	/** Version of n8n, e.g. "2.41.1". */
	version: string;
	/** Version of the Node.js that runs n8n, e.g. "v24.21.0". */
	nodeVersion: string;
}

/** Settings that would point this n8n at somebody's real instance, and npm's description of our own project. */
const FOREIGN =
	/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_|GENERIC_|npm_|NODE_TEST_CONTEXT$|NODE_ENV$)/;

export function settingsFor({
	userFolder,
	ports,
	version,
	nodeVersion,
}: SettingsOf): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	return {
		...Object.fromEntries(own),
		// The simulator for the cloud is on loopback, where no proxy can reach it.
		NO_PROXY: withLoopback(process.env.NO_PROXY),
		no_proxy: withLoopback(process.env.no_proxy),
		N8N_USER_FOLDER: userFolder,
		// Not a secret: it protects made-up credentials in a throw-away folder.
		N8N_ENCRYPTION_KEY: 'throw-away-key-of-the-private-n8n',
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_PORT: String(ports.editor),
		N8N_RUNNERS_BROKER_PORT: String(ports.runners),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// n8n 2 asks its maker for a list of MCP servers, n8n 1 needs a setting to use task runners.
		...(isAtLeast(version, 2, 0)
			? { N8N_DISABLED_MODULES: 'mcp-registry' }
			: { N8N_RUNNERS_ENABLED: 'true', DB_SQLITE_POOL_SIZE: '2' }),
		// The sandbox of the newer engine has no binary for older Node.js.
		...(isAtLeast(nodeVersion, 24, 0) ? {} : { N8N_EXPRESSION_ENGINE: 'legacy' }),
	};
}

/**
 * Below the ports that a system gives to connections and to any program that asks for one (from 32768 on), so that nobody takes
 * one by chance between now and the start of n8n.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const MOST_TRIES = 100;

/** Two ports that are free now. */
export async function freePorts(): Promise<Ports> {
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const editor = randomInt(LOWEST_PORT, HIGHEST_PORT);
		const runners = editor + 1;
		if ((await isFree(editor)) && (await isFree(runners))) return { editor, runners };
	}
	throw new Error('No free port on loopback.');
}

/** Whether a port of 127.0.0.1 can be listened on now. */
export async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server
			.once('error', () => {
				resolve(false);
			})
			.listen(port, LOOPBACK, () => {
				server.close(() => {
					resolve(true);
				});
			});
	});
}

function withLoopback(noProxy: string | undefined): string {
	return [noProxy, LOOPBACK, 'localhost'].filter(Boolean).join(',');
}
