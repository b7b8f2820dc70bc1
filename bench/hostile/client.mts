/**
 * The node in a process of its own, through n8n's engine: one request to warm up, then a run of 1 + `attacked` requests, all but
 * the first of them attacked at once. Prints what it took as JSON.
 *
 * Arguments: URL of the endpoint, number of attacked requests.
 */
import '../resolveTs.mts';

const { runNode } = await import('../../test/workflow/support/engine.mts');

const [endpoint = '', attacked = '1'] = process.argv.slice(2);
const MB = 1024 * 1024;

async function run(desktops: number): Promise<string[]> {
	const { output } = await runNode({
		items: Array.from({ length: desktops }, (_, index) => ({ desktop_id: `d${String(index)}` })),
		credential: {
			authentication: 'token',
			region: 'custom',
			endpoint,
			projectId: 'p0123456789abcdef',
			token: 'a-token-of-no-use',
		},
		parameters: { output: 'perDesktop', options: { batchSize: 1, concurrency: 10, maxRetries: 0 } },
		onError: 'continueRegularOutput',
	});
	return output.map(({ json }) => String(json.message));
}

await run(1);
global.gc?.();
const before = process.memoryUsage().rss;
let peak = before;
const sampling = setInterval(() => {
	peak = Math.max(peak, process.memoryUsage().rss);
}, 5);
const start = performance.now();
const messages = await run(1 + Number(attacked));
const ms = performance.now() - start;
clearInterval(sampling);

console.log(
	JSON.stringify({
		seconds: Math.round(ms / 100) / 10,
		rssBeforeMb: Math.round(before / MB),
		rssAddedMb: Math.round((peak - before) / MB),
		messages: [...new Set(messages.slice(1))],
	}),
);
