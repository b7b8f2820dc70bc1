/** Several items may name one desktop: each is judged by its own AD SID, in whatever order, form and case they come. */
import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { hexSid } from './support/adItems.mts';
import { runNode } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

jest.mock('../../nodes/DesktopSid/runtime/clock.ts', () =>
	jest.requireActual<object>('./support/hurriedClock.mts'),
);

const ID = '0b1c2d3e-0000-4000-8000-00000000abcd';
const OLD = 'S-1-5-21-1-2-3-1001';
const NEW = 'S-1-5-21-1-2-3-2002';
const OTHER = 'S-1-5-21-1-2-3-3003';
const THIRD = 'S-1-5-21-1-2-3-4004';
/** NEW as Active Directory holds it. */
const HEX = hexSid(NEW);
const BUFFER = { type: 'Buffer', data: [...Buffer.from(HEX, 'hex')] };

const byId = (objectSid?: unknown): IDataObject => ({
	desktop_id: ID,
	...(objectSid === undefined ? {} : { objectSid: objectSid as IDataObject }),
});
const inCapitals = (objectSid: unknown): IDataObject => ({
	...byId(objectSid),
	desktop_id: ID.toUpperCase(),
});
const byName = (objectSid: string, sAMAccountName = 'FIN-01$') => ({ sAMAccountName, objectSid });

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({
		desktops: [{ desktop_id: ID, computer_name: 'FIN-01', sid: OLD, adSid: NEW }],
		behaviour: { jobSeconds: 0 },
	});
});

afterEach(async () => {
	await simulator.close();
});

async function run(items: IDataObject[], parameters: object) {
	const { output } = await runNode({
		items,
		credential: tokenCredential(simulator),
		parameters: {
			output: 'perDesktop',
			...parameters,
			options: { verify: true, pollInterval: 1, waitTimeout: 30 },
		} as never,
		onError: 'continueRegularOutput',
	});
	return output.map(({ json }) => json);
}

type Case = [what: string, items: IDataObject[], expected: string[]];
const CASES: Case[] = [
	['the right one first', [byId(NEW), byId(OTHER)], ['updated', 'unverified']],
	['the wrong one first', [byId(OTHER), byId(NEW)], ['unverified', 'updated']],
	[
		'the right one between two wrong ones',
		[byId(OTHER), byId(NEW), byId(THIRD)],
		['unverified', 'updated', 'unverified'],
	],
	['the right one as bytes', [byId(OTHER), byId(BUFFER)], ['unverified', 'updated']],
	['the right one as hex', [byId(HEX), byId(OTHER)], ['updated', 'unverified']],
	['the ID in both cases', [inCapitals(OTHER), byId(NEW)], ['unverified', 'updated']],
	['one without an AD SID', [byId(), byId(OTHER), byId(NEW)], ['updated', 'unverified', 'updated']],
	['by name', [byName(OTHER), byName(NEW, 'corp\\fin-01$')], ['unverified', 'updated']],
	['one by name, one by ID', [byName(NEW), byId(OTHER)], ['updated', 'unverified']],
	// Nothing to distinguish.
	['the same SID twice', [byId(NEW), byId(NEW)], ['updated', 'updated']],
	['the same SID in two forms', [byId(NEW.toLowerCase()), byId(BUFFER)], ['updated', 'updated']],
];

describe('several items of one desktop', () => {
	it.each(CASES)('with Verify, %s', async (_what, items, expected) => {
		const shown = await run(items, {});
		expect(simulator.journal.of({ path: 'desktops/sids' })).toHaveLength(1);
		expect(shown.map(({ status }) => status)).toEqual(expected);
		for (const { ad_sid, sid_after, message } of shown) {
			if (ad_sid !== undefined && ad_sid !== sid_after)
				expect(message).toMatch(/^The SID is \S+, but the Active Directory has /);
		}
	});

	it.each(CASES)('compared, %s', async (_what, items, expected) => {
		simulator.cloud.list().forEach((desktop) => Object.assign(desktop, { sid: NEW }));
		const shown = await run(items, { operation: 'compareSids' });
		const statuses = expected.map((status, at) =>
			items[at]?.objectSid === undefined
				? 'notComparable'
				: { updated: 'inSync', unverified: 'drifted' }[status],
		);
		expect(shown.map(({ status }) => status)).toEqual(statuses);
	});

	it('in sync for one of them, the desktop is sent for the other', async () => {
		simulator.cloud.list().forEach((desktop) => Object.assign(desktop, { sid: NEW }));
		const shown = await run([byId(NEW), byId(OTHER)], {});
		expect(shown.map(({ status }) => status)).toEqual(['unchanged', 'unverified']);
		expect(simulator.journal.of({ path: 'desktops/sids' })).toHaveLength(1);
	});

	it('in sync for all of them, nothing is sent', async () => {
		simulator.cloud.list().forEach((desktop) => Object.assign(desktop, { sid: NEW }));
		const shown = await run([byId(NEW), inCapitals(HEX)], {});
		expect(shown.map(({ status }) => status)).toEqual(['inSync', 'inSync']);
		expect(simulator.journal.of({ path: 'desktops/sids' })).toEqual([]);
	});
});
