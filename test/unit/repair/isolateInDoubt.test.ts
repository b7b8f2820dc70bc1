import type { ApiAnswer, Attempts } from '../../../nodes/DesktopSid/transport/reply';
import {
	NarrowingBudget,
	repairBy,
	sendIsolating,
} from '../../../nodes/DesktopSid/repair/sendBatches';
import { answerOf } from '../answers';

const LOST = 'An earlier attempt of this run, whose answer was lost, may have updated it.';
const REFUSED = answerOf(412, { error_code: 'WKS.0412', error_msg: 'Not supported.' });
const DOUBT: Attempts = { count: 3, elapsedMs: 5000, mayHaveTakenEffect: true };

/** Two desktops that are refused together, and these answers to each of them alone. */
async function messages(together: ApiAnswer, alone: ApiAnswer): Promise<string[]> {
	const updateDesktopSids = async (ids: readonly string[]) =>
		await Promise.resolve(ids.length > 1 ? together : alone);
	const isolation = { isolate: true, budget: new NarrowingBudget(1) };
	const verdicts = await sendIsolating(repairBy(updateDesktopSids), ['a', 'b'], isolation);
	return [...verdicts.values()].map(({ message }) => message);
}

describe('a half of a batch', () => {
	it('may have been updated by an attempt on the whole whose answer was lost', async () => {
		for (const message of await messages({ ...REFUSED, attempts: DOUBT }, answerOf(204))) {
			expect(message).toBe(`The service says that the SID is right, and changed nothing. ${LOST}`);
		}
	});

	it.each([undefined, { ...DOUBT, mayHaveTakenEffect: false }])(
		'is not in doubt where no attempt was (%j)',
		async (attempts) => {
			const together = attempts === undefined ? REFUSED : { ...REFUSED, attempts };
			for (const message of await messages(together, answerOf(204))) {
				expect(message).not.toContain('An earlier attempt');
			}
		},
	);

	it('tells of its own attempts and not of those on the whole', async () => {
		const [first] = await messages({ ...REFUSED, attempts: DOUBT }, REFUSED);
		expect(first).toContain('may have been updated all the same');
		expect(first).not.toContain('attempts in');
		const own = { count: 2, elapsedMs: 1000, mayHaveTakenEffect: false };
		const [second] = await messages({ ...REFUSED, attempts: DOUBT }, { ...REFUSED, attempts: own });
		expect(second).toContain('This is the result after 2 attempts in 1 s.');
		expect(second).toContain('may have been updated all the same');
	});
});
