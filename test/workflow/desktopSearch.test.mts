/** "From list": what the panel's search for a desktop shows, through n8n's own context for it. */
import { searchDesktops } from '../../nodes/DesktopSid/operations/searchDesktops.ts';
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { panelOf } from './support/panel.mts';
import { tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(2050, { drifted: 0 });
const FIVE_MINUTES = 5 * 60 * 1000;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
	simulator.cloud.add({ desktop_id: 'sales', computer_name: 'SALES-7', user_name: 'alice' });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.close();
});

const search = async (filter?: string, token?: string) =>
	await searchDesktops.call(panelOf(tokenCredential(simulator)), filter, token);

describe('searchDesktops', () => {
	it('lists desktops by name, page by page, to the end', async () => {
		const first = await search();
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toEqual({
			name: 'VDI-000001 (user1)',
			value: DESKTOPS[0]?.desktop_id,
		});
		const values = new Set(first.results.map(({ value }) => value));
		let token = first.paginationToken;
		while (token !== undefined) {
			const next = await search(undefined, token);
			for (const { value } of next.results) values.add(value);
			token = next.paginationToken;
		}
		expect(values.size).toBe(DESKTOPS.length + 1);
	});

	it.each(['sales', 'ALICE', 'Sales-7', ' sales '])(
		'finds %j on whatever page it is',
		async (word) => {
			expect(await search(word)).toEqual({
				results: [{ name: 'SALES-7 (alice)', value: 'sales' }],
			});
			expect(simulator.journal.entries).toHaveLength(3);
		},
	);

	it('stops looking when there is enough to show, and goes on from there', async () => {
		const first = await search('vdi-');
		expect(first.results).toHaveLength(1000);
		const second = await search('vdi-', first.paginationToken);
		expect(second.results[0]?.name).toBe('VDI-001001 (user1001)');
	});

	it('says in words why there is no list', async () => {
		const body = { error_code: 'WKS.00000403', error_msg: 'No' };
		simulator.faults.add({ do: { kind: 'status', status: 403, body } });
		await expect(search()).rejects.toThrow(/403 WKS\.00000403: No\. .*workspace:desktops:list/);
		const without = { ...tokenCredential(simulator), projectId: '' };
		await expect(searchDesktops.call(panelOf(without))).rejects.toThrow(
			/The credential cannot be used\./,
		);
		const keyless = { ...tokenCredential(simulator), authentication: 'accessKey' };
		await expect(searchDesktops.call(panelOf(keyless))).rejects.toThrow(
			'The credential cannot be used. Access Key ID is missing. Enter it in the credential. Secret Access Key is missing. Enter it in the credential.',
		);
	});

	it('names the part of the list that cannot be read', async () => {
		simulator.faults.add({ do: { kind: 'status', status: 200, body: { total_count: 5 } } });
		await expect(search(undefined, '200')).rejects.toThrow('Desktops 201 to 300: ');
	});

	it('passes over an entry that has no ID', async () => {
		const body = { total_count: 2, desktops: [{ computer_name: 'X' }, { desktop_id: 'a' }] };
		simulator.faults.add({ do: { kind: 'status', status: 200, body } });
		expect(await search()).toEqual({ results: [{ name: 'a', value: 'a' }] });
	});

	it('shows and finds what has no name or no user', async () => {
		const desktops = [
			{ desktop_id: 'a', user_name: '' },
			{ desktop_id: 'b', user_name: 7 },
			{ desktop_id: 'c', computer_name: 'PC', user_name: 'eve' },
		];
		const body = { total_count: 3, desktops };
		simulator.faults.add({ times: Infinity, do: { kind: 'status', status: 200, body } });
		const names = async (word?: string) => (await search(word)).results.map(({ name }) => name);
		expect(await names()).toEqual(['a', 'b', 'PC (eve)']);
		expect(await names('eve')).toEqual(['PC (eve)']);
		expect(await names('b')).toEqual(['b']);
	});

	it.each([
		['goes on after a short page, if the total is higher', 3, 1, '1'],
		['ends with the total', 1, 1, undefined],
		['goes on after a full page, whatever the total', 1, 100, '100'],
		['ends with an empty page, whatever the total', 500, 0, undefined],
	])('%s', async (_what, total_count, count, paginationToken) => {
		const desktops = Array.from({ length: count }, (_, index) => ({ desktop_id: `id-${index}` }));
		const body = { total_count, desktops };
		simulator.faults.add({ do: { kind: 'status', status: 200, body } });
		expect((await search()).paginationToken).toBe(paginationToken);
	});

	it('looks through twenty pages, however short, before it waits for scrolling', async () => {
		const body = { total_count: 1000, desktops: [{ desktop_id: 'a' }] };
		simulator.faults.add({ times: Infinity, do: { kind: 'status', status: 200, body } });
		expect(await search('nobody')).toEqual({ results: [], paginationToken: '20' });
		expect(simulator.journal.entries).toHaveLength(20);
	});
});

describe('a refused sign-in', () => {
	const refuse = (status: number, error_code: string, error_msg: string) => {
		const body = { error_code, error_msg };
		simulator.faults.add({ times: Infinity, do: { kind: 'status', status, body } });
	};
	/** What the panel says, again and again, and how often the service was asked for it. */
	const asked = async (times: number) => {
		for (let opened = 0; opened < times; opened += 1) await expect(search()).rejects.toThrow();
		return simulator.journal.entries.length;
	};
	const LOCKED = [401, 'APIGW.0301', 'signature fail, the key is locked'] as const;

	it('of a locked key is not asked for again, for five minutes', async () => {
		refuse(...LOCKED);
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now');
		clock.mockReturnValue(now);
		expect(await asked(3)).toBe(1);
		await expect(search()).rejects.toThrow('The access key is locked');
		clock.mockReturnValue(now + FIVE_MINUTES - 1);
		expect(await asked(1)).toBe(1);
		clock.mockReturnValue(now + FIVE_MINUTES);
		expect(await asked(1)).toBe(2);
	});

	it('of a locked key keeps no other credential from being asked', async () => {
		refuse(...LOCKED);
		await asked(1);
		const other = { ...tokenCredential(simulator), token: 'another-token' };
		await expect(searchDesktops.call(panelOf(other))).rejects.toThrow();
		expect(simulator.journal.entries).toHaveLength(2);
	});

	it.each([
		['a sign-in that may be right next time', 401, 'APIGW.0301', 'signature fail'],
		['what is no sign-in', 409, 'WKS.1', 'The desktop is locked by a task'],
	])('is asked for each time where it is %s', async (_what, ...refusal) => {
		refuse(...refusal);
		expect(await asked(3)).toBe(3);
	});
});
