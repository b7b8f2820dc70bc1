/**
 * What matching costs: AD items against desktops, as a nightly repair does it. Prints list requests and CPU seconds.
 *
 *   node bench/matching.mts [items] [desktops]        (default: 100000 20000)
 *
 * `tsc` compiles the shipped code first, because its imports have no file endings. Answers are ready JSON texts: the CPU time holds
 * parsing them, reading names and SIDs, matching and comparing, but not HTTP.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { setImmediate } from 'node:timers/promises';
import type * as FindDesktops from '../nodes/DesktopSid/desktops/findDesktops.ts';
import type * as InSync from '../nodes/DesktopSid/desktops/inSync.ts';
import type * as Paces from '../nodes/DesktopSid/transport/pace.ts';
import type { Reply } from '../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../nodes/DesktopSid/transport/workspaceApi.ts';
import { manyDesktops } from '../simulator/estate.mts';
import { startSimulator } from '../simulator/simulator.mts';

const CHECKOUT = join(import.meta.dirname, '..');
const [items = 100_000, desktops = 20_000] = process.argv.slice(2).map(Number);
const ROUNDS = 5;
const DRIFTED_EVERY = 7000;

const { findDesktops, settleInSync, Pace } = await compiled();
const pace = new Pace({ now: () => performance.now(), sleep: async () => setImmediate() });
const estate = manyDesktops(desktops, { drifted: DRIFTED_EVERY });
const adItems = Array.from({ length: items }, (_, index) => {
	const desktop = estate[index];
	const name = desktop?.computer_name ?? `PHYSICAL-${String(index)}`;
	return { json: { sAMAccountName: `${name}$`, objectSid: hexSid(desktop?.adSid) } };
});
const pages = await pagesOfRealAnswers();

console.log(`${String(items)} AD items against ${String(desktops)} desktops`);
for (let round = 1; round <= ROUNDS; round++) {
	let requests = 0;
	const listDesktops = async ({ offset, limit }: DesktopFilter): Promise<Reply> => {
		requests += 1;
		const text = pages(offset, limit);
		const json: unknown = JSON.parse(text);
		return Promise.resolve({ kind: 'answer', statusCode: 200, headers: {}, text, json });
	};
	const before = process.cpuUsage();
	const found = await findDesktops(
		{ listDesktops },
		adItems,
		{
			matchBy: 'computerName',
			path: 'sAMAccountName',
			adSid: 'objectSid',
		},
		pace,
	);
	if (found.kind === 'refused') throw new Error(found.message);
	const rows = await settleInSync(found.rows, pace);
	const { user, system } = process.cpuUsage(before);
	const left = rows.filter(({ settled }) => settled === undefined).length;
	console.log(
		`round ${String(round)}: ${String(requests)} list requests, ${((user + system) / 1e6).toFixed(2)} s CPU, ${String(left)} desktops to send`,
	);
}

/** The lists as the simulator words them, so that the JSON has its real size; asked for once, outside the measurement. */
async function pagesOfRealAnswers(): Promise<(offset: number, limit: number) => string> {
	const simulator = await startSimulator({ desktops: estate });
	try {
		const texts = new Map<string, string>();
		const ask = async (offset: number, limit: number) => {
			const response = await fetch(
				`${simulator.endpoint}/v2/${simulator.projectId}/desktops?offset=${String(offset)}&limit=${String(limit)}`,
				{ headers: { 'X-Auth-Token': simulator.token } },
			);
			const text = await response.text();
			texts.set(`${String(offset)} ${String(limit)}`, text);
			const json = JSON.parse(text) as unknown;
			return { kind: 'answer', statusCode: response.status, headers: {}, text, json } as const;
		};
		const fields = { matchBy: 'computerName', path: 'sAMAccountName' } as const;
		await findDesktops(
			{ listDesktops: async ({ offset, limit }) => ask(offset, limit) },
			adItems,
			fields,
			pace,
		);
		return (offset, limit) => {
			const text = texts.get(`${String(offset)} ${String(limit)}`);
			if (text === undefined) throw new Error(`No page at ${String(offset)} was recorded.`);
			return text;
		};
	} finally {
		await simulator.close();
	}
}

async function compiled() {
	const folder = await mkdtemp(join(tmpdir(), 'matching-'));
	try {
		const tsc = join(CHECKOUT, 'node_modules', '.bin', 'tsc');
		await promisify(execFile)(tsc, ['-p', join(CHECKOUT, 'tsconfig.json'), '--outDir', folder]);
		const load = createRequire(import.meta.url);
		const room = join(folder, 'nodes', 'DesktopSid', 'desktops');
		return {
			...(load(join(room, 'findDesktops.js')) as typeof FindDesktops),
			...(load(join(room, 'inSync.js')) as typeof InSync),
			...(load(join(room, '..', 'transport', 'pace.js')) as typeof Paces),
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** As n8n's LDAP node gives `objectSid`; a machine that is no desktop gets a SID of its own. */
function hexSid(sid = 'S-1-5-21-1-2-3-4'): string {
	const [, authority = 0, ...subAuthorities] = sid.split('-').slice(1).map(Number);
	const bytes = Buffer.alloc(8 + 4 * subAuthorities.length);
	bytes.set([1, subAuthorities.length, 0, 0, 0, 0, 0, authority]);
	subAuthorities.forEach((value, index) => bytes.writeUInt32LE(value, 8 + 4 * index));
	return bytes.toString('hex');
}
