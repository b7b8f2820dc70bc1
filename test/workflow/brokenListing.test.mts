/** A list of desktops that breaks off or moves while it is read: nothing is guessed, and no desktop is lost. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { adItemOf } from './support/adItems.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

const DESKTOPS = manyDesktops(6500, { drifted: 650 });
const DRIFTED = DESKTOPS.filter(({ sid, adSid }) => sid !== adSid);
const REPAIR = {
	matchBy: 'computerName',
	skipInSync: true,
	output: 'perDesktop',
	options: { maxRetries: 0 },
};

let simulator: Simulator;

afterEach(async () => {
	await simulator.close();
});

const run = async (parameters: object, more: Partial<RunOptions> = {}) =>
	await runNode({
		items: DRIFTED.map(adItemOf),
		parameters: parameters as never,
		credential: tokenCredential(simulator),
		...more,
	});

const sent = () => simulator.journal.of({ method: 'PUT' }).flatMap(({ desktopIds }) => desktopIds);
const pages = () => simulator.journal.of({ method: 'GET' }).length;

describe('a listing that fails on page 7', () => {
	beforeEach(async () => {
		simulator = await startSimulator({ desktops: DESKTOPS });
		simulator.faults.add({
			match: { method: 'GET', path: /\/desktops$/, nth: 7 },
			do: { kind: 'status', status: 403, body: { error_code: 'WKS.00000403', error_msg: 'No' } },
		});
	});

	const WHY =
		/Nothing was done, because the list of desktops could not be read completely\. Page 7 \(desktops \d+ to \d+\): 403 WKS\.00000403: No\. Ask for the IAM action workspace:desktops:list/;

	it.each([REPAIR, { operation: 'compareSids', matchBy: 'computerName' }])(
		'stops the workflow with page, code and next step, and updates nothing: %j',
		async (parameters) => {
			const { error } = await run(parameters);
			expect(textOf(error)).toMatch(WHY);
			expect(pages()).toBe(7);
			expect(sent()).toEqual([]);
		},
	);

	it.each([REPAIR, { operation: 'compareSids', matchBy: 'computerName' }])(
		'gives each item the reason under Continue: %j',
		async (parameters) => {
			const { output } = await run(parameters, { onError: 'continueRegularOutput' });
			expect(output).toHaveLength(DRIFTED.length);
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
				DRIFTED.map((_, item) => ({ item })),
			);
			for (const { json } of output) {
				expect(json).toMatchObject({ status: 'failed', error_code: 'WKS.00000403' });
				expect(json.error).toMatch(WHY);
			}
			expect(sent()).toEqual([]);
		},
	);

	it.each([REPAIR, { operation: 'compareSids', matchBy: 'computerName' }])(
		'leads each item to the error output: %j',
		async (parameters) => {
			const { success, failed } = await run(parameters, { onError: 'continueErrorOutput' });
			expect(success).toEqual([]);
			expect(failed).toHaveLength(DRIFTED.length);
			expect(failed[0]?.json.message).toMatch(WHY);
		},
	);
});

describe('a list that moves between pages', () => {
	/** What happens when the nth request arrives; the simulator looks at its clock then. */
	let onRequest = new Map<number, () => void>();

	beforeEach(async () => {
		onRequest = new Map();
		simulator = await startSimulator({
			desktops: DESKTOPS,
			now: () => {
				const due = simulator.journal.entries.length + 1;
				const happen = onRequest.get(due);
				onRequest.delete(due);
				happen?.();
				return Date.now();
			},
		});
	});

	it('loses no desktop when others are deleted and added meanwhile', async () => {
		const gone = DESKTOPS.slice(0, 40).map(({ desktop_id }) => desktop_id);
		onRequest.set(2, () => {
			for (const id of gone.slice(0, 20)) simulator.cloud.remove(id);
			simulator.cloud.add(
				...Array.from({ length: 20 }, (_, n) => ({ desktop_id: `new-${String(n)}` })),
			);
		});
		onRequest.set(4, () => {
			for (const id of gone.slice(20)) simulator.cloud.remove(id);
		});
		// Each desktop that stays is asked for, so that one that slipped through would show as unmatched.
		const { output } = await run(
			{ operation: 'compareSids', matchBy: 'computerName' },
			{ items: DESKTOPS.slice(40).map(adItemOf) },
		);
		expect(output.filter(({ json }) => json.status === 'unmatched')).toEqual([]);
		expect(output.filter(({ json }) => json.status === 'drifted')).toHaveLength(DRIFTED.length);
	});

	it('ends well when the list becomes shorter than the next page begins', async () => {
		onRequest.set(5, () => {
			for (const { desktop_id } of DESKTOPS.slice(0, 4000)) simulator.cloud.remove(desktop_id);
		});
		const { output } = await run(
			{ operation: 'compareSids', matchBy: 'computerName' },
			{ items: DESKTOPS.slice(4000).map(adItemOf) },
		);
		expect(output.filter(({ json }) => json.status === 'unmatched')).toEqual([]);
		expect(pages()).toBeLessThan(20);
	});
});
