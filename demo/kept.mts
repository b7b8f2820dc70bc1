/** The n8n that `npm run demo -- --open` keeps between starts: its ports, its token, and whether there is anything in it yet. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, isFree } from './n8n/settings.mts';
import type { Ports } from './n8n/settings.mts';
import { PRIVATE_FOLDER } from './n8n/versions.mts';
import type { Progress } from './progress.mts';

export interface Kept {
	userFolder: string;
	/** Nothing is in it yet: no account, no workflow. */
	isNew: boolean;
	ports: Ports;
	/** Of the Huawei Cloud simulator and of the page that puts the desktops back; 0 = any. */
	cloudPort: number;
	pagePort: number;
	/** Of the simulator, so that stored credentials stay right. */
	token: string;
	/** To be called once it is set up and these two ports are known. */
	remember(cloudPort: number, pagePort: number): Promise<void>;
}

interface Stored {
	version: string;
	ports: Ports;
	cloudPort: number;
	pagePort: number;
	token: string;
}

/** Whether a start would go on with what is there. */
export async function isKept(version: string): Promise<boolean> {
	return (await stored(STATE))?.version === version;
}

const FOLDER = join(PRIVATE_FOLDER, 'home', 'demo');
const STATE = join(FOLDER, 'demo.json');

/** @param fresh begin anew, whatever is there */
export async function keptDemo(version: string, fresh: boolean, progress: Progress): Promise<Kept> {
	const found = await stored(STATE);
	const usable = fresh || found?.version !== version ? undefined : found;
	if (found !== undefined && usable === undefined)
		progress.note(
			fresh
				? 'Beginning with an empty n8n, as you asked.'
				: `Beginning with an empty n8n: the one kept here is ${found.version}.`,
		);
	if (usable === undefined) await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	const ports = await portsLike(usable?.ports, progress);
	const token = usable?.token ?? `MII${randomBytes(96).toString('hex')}`;
	return {
		userFolder: FOLDER,
		isNew: usable === undefined,
		ports,
		cloudPort: await portLike(usable?.cloudPort, progress),
		pagePort: await portLike(usable?.pagePort, progress),
		token,
		remember: async (cloudPort, pagePort) => {
			const state: Stored = { version, ports, cloudPort, pagePort, token };
			await writeFile(STATE, `${JSON.stringify(state, null, '\t')}\n`, { mode: 0o600 });
		},
	};
}

/** What the last start wrote; nothing if there was none, or it did not get so far. */
async function stored(file: string): Promise<Stored | undefined> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as Stored;
	} catch {
		return undefined;
	}
}

async function portsLike(wanted: Ports | undefined, progress: Progress): Promise<Ports> {
	const free = await freePorts();
	if (wanted === undefined) return free;
	const editor = (await portLike(wanted.editor, progress)) || free.editor;
	return { editor, runners: free.runners };
}

async function portLike(wanted: number | undefined, progress: Progress): Promise<number> {
	if (wanted === undefined || (await isFree(wanted))) return wanted ?? 0;
	progress.note(`Port ${String(wanted)} is taken by another program; this start uses another one.`);
	return 0;
}
