/** Enterprise Project ID: sent with every list of desktops and nothing else, and pointed at where its absence may be the reason. */
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { TEST_MARK } from '../../credentials/huaweicloud/credentialTest.ts';
import { searchDesktops } from '../../nodes/DesktopSid/operations/searchDesktops.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { httpHelpers } from './support/httpHelpers.mts';
import { panelOf } from './support/panel.mts';
import { textOf, tokenCredential } from './support/run.mts';

const SALES = 'a5c1e1f0-0000-4000-8000-000000000001';
const AD_SID = 'S-1-5-21-1-2-3-1001';
const DESKTOP = {
	desktop_id: '0b1c2d3e-0000-4000-8000-000000000001',
	computer_name: 'SALES-1',
	sid: 'S-1-5-21-1-2-3-1000',
	adSid: AD_SID,
	enterprise_project_id: SALES,
};
const ITEM = { desktop_id: DESKTOP.desktop_id, sAMAccountName: 'SALES-1$', objectSid: AD_SID };
const HINT =
	'If the rights are for one enterprise project only, enter its ID as Enterprise Project ID in the credential.';

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({
		desktops: [DESKTOP],
		tokens: [{ token: 'MIIreader', enterpriseProjects: [SALES] }],
	});
});
afterEach(async () => {
	await simulator.close();
});

const credential = (enterpriseProjectId = '') => ({
	...tokenCredential(simulator),
	enterpriseProjectId,
});
const run = async (more: Partial<RunOptions>, enterpriseProjectId?: string) =>
	await runNode({ items: [ITEM], credential: credential(enterpriseProjectId), ...more });
const lists = () => simulator.journal.of({ path: /\/desktops$/ });

const LISTING: readonly [string, Partial<RunOptions>][] = [
	['Get Many', { parameters: { operation: 'getMany', returnAll: true } }],
	[
		'Get Many by name',
		{ parameters: { operation: 'getMany', filters: { computerName: 'sales-1' } } },
	],
	['Compare SIDs', { parameters: { operation: 'compareSids', matchBy: 'computerName' } }],
	['Update SIDs by name', { parameters: { matchBy: 'computerName' } }],
	['Verify', { parameters: { skipInSync: false, options: { verify: true } } }],
];

describe.each(LISTING)('%s', (_, more) => {
	it('lists the desktops of the enterprise project', async () => {
		const { error, output } = await run(more, ` ${SALES}\n`);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(1);
		expect(lists().length).toBeGreaterThan(0);
		for (const { query, status } of lists()) {
			expect([query.enterprise_project_id, status]).toEqual([SALES, 200]);
		}
		for (const { query } of simulator.journal.of({ method: 'PUT' })) expect(query).toEqual({});
	});

	it('sends none where none was entered', async () => {
		simulator.behaviour.withoutEnterpriseProject = 'theirs';
		expect((await run(more)).error).toBeUndefined();
		for (const { query } of lists()) expect(query).not.toHaveProperty('enterprise_project_id');
	});
});

describe('without it', () => {
	it.each(LISTING.slice(0, 4))('a refused list points at it: %s', async (_, more) => {
		const { error } = await run(more);
		expect(textOf(error)).toContain(HINT);
	});

	it.each(LISTING.slice(0, 4))('an empty list points at it: %s', async (_, more) => {
		simulator.behaviour.withoutEnterpriseProject = 'empty';
		const { task } = await run({ ...more, onError: 'continueRegularOutput' });
		expect(task?.hints).toMatchObject([
			{ message: expect.stringContaining(` ${HINT}`) as string, type: 'warning' },
		]);
	});

	it('a list of the panel that is refused or empty points at it', async () => {
		await expect(searchDesktops.call(panelOf(credential()))).rejects.toThrow(HINT);
		simulator.behaviour.withoutEnterpriseProject = 'empty';
		await expect(searchDesktops.call(panelOf(credential()))).rejects.toThrow(
			`This project has no desktops. Check project and region in the credential. ${HINT}`,
		);
		const { results } = await searchDesktops.call(panelOf(credential(SALES)));
		expect(results).toEqual([{ name: 'SALES-1 (user1)', value: DESKTOP.desktop_id }]);
	});
});

it('an empty list with it points at nothing', async () => {
	simulator.cloud.remove(DESKTOP.desktop_id);
	const { task } = await run(LISTING[0]?.[1] ?? {}, SALES);
	expect(task?.hints?.[0]?.message).toContain('This project has no desktops');
	expect(task?.hints?.[0]?.message).not.toContain('nterprise');
});

it('some of the services take all_granted_eps', async () => {
	const { error } = await run(LISTING[0]?.[1] ?? {}, 'all_granted_eps');
	expect(error).toBeUndefined();
	simulator.behaviour.allGrantedEps = 'unknown';
	const refused = await run(LISTING[0]?.[1] ?? {}, 'all_granted_eps');
	expect(textOf(refused.error)).toContain('enterprise_project_id is invalid');
});

describe('the credential test', () => {
	const type = new HuaweiCloudWorkspaceApi();
	const test = async (enterpriseProjectId: string) => {
		const fields = { sessionToken: '', ...credential(enterpriseProjectId) } as never;
		const helpers = { helpers: httpHelpers() } as IHttpRequestHelper;
		await type.preAuthentication.call(helpers, fields);
		const options: IHttpRequestOptions = {
			baseURL: simulator.endpoint,
			url: `/v2/${simulator.projectId}/desktops`,
			qs: { limit: 1 },
			headers: { [TEST_MARK]: 'probe' },
		};
		return await type.authenticate(fields, options);
	};

	it('asks for the desktops of the enterprise project', async () => {
		const { url } = await test(SALES);
		expect(url).toBe(
			`${simulator.endpoint}/v2/${simulator.projectId}/desktops?limit=1&enterprise_project_id=${SALES}`,
		);
		expect(lists().map(({ status }) => status)).toEqual([200]);
	});

	it('points at it where the list is refused', async () => {
		await expect(test('')).rejects.toThrow(HINT);
		await expect(test('0')).rejects.toThrow(HINT);
	});
});

it.each(['Sales department', 'a b', 'sales/1', 'ä', 'Ab1'.repeat(13) + 'z'])(
	'%j is no ID: nothing is sent',
	async (text) => {
		const { error } = await run({}, text);
		expect(textOf(error)).toContain('Enterprise Project ID ');
		expect(simulator.journal.entries).toEqual([]);
	},
);
