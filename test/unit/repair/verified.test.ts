import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict';
import { type Verification, verified } from '../../../nodes/DesktopSid/repair/verifySids';

const UPDATED: Verdict = { status: 'updated', statusCode: 200, message: 'It was updated.' };
const ACCEPTED: Verdict = { status: 'accepted', statusCode: 202, message: 'A task does it.' };

const proven = async (verdict: Verdict, proof?: Verification) => {
	const proofs = new Map(proof === undefined ? [] : [['a', proof]]);
	return (await verified(new Map([['a', verdict]]), proofs)).get('a');
};

describe('verified', () => {
	it('adds the proof to the verdict', async () => {
		expect(
			await proven(UPDATED, { verified: true, sidAfter: 'S-1-5-1', message: 'It is so.' }),
		).toEqual({
			status: 'updated',
			statusCode: 200,
			message: 'It was updated. It is so.',
			sidAfter: 'S-1-5-1',
		});
	});

	it('has no SID where none was read', async () => {
		expect(await proven(UPDATED, { verified: true, message: 'None.' })).not.toHaveProperty(
			'sidAfter',
		);
	});

	it('says why something is not proven, and no more that it was updated', async () => {
		expect(
			await proven(UPDATED, { verified: false, sidAfter: 'S-1-5-2', message: 'Old.' }),
		).toEqual({
			status: 'unverified',
			statusCode: 200,
			message: 'Old.',
			sidAfter: 'S-1-5-2',
		});
	});

	it('says of a task that goes on why it was not verified', async () => {
		expect(await proven(ACCEPTED)).toEqual({
			...ACCEPTED,
			message:
				"A task does it. It was not verified, because its task may still be running: turn on 'Wait for Completion' for that.",
		});
	});

	it('leaves every other verdict as it is, each under its own ID', async () => {
		const failed: Verdict = { status: 'failed', message: 'No.' };
		const proof = { verified: true, message: 'Yes.' };
		const verdicts = await verified(
			new Map([
				['a', UPDATED],
				['b', failed],
			]),
			new Map([['a', proof]]),
		);
		expect([...verdicts]).toEqual([
			['a', { ...UPDATED, message: 'It was updated. Yes.' }],
			['b', failed],
		]);
	});
});
