import { type Answer, type Call, Refusal } from './answer.mts';
import { MAX_OFFSET, QueryReader } from './desktopQuery.mts';
import { workspaceError } from './errors.mts';
import { guarded } from './gate.mts';
import { jobView, subJobViews } from './jobView.mts';
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

/** ListItaSubJobs; of its filters, the one that the node uses. */
function listSubJobs(call: Call, { cloud, behaviour, projectId, now }: World): Answer {
	const query = new QueryReader(call, behaviour);
	const jobId = query.text('job_id');
	if (jobId === undefined) {
		const message = 'One of the request parameters job_id and job_type is required.';
		throw new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
	}
	const job = cloud.jobs.get(jobId, now());
	const found = job === undefined ? [] : subJobViews(job, behaviour, projectId);
	const offset = query.count('offset', MAX_OFFSET, 0);
	const jobs = found.slice(offset, offset + query.count('limit', MAX_LIMIT, MAX_LIMIT));
	return { status: 200, body: { total_count: found.length, jobs } };
}
