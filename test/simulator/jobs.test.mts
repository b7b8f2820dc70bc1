import type { Behaviour } from '../../simulator/simulator.mts';
import { get, jobIdOf, putSids, simulatorsOfThisFile, testClock } from './support/client.mts';
import { id, seeds } from './support/estate.mts';

const start = simulatorsOfThisFile();

/** Starts a job over a desktop that can be updated and one that cannot. */
async function runningJob(behaviour: Partial<Behaviour> = {}) {
	const clock = testClock();
	const simulator = await start({
		desktops: seeds,
		now: clock.now,
		behaviour: { unsupported: 'failedSubJob', jobSeconds: 10, ...behaviour },
	});
	const jobId = jobIdOf(await putSids(simulator, [id.drifted1, id.linux]));
	const show = async () => (await get(simulator, `workspace-jobs/${jobId}`)).json;
	const subJobs = async (query = '') =>
		(await get(simulator, `workspace-sub-jobs?job_id=${jobId}${query}`)).json;
	return { simulator, clock, jobId, show, subJobs };
}

it('runs for its time and then has a verdict for every desktop', async () => {
	const { clock, jobId, show } = await runningJob();
	expect(await show()).toMatchObject({
		id: jobId,
		job_type: 'updateDesktopSids',
		status: 'RUNNING',
		begin_time: '2026-11-24T12:00:00.000Z',
		end_time: '',
		sub_jobs_total: 2,
		sub_jobs: [{ status: 'RUNNING' }, { status: 'RUNNING' }],
	});
	clock.advance(10);
	expect(await show()).toMatchObject({
		status: 'FAILED',
		end_time: '2026-11-24T12:00:10.000Z',
		job_error_code: 'WKS.00000412',
		fail_reason: 'Updating the SID of the desktop is not supported.',
		sub_jobs: [
			{
				entities: { desktop_id: id.drifted1, desktop_name: 'DRIFTED-1' },
				status: 'SUCCESS',
				error_code: '',
				fail_reason: '',
				job_id: jobId,
			},
			{ entities: { desktop_id: id.linux }, status: 'FAILED', error_code: 'WKS.00000412' },
		],
	});
});

it('never ends when its time is infinite', async () => {
	const { clock, show } = await runningJob({ jobSeconds: Infinity });
	clock.advance(1e9);
	expect(await show()).toMatchObject({ status: 'RUNNING', end_time: '' });
});

it('keeps the duration that was set when it started', async () => {
	const { simulator, clock, show } = await runningJob();
	simulator.behaviour.jobSeconds = 1000;
	clock.advance(10);
	expect(await show()).toMatchObject({ status: 'FAILED' });
});

it.each([
	['SUCCESS', 'FAILED', 'RUNNING'],
	['COMPLETE', 'FAIL', 'PROCESSING'],
	['COMPLETED', 'ABNORMAL', 'INIT'],
] as const)('says %s, %s and %s when switched so', async (ok, bad, running) => {
	const { clock, show } = await runningJob({ jobWords: { ok, bad, running } });
	expect(await show()).toMatchObject({ status: running, sub_jobs: [{ status: running }, {}] });
	clock.advance(10);
	expect(await show()).toMatchObject({ status: bad, sub_jobs: [{ status: ok }, { status: bad }] });
});

it('hides failed sub jobs behind the good word when switched so', async () => {
	const { clock, show } = await runningJob({ completeHidesFailures: true });
	clock.advance(10);
	expect(await show()).toMatchObject({
		status: 'SUCCESS',
		job_error_code: '',
		sub_jobs: [{ status: 'SUCCESS' }, { status: 'FAILED' }],
	});
});

it.each([
	['perDesktop', 2, true],
	['withoutEntities', 2, false],
	['none', 0, false],
] as const)('subJobs: %s', async (subJobs, total, named) => {
	const { show } = await runningJob({ subJobs });
	const job = Object(await show()) as { sub_jobs_total: number; sub_jobs: object[] };
	expect([job.sub_jobs_total, job.sub_jobs.length]).toEqual([total, total]);
	expect(job.sub_jobs.some((subJob) => 'entities' in subJob)).toBe(named);
});

it.each([
	['together', 'RUNNING'],
	['oneByOne', 'SUCCESS'],
] as const)('subJobsEnd: %s, half-way through', async (subJobsEnd, first) => {
	const { clock, show } = await runningJob({ subJobsEnd });
	clock.advance(5);
	expect(await show()).toMatchObject({
		status: 'RUNNING',
		sub_jobs: [{ status: first }, { status: 'RUNNING' }],
	});
});

it('is gone some time after its end', async () => {
	const { simulator, clock, jobId, show } = await runningJob({ jobReadableSeconds: 60 });
	clock.advance(70);
	expect(await show()).toMatchObject({ status: 'FAILED' });
	clock.advance(1);
	expect((await get(simulator, `workspace-jobs/${jobId}`)).status).toBe(404);
});

it('is a 404 when it never existed', async () => {
	const simulator = await start();
	expect((await get(simulator, 'workspace-jobs/none')).status).toBe(404);
});

it('fails for a desktop that is deleted while it runs', async () => {
	const { simulator, clock, show } = await runningJob();
	simulator.cloud.remove(id.drifted1);
	clock.advance(10);
	expect(await show()).toMatchObject({
		sub_jobs: [{ status: 'FAILED', fail_reason: expect.stringContaining('deleted') as string }, {}],
	});
});

it('names an unknown id in a failed sub job when switched so', async () => {
	const clock = testClock();
	const behaviour = { unknownId: 'failedSubJob' } as const;
	const simulator = await start({ desktops: seeds, now: clock.now, behaviour });
	const jobId = jobIdOf(await putSids(simulator, [id.drifted1, id.unknown]));
	clock.advance(10);
	expect((await get(simulator, `workspace-jobs/${jobId}`)).json).toMatchObject({
		sub_jobs: [
			{ status: 'SUCCESS' },
			{ status: 'FAILED', error_code: 'WKS.0202', entities: { desktop_id: id.unknown } },
		],
	});
});

it('uses the job type that is set', async () => {
	const { show } = await runningJob({ jobType: 'somethingElse' });
	expect(await show()).toMatchObject({ job_type: 'somethingElse' });
});

describe('the list of sub jobs', () => {
	it('has the sub jobs of a job, in pages, and wants its id', async () => {
		const { simulator, subJobs } = await runningJob();
		expect(await subJobs()).toMatchObject({ total_count: 2 });
		expect(await subJobs('&offset=1&limit=1')).toMatchObject({
			total_count: 2,
			jobs: [{ entities: { desktop_id: id.linux } }],
		});
		const others = await get(simulator, 'workspace-sub-jobs?job_id=other');
		expect(others.json).toEqual({ total_count: 0, jobs: [] });
		expect((await get(simulator, 'workspace-sub-jobs')).status).toBe(400);
	});
});
