import { type Answer, type Call, Refusal } from './answer.mts';
import { MAX_OFFSET, QueryReader } from './desktopQuery.mts';
import { workspaceError } from './errors.mts';
import { guarded } from './gate.mts';
import { type SubJobView, jobView, subJobViews, wordFor } from './jobView.mts';
import type { Operation, World } from './operation.mts';

const MAX_LIMIT = 1000;

export const jobOperations: readonly Operation[] = [
	guarded({
		method: 'GET',
		path: '/v2/:project_id/workspace-jobs/:job_id',
		action: 'workspace:jobs:get',
		run: showJob,
	}),
	guarded({
		method: 'GET',
		path: '/v2/:project_id/workspace-sub-jobs',
		action: 'workspace:jobs:listSubJobs',
		run: listSubJobs,
	}),
];

/** ShowJob; 404 for an id that is unknown or has become too old. */
function showJob(call: Call, { cloud, behaviour, projectId, now }: World): Answer {
	const job = cloud.jobs.get(call.params.job_id ?? '', now());
	if (job === undefined) {
		throw new Refusal(workspaceError(behaviour, 404, 'notFound', 'The job does not exist.'));
	}
	return { status: 200, body: jobView(job, behaviour, projectId, now()) };
}

/** ListItaSubJobs: needs `job_id` or `job_type`. */
function listSubJobs(call: Call, world: World): Answer {
	const { cloud, behaviour, projectId, now } = world;
	const query = new QueryReader(call, behaviour);
	const jobId = query.text('job_id');
	const jobType = query.text('job_type');
	if (jobId === undefined && jobType === undefined) {
		const message = 'One of the request parameters job_id and job_type is required.';
		throw new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
	}
	const found = cloud.jobs
		.list(now())
		.filter((job) => jobId === undefined || job.id === jobId)
		.filter((job) => jobType === undefined || job.jobType === jobType)
		.flatMap((job) => subJobViews(job, behaviour, projectId))
		.filter(hasStatus(query, world));
	const offset = query.count('offset', MAX_OFFSET, 0);
	const jobs = found.slice(offset, offset + query.count('limit', MAX_LIMIT, MAX_LIMIT));
	return { status: 200, body: { total_count: found.length, jobs } };
}

/** The filter's words are documented, those of the answers are not: so the filter is translated. */
function hasStatus(query: QueryReader, { behaviour }: World): (view: SubJobView) => boolean {
	const wanted = query.choice('status', ['SUCCESS', 'RUNNING', 'FAILED', 'WAITING']);
	switch (wanted) {
		case undefined:
			return () => true;
		case 'SUCCESS':
			return (view) => view.status === wordFor('ok', behaviour);
		case 'FAILED':
			return (view) => view.status === wordFor('bad', behaviour);
		case 'RUNNING':
			return (view) => view.status === wordFor('running', behaviour);
		case 'WAITING':
			return () => false;
	}
}
