import * as fc from 'fast-check';
import { isComparable, readSid, sameSid } from '../../../nodes/DesktopSid/desktops/sid';
import { arbitrarySid, base64Of, bytesOf, hexOf, microsoftTextOf, textOf } from './arbitrarySid';
import { ALL_FORMS, BYTE_FORMS } from './sidForms';
import { runs } from '../runs.mts';

const RUNS = { numRuns: runs(1000) };
/** For each of the many forms. */
const RUNS_A_FORM = { numRuns: runs(100) };

describe.each(ALL_FORMS)('any SID as %s', (_name, encode) => {
	it('is read back', () => {
		fc.assert(
			fc.property(arbitrarySid, (sid) => {
				expect(readSid(encode(sid))).toEqual({ kind: 'sid', sid: textOf(sid) });
				expect(readSid([encode(sid)])).toEqual({ kind: 'sid', sid: textOf(sid) });
			}),
			RUNS_A_FORM,
		);
	});
});

describe.each(BYTE_FORMS)('damaged bytes as %s', (_name, encode) => {
	const refused = (bytes: number[]) => {
		expect(readSid(encode(bytes))).toMatchObject({ kind: 'notASid' });
	};

	it('are refused when cut off anywhere', () => {
		fc.assert(
			fc.property(arbitrarySid, fc.nat(), (sid, where) => {
				const bytes = bytesOf(sid);
				refused(bytes.slice(0, 1 + (where % (bytes.length - 1))));
			}),
			RUNS_A_FORM,
		);
	});

	it('are refused with anything after them', () => {
		const tail = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 80 });
		fc.assert(
			fc.property(arbitrarySid, tail, (sid, after) => {
				refused([...bytesOf(sid), ...after]);
			}),
			RUNS_A_FORM,
		);
	});

	it('are refused with another revision', () => {
		const another = fc.integer({ min: 0, max: 255 }).filter((revision) => revision !== 1);
		fc.assert(
			fc.property(arbitrarySid, another, (sid, revision) => {
				refused([revision, ...bytesOf(sid).slice(1)]);
			}),
			RUNS_A_FORM,
		);
	});

	it('are refused with another count', () => {
		fc.assert(
			fc.property(arbitrarySid, fc.integer({ min: 1, max: 255 }), (sid, difference) => {
				const [revision = 0, count = 0, ...rest] = bytesOf(sid);
				refused([revision, (count + difference) % 256, ...rest]);
			}),
			RUNS_A_FORM,
		);
	});
});

describe('encoded text cut off at any character', () => {
	it.each([
		['hex', hexOf],
		['base64', base64Of],
	])('is refused: %s', (_name, encode) => {
		fc.assert(
			fc.property(arbitrarySid, fc.nat(), (sid, where) => {
				const text = encode(bytesOf(sid));
				// Without its padding alone, base64 still says all of it.
				const length = text.replace(/=+$/, '').length;
				const cut = text.slice(0, 1 + (where % (length - 1)));
				expect(readSid(cut)).toMatchObject({ kind: 'notASid' });
			}),
			RUNS,
		);
	});
});

describe('a binary SID read as text', () => {
	it.each(['utf8', 'latin1'] as const)('is recognised, not decoded: %s', (encoding) => {
		fc.assert(
			fc.property(arbitrarySid, (sid) => {
				const text = Buffer.from(bytesOf(sid)).toString(encoding);
				expect(readSid(text)).toEqual({
					kind: 'notASid',
					reason: expect.stringContaining('exactly objectSid') as string,
				});
			}),
			RUNS,
		);
	});
});

describe('any value whatever', () => {
	it('is read without an exception, and what is read is stable', () => {
		const anything = fc.oneof(
			fc.anything({ withTypedArray: true, withNullPrototype: true, withBigInt: true }),
			fc.string(),
			fc.record({ type: fc.constant('Buffer'), data: fc.anything() }),
			fc.record({ Value: fc.anything() }),
		);
		fc.assert(
			fc.property(anything, (value) => {
				const reading = readSid(value);
				if (reading.kind === 'notASid') expect(reading.reason).toMatch(/\.$/);
				if (reading.kind === 'sid') expect(readSid(reading.sid)).toEqual(reading);
			}),
			RUNS,
		);
	});
});

describe('sameSid', () => {
	it('knows a SID in each spelling and tells it from any other', () => {
		fc.assert(
			fc.property(arbitrarySid, arbitrarySid, (a, b) => {
				expect(isComparable(microsoftTextOf(a))).toBe(true);
				expect(sameSid(textOf(a).toLowerCase(), microsoftTextOf(a))).toBe(true);
				expect(sameSid(textOf(a), microsoftTextOf(b))).toBe(textOf(a) === textOf(b));
			}),
			RUNS,
		);
	});
});
