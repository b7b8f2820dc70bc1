import { answer, job } from './replies.ts';
import { TestClock } from './testClock.mts';
import type { DomainState } from '../../../../nodes/DesktopSid/desktops/domainState.ts';
import {
	rejoinDesktops,
	type RejoinOptions,
} from '../../../../nodes/DesktopSid/repair/rejoinDesktops.ts';
import type { Verdict } from '../../../../nodes/DesktopSid/repair/verdict.ts';
import type { ApiReply } from '../../../../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../../../../nodes/DesktopSid/transport/workspaceApi.ts';

const REJOIN = { action: 'workspace:desktops:rejoinDomain', changes: 'domain' } as const;
export const says = (status: number, body?: object) => answer(status, body, REJOIN);
export const NOT_OFFERED = says(404, { error_code: 'APIGW.0101', error_msg: 'No such API' });
export const BUSY = says(409, { error_code: 'WKS.00010032', error_msg: 'Busy' });
export const takes = (ids: readonly string[]) => says(202, { job_id: `job-${ids.join('')}` });

export const OUT = { domain_status: 2 };
export const IN = { domain_status: 1 };

interface Service {
	batch?: (ids: readonly string[], second: number) => ApiReply;
	single?: (id: string) => ApiReply;
	check?: (ids: readonly string[]) => ApiReply;
	/** What the list shows of a desktop at this second; nothing if it does not list it. */
	listed?: (id: string, second: number) => object | undefined;
	/** By task; one that is not named here succeeds. */
	tasks?: Record<string, ApiReply>;
	before?: DomainState;
	cancelAt?: number;
}

export const WAIT = { pollIntervalMs: 10_000, waitTimeoutMs: 600_000 };
const PLAIN: RejoinOptions = {
	batchSize: 100,
	isolate: true,
	onlyOutOfDomain: true,
	includeInUse: false,
	verify: false,
};

/** Rejoins these desktops, out of their domain by default; every request is written down. */
export async function rejoin(
	ids: readonly string[],
	options: Partial<RejoinOptions> = {},
	{
		batch = takes,
		single = (id) => takes([id]),
		check = () => answer(200, { desktops: [] }),
		listed = () => OUT,
		tasks = {},
		before = 'outOfDomain',
		cancelAt,
	}: Service = {},
) {
	const clock = new TestClock();
	const asked: string[] = [];
	const noteOf = async (request: string, reply: ApiReply) => {
		asked.push(request);
		return await Promise.resolve(reply);
	};
	const apiThat = (how: string) => ({
		checkRejoin: async (some: readonly string[]) =>
			await noteOf(`check ${some.join()}`, check(some)),
		rejoinDesktops: async (some: readonly string[]) =>
			await noteOf(`rejoin ${some.join()}`, batch(some, clock.seconds())),
		rejoinDesktop: async (id: string) => await noteOf(`rejoin one ${id}`, single(id)),
		listDesktops: async ({ desktopIds = [] }: DesktopFilter) => {
			const desktops = desktopIds.flatMap((desktop_id) => {
				const fields = listed(desktop_id, clock.seconds());
				return fields === undefined ? [] : [{ desktop_id, ...fields }];
			});
			const request = `list ${desktopIds.join()} ${how}`;
			return await noteOf(request, answer(200, { total_count: desktops.length, desktops }));
		},
		showJob: async (jobId: string) =>
			await noteOf(`show ${jobId} ${how}`, tasks[jobId] ?? job('SUCCESS')),
		listSubJobs: async () => await Promise.resolve(answer(200, { total_count: 0, jobs: [] })),
	});
	if (cancelAt !== undefined) {
		void clock.sleep(cancelAt * 1000).then(() => {
			clock.cancel();
		});
	}
	const states = new Map<string, DomainState>(ids.map((id) => [id, before]));
	const run = { api: apiThat('safely'), pollingApi: () => apiThat('polling'), clock };
	const left: Verdict = { status: 'inUse', message: 'Not sent.' };
	const selection = { rows: [], states, unsent: new Map([['left', left]]) };
	const { verdicts, notes, remarks } = await rejoinDesktops(run, selection, {
		...PLAIN,
		...options,
	});
	const statuses = Object.fromEntries([...verdicts].map(([id, { status }]) => [id, status]));
	return { verdicts, statuses, notes, remarks, asked, seconds: clock.seconds() };
}
