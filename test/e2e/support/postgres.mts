/** A PostgreSQL server from the distribution, run without privileges. */
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tail } from '../../../demo/n8n/children.mts';
import type { Launch } from '../../../demo/n8n/children.mts';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';

export interface Postgres {
	server(port: number): Launch;
	/** The rows that a query gives, as text. */
	query(port: number, sql: string): Promise<string[][]>;
}

export const POSTGRES_USER = 'n8n';
const POSTGRES_VERSIONS = '/usr/lib/postgresql';
const TOOL_BOUND_MS = 2 * 60_000;

/**
 * Makes an empty database cluster inside `folder`, for one account with this password.
 *
 * @throws Error with what PostgreSQL said
 */
export async function preparePostgres(folder: string, password: string): Promise<Postgres> {
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
			...['-D', data, '-U', POSTGRES_USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
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
			const connection = [
				'-h',
				LOOPBACK,
				'-p',
				String(port),
				'-U',
				POSTGRES_USER,
				'-d',
				'postgres',
			];
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

/** The versions that are installed, oldest first. */
export async function postgresVersions(): Promise<string[]> {
	const versions = await readdir(POSTGRES_VERSIONS).catch(() => []);
	return versions
		.filter((version) => existsSync(join(POSTGRES_VERSIONS, version, 'bin', 'postgres')))
		.sort((one, other) => Number(one) - Number(other));
}
