import { mkdtemp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { credentialFor } from '../demo/example.mts';
import { privateN8n } from '../demo/privateN8n.mts';
import { startEndpoint } from './endpointProcess.mts';
import { PROJECT_ID, TOKEN } from './estate.mts';
import { sample } from './sample.mts';
import { chunksByHand, flow, noOperation, ourNode, requestPerItem } from './workflows.mts';

const [variants = 'a', sizes = '1000', runs = '1', latency = '0', extra = '{}', limit = ''] = process.argv.slice(2);
const endpoint = await startEndpoint();
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const probeFile = join(folder, 'probe.json');
const n8n = await privateN8n('bench-try', {
	settings: {
		...(process.env.MORE ? { NODE_OPTIONS: process.env.MORE } : {}),
		EXTERNAL_HOOK_FILES: join(import.meta.dirname, "probe.mts"),
		BENCH_PROBE_FILE: probeFile,
	},
});
const credential = credentialFor({ endpoint: endpoint.url, projectId: PROJECT_ID, token: TOKEN }, 'benchCredential0');
await n8n.importCredentials([credential]);
const make = { 
	n: noOperation(), a: ourNode({ output: 'perStatus', ...JSON.parse(extra) }), A: ourNode({ output: 'perDesktop', ...JSON.parse(extra) }),
	b: requestPerItem(endpoint.url), c: requestPerItem(endpoint.url, { batchSize: 100, batchInterval: 10 }), d: chunksByHand(endpoint.url) };
const list = [...variants].flatMap((v) => sizes.split(',').map((s) => ({ v, items: Number(s), steps: make[v], id: `bench-${v === 'A' ? 'aa' : v}-${s}`.padEnd(16, '0') })));
await n8n.importWorkflows(list.map(({ id, items, steps }) => flow({ id, endpoint: endpoint.url, items, steps, credential })));
for (const { id, v, items, steps } of list) for (let r = 0; r < Number(runs); r++) {
	const s = await sample({ n8n, endpoint, probeFile }, id, steps.map((x) => x.name), { latencyMs: Number(latency), desktops: 20000, ...(limit ? { limit: JSON.parse(limit) } : {}) });
	if (process.env.HOLDS) { const p = JSON.parse(readFileSync(probeFile, 'utf8')); for (const x of steps) { const n = p.nodes[x.name]; if (n) for (const h of p.holdUps) if (h.end > n.begin && h.end - h.ms < n.begin + n.ms) console.log('   hold', x.name, 'at', Math.round(h.end - h.ms - n.begin), 'for', Math.round(h.ms), 'cpu', Math.round(h.cpuMs)); } }
	console.log(v, items, s.died ?? 'ok', 'node', s.nodeMs, 'wall', Math.round(s.wallMs), 'peak', Math.round(s.peakRss / 1e6), 'grown', Math.round(s.grownRss / 1e6), 'hold', Math.round(s.longestHoldUpMs), 'out', s.itemsOut, 'fail', s.failures, JSON.stringify(s.counts));
}
await endpoint.close();
