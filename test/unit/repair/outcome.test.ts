import { outcomesOf } from '../../../nodes/DesktopSid/repair/updateDesktops';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict';

const UPDATED: Verdict = { status: 'updated', statusCode: 200, message: 'Done.' };

describe('outcomesOf', () => {
	it('gives every row the verdict of its desktop, in order, duplicates included', async () => {
		const rows = [
			{ item: 0, desktopId: 'a', computerName: 'PC-A', adSid: 'S-1-5-21-1' },
			{ item: 1, desktopId: 'b' },
			{ item: 2, desktopId: 'a' },
		];
		const refused: Verdict = { status: 'failed', message: 'No.' };
		const verdicts = new Map([
			['a', UPDATED],
			['b', refused],
		]);
		expect(await outcomesOf(rows, verdicts)).toStrictEqual([
			{ ...rows[0], verdict: UPDATED },
			{ ...rows[1], verdict: refused },
			{ ...rows[2], verdict: UPDATED },
		]);
	});

	it('keeps what was settled before anything was sent', async () => {
		const settled = { status: 'invalid', message: 'Not an ID.' } as const;
		const rows = [{ item: 0, desktopId: 'a', settled }];
		expect(await outcomesOf(rows, new Map([['a', UPDATED]]))).toStrictEqual([
			{ ...rows[0], verdict: settled },
		]);
	});

	it('says of a desktop without a verdict that it was not sent', async () => {
		expect(await outcomesOf([{ item: 0, desktopId: 'a' }, { item: 1 }], new Map())).toMatchObject([
			{ verdict: { status: 'failed', message: 'The desktop was not sent. Run this again.' } },
			{ verdict: { status: 'failed', message: 'The desktop was not sent. Run this again.' } },
		]);
	});

	it('changes neither rows nor verdicts', async () => {
		const row = Object.freeze({ item: 0, desktopId: 'a' });
		const verdicts = new Map([['a', Object.freeze({ ...UPDATED })]]);
		await outcomesOf(Object.freeze([row]), verdicts);
		expect(verdicts.get('a')).toStrictEqual(UPDATED);
	});
});
