import * as fc from 'fast-check';
import { splitEntries } from '../../../nodes/DesktopSid/desktops/idList';
import { runs } from '../runs.mts';

describe('splitEntries', () => {
	it('reads any value without an exception', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.json()), (value) => {
				const entries = splitEntries(value, 'computer_name');
				expect(entries === undefined || Array.isArray(entries)).toBe(true);
			}),
			{ numRuns: runs(2000) },
		);
	});
});
