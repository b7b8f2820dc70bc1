import * as fc from 'fast-check';

import { groupsOf, outcome } from './outcomes';
import { runs } from '../runs.mts';
import { itemsPerStatus } from '../../../nodes/DesktopSid/output/updateItems';
import { STATUSES, isFailure } from '../../../nodes/DesktopSid/repair/verdict';
import type { Outcome } from '../../../nodes/DesktopSid/repair/updateDesktops';

const itemsOf = async (outcomes: readonly Outcome[]) => itemsPerStatus(await groupsOf(outcomes));

describe('itemsPerStatus', () => {
	it('groups by status: ids and tasks once, all input items', async () => {
		const accepted = (jobId: string) => ({ status: 'accepted', statusCode: 202, jobId }) as const;
		expect(
			await itemsOf([
				outcome(0, 'a', accepted('job-1')),
				outcome(1, 'b', accepted('job-1')),
				outcome(2, 'c', accepted('job-2')),
				outcome(3, 'a', accepted('job-1')),
			]),
		).toEqual([
			{
				json: {
					status: 'accepted',
					status_code: 202,
					message:
						"Accepted, not finished yet: the service carries out the update as a task. Get Task shows how it ends; with 'Wait for Completion' on, the next run waits.",
					desktop_count: 3,
					desktop_ids: ['a', 'b', 'c'],
					job_ids: ['job-1', 'job-2'],
				},
				pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }],
			},
		]);
	});

	it('lists each distinct failure, distinguished by code and words and not by request', async () => {
		const refused = (errorCode: string, requestId: string) =>
			({ status: 'failed', error: { errorCode, errorMsg: 'm', requestId } }) as const;
		const [item] = await itemsOf([
			outcome(0, 'a', refused('C.1', 'r-1')),
			outcome(1, 'b', refused('C.2', 'r-2')),
			outcome(2, 'c', refused('C.1', 'r-3')),
		]);
		expect(item?.json).toMatchObject({
			error_code: 'C.1',
			request_id: 'r-1',
			errors: [
				{ error_code: 'C.1', error_msg: 'm', request_id: 'r-1', desktop_ids: ['a', 'c'] },
				{ error_code: 'C.2', error_msg: 'm', request_id: 'r-2', desktop_ids: ['b'] },
			],
		});
		expect(item?.failure).toBe('Not updated. Reason: failed.');
	});

	it('takes code and words from the first outcome that has any', async () => {
		const error = { errorCode: 'C.1', errorMsg: 'm' };
		const [item] = await itemsOf([
			{ ...outcome(0, 'a', { status: 'failed' }), computerName: 'PC-A' },
			{ item: 1, computerName: 'PC-1', verdict: { status: 'failed', message: 'm.', error } },
			outcome(2, 'c', { status: 'failed', statusCode: 500, error }),
		]);
		expect(item?.json).toEqual({
			status: 'failed',
			status_code: 500,
			message: 'Not updated. First: failed.',
			error: 'Not updated. First: failed.',
			desktop_count: 3,
			computer_names: ['PC-A', 'PC-1'],
			desktop_ids: ['a', 'c'],
			error_code: 'C.1',
			error_msg: 'm',
			errors: [{ error_code: 'C.1', error_msg: 'm', desktop_ids: ['c'] }],
		});
	});

	it('never puts an error on a success', async () => {
		const error = { errorCode: 'C.1', errorMsg: 'm' };
		const [item] = await itemsOf([outcome(0, 'a', { status: 'updated', error })]);
		expect(Object.keys(item?.json ?? {})).toEqual([
			...['status', 'message', 'desktop_count', 'desktop_ids'],
		]);
	});

	it.each(['unmatched', 'ambiguous'] as const)(
		'lists the names of %s computers',
		async (status) => {
			const named = (item: number, computerName: string) => ({
				item,
				computerName,
				verdict: { status, message: 'm.' },
			});
			const [item] = await itemsOf([named(0, 'PC-1'), named(1, 'PC-2'), named(2, 'PC-1')]);
			expect(item?.json).toMatchObject({ desktop_count: 2, computer_names: ['PC-1', 'PC-2'] });
			expect(item?.json).not.toHaveProperty('desktop_ids');
			expect(item?.json).not.toHaveProperty('status_code');
		},
	);

	const INVALID = 'Not sent, because there is no usable ID or name. Reason: Not an ID.';

	it('lists the items that are invalid', async () => {
		const invalid = (item: number) => ({
			item,
			verdict: { status: 'invalid' as const, message: 'Not an ID.' },
		});
		expect(await itemsOf([invalid(4), invalid(9)])).toEqual([
			{
				json: {
					status: 'invalid',
					message: INVALID,
					error: INVALID,
					desktop_count: 2,
					item_indexes: [4, 9],
				},
				pairedItem: [{ item: 4 }, { item: 9 }],
				failure: INVALID,
			},
		]);
	});

	it('lists names beside IDs, and everything that is a list last', async () => {
		const error = { errorCode: 'C', errorMsg: 'm' };
		const failed = (item: number, id: string, computerName: string) => ({
			...outcome(item, id, { status: 'failed', jobId: 'job', error }),
			computerName,
		});
		const [item] = await itemsOf([
			failed(0, 'a', 'PC-A'),
			failed(1, 'b', 'PC-B'),
			failed(2, 'a', 'pc-a'),
		]);
		expect(item?.json).toMatchObject({
			desktop_count: 2,
			computer_names: ['PC-A', 'PC-B'],
			desktop_ids: ['a', 'b'],
		});
		expect(Object.keys(item?.json ?? {})).toEqual([
			...['status', 'message', 'desktop_count', 'error', 'error_code', 'error_msg'],
			...['computer_names', 'desktop_ids', 'job_ids', 'errors'],
		]);
	});

	it('loses nothing and counts nothing twice', async () => {
		const anOutcome = fc
			.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(...STATUSES))
			.map(([desktop, status]) => ({ desktop, status }));
		await fc.assert(
			fc.asyncProperty(fc.array(anOutcome), async (rows) => {
				// A desktop has one verdict in a run, so the first one stands for all its rows.
				const statusOf = new Map(rows.map(({ desktop, status }) => [desktop, status]));
				const outcomes = rows.map(({ desktop }, item) =>
					outcome(item, String(desktop), { status: statusOf.get(desktop) ?? 'failed' }),
				);
				const items = await itemsOf(outcomes);
				const paired = items.flatMap(({ pairedItem }) => pairedItem).map(({ item }) => item);
				expect(paired.sort((a, b) => a - b)).toEqual(rows.map((_, item) => item));
				const counted = items.reduce((sum, { json }) => sum + Number(json.desktop_count), 0);
				expect(counted).toBe(statusOf.size);
				const order = items.map(({ json }) => STATUSES.indexOf(json.status as never));
				expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
				for (const { json, failure } of items) {
					expect(failure !== undefined).toBe(isFailure(json.status as never));
				}
			}),
			{ numRuns: runs(500) },
		);
	});

	it('makes nothing of nothing', async () => {
		expect(await itemsOf([])).toEqual([]);
	});
});
