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
					computer_name: 'PC-2',
					status: 'updated',
					message: 'Done.',
					sid_before: 'S-1-5-21-1',
					sid_after: 'S-1-5-21-2',
					ad_sid: 'S-1-5-21-2',
					desktop_id: 'a',
					job_id: 'job-1',
					status_code: 200,
				},
				pairedItem: { item: 3 },
			}),
		);
		expect(bare).toEqual({
			json: { desktop_id: 'b', status: 'unchanged', message: 'unchanged.' },
			pairedItem: { item: 4 },
		});
	});

	it('has the domain state after an update, and before and after a rejoin', () => {
		const outcomes = [
			{
				...outcome(0, 'a', { status: 'accepted', domainState: 'inDomain' }),
				domainBefore: 'outOfDomain' as const,
			},
		];
		const statesOf = (...more: ['domain'?]) =>
			Object.entries(itemsPerDesktop(outcomes, ...more)[0]?.json ?? {}).filter(([name]) =>
				name.startsWith('domain_'),
			);
		expect(statesOf()).toEqual([
			['domain_state_before', 'outOfDomain'],
			['domain_state', 'inDomain'],
		]);
		expect(statesOf('domain')).toEqual([
			['domain_state_before', 'outOfDomain'],
			['domain_state_after', 'inDomain'],
		]);
	});

	it("adds the service's words to a failure", () => {
		const error = { errorCode: 'C', errorMsg: 'm', errorDetail: 'd', requestId: 'r' };
		const items = itemsPerDesktop([outcome(0, 'a', { status: 'failed', error })]);
		expect(Object.keys(items[0]?.json ?? {}).slice(2, 5)).toEqual([
			'desktop_id',
			'error',
			'error_code',
		]);
		expect(items).toEqual([
			{
				json: {
					desktop_id: 'a',
					status: 'failed',
					message: 'failed.',
					error: 'failed.',
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
		expect(Object.keys(item?.json ?? {})).toEqual(['status', 'message', 'desktop_id']);
		expect(item?.failure).toBeUndefined();
	});
});
