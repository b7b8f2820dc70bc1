import '../unhurried';
import type { ServiceDesktop } from '../../../nodes/DesktopSid/desktops/desktopPages';
import type { Row } from '../../../nodes/DesktopSid/desktops/targets';
import { type Guard, selectDesktops } from '../../../nodes/DesktopSid/repair/rejoinDesktops';

const BY_DEFAULT: Guard = { onlyOutOfDomain: true, includeInUse: false };
const ID = 'b0224e3d-c217-44e4-adf6-00000000000a';

const listOf = (desktops: Record<string, object>) =>
	new Map(
		Object.entries(desktops).map(([desktop_id, fields]): [string, ServiceDesktop] => [
			desktop_id,
			{ desktop_id, fields: { ...fields } },
		]),
	);

const IN = { domain_status: 1 };
const OUT = { domain_status: 2 };
const SILENT = { domain_status: 3 };
const USED = { connect_status: 'CONNECTED' };

const IN_DOMAIN = 'Not sent: the service lists it as in its domain.';
const IN_USE =
	"Not sent: somebody is connected to it. Run this again when nobody works on it, or turn on 'Include in Use' under Options.";
const NOT_REPORTED =
	"Not sent: the service does not report whether it is in its domain. Start it if it is stopped, or turn off 'Only Out of Domain'.";
const NO_STATE =
	"Not sent: the service does not report domain states in this region. Turn off 'Only Out of Domain' to rejoin it all the same.";

describe('which desktops are sent', () => {
	it.each<[name: string, listed: object, guard: Partial<Guard>]>([
		['out of its domain', OUT, {}],
		[
			'out of its domain and in use, if those are, too',
			{ ...OUT, ...USED },
			{ includeInUse: true },
		],
		['in its domain, if those are, too', IN, { onlyOutOfDomain: false }],
		['not reported, if those are, too', SILENT, { onlyOutOfDomain: false }],
		['of a region without states, if those are, too', {}, { onlyOutOfDomain: false }],
	])('one %s is', async (_name, listed, guard) => {
		const rows: Row[] = [{ item: 0, desktopId: 'a' }];
		const selection = await selectDesktops(rows, listOf({ a: listed }), {
			...BY_DEFAULT,
			...guard,
		});
		expect([...selection.states.keys()]).toEqual(['a']);
		expect([...selection.unsent]).toEqual([]);
	});

	it.each<[name: string, listed: object, guard: Partial<Guard>, status: string, message: string]>([
		['in its domain', IN, {}, 'inDomain', IN_DOMAIN],
		['in its domain and in use', { ...IN, ...USED }, {}, 'inDomain', IN_DOMAIN],
		['in use', { ...OUT, ...USED }, {}, 'inUse', IN_USE],
		['in use, whatever its state', { ...IN, ...USED }, { onlyOutOfDomain: false }, 'inUse', IN_USE],
		['not reported', SILENT, {}, 'notReported', NOT_REPORTED],
		['of a region without states', {}, {}, 'notReported', NO_STATE],
	])('one %s is not', async (_name, listed, guard, status, message) => {
		const rows: Row[] = [{ item: 0, desktopId: 'a' }];
		const selection = await selectDesktops(rows, listOf({ a: listed }), {
			...BY_DEFAULT,
			...guard,
		});
		expect([...selection.states]).toEqual([]);
		expect([...selection.unsent]).toEqual([['a', { status, message }]]);
	});

	it('one that is not listed is not', async () => {
		const selection = await selectDesktops([{ item: 0, desktopId: 'a' }], listOf({}), BY_DEFAULT);
		expect(selection.states.size).toBe(0);
		expect(selection.unsent.get('a')).toEqual({
			status: 'notFound',
			message:
				'Huawei Cloud lists no desktop with this ID, so it was not sent. Check the ID, and project and region in the credential. Remove it from the input if it was deleted.',
		});
	});
});

describe('the rows of a selection', () => {
	it('have the state that the list shows, in one spelling for each desktop', async () => {
		const rows: Row[] = [
			{ item: 0, desktopId: ID.toUpperCase() },
			{ item: 1, desktopId: ID },
			{ item: 2, desktopId: 'b', computerName: 'PC-B' },
			{ item: 3, desktopId: 'c' },
			{ item: 4, settled: { status: 'invalid', message: 'No ID.' } },
		];
		const listed = listOf({ [ID]: OUT, b: IN, c: {} });
		const selection = await selectDesktops(rows, listed, BY_DEFAULT);
		expect(selection.rows).toStrictEqual([
			{ item: 0, desktopId: ID.toUpperCase(), domainBefore: 'outOfDomain' },
			{ item: 1, desktopId: ID.toUpperCase(), domainBefore: 'outOfDomain' },
			{ item: 2, desktopId: 'b', computerName: 'PC-B', domainBefore: 'inDomain' },
			rows[3],
			rows[4],
		]);
		expect([...selection.states]).toEqual([[ID.toUpperCase(), 'outOfDomain']]);
		expect([...selection.unsent.keys()]).toEqual(['b', 'c']);
	});
});
