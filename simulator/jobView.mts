import type { Behaviour } from './behaviour.mts';
import { type Job, type JobState, type SubJob, jobState, subJobState } from './jobs.mts';

/** ShowJob: the job with its sub jobs, as far as the switches let them be seen. */
export function jobView(job: Job, behaviour: Behaviour, projectId: string, now: number) {
	const state = jobState(job, behaviour, now);
	const failure = job.subJobs.find(({ done, failure }) => done && failure !== undefined)?.failure;
	const subJobs = subJobViews(job, behaviour, projectId);
	return {
		id: job.id,
		job_type: job.jobType,
		begin_time: timeText(job.startedAt),
		end_time: state === 'running' ? '' : timeText(job.endsAt),
		status: wordFor(state, behaviour),
		job_error_code: state === 'bad' ? (failure?.error_code ?? '') : '',
		fail_reason: state === 'bad' ? (failure?.error_msg ?? '') : '',
		sub_jobs_total: subJobs.length,
		sub_jobs: subJobs,
	};
}

/** The sub jobs of a job as JobDetailInfo. */
export function subJobViews(job: Job, behaviour: Behaviour, projectId: string) {
	if (behaviour.subJobs === 'none') return [];
	return job.subJobs.map((subJob) => subJobView(subJob, job, behaviour, projectId));
}

function subJobView(subJob: SubJob, job: Job, behaviour: Behaviour, projectId: string) {
	const state = subJobState(subJob);
	const failure = state === 'bad' ? subJob.failure : undefined;
	return {
		id: subJob.id,
		job_type: job.jobType,
		...(behaviour.subJobs === 'perDesktop' ? { entities: entitiesOf(subJob) } : {}),
		begin_time: timeText(job.startedAt),
		end_time: state === 'running' ? '' : timeText(subJob.endsAt),
		status: wordFor(state, behaviour),
		error_code: failure?.error_code ?? '',
		fail_reason: failure?.error_msg ?? '',
		host: '',
		project_id: projectId,
		job_id: job.id,
		process: state === 'running' ? 0 : 100,
	};
}

function entitiesOf({ desktopId, desktopName }: SubJob) {
	return { desktop_id: desktopId, desktop_name: desktopName, product_id: '', user_name: '' };
}

/** The service's word for a state, as switched. */
function wordFor(state: JobState, { jobWords }: Behaviour): string {
	return jobWords[state];
}

/** ISO 8601 in UTC; the format of the real service is not documented. */
function timeText(ms: number): string {
	return new Date(ms).toISOString();
}
