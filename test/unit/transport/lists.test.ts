import { LIST } from '../answers';
import { connectionTo } from './connections';
import { answering, type Helper, sent, throwing } from './support/sent';
import type { Connection } from '../../../nodes/DesktopSid/transport/connection';
import type { WorkspaceRequest } from '../../../nodes/DesktopSid/transport/request';

const CONNECTION = connectionTo('https://workspace.example.com');
const ALL: WorkspaceRequest = { method: 'GET', path: '/desktops', lists: 'all', purpose: LIST };
const SOME: WorkspaceRequest = { ...ALL, lists: 'some', query: [['offset', '0']] };
const NONE: WorkspaceRequest = { method: 'GET', path: '/desktops', purpose: LIST };

const EMPTY = answering(200, { total_count: 0 });

describe('an enterprise project', () => {
	const ONE = { ...CONNECTION, enterpriseProjectId: 'a b' };

	it.each<[what: string, connection: Connection, request: WorkspaceRequest, query: string]>([
		['narrows a list', ONE, ALL, '?enterprise_project_id=a%20b'],
		['narrows a list with a filter', ONE, SOME, '?offset=0&enterprise_project_id=a%20b'],
		['narrows nothing else', ONE, NONE, ''],
		['that is not known narrows no list', CONNECTION, ALL, ''],
	])('%s', async (_what, connection, request, query) => {
		const { asked } = await sent(EMPTY, request, connection);
		expect(asked[0]?.[1].url).toBe(
			`https://workspace.example.com/v2/${CONNECTION.projectId}/desktops${query}`,
		);
	});
});

describe('that the whole list of desktops is empty', () => {
	const seenIn = async (
		helper: Helper,
		request: WorkspaceRequest,
		enterpriseProjectId?: string,
	) => {
		const narrowed = enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
		const connection = { ...CONNECTION, ...narrowed, seen: {} };
		await sent(helper, request, connection);
		return connection.seen;
	};

	it('is noted', async () => {
		expect(await seenIn(EMPTY, ALL)).toEqual({ emptyList: true });
	});

	it.each<[what: string, helper: Helper, request: WorkspaceRequest, enterpriseProjectId?: string]>([
		['there is one desktop', answering(200, { total_count: 1 }), ALL],
		['the answer does not say how many there are', answering(200, {}), ALL],
		['no desktop passes a filter', EMPTY, SOME],
		['it was no list', EMPTY, NONE],
		['the enterprise project is in the credential', EMPTY, ALL, '0'],
		['the list was refused', answering(403, { total_count: 0 }), ALL],
		['there was no answer', throwing(new Error('x')), ALL],
	])('is not noted where %s', async (_what, ...sending) => {
		expect(await seenIn(...sending)).toEqual({});
	});
});
