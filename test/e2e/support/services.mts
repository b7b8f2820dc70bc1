/** Redis and PostgreSQL for n8n's queue mode: processes of our own on loopback, with their data in folders that are thrown away. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, tail } from '../../../demo/n8n/children.mts';
import type { Child, Launch } from '../../../demo/n8n/children.mts';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';
import { ensureInstalled } from './debian.mts';
import { postgresVersions, POSTGRES_USER, preparePostgres } from './postgres.mts';
import { until } from './until.mts';

export interface Services {
	/** n8n's settings for them. */
	settings: NodeJS.ProcessEnv;
	/** The rows that a query gives, as text. */
	query(sql: string): Promise<string[][]>;
	close(): Promise<void>;
}

const PACKAGES = ['redis-server', 'postgresql'];
const REDIS = '/usr/bin/redis-server';
const START_BOUND_MS = 60_000;

/** Starts both; installs them first where they are missing and may be installed. @throws Error that says what is missing */
export async function startServices(ports: { redis: number; postgres: number }): Promise<Services> {
	await ensureInstalled({ name: 'Redis and PostgreSQL', packages: PACKAGES, isComplete });
	const folder = await mkdtemp(join(tmpdir(), 'queue-services-'));
	const password = randomBytes(12).toString('hex');
	const started: Child[] = [];
	const close = async () => {
		await Promise.all(started.map(async (child) => child.end()));
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const server = launch(redis(folder, ports.redis));
		started.push(server);
		const postgres = await preparePostgres(folder, password);
		started.push(launch(postgres.server(ports.postgres)));
		const query = async (sql: string) => postgres.query(ports.postgres, sql);
		await until('Redis and PostgreSQL serve', START_BOUND_MS, async () => {
			if (!server.output().includes('Ready to accept connections')) return false;
			return (await query('SELECT 1').catch(() => [])).length === 1;
		});
		return { settings: settingsFor(ports, password), query, close };
	} catch (error) {
		const log = started.map((child) => tail(child.output())).join('\n');
		await close();
		throw new Error(`Redis and PostgreSQL could not be started:\n${log}`, { cause: error });
	}
}

function settingsFor(
	ports: { redis: number; postgres: number },
	password: string,
): NodeJS.ProcessEnv {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: LOOPBACK,
		QUEUE_BULL_REDIS_PORT: String(ports.redis),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: LOOPBACK,
		DB_POSTGRESDB_PORT: String(ports.postgres),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: POSTGRES_USER,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

function redis(folder: string, port: number): Launch {
	const settings = { port, bind: LOOPBACK, dir: folder, save: '', appendonly: 'no' };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	return { command: REDIS, args, cwd: folder, env: process.env };
}

const isComplete = async () => existsSync(REDIS) && (await postgresVersions()).length > 0;
