import { isGatewayCode, type ServiceError } from './errors';
import type { Attempts } from './reply';
import { lockedKey } from '../../../credentials/huaweicloud/gatewayCodes';

/**
 * What a person can do about a refusal, by code first and by status second: the gateway's codes say more than the status.
 * Source of the codes: error-code page of Huawei Cloud's API Signing Guide (API gateway).
 */
export function nextStep(
	statusCode: number,
	{ errorCode, errorMsg }: Pick<ServiceError, 'errorCode' | 'errorMsg'>,
): string {
	const step = stepFor(statusCode, errorCode);
	return step === SIGN_IN ? (lockedKey(errorMsg) ?? SIGN_IN) : step;
}

function stepFor(statusCode: number, errorCode: string): string {
	return (
		BY_CODE.get(errorCode) ??
		ofGateway(statusCode, errorCode) ??
		BY_STATUS[statusCode] ??
		ofRange(statusCode)
	);
}

/** A 400 of the gateway is about the request, so advice about the desktop would mislead. */
function ofGateway(statusCode: number, errorCode: string): string | undefined {
	return statusCode === 400 && isGatewayCode(errorCode) ? PLACE : undefined;
}

function ofRange(statusCode: number): string {
	if (statusCode >= 500) return LATER;
	return statusCode >= 300 && statusCode < 400 ? PLACE : LOOK_UP;
}

const LOOK_UP =
	'Look the code up in the Workspace API reference, or give Huawei Cloud support the request ID.';
const LATER = 'Run it again later: updating a SID twice does no harm.';
const SIGN_IN =
	'Test the credential: it tells whether key, secret, token or password is wrong, or the clock of this n8n (at most 15 minutes off).';
const RIGHTS = 'Ask for the IAM action workspace:desktops:updateSids in this project.';
const PLACE = 'Check region, endpoint and project ID in the credential.';

/** A map, because a code is foreign text and could be the name of an inherited property. */
const BY_CODE: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'APIGW.0101': PLACE,
		'APIGW.0301': SIGN_IN,
		'APIGW.0305': SIGN_IN,
		'APIGW.0307':
			'The token has expired or belongs to another region. Get a new one, or use access keys, which do not expire.',
		'APIGW.0308':
			'The API is being throttled. Lower the concurrency under Options, or run again later.',
		'APIGW.0302': RIGHTS,
		'APIGW.0306': RIGHTS,
		'APIGW.0310': 'The project is not available. Check the project ID in the credential.',
		'APIGW.0801': 'Workspace is not offered in this region. Check the region in the credential.',
		'APIGW.0802': 'This IAM user is barred from the region. Ask the administrator of the account.',
	}),
);

const BY_STATUS: Readonly<Record<number, string>> = {
	400: 'Check that the desktop still exists in this project and region; remove it from the input if it was deleted.',
	401: SIGN_IN,
	403: RIGHTS,
	404: PLACE,
	408: LATER,
	409: 'The desktop is busy with another task. Run it again when that has ended.',
	412: 'Check that it is a running Windows desktop joined to your own Active Directory, and what the service says of it.',
	429: 'The API is being throttled. Lower the concurrency under Options, or run again later.',
};

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

/** A text of the service as a sentence: other sentences may follow it. */
export function asSentence(text: string): string {
	return /[.!?\u2026]$/.test(text) ? text : `${text}.`;
}
