import { get, jobIdOf, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { declared, problemsOf } from './support/declared.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

/** Fields that newer SDKs know and the API export of the data file does not. */
const NEWER = ['connect_status', 'availability_zone', 'pool_id'];

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
	['ListDesktopsDetail', 'desktops/detail'],
	['ShowDesktopDetail', `desktops/${id.drifted1}`],
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
	const wrong = { desktop: { sid, status: 7, attach_state: 'SO-SO', surprise: 1 } };
	expect(problemsOf(wrong, declared('ShowDesktopDetail'), [])).toEqual([
		'$.desktop.sid: longer than 255',
		'$.desktop.status: not a string',
		'$.desktop.attach_state: not one of the declared values',
		'$.desktop.surprise: not declared',
	]);
});
