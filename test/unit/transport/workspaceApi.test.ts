import type { Reply } from '../../../nodes/DesktopSid/transport/reply';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request';
import { workspaceApi, type WorkspaceApi } from '../../../nodes/DesktopSid/transport/workspaceApi';
import { answerOf } from '../answers';

type Ask = (api: WorkspaceApi) => ReturnType<WorkspaceApi['showJob']>;

/** What one call of the API sends, and what it gives back. */
async function sentBy(ask: Ask, hasOptions?: boolean, reply: Reply = answerOf(204)) {
	const requests: WorkspaceRequest[] = [];
	const send = async (request: WorkspaceRequest) => {
		requests.push(request);
		return await Promise.resolve(reply);
	};
	const given = await ask(workspaceApi(send, hasOptions));
	expect(requests).toHaveLength(1);
	const [{ purpose, ...request }] = requests as [WorkspaceRequest];
	return { request, purpose, given };
}

const PAGE = { offset: 1000, limit: 500 };

describe('each operation', () => {
	it.each<[string, Ask, Omit<WorkspaceRequest, 'purpose'>, WorkspaceRequest['purpose']]>([
		[
			'updates SIDs',
			async (api) => await api.updateDesktopSids(['a', 'b']),
			{ method: 'PUT', path: '/desktops/sids', body: { desktop_ids: ['a', 'b'] } },
			{ action: 'workspace:desktops:updateSids', changes: 'sids' },
		],
		[
			'checks before a rejoin, and changes nothing',
			async (api) => await api.checkRejoin(['a']),
			{
				method: 'POST',
				path: '/desktops/batch-rejoin-domain/check',
				body: { desktop_ids: ['a'] },
			},
			{ action: 'workspace:desktops:batchCheckRejoinDomain', mayBeMissing: true },
		],
		[
			'rejoins many desktops',
			async (api) => await api.rejoinDesktops(['a', 'b']),
			{
				method: 'POST',
				path: '/desktops/batch-rejoin-domain',
				body: { desktop_ids: ['a', 'b'] },
			},
			{ action: 'workspace:desktops:rejoinDomain', changes: 'domain', mayBeMissing: true },
		],
		[
			'rejoins one desktop',
			async (api) => await api.rejoinDesktop('a/b'),
			{ method: 'POST', path: '/desktops/a%2Fb/rejoin-domain' },
			{ action: 'workspace:desktops:rejoinDomain', changes: 'domain', mayBeMissing: true },
		],
		[
			'shows a task',
			async (api) => await api.showJob('j?1'),
			{ method: 'GET', path: '/workspace-jobs/j%3F1' },
			{ action: 'workspace:jobs:get' },
		],
		[
			'lists the parts of a task',
			async (api) => await api.listSubJobs('j?1', PAGE),
			{
				method: 'GET',
				path: '/workspace-sub-jobs',
				query: [
					['job_id', 'j?1'],
					['limit', '500'],
					['offset', '1000'],
				],
			},
			{ action: 'workspace:jobs:listSubJobs' },
		],
	])('%s', async (_, ask, request, purpose) => {
		expect(await sentBy(ask)).toMatchObject({
			request,
			purpose: { ...purpose, hasOptions: false },
		});
		const { request: exactly, purpose: exactPurpose } = await sentBy(ask, true);
		expect(exactly).toEqual(request);
		expect(exactPurpose).toEqual({ ...purpose, hasOptions: true });
	});

	it('gives back the reply together with what it was for', async () => {
		const { given, purpose } = await sentBy(
			async (api) => await api.showJob('j'),
			false,
			answerOf(404, { error_code: 'WKS.404' }),
		);
		expect(given).toMatchObject({ statusCode: 404, error: { errorCode: 'WKS.404' } });
		expect(given.purpose).toBe(purpose);
	});
});

describe('listDesktops', () => {
	it('asks for all desktops, and says so, when nothing filters', async () => {
		const { request, purpose } = await sentBy(async (api) => await api.listDesktops(PAGE));
		expect(request).toEqual({
			method: 'GET',
			path: '/desktops',
			query: [
				['limit', '500'],
				['offset', '1000'],
			],
			lists: 'all',
		});
		expect(purpose).toEqual({ action: 'workspace:desktops:list', hasOptions: false });
	});

	it('names every filter as the API does, each desktop on its own', async () => {
		const { request } = await sentBy(
			async (api) =>
				await api.listDesktops({
					...PAGE,
					desktopIds: ['a', 'b'],
					computerName: 'PC-1',
					status: 'ACTIVE',
					desktopType: 'DEDICATED',
					poolId: 'p',
					domainStatus: '2',
				}),
		);
		expect(request.query).toEqual([
			['desktop_id', 'a'],
			['desktop_id', 'b'],
			['computer_name', 'PC-1'],
			['status', 'ACTIVE'],
			['desktop_type', 'DEDICATED'],
			['pool_id', 'p'],
			['domain_status', '2'],
			['limit', '500'],
			['offset', '1000'],
		]);
	});

	it('says that it asks for some only, with a single filter', async () => {
		const { request } = await sentBy(
			async (api) => await api.listDesktops({ ...PAGE, status: 'ACTIVE' }),
		);
		expect(request.lists).toBe('some');
	});
});
