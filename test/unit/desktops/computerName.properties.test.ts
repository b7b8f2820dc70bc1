import * as fc from 'fast-check';
import { comparisonForm, readComputerName } from '../../../nodes/DesktopSid/desktops/computerName';
import { runs } from '../runs.mts';

describe('readComputerName', () => {
	it('reads any value without an exception, and a name that it gives again as itself', () => {
		const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.domain());
		fc.assert(
			fc.property(anything, (value) => {
				const reading = readComputerName(value);
				expect(['name', 'absent', 'invalid']).toContain(reading.kind);
				if (reading.kind !== 'name') return;
				expect(reading.key.length).toBeLessThanOrEqual(15);
				expect(reading.name).not.toMatch(/^$|[.\\]|\p{Cc}/u);
				expect(readComputerName(reading.name)).toEqual(reading);
			}),
			{ numRuns: runs(2000) },
		);
	});
});

describe('comparisonForm', () => {
	it('is stable and as long as the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const form = comparisonForm(name);
				expect(comparisonForm(form)).toBe(form);
				expect(form).toHaveLength(name.length);
			}),
			{ numRuns: runs(2000) },
		);
	});
});
