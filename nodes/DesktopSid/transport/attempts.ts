import type { Attempts } from './reply';

/** What a person should know about the attempts behind a failure; empty where there was just one, given up for no special reason. */
export function describeAttempts(attempts: Attempts | undefined): string {
	if (attempts === undefined) return '';
	const { count, elapsedMs, mayHaveTakenEffect } = attempts;
	const sentences = [
		count > 1 ? `This is the result after ${count} attempts in ${seconds(elapsedMs)}.` : '',
		whyNoMore(attempts),
		mayHaveTakenEffect
			? 'An earlier attempt ended without a clear answer, so the update may have been carried out all the same.'
			: '',
	];
	return sentences.filter((sentence) => sentence !== '').join(' ');
}

function whyNoMore({ gaveUp, notBefore }: Attempts): string {
	switch (gaveUp) {
		case 'budget':
			return 'It was not tried again, because too many requests of this run had failed already.';
		case 'comeBackLater':
			return `The service asks to be left alone until ${utc(notBefore)}. Run it again then.`;
		case 'cancelled':
			return 'It was not tried again, because the execution was cancelled.';
		default:
			return '';
	}
}

/** Whole seconds, but never "0 s" for something that took time. */
function seconds(ms: number): string {
	return ms < 1000 ? 'less than 1 s' : `${Math.round(ms / 1000)} s`;
}

const LAST_DATE_MS = 8.64e15;

/** `2026-11-24 11:30:00 UTC`, rounded up to whole seconds. */
function utc(time = 0): string {
	const whole = Math.min(Math.ceil(time / 1000) * 1000, LAST_DATE_MS);
	return `${new Date(whole).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
