/** Carries out the cases: an endpoint, a real n8n with the package in it, and the floor beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaNode } from 'execa';
import { credentialFor } from '../demo/example.mts';
import type { CredentialFile, WorkflowFile } from '../demo/n8n/commandLine.mts';
import { privateN8n } from '../demo/privateN8n.mts';
import type { Progress } from '../demo/progress.mts';
import { stepsOf } from './cases.mts';
import type { Case } from './cases.mts';
import { startEndpoint } from './endpointProcess.mts';
import { PROJECT_ID, TOKEN } from './estate.mts';
import type { Result } from './results.mts';
import { sample } from './sample.mts';
import type { Laboratory, Sample } from './sample.mts';
import { flow } from './workflows.mts';

/** Requests in flight of the floor: the most that this node has by itself. */
const CONCURRENCY = 32;

export interface OpenLaboratory extends Laboratory {
	/** Runs each case as often as it asks for; one run of every case, then the next, so that a busy moment hits no single one. */
	measure(cases: Case[], progress: Progress): Promise<Result[]>;
	close(): Promise<void>;
}

export async function openLaboratory(progress: Progress): Promise<OpenLaboratory> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	const probeFile = join(folder, 'probe.json');
	const settings = {
		EXTERNAL_HOOK_FILES: join(import.meta.dirname, 'probe.mts'),
		BENCH_PROBE_FILE: probeFile,
	};
	const n8n = await privateN8n('bench', { progress, settings });
	const endpoint = await startEndpoint();
	const laboratory = { n8n, endpoint, probeFile };
	return {
		...laboratory,
		measure: async (cases, report) => measure(laboratory, cases, report),
		close: async () => {
			await endpoint.close();
			await rm(folder, { recursive: true });
		},
	};
}

async function measure(
	laboratory: Laboratory,
	cases: Case[],
	progress: Progress,
): Promise<Result[]> {
	const { n8n, endpoint } = laboratory;
	await n8n.importCredentials([tokenCredential(endpoint.url), keyCredential(endpoint.url)]);
	await n8n.importWorkflows(
		cases.map((one, number) => workflowOf(one, workflowId(number), endpoint.url)),
	);
	const results = cases.map((one): Result => ({ ...one, samples: [] }));
	const rounds = Math.max(...cases.map(({ runs }) => runs));
	for (let round = 1; round <= rounds; round++) {
		for (const [number, result] of results.entries()) {
			if (result.runs < round) continue;
			const { contender, label, items } = result;
			const title = `Round ${String(round)}: ${contender} ${label} ${String(items)}`;
			const taken = await progress.step(title, async () =>
				contender === 'floor'
					? floor(laboratory, result)
					: sample(
							laboratory,
							workflowId(number),
							stepsOf(result, endpoint.url).map(({ name }) => name),
							result.weather,
						),
			);
			result.samples.push(taken);
			progress.note(`  ${inShort(taken)}`);
		}
	}
	return results;
}

function inShort(taken: Sample): string {
	const { died, nodeMs, longestHoldUpMs, longestWorkMs, peakRss, counts } = taken;
	return [
		died ?? `${nodeMs.toFixed(0)} ms`,
		`${String(counts.updates + counts.pages)} requests`,
		`peak ${(peakRss / 1e6).toFixed(0)} MB`,
		`held up ${longestHoldUpMs.toFixed(0)} ms, ${longestWorkMs.toFixed(0)} without collections`,
	].join(', ');
}

async function floor({ endpoint }: Laboratory, { items, weather }: Case): Promise<Sample> {
	await endpoint.begin(weather);
	const program = join(import.meta.dirname, 'floor.mts');
	const args = [endpoint.url, String(items), String(CONCURRENCY)];
	const begun = performance.now();
	const { stdout } = await execaNode(program, args);
	return {
		nodeMs: (JSON.parse(stdout) as { ms: number }).ms,
		wallMs: performance.now() - begun,
		peakRss: NaN,
		grownRss: NaN,
		longestHoldUpMs: NaN,
		longestWorkMs: NaN,
		itemsOut: items,
		failures: 0,
		counts: await endpoint.counts(),
	};
}

function workflowOf(one: Case, id: string, endpoint: string): WorkflowFile {
	const credential = one.signed ? keyCredential(endpoint) : tokenCredential(endpoint);
	const { items } = one;
	return flow({ id, endpoint, items, steps: stepsOf(one, endpoint), credential });
}

function workflowId(number: number): string {
	return `bench${String(number).padStart(11, '0')}`;
}

function tokenCredential(endpoint: string): CredentialFile {
	return credentialFor({ endpoint, projectId: PROJECT_ID, token: TOKEN }, 'benchToken000000');
}

function keyCredential(endpoint: string): CredentialFile {
	const { data, ...rest } = tokenCredential(endpoint);
	return {
		...rest,
		id: 'benchAccessKey00',
		data: {
			...data,
			authentication: 'accessKey',
			// Made up; the endpoint only looks whether a request is signed.
			accessKeyId: 'BENCHBENCHBENCHBENCH',
			secretAccessKey: 'bench'.repeat(8),
		},
	};
}
