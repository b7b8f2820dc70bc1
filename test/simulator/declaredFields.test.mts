import { get, jobIdOf, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { declared, problemsOf } from './support/declared.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

/** Fields that newer SDKs know and the API export of the data file does not. */
const NEWER = ['connect_status', 'domain_status', 'availability_zone', 'pool_id'];

async function withFailedJob() {
	const clock = testClock();
	const behaviour = { unsupported: 'failedSubJob' } as const;
	const simulator = await start({ desktops: seeds, now: clock.now, behaviour });
	const jobId = jobIdOf(await putSids(simulator, [id.drifted1, id.linux]));
	clock.advance(2);
	return { simulator, jobId };
}

it.each([
	['ListDesktops', 'desktops'],
	['ShowJob', 'workspace-jobs/{job}'],
	['ListItaSubJobs', 'workspace-sub-jobs?job_id={job}'],
])('%s answers with declared fields of declared types and sizes', async (operation, path) => {
	const { simulator, jobId } = await withFailedJob();
	const { status, json } = await get(simulator, path.replace('{job}', jobId));
	expect(status).toBe(200);
	expect(problemsOf(json, declared(operation), NEWER)).toEqual([]);
});

it('UpdateDesktopSids answers a batch with the declared body', async () => {
	const { simulator } = await withFailedJob();
	const { json } = await putSids(simulator, [id.drifted2, id.stopped]);
	expect(problemsOf(json, declared('UpdateDesktopSids'), [])).toEqual([]);
});

it('the check itself finds wrong types, sizes, values and names', () => {
	const sid = 'x'.repeat(256);
	const attach_user_infos = [{ type: 'SO-SO' }];
	const wrong = { desktops: [{ sid, status: 7, attach_user_infos, surprise: 1 }] };
	expect(problemsOf(wrong, declared('ListDesktops'), [])).toEqual([
		'$.desktops[0].sid: longer than 55',
		'$.desktops[0].status: not a string',
		'$.desktops[0].attach_user_infos[0].type: not one of the declared values',
		'$.desktops[0].surprise: not declared',
	]);
});
