import type { Verdict } from './verdict';
import type { Verification } from './verifySids';
import type { Pace } from '../transport/pace';

/** The verdicts after the SIDs were read again: proven, or `unverified`. What was not read again stays as it is, and says so. */
export async function verified(
	verdicts: ReadonlyMap<string, Verdict>,
	verifications: ReadonlyMap<string, Verification>,
	pace: Pace,
): Promise<Map<string, Verdict>> {
	const results = new Map<string, Verdict>();
	await pace.each([...verdicts], ([id, verdict]) => {
		results.set(id, withProof(verdict, verifications.get(id)));
	});
	return results;
}

function withProof(verdict: Verdict, proof: Verification | undefined): Verdict {
	if (proof === undefined) {
		return verdict.status === 'accepted'
			? { ...verdict, message: `${verdict.message} ${NOT_ENDED}` }
			: verdict;
	}
	const { sidAfter } = proof;
	return {
		...verdict,
		...(sidAfter === undefined ? {} : { sidAfter }),
		...(proof.verified
			? { message: `${verdict.message} ${proof.message}` }
			: { status: 'unverified', message: proof.message }),
	};
}

const NOT_ENDED =
	"It was not verified, because its task may still be running: turn on 'Wait for Completion' for that.";
