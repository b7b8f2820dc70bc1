import type { ApiReply } from './reply';
import type { Send, WorkspaceRequest } from './request';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';

/** Query of ListDesktops; every filter is optional. */
export interface DesktopFilter {
	readonly desktopIds?: readonly string[];
	readonly computerName?: string;
	readonly status?: string;
	readonly desktopType?: string;
	readonly poolId?: string;
	/** 1 in the domain, 2 out of it, 3 not reported. Not every region knows it. */
	readonly domainStatus?: string;
	/** From 0. */
	readonly offset: number;
	/** 1 to 1000. */
	readonly limit: number;
}

/** The operations of the Workspace API that this node uses, one function each. None of them throws. */
export interface WorkspaceApi {
	/**
	 * `PUT /v2/{project_id}/desktops/sids`: makes the SIDs of these desktops equal to those in the Windows AD.
	 * 1 to 100 unique ids of at most 255 characters. Answers 200, 202 with `job_id`, 204, 400 or 412; 200 and 204 have no body.
	 * Source: Workspace API reference, "Updating a Desktop SID"; limits: its OpenAPI export.
	 */
	updateDesktopSids(desktopIds: readonly string[]): Promise<ApiReply>;
	/**
	 * `POST /v2/{project_id}/desktops/batch-rejoin-domain/check`: whether desktops can be joined to their domain again. Changes
	 * nothing. 200 with `{ total_count, desktops: [{ desktop_id, domain_status, rejoin_able, error_code, error_msg, … }] }`.
	 * Source: API reference, BatchCheckDesktopRejoinDomain; no maximum is stated. Not in every region.
	 */
	checkRejoin(desktopIds: readonly string[]): Promise<ApiReply>;
	/**
	 * `POST /v2/{project_id}/desktops/batch-rejoin-domain`: joins Windows desktops to their domain again, by the task `job_id`.
	 * Source: SDKs since August 2026, BatchUpdateDesktopDomain; no maximum is stated. Not in every region.
	 */
	rejoinDesktops(desktopIds: readonly string[]): Promise<ApiReply>;
	/** `POST /v2/{project_id}/desktops/{desktop_id}/rejoin-domain`: the same for one desktop; 202, 404, 409 or 412. RegisterDomain. */
	rejoinDesktop(desktopId: string): Promise<ApiReply>;
	/**
	 * `GET /v2/{project_id}/desktops`: `{ total_count, desktops: [{ desktop_id, computer_name, os_host_name, sid, … }] }`.
	 * At most 1000 a page and at most 100 ids in the filter. Source: OpenAPI export, ListDesktops.
	 */
	listDesktops(filter: DesktopFilter): Promise<ApiReply>;
	/** `GET /v2/{project_id}/workspace-jobs/{job_id}`: state of a task, with `sub_jobs[]`; 404 for an unknown id. */
	showJob(jobId: string): Promise<ApiReply>;
	/** `GET /v2/{project_id}/workspace-sub-jobs?job_id=…`: `{ total_count, jobs[] }`, at most 1000 a page. */
	listSubJobs(jobId: string, page: { offset: number; limit: number }): Promise<ApiReply>;
}

/** The purpose of each operation: its IAM action, and what it changes. */
const PURPOSES = {
	updateDesktopSids: { action: 'workspace:desktops:updateSids', changes: 'sids' },
	checkRejoin: { action: 'workspace:desktops:batchCheckRejoinDomain', mayBeMissing: true },
	rejoinDesktops: {
		action: 'workspace:desktops:rejoinDomain',
		changes: 'domain',
		mayBeMissing: true,
	},
	rejoinDesktop: {
		action: 'workspace:desktops:rejoinDomain',
		changes: 'domain',
		mayBeMissing: true,
	},
	listDesktops: { action: 'workspace:desktops:list' },
	showJob: { action: 'workspace:jobs:get' },
	listSubJobs: { action: 'workspace:jobs:listSubJobs' },
} as const satisfies Readonly<Record<keyof WorkspaceApi, Purpose>>;

/** @param hasOptions whether the operation that uses it shows Options: sentences name an option only then */
export function workspaceApi(send: Send, hasOptions = false): WorkspaceApi {
	const ask = async (
		operation: keyof typeof PURPOSES,
		request: Omit<WorkspaceRequest, 'purpose'>,
	): Promise<ApiReply> => {
		const purpose: Purpose = { ...PURPOSES[operation], hasOptions };
		return { ...(await send({ ...request, purpose })), purpose };
	};
	return {
		updateDesktopSids: async (desktopIds) =>
			await ask('updateDesktopSids', {
				method: 'PUT',
				path: '/desktops/sids',
				body: { desktop_ids: desktopIds },
			}),
		checkRejoin: async (desktopIds) =>
			await ask('checkRejoin', {
				method: 'POST',
				path: '/desktops/batch-rejoin-domain/check',
				body: { desktop_ids: desktopIds },
			}),
		rejoinDesktops: async (desktopIds) =>
			await ask('rejoinDesktops', {
				method: 'POST',
				path: '/desktops/batch-rejoin-domain',
				body: { desktop_ids: desktopIds },
			}),
		rejoinDesktop: async (desktopId) =>
			await ask('rejoinDesktop', {
				method: 'POST',
				path: `/desktops/${encodeURIComponent(desktopId)}/rejoin-domain`,
			}),
		listDesktops: async (filter) =>
			await ask('listDesktops', {
				method: 'GET',
				path: '/desktops',
				query: queryOf(filter),
				lists: Object.keys(filter).length > PAGE_FIELDS ? 'some' : 'all',
			}),
		showJob: async (jobId) =>
			await ask('showJob', { method: 'GET', path: `/workspace-jobs/${encodeURIComponent(jobId)}` }),
		listSubJobs: async (jobId, { offset, limit }) =>
			await ask('listSubJobs', {
				method: 'GET',
				path: '/workspace-sub-jobs',
				query: [
					['job_id', jobId],
					['limit', String(limit)],
					['offset', String(offset)],
				],
			}),
	};
}

/** `offset` and `limit`. */
const PAGE_FIELDS = 2;

function queryOf(filter: DesktopFilter): Array<[name: string, value: string]> {
	const query: Array<[string, string]> = (filter.desktopIds ?? []).map((id) => ['desktop_id', id]);
	const single: Array<[string, string | undefined]> = [
		['computer_name', filter.computerName],
		['status', filter.status],
		['desktop_type', filter.desktopType],
		['pool_id', filter.poolId],
		['domain_status', filter.domainStatus],
		['limit', String(filter.limit)],
		['offset', String(filter.offset)],
	];
	for (const [name, value] of single) if (value !== undefined) query.push([name, value]);
	return query;
}
