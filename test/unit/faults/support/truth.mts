import type { Played } from './play.mts';
import type { Verdict } from '../../../../nodes/DesktopSid/repair/verdict.ts';

/**
 * What a verdict claims, held against the cloud itself. Gives a sentence for a lie, `undefined` for the truth.
 *
 * - `updated`, `unchanged`: the SID is that of the AD.
 * - `accepted`: its task exists, and ended with that SID unless the service lists a reason against this desktop.
 *   Where the service passes unknown ids over in silence, these may have all three: nobody could know better.
 * - `notFound`, `notSupported`: alone, the desktop is unknown or unsupported; refused together, at least one of them is.
 *   None of them was touched.
 * - `failed`: anything may be true, but if the SID was changed all the same, the message must leave that open.
 */
export function lieOf(id: string, verdict: Verdict, played: Played): string | undefined {
	const desktop = played.cloud.peek(id);
	const aligned = desktop !== undefined && desktop.sid === desktop.adSid;
	const changed = desktop !== undefined && desktop.sid !== played.sidsBefore.get(id);
	const say = (problem: string) => `${id} ${problem}: ${JSON.stringify(verdict)}`;
	switch (verdict.status) {
		case 'updated':
		case 'unchanged':
			return aligned || (desktop === undefined && played.passesOverUnknown)
				? undefined
				: say('is not aligned');
		case 'accepted':
			return acceptedLie(id, verdict, played, aligned) ? say('is in no such task') : undefined;
		case 'notFound':
			return refusedLie(verdict, played, (other) => played.cloud.peek(other) === undefined)
				? say('is known')
				: touchedLie(changed, verdict) && say('was changed');
		case 'notSupported':
			return refusedLie(verdict, played, (other) => played.cloud.peek(other)?.os === 'Linux')
				? say('is supported')
				: touchedLie(changed, verdict) && say('was changed');
		case 'failed':
			return touchedLie(changed, verdict) && say('was changed');
		default:
			return say('has a status that this run cannot give');
	}
}

function acceptedLie(id: string, { jobId }: Verdict, played: Played, aligned: boolean): boolean {
	const job = jobId === undefined ? undefined : played.cloud.jobs.get(jobId, 0);
	const part = job?.subJobs.find(({ desktopId }) => desktopId === id);
	if (job === undefined) return true;
	if (part === undefined) return played.cloud.peek(id) !== undefined || !played.passesOverUnknown;
	return part.failure === undefined && !aligned;
}

function refusedLie(verdict: Verdict, { sharing }: Played, isBad: (id: string) => boolean) {
	const together = sharing.get(verdict) ?? [];
	if (together.length > 1 && !verdict.message.includes('because of at least one desktop in it'))
		return true;
	return !together.some(isBad);
}

const LEAVES_OPEN =
	/may have been updated|outcome of the update is unknown|not confirmed|^The execution was/;

/** Whether a desktop was changed that the message calls untouched. */
function touchedLie(changed: boolean, { message }: Verdict): true | undefined {
	return changed && !LEAVES_OPEN.test(message) ? true : undefined;
}
