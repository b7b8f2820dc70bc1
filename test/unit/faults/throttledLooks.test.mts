/** Looks at tasks go through the same gate as updates: they heed the pauses of the service, and Wait Timeout holds all the same. */
import '../unhurried.ts';
import { answerOf } from '../answers.ts';
import { connectionTo } from '../transport/connections.ts';
import { VirtualClock } from './support/virtualClock.mts';
import { followTasks } from '../../../nodes/DesktopSid/repair/followTasks.ts';
import { createClient } from '../../../nodes/DesktopSid/transport/client.ts';
import { workspaceApi } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';

const REQUEST_MS = 1000;

/** Follows tasks of one desktop each, while the service throttles every look. */
async function follow(tasks: number, waitSeconds: number, retryAfter: string | undefined) {
	const clock = new VirtualClock(() => 0.5);
	const begin = clock.now();
	const sentAt: number[] = [];
	const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
	const sendOnce = async () => {
		sentAt.push(clock.now() - begin);
		await clock.pass(REQUEST_MS);
		return answerOf(429, { error_code: 'APIGW.0308' }, headers);
	};
	const connection = connectionTo('https://workspace.example.com');
	const client = createClient(sendOnce, connection, { concurrency: 10, maxRetries: 0, clock });
	const accepted = Array.from({ length: tasks }, (_, index) => ({
		jobId: `job-${String(index)}`,
		statusCode: 202,
		desktopIds: [`desktop-${String(index)}`],
	}));
	const verdicts = await clock.until(
		followTasks((until) => workspaceApi(client.polling(until), true), accepted, {
			pollIntervalMs: 10_000,
			waitTimeoutMs: waitSeconds * 1000,
			clock,
		}),
	);
	return { verdicts: [...verdicts.values()], endedAt: clock.now() - begin, sentAt };
}

it.each<[tasks: number, wait: number, retryAfter: string | undefined]>([
	[20, 60, '30'],
	[20, 60, undefined],
	[1, 60, '30'],
	[20, 60, '3600'],
	[200, 20, '5'],
	[20, 0, '30'],
])('%d tasks, Wait Timeout %d s, Retry-After %s', async (tasks, wait, retryAfter) => {
	const { verdicts, endedAt, sentAt } = await follow(tasks, wait, retryAfter);
	expect(verdicts).toHaveLength(tasks);
	expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['timedOut']));
	// One request may be in flight, another may have waited a second for its turn.
	expect(endedAt).toBeLessThanOrEqual((wait + 1) * 1000 + REQUEST_MS);
	expect(sentAt.length).toBeLessThanOrEqual(tasks * (wait / 10 + 2));
	// A pause that the service will never see the end of is not waited for, others are.
	const asked = Number(retryAfter ?? 0) * 1000;
	if (asked > 60_000) return;
	expect(sentAt.filter((at) => at > REQUEST_MS * 10 && at < asked)).toEqual([]);
});
