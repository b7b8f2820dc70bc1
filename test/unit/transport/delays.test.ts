import * as fc from 'fast-check';

import { backOffMs, retryAfterMs } from '../../../nodes/DesktopSid/transport/retryable';

const NOW = Date.UTC(2026, 10, 24, 11, 30, 0);
const read = (value: string, date?: string) =>
	retryAfterMs({ 'retry-after': value, ...(date === undefined ? {} : { date }) }, NOW);

describe('retryAfterMs', () => {
	it.each([
		['0', 0],
		['1', 1000],
		[' 120 ', 120_000],
		['1.5', 1500],
		['0.25', 250],
		['9999999999', 9_999_999_999_000],
		['Tue, 24 Nov 2026 11:31:00 GMT', 60_000],
		['Tuesday, 24-Nov-26 11:30:05 GMT', 5000],
		['Tue Nov 24 11:30:09 2026', 9000],
		['Thu, 01 Jan 2026 00:00:00 GMT', 0],
	])('%j', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	it.each([
		...['', 'soon', '-5', '1e9', '0x10', 'Infinity', 'NaN', '1,5', '5 s', '99999999999'],
		...['2026-11-24T11:31:00Z', 'Tue, 24 Nov 2026 11:31:00', 'Tue, 24 Nov 2026 11:31:00 CET'],
		...['Tue, 99 Xyz 2026 99:99:99 GMT', 'Nov 24', '5, 6', '\u0000', '__proto__'],
		...['7.', '.5', '1.x', 'about 5'],
	])('makes nothing of %j', (value) => {
		expect(read(value)).toBeUndefined();
	});

	it('is absent without the header', () => {
		expect(retryAfterMs({}, NOW)).toBeUndefined();
	});

	it("measures a date by the service's own clock where it tells it", () => {
		expect(read('Tue, 24 Nov 2026 11:45:03 GMT', 'Tue, 24 Nov 2026 11:45:00 GMT')).toBe(3000);
		expect(read('Tue, 24 Nov 2026 11:30:03 GMT', 'nonsense')).toBe(3000);
	});

	it('gives a usable wait or none for any text', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (value, date) => {
				const wait = read(value, date);
				expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true);
			}),
		);
	});
});

describe('backOffMs', () => {
	it.each([
		[0, 500],
		[1, 1000],
		[5, 16_000],
		[6, 20_000],
		[2000, 20_000],
	])('after %i waits: at most %i ms, and any time below', (n, most) => {
		expect(backOffMs(n, 1)).toBe(most);
		expect(backOffMs(n, 0.25)).toBe(most / 4);
		expect(backOffMs(n, 0)).toBe(0);
	});
});
