/** Get Many: desktops with their SIDs, one item each. */
import type { INodeParameters } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { large } from '../unit/runs.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(100 + large(1134), { drifted: 0 });

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const getMany = async (parameters: INodeParameters = {}, more: Partial<RunOptions> = {}) =>
	await runNode({
		items: [{}],
		parameters: { operation: 'getMany', ...parameters },
		credential: tokenCredential(simulator),
		...more,
	});

const queries = () => simulator.journal.entries.map(({ query }) => query);

describe('Get Many', () => {
	it('gives the first 50, simplified, by default', async () => {
		const { output } = await getMany();
		expect(output).toHaveLength(50);
		expect(output[0]).toEqual({
			json: {
				computer_name: 'VDI-000001',
				status: 'ACTIVE',
				sid: DESKTOPS[0]?.sid,
				domain_state: 'inDomain',
				connect_status: 'REGISTERED',
				user_name: 'user1',
				os_host_name: 'VDI-000001',
				ip_address: '10.0.0.1',
				ou_name: 'Desktops',
				desktop_type: 'DEDICATED',
				pool_id: '',
				desktop_id: DESKTOPS[0]?.desktop_id,
			},
			pairedItem: { item: 0 },
		});
		expect(Object.keys(output[0]?.json ?? {})).toEqual([
			...['computer_name', 'status', 'sid', 'domain_state', 'connect_status', 'user_name'],
			...['os_host_name', 'ip_address'],
			...['ou_name', 'desktop_type', 'pool_id', 'desktop_id'],
		]);
		expect(queries()).toEqual([{ limit: '50', offset: '0' }]);
	});

	it('gives all, whole, each once', async () => {
		const all = manyDesktops(1234, { drifted: 0 });
		simulator.cloud.add(...all.slice(DESKTOPS.length));
		const { output } = await getMany({ returnAll: true, simplify: false });
		expect(output.map(({ json }) => json.desktop_id)).toEqual(
			all.map(({ desktop_id }) => desktop_id),
		);
		expect(Object.keys(output[0]?.json ?? {}).length).toBeGreaterThan(20);
		// Two pages, and the first one once more, because the list could have moved in the meantime.
		expect(queries()).toHaveLength(3);
	});

	it('hands the filters on, those that say something', async () => {
		simulator.cloud.add({ desktop_id: 'pooled', desktop_type: 'SHARED', pool_id: 'p1' });
		const filters = {
			computerName: '',
			status: 'ACTIVE',
			desktopType: 'SHARED',
			poolId: ' p1 ',
		};
		const { output } = await getMany({ filters });
		expect(output.map(({ json }) => json.desktop_id)).toEqual(['pooled']);
		expect(queries()).toEqual([
			{ status: 'ACTIVE', desktop_type: 'SHARED', pool_id: 'p1', limit: '50', offset: '0' },
		]);
	});

	it('writes a list of values with commas, as the API wants it', async () => {
		await getMany({ filters: { poolId: '={{ ["p1", " p2"] }}' } });
		expect(queries()).toEqual([{ pool_id: 'p1,p2', limit: '50', offset: '0' }]);
	});

	it('says what is wrong with the credential', async () => {
		const credential = { ...tokenCredential(simulator), token: '' };
		const { error } = await getMany({}, { credential });
		expect(textOf(error)).toContain('Token is missing.');
	});

	it('answers each input item; the same question is asked once', async () => {
		const { output } = await getMany(
			{ filters: { computerName: '={{ $json.name }}' } },
			{ items: [{ name: 'VDI-000001' }, { name: 'VDI-000002' }, { name: 'VDI-000001' }] },
		);
		expect(output.map(({ json, pairedItem }) => [json.computer_name, pairedItem])).toEqual([
			['VDI-000001', { item: 0 }],
			['VDI-000002', { item: 1 }],
			['VDI-000001', { item: 2 }],
		]);
		expect(queries()).toHaveLength(2);
	});

	it('answers once if all items ask for the same, as they do without an expression', async () => {
		const items = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
		const { output, task } = await getMany({ returnAll: false, limit: 2 }, { items });
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(task?.hints?.[0]?.message).toMatch(/^2 desktops shown/);
	});

	describe.each(['exact', 'substring', 'caseSensitive'] as const)(
		'if the service compares names like this: %s',
		(computerNameFilter) => {
			it.each([
				'VDI-000012',
				'vdi-000012',
				' Vdi-000012$ ',
				'CORP\\VDI-000012$',
				'vdi-000012.corp.test',
			])('finds the whole name in any spelling: %s', async (computerName) => {
				simulator.behaviour.computerNameFilter = computerNameFilter;
				const { output, task } = await getMany({ filters: { computerName }, limit: 1 });
				expect(output.map(({ json }) => json.computer_name)).toEqual(['VDI-000012']);
				expect(task?.hints).toMatchObject([{ type: 'info', message: '1 desktop.' }]);
			});

			it.each(['vdi', 'VDI-00001', '000012', 'VDI-0000122'])(
				'finds no part of a name, and says so: %s',
				async (computerName) => {
					simulator.behaviour.computerNameFilter = computerNameFilter;
					const { output, task } = await getMany({ filters: { computerName } });
					expect(output).toEqual([]);
					expect(task?.hints).toMatchObject([
						{
							message: `No desktop is named ${computerName}. Enter the whole name; upper and lower case do not matter.`,
							type: 'warning',
						},
					]);
				},
			);
		},
	);

	it.each(['CN=FIN-01,DC=x', ['A', 'B']])('refuses the name %j', async (computerName) => {
		const { error } = await getMany({ filters: { computerName } });
		expect(error?.message).toMatch(/^The filter 'Computer Name' /);
		expect(simulator.journal.entries).toEqual([]);
	});

	it('says that more exist, and only then', async () => {
		const hint = async (parameters: INodeParameters) =>
			(await getMany(parameters)).task?.hints?.[0];
		expect(await hint({})).toMatchObject({
			message: "50 desktops shown, more exist. Turn on 'Return All', or raise 'Limit'.",
			type: 'warning',
		});
		const all = { message: `${DESKTOPS.length} desktops.`, type: 'info' };
		expect(await hint({ limit: DESKTOPS.length })).toMatchObject(all);
		expect(await hint({ returnAll: true })).toMatchObject(all);
	});

	it.each([
		[{ filters: { poolId: 'nowhere' } }, /No desktop passes the filters\./],
		[{ filters: { poolId: 'nowhere' }, returnAll: true }, /No desktop passes the filters\./],
	])('says that nothing was found: %j', async (parameters, says) => {
		const { output, task } = await getMany(parameters);
		expect(output).toEqual([]);
		expect(task?.hints?.[0]).toMatchObject({ type: 'warning' });
		expect(task?.hints?.[0]?.message).toMatch(says);
	});

	describe('by domain state', () => {
		/** Twelve that are out of the domain, on every page of the list. */
		const step = Math.floor(DESKTOPS.length / 12);
		const namesOut = DESKTOPS.filter((_, index) => index % step === step - 1).map(
			({ computer_name }) => computer_name,
		);
		beforeEach(() => {
			for (const desktop of simulator.cloud.list()) {
				if (namesOut.includes(desktop.computer_name)) desktop.domainStatus = 2;
			}
		});
		const out = { filters: { domainState: 'outOfDomain' } };

		describe.each(['honoured', 'ignored'] as const)('if the filter is %s', (domainStatusFilter) => {
			it.each(['number', 'text'] as const)('gives those alone (state as %s)', async (form) => {
				Object.assign(simulator.behaviour, { domainStatusFilter, domainStatusForm: form });
				const { output, task } = await getMany(out);
				expect(output.map(({ json }) => json.computer_name)).toEqual(namesOut);
				expect(output[0]?.json).toMatchObject({ domain_state: 'outOfDomain' });
				expect(queries()[0]).toEqual({ domain_status: '2', limit: '50', offset: '0' });
				expect(task?.hints).toMatchObject([
					{ type: 'info', message: `${namesOut.length} desktops.` },
				]);
			});

			it('gives the first ones, and says that more exist', async () => {
				Object.assign(simulator.behaviour, { domainStatusFilter });
				const { output, task } = await getMany({ ...out, limit: 5 });
				expect(output).toHaveLength(5);
				expect(task?.hints?.[0]?.message).toMatch(/^5 desktops shown, more exist\./);
			});

			it('finds a desktop by name only if it is in this state', async () => {
				Object.assign(simulator.behaviour, { domainStatusFilter });
				const named = async (computerName: string) =>
					await getMany({ filters: { ...out.filters, computerName } });
				expect((await named(namesOut[1]?.toLowerCase() ?? '')).output).toHaveLength(1);
				const { output, task } = await named('vdi-000001');
				expect(output).toEqual([]);
				expect(task?.hints?.[0]?.message).toMatch(
					/^No desktop named vdi-000001 passes the other filters\./,
				);
			});
		});

		it.each([['outOfDomain'], ['inDomain'], ['notReported']])(
			'says once that the region does not report it: %s',
			async (domainState) => {
				Object.assign(simulator.behaviour, {
					domainStatusFilter: 'ignored',
					domainStatusForm: 'absent',
				});
				const parameters = { filters: { domainState } };
				const { output, task, error } = await getMany(parameters, { items: [{}, {}] });
				expect(error).toBeUndefined();
				expect(output).toEqual([]);
				expect(task?.hints?.[0]).toMatchObject({ type: 'warning' });
				expect(task?.hints?.[0]?.message.match(/does not report the domain state/g)).toHaveLength(
					1,
				);
			},
		);

		it('leaves the field out where the region does not report it, without a word', async () => {
			simulator.behaviour.domainStatusForm = 'absent';
			const { output, task } = await getMany({ returnAll: true });
			expect(output[0]?.json).not.toHaveProperty('domain_state');
			expect(task?.hints).toMatchObject([
				{ type: 'info', message: `${DESKTOPS.length} desktops.` },
			]);
		});

		it.each(['out', '2', ['outOfDomain', 'inDomain']])(
			'refuses the state %j',
			async (domainState) => {
				const { error } = await getMany({ filters: { domainState } });
				expect(error?.message).toBe(
					"The filter 'Domain State' must be one of inDomain, outOfDomain, notReported.",
				);
				expect(simulator.journal.entries).toEqual([]);
			},
		);
	});

	it.each([0, -1, 1.5, 'many'])('refuses the limit %j', async (limit) => {
		const { error } = await getMany({ limit });
		expect(error?.message).toBe(
			`'Limit' must be a whole number of at least 1, not ${JSON.stringify(limit)}.`,
		);
		expect(simulator.journal.entries).toEqual([]);
	});

	it('says why it cannot list, in each way to treat errors', async () => {
		const body = { error_code: 'WKS.00000403', error_msg: 'No' };
		simulator.faults.add({ do: { kind: 'status', status: 403, body } });
		const why = expect.stringContaining('workspace:desktops:list') as string;

		const { error } = await getMany();
		expect(textOf(error)).toEqual(why);
		const continued = await getMany({}, { onError: 'continueRegularOutput' });
		expect(continued.output).toEqual([
			{
				json: expect.objectContaining({ error: why, error_code: 'WKS.00000403', status_code: 403 }),
				pairedItem: { item: 0 },
			},
		]);
		const { failed, success } = await getMany({}, { onError: 'continueErrorOutput' });
		expect(success).toEqual([]);
		expect(failed[0]?.json.message).toEqual(why);
	});
});
