/**
 * The floor: what the same batches cost without n8n. A plain Node.js script that has the ids in its hand, sends them a hundred a
 * request with so many requests in flight, and reads each answer. Prints the milliseconds.
 *
 * Usage: node floor.mts ENDPOINT COUNT CONCURRENCY
 */
import { desktopId, PROJECT_ID, TOKEN } from './estate.mts';

const BATCH_SIZE = 100;
const [endpoint = '', count = '', concurrency = ''] = process.argv.slice(2);
const url = `${endpoint}/v2/${PROJECT_ID}/desktops/sids`;
const ids = Array.from({ length: Number(count) }, (_, number) => desktopId(number));

const begun = performance.now();
const verdicts = new Map<string, { status: number; job: unknown }>();
let next = 0;
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
const ms = performance.now() - begun;
if (verdicts.size !== ids.length) throw new Error('The floor lost desktops.');
console.log(JSON.stringify({ ms }));

async function worker(): Promise<void> {
	while (next < ids.length) {
		const batch = ids.slice(next, next + BATCH_SIZE);
		next += BATCH_SIZE;
		const response = await fetch(url, {
			method: 'PUT',
			headers: { 'content-type': 'application/json', 'x-auth-token': TOKEN },
			body: JSON.stringify({ desktop_ids: batch }),
		});
		const { job_id: job } = (await response.json()) as { job_id?: string };
		for (const id of batch) verdicts.set(id, { status: response.status, job });
	}
}
