import { itemsPerDesktop } from '../../../nodes/DesktopSid/output/updateItems';
import { outcome } from './outcomes';

describe('itemsPerDesktop', () => {
	it('has the fields of the contract, in its order, and leaves out what does not apply', () => {
		const [whole, bare] = itemsPerDesktop([
			{
				item: 3,
				desktopId: 'a',
				computerName: 'PC-2',
				sidBefore: 'S-1-5-21-1',
				adSid: 'S-1-5-21-2',
				verdict: {
					status: 'updated',
					statusCode: 200,
					message: 'Done.',
					jobId: 'job-1',
					sidAfter: 'S-1-5-21-2',
				},
			},
			outcome(4, 'b', { status: 'unchanged' }),
		]);
		expect(JSON.stringify(whole)).toBe(
			JSON.stringify({
				json: {
					desktop_id: 'a',
					computer_name: 'PC-2',
					status: 'updated',
					status_code: 200,
					message: 'Done.',
					job_id: 'job-1',
					sid_before: 'S-1-5-21-1',
					sid_after: 'S-1-5-21-2',
					ad_sid: 'S-1-5-21-2',
				},
				pairedItem: { item: 3 },
			}),
		);
		expect(bare).toEqual({
			json: { desktop_id: 'b', status: 'unchanged', message: 'unchanged.' },
			pairedItem: { item: 4 },
		});
	});

	it("adds the service's words to a failure", () => {
		const error = { errorCode: 'C', errorMsg: 'm', errorDetail: 'd', requestId: 'r' };
		expect(itemsPerDesktop([outcome(0, 'a', { status: 'failed', error })])).toEqual([
			{
				json: {
					desktop_id: 'a',
					status: 'failed',
					message: 'failed.',
					error_code: 'C',
					error_msg: 'm',
					error_detail: 'd',
					request_id: 'r',
				},
				pairedItem: { item: 0 },
				failure: 'failed.',
			},
		]);
	});

	it('never puts an error on a success', () => {
		const error = { errorCode: 'C', errorMsg: 'm' };
		const [item] = itemsPerDesktop([outcome(0, 'a', { status: 'updated', error })]);
		expect(Object.keys(item?.json ?? {})).toEqual(['desktop_id', 'status', 'message']);
		expect(item?.failure).toBeUndefined();
	});
});
