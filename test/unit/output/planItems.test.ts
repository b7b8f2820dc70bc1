import type { ComparedRow } from '../../../nodes/DesktopSid/desktops/findDesktops';
import { planItems, planStatus, planSummary } from '../../../nodes/DesktopSid/output/planItems';

const AD = 'S-1-5-21-1-2-3-2001';
const OLD = 'S-1-5-21-1-2-3-1001';

const listed = (desktopId: string, sid: string) => ({
	desktop_id: desktopId,
	sid,
	fields: { desktop_id: desktopId, sid },
});

const DRIFTED: ComparedRow = {
	row: { item: 0, desktopId: 'a', computerName: 'PC-1', adSid: AD },
	desktop: listed('a', OLD),
	comparison: { status: 'drifted', reason: 'They differ.' },
};
const IN_SYNC: ComparedRow = {
	row: { item: 3, desktopId: 'b', adSid: AD },
	desktop: listed('b', AD),
	comparison: { status: 'inSync', reason: 'The SID is already that of AD.' },
};
const NOT_COMPARABLE: ComparedRow = {
	row: { item: 4, desktopId: 'c' },
	desktop: listed('c', ''),
	comparison: { status: 'notComparable', reason: 'The AD SID is missing.' },
};
const AMBIGUOUS: ComparedRow = {
	row: {
		item: 5,
		computerName: 'PC-5',
		settled: { status: 'ambiguous', message: 'Two desktops have this name.' },
	},
};
const UNKNOWN: ComparedRow = { row: { item: 6, desktopId: 'z', adSid: AD } };

describe('planItems', () => {
	it('makes one item for each row, in input order, none of them a failure', () => {
		expect(
			planItems([DRIFTED, IN_SYNC, NOT_COMPARABLE, AMBIGUOUS, UNKNOWN, DRIFTED]),
		).toStrictEqual([
			{
				json: {
					computer_name: 'PC-1',
					sid: OLD,
					desktop_id: 'a',
					ad_sid: AD,
					status: 'drifted',
					message: 'They differ.',
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					desktop_id: 'b',
					sid: AD,
					ad_sid: AD,
					status: 'inSync',
					message: 'The SID is already that of AD.',
				},
				pairedItem: { item: 3 },
			},
			{
				json: { desktop_id: 'c', status: 'notComparable', message: 'The AD SID is missing.' },
				pairedItem: { item: 4 },
			},
			{
				json: {
					computer_name: 'PC-5',
					status: 'ambiguous',
					message: 'Two desktops have this name.',
				},
				pairedItem: { item: 5 },
			},
			{
				json: {
					desktop_id: 'z',
					ad_sid: AD,
					status: 'unmatched',
					message:
						'No desktop of this project has this ID. Check project and region in the credential, or drop the item if the desktop was deleted.',
				},
				pairedItem: { item: 6 },
			},
			expect.objectContaining({ pairedItem: { item: 0 } }),
		]);
	});
});

describe('planStatus', () => {
	it('is what was settled before, even where a comparison followed', () => {
		const settled = { status: 'invalid', message: 'Not a name.' } as const;
		expect(planStatus({ ...DRIFTED, row: { ...DRIFTED.row, settled } })).toBe('invalid');
	});
});

describe('planSummary', () => {
	const invalid: ComparedRow = {
		row: { item: 9, settled: { status: 'invalid', message: 'Not a name.' } },
	};
	const unmatched: ComparedRow = {
		row: { item: 9, settled: { status: 'unmatched', message: 'Nobody.' } },
	};

	it('counts items by status, in the order of the contract', () => {
		expect(
			planSummary([invalid, AMBIGUOUS, UNKNOWN, NOT_COMPARABLE, IN_SYNC, DRIFTED, DRIFTED]),
		).toEqual({
			message:
				'7 items: 2 drifted, 1 inSync, 1 notComparable, 1 unmatched, 1 ambiguous, 1 invalid. Nothing was changed. Not a name.',
			type: 'warning',
		});
	});

	it('leaves out what did not occur, and is no warning for a finding', () => {
		expect(planSummary([IN_SYNC])).toEqual({
			message: '1 item: 1 inSync. Nothing was changed.',
			type: 'info',
		});
		expect(planSummary([DRIFTED, unmatched]).type).toBe('info');
	});

	it('warns if somebody has to act', () => {
		expect(planSummary([AMBIGUOUS]).type).toBe('warning');
		expect(planSummary([invalid]).type).toBe('warning');
		expect(planSummary([IN_SYNC], ['Look.'])).toEqual({
			message: '1 item: 1 inSync. Nothing was changed. Look.',
			type: 'warning',
		});
		expect(planSummary([unmatched])).toEqual({
			message:
				'1 item: 1 unmatched. Nothing was changed. No item belongs to a desktop of this project. Check project and region in the credential.',
			type: 'warning',
		});
	});
});
