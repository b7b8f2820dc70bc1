/** Redis and PostgreSQL for n8n's queue mode: processes of our own on loopback, with their data in folders that are thrown away. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, run, tail } from '../../../demo/n8n/children.mts';
import type { Child, Launch } from '../../../demo/n8n/children.mts';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';
import { until } from './until.mts';

export interface Services {
	/** n8n's settings for them. */
	settings: NodeJS.ProcessEnv;
	/** The rows that a query gives, as text. */
	query(sql: string): Promise<string[][]>;
	close(): Promise<void>;
}

const PACKAGES = ['redis-server', 'postgresql'];
const ADVICE = `Install them as root (Debian, Ubuntu: apt-get install ${PACKAGES.join(' ')}).`;
const REDIS = '/usr/bin/redis-server';
const POSTGRES_VERSIONS = '/usr/lib/postgresql';
const INSTALL_BOUND_MS = 15 * 60_000;
const TOOL_BOUND_MS = 2 * 60_000;
const START_BOUND_MS = 60_000;
const USER = 'n8n';

/** Starts both; installs them first where they are missing and may be installed. @throws Error that says what is missing */
export async function startServices(ports: { redis: number; postgres: number }): Promise<Services> {
	await ensureInstalled();
	const folder = await mkdtemp(join(tmpdir(), 'queue-services-'));
	const password = randomBytes(12).toString('hex');
	const started: Child[] = [];
	const close = async () => {
		await Promise.all(started.map(async (child) => child.end()));
		await rm(folder, { recursive: true, force: true });
	};
	try {
		started.push(launch(redis(folder, ports.redis)));
		const postgres = await preparePostgres(folder, password);
		started.push(launch(postgres.server(ports.postgres)));
		const query = async (sql: string) => postgres.query(ports.postgres, sql);
		await until('Redis and PostgreSQL serve', START_BOUND_MS, async () => {
			const [first] = started;
			return (
				first?.output().includes('Ready to accept connections') === true &&
				(await query('SELECT 1').catch(() => [])).length === 1
			);
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
		DB_POSTGRESDB_USER: USER,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

function redis(folder: string, port: number): Launch {
	const settings = { port, bind: LOOPBACK, dir: folder, save: '', appendonly: 'no' };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	return { command: REDIS, args, cwd: folder, env: process.env };
}

async function preparePostgres(folder: string, password: string) {
	const programs = join(POSTGRES_VERSIONS, (await postgresVersions()).at(-1) ?? '', 'bin');
	const account = await postgresAccount();
	const home = join(folder, 'postgres');
	const passwordFile = join(home, 'password');
	await mkdir(home, { mode: 0o700 });
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (account !== undefined)
		for (const path of [folder, home, passwordFile]) await chown(path, account.uid, account.gid);

	/** PostgreSQL refuses to run as root. */
	const unprivileged = (name: string, args: string[]): Launch => {
		const program = join(programs, name);
		const common = { cwd: home, env: process.env };
		if (account === undefined) return { command: program, args, ...common };
		const ids = [`--reuid=${String(account.uid)}`, `--regid=${String(account.gid)}`];
		return { command: 'setpriv', args: [...ids, '--clear-groups', program, ...args], ...common };
	};
	const data = join(home, 'data');
	const made = await run(
		unprivileged('initdb', [
			...['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
			...['--encoding=UTF8', '--no-locale', '--no-sync'],
		]),
		TOOL_BOUND_MS,
	);
	if (made.code !== 0) throw new Error(`PostgreSQL could make no database:\n${tail(made.stderr)}`);

	return {
		server: (port: number) =>
			unprivileged('postgres', [
				...['-D', data, '-p', String(port), '-h', LOOPBACK, '-k', ''],
				...['-c', 'fsync=off', '-c', 'max_connections=100'],
			]),
		query: async (port: number, sql: string) => {
			const connection = ['-h', LOOPBACK, '-p', String(port), '-U', USER, '-d', 'postgres'];
			const psql = {
				command: join(programs, 'psql'),
				args: ['-w', '-X', '-A', '-t', ...connection, '-c', sql],
				cwd: folder,
				env: { ...process.env, PGPASSWORD: password },
			};
			const { code, stdout, stderr } = await run(psql, TOOL_BOUND_MS);
			if (code !== 0) throw new Error(`PostgreSQL refused "${sql}":\n${tail(stderr)}`);
			return stdout
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => line.split('|'));
		},
	};
}

/** The account to run it with: its own, or nobody's; undefined where we are not root and it can run as we are. */
async function postgresAccount(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
	const [, , uid, gid] =
		lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody') ?? [];
	return { uid: Number(uid), gid: Number(gid) };
}

async function postgresVersions(): Promise<string[]> {
	const versions = await readdir(POSTGRES_VERSIONS).catch(() => []);
	return versions
		.filter((version) => existsSync(join(POSTGRES_VERSIONS, version, 'bin', 'postgres')))
		.sort((one, other) => Number(one) - Number(other));
}

const isComplete = async () => existsSync(REDIS) && (await postgresVersions()).length > 0;

async function ensureInstalled(): Promise<void> {
	if (await isComplete()) return;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
		throw new Error(`The test needs Redis and PostgreSQL. ${ADVICE}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
		const finished = await run({ command: 'apt-get', args, cwd: '/', env }, INSTALL_BOUND_MS);
		if (finished.code !== 0)
			throw new Error(`They could not be installed. ${ADVICE}\n${tail(finished.stderr)}`);
	}
	if (!(await isComplete())) throw new Error(`They were installed but are not complete. ${ADVICE}`);
}
