import { simplified } from '../../../nodes/DesktopSid/output/outputItem';

const listed = (fields: Record<string, unknown>) => ({
	desktop_id: 'a',
	fields: { desktop_id: 'a', ...fields },
});

describe('simplified', () => {
	it('has what a person looks for first, in this order, whatever the order of the service', () => {
		const fields = {
			created: 'x',
			sid: 'S-1',
			domain_status: 2,
			computer_name: 'PC-1',
			status: 'ACTIVE',
		};
		expect(Object.entries(simplified(listed(fields)))).toEqual([
			['computer_name', 'PC-1'],
			['status', 'ACTIVE'],
			['sid', 'S-1'],
			['domain_state', 'outOfDomain'],
			['desktop_id', 'a'],
		]);
	});

	it('keeps what the service lists as empty, and has nothing that it does not list', () => {
		expect(simplified(listed({ pool_id: '', user_name: null }))).toEqual({
			user_name: null,
			pool_id: '',
			desktop_id: 'a',
		});
	});
});
