/** A real Active Directory: a Samba domain controller of our own, LDAPS on loopback, in a folder that is thrown away. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, run, tail } from '../../../demo/n8n/children.mts';
import type { Finished } from '../../../demo/n8n/children.mts';
import type { CredentialFile, WorkflowFile, WorkflowNode } from '../../../demo/n8n/commandLine.mts';
import { chosen } from '../../../demo/example.mts';
import { ensureSamba } from './samba.mts';

export interface Directory {
	baseDn: string;
	/** Name of the domain controller's own computer account. */
	controller: string;
	/** The credential for n8n's LDAP node. */
	credential: CredentialFile;
	/** Creates an organizational unit and answers its DN. */
	addUnit(name: string): Promise<string>;
	/** Creates a computer account, in a unit or in the usual container, and answers its SID. */
	addComputer(name: string, unit?: string): Promise<string>;
	/** Deletes a computer account and creates it anew, as an administrator does after a failed join: same name, new SID. */
	recreateComputer(name: string): Promise<string>;
	close(): Promise<void>;
}

const DOMAIN = 'corp.example.test';
const BASE_DN = 'DC=corp,DC=example,DC=test';
const CONTROLLER = 'DC1';
/** Samba serves LDAPS on this port only, so there can be one such directory at a time, and it needs root. */
const LDAPS_PORT = 636;
const HOST = '127.0.0.1';

/** @throws Error that says what is missing, or what Samba said, with nothing left running */
export async function openDirectory(): Promise<Directory> {
	await ensureSamba();
	const folder = await mkdtemp(join(tmpdir(), 'directory-'));
	const password = `Pw1-${randomBytes(12).toString('hex')}`;
	await provision(folder, password);
	const configuration = `--configfile=${join(folder, 'etc', 'smb.conf')}`;
	const database = ['-H', join(folder, 'private', 'sam.ldb'), configuration];
	const tool = async (...args: string[]) => (await sambaTool([...args, ...database])).stdout;
	const addComputer = async (name: string, unit?: string) => {
		const place = unit === undefined ? [] : [`--computerou=${unit.slice(0, -BASE_DN.length - 1)}`];
		// Without this option Samba leaves the account disabled until its computer joins; Windows' own tools enable it.
		await tool('computer', 'create', name, '--prepare-oldjoin', ...place);
		return sidIn(await tool('computer', 'show', name, '--attributes=objectSid'));
	};

	const server = launch({
		command: 'samba',
		args: ['-i', '-M', 'single', configuration],
		cwd: folder,
		env: process.env,
	});
	await server.until('Samba serves LDAPS', START_BOUND_MS, async () => accepts(LDAPS_PORT));
	return {
		baseDn: BASE_DN,
		controller: CONTROLLER,
		credential: {
			id: 'directoryCredent',
			name: 'Directory of the test',
			type: 'ldap',
			data: {
				hostname: HOST,
				port: String(LDAPS_PORT),
				bindDN: `CN=Administrator,CN=Users,${BASE_DN}`,
				bindPassword: password,
				connectionSecurity: 'tls',
				// Samba signs its own certificate, for a name that loopback does not have.
				allowUnauthorizedCerts: true,
				timeout: 30,
			},
		},
		addUnit: async (name) => {
			const dn = `OU=${name},${BASE_DN}`;
			await tool('ou', 'create', dn);
			return dn;
		},
		addComputer,
		recreateComputer: async (name) => {
			await tool('computer', 'delete', name);
			return addComputer(name);
		},
		close: async () => {
			await server.end();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** An example with what its notes ask for: the LDAP credential, and the Base DN where it is not an expression. */
export function forDirectory(example: WorkflowFile, directory: Directory): WorkflowFile {
	const set = (node: WorkflowNode) => {
		if (node.type !== 'n8n-nodes-base.ldap') return node;
		const { baseDN } = node.parameters;
		const isExpression = typeof baseDN === 'string' && baseDN.startsWith('=');
		return {
			...node,
			parameters: { ...node.parameters, baseDN: isExpression ? baseDN : directory.baseDn },
			credentials: chosen(directory.credential),
		};
	};
	return { ...example, nodes: example.nodes.map(set) };
}

async function provision(folder: string, password: string): Promise<void> {
	const option = (name: string, value: string) => `--option=${name}=${value}`;
	await sambaTool([
		'domain',
		'provision',
		'--server-role=dc',
		'--dns-backend=NONE',
		`--targetdir=${folder}`,
		`--realm=${DOMAIN.toUpperCase()}`,
		'--domain=CORP',
		`--host-name=${CONTROLLER.toLowerCase()}`,
		`--host-ip=${HOST}`,
		`--adminpass=${password}`,
		option('interfaces', 'lo'),
		option('bind interfaces only', 'yes'),
		option('server services', 'ldap'),
		option('pid directory', folder),
		option('log file', join(folder, 'log.%m')),
	]);
}

const TOOL_BOUND_MS = 2 * 60_000;

async function sambaTool(args: string[]): Promise<Finished> {
	const launched = { command: 'samba-tool', args, cwd: tmpdir(), env: process.env };
	const finished = await run(launched, TOOL_BOUND_MS);
	if (finished.code === 0) return finished;
	const what = args.slice(0, 3).join(' ');
	throw new Error(`samba-tool ${what} did not succeed:\n${tail(finished.stderr)}`);
}

function sidIn(record: string): string {
	const sid = /^objectSid: (S-[\d-]+)$/m.exec(record)?.[1];
	if (sid === undefined) throw new Error(`No objectSid in what Samba shows:\n${record}`);
	return sid;
}

const START_BOUND_MS = 60_000;

async function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host: HOST, port }, () => {
			socket.end();
			resolve(true);
		});
		socket.once('error', () => {
			resolve(false);
		});
	});
}
