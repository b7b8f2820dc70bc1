import { isOfSignIn, type ServiceError } from './errors';
import { scopeAdvice } from './fields';

/** What a repair changes: the SID that the service has on record, or the membership in the domain. */
export type Change = 'sids' | 'domain';

/** What a request is for. Sentences about its answer speak of nothing else. */
export interface Purpose {
	/** The IAM action that it needs, for example `workspace:desktops:list`. */
	readonly action: string;
	/** What it does to desktops; absent for a read. */
	readonly changes?: Change | undefined;
	/** Whether some regions do not offer it: then `APIGW.0101` speaks of this request only, and not of the region. */
	readonly mayBeMissing?: boolean | undefined;
	/** Whether the operation that sends it has Options (batch size, concurrency, time limits). */
	readonly hasOptions?: boolean | undefined;
}

/** `throttled`: too many requests; `transient`: something broke; `never`: the same request would be refused again. */
export type Retry = 'never' | 'transient' | 'throttled';

/**
 * Whose matter a refusal is. Of `signIn`, `project`, `region` and `account` every other request of the run would be refused too.
 * `request`: this request only; `network`: something on the way; `desktop`: what it names.
 */
export type About = OfRun | 'right' | 'limit' | 'service' | 'network' | 'request' | 'desktop';
type OfRun = 'signIn' | 'project' | 'region' | 'account';

/** What a refusal means: the only knowledge about codes and statuses. */
export interface Meaning {
	readonly retry: Retry;
	readonly about: About;
	/** What a person can do next. */
	readonly next: (purpose: Purpose) => string;
}

/** Whether the same refusal awaits every other request of the run. */
export function concernsRun({ about }: Meaning): boolean {
	return about === 'signIn' || about === 'project' || about === 'region' || about === 'account';
}

/** The meaning of an answer that is no success: by its words, its code, who speaks, and its status, in this order. */
export function meaningOf(statusCode: number, error: Said): Meaning {
	return (
		byWords(statusCode, error) ??
		BY_CODE.get(error.errorCode.toUpperCase()) ??
		(error.speaker === 'page' ? ofPage(statusCode, error.errorMsg) : undefined) ??
		(error.speaker === 'gateway' && statusCode === 400 ? ADDRESS : undefined) ??
		(error.speaker === 'other' ? ofStranger(statusCode) : undefined) ??
		ofStatus(statusCode)
	);
}

const says = (text: string) => () => text;

const SIGN_IN: Meaning = {
	retry: 'never',
	about: 'signIn',
	next: says(
		'Test the credential. The test says whether the key, secret, token or password is wrong, or the clock of this n8n.',
	),
};
/** The gateway refuses every signature of a key for five minutes after it has refused five. FAQ of the API gateway; unconfirmed. */
const LOCKED_KEY: Meaning = {
	...SIGN_IN,
	next: says(
		'The access key is locked after too many refused signatures. Wait five minutes, correct key and secret, then test the credential again.',
	),
};
const OLD_TOKEN: Meaning = {
	...SIGN_IN,
	next: says(
		'The token has expired or belongs to another region. Get a new one, or use access keys, which do not expire.',
	),
};
const RIGHT: Meaning = {
	retry: 'never',
	about: 'right',
	next: ({ action }) => `Ask for the IAM action ${action} in this project.${scopeAdvice(action)}`,
};
const ADDRESS: Meaning = {
	retry: 'never',
	about: 'request',
	next: says('Check region, endpoint and project ID in the credential.'),
};
const NO_SUCH_API: Meaning = { ...ADDRESS, about: 'region' };
const PROJECT: Meaning = {
	retry: 'never',
	about: 'project',
	next: says(
		'The project does not belong to this sign-in. Check project ID and region in the credential.',
	),
};
const PROJECT_CLOSED: Meaning = {
	...PROJECT,
	next: says('The project is not available. Check the project ID in the credential.'),
};
const REGION: Meaning = {
	retry: 'never',
	about: 'region',
	next: says('Workspace is not offered in this region. Check the region in the credential.'),
};
const REGION_BARRED: Meaning = {
	...REGION,
	next: says(
		'This IAM user is not allowed in the region. Ask the administrator of the Huawei Cloud account.',
	),
};
const ACCOUNT: Meaning = {
	retry: 'never',
	about: 'account',
	next: says(
		'Ask the administrator of the Huawei Cloud account: its access control, quota or block keeps this n8n out.',
	),
};
const THROTTLED: Meaning = {
	retry: 'throttled',
	about: 'limit',
	next: says(
		'The API limits the number of requests. Run this again later, when fewer programs use this project.',
	),
};
const LATER: Meaning = {
	retry: 'transient',
	about: 'service',
	next: ({ changes }) =>
		changes === undefined ? 'Run this again later.' : LATER_BY_CHANGE[changes],
};
const LATER_BY_CHANGE: Readonly<Record<Change, string>> = {
	sids: 'Run this again later. Updating a SID twice is safe.',
	domain: 'Look at its domain state later, and run this again if it is still out of the domain.',
};
const LATER_ONCE: Meaning = { ...LATER, retry: 'never' };
const LOOK_UP: Meaning = {
	retry: 'never',
	about: 'request',
	next: says(
		'Look up the code in the Workspace API reference, or give the request ID to Huawei Cloud support.',
	),
};

/**
 * One row a code. Source: error-code page of Huawei Cloud's API Signing Guide (API gateway). APIGW.0201 has no row: it comes with
 * 400, 413, 414, 494, 502 and 504, and its status says more.
 */
const BY_CODE: ReadonlyMap<string, Meaning> = new Map([
	['APIGW.0101', NO_SUCH_API],
	['APIGW.0301', SIGN_IN],
	['APIGW.0302', RIGHT],
	['APIGW.0305', SIGN_IN],
	['APIGW.0306', RIGHT],
	['APIGW.0307', OLD_TOKEN],
	['APIGW.0308', THROTTLED],
	['APIGW.0310', PROJECT_CLOSED],
	['APIGW.0401', ACCOUNT],
	['APIGW.0402', ACCOUNT],
	['APIGW.0404', ACCOUNT],
	['APIGW.0501', ACCOUNT],
	['APIGW.0502', ACCOUNT],
	['APIGW.0601', LATER],
	['APIGW.0605', LATER],
	['APIGW.0606', LATER],
	['APIGW.0609', LATER],
	['APIGW.0610', LATER],
	['APIGW.0611', LATER],
	['APIGW.0613', LATER],
	['APIGW.0801', REGION],
	['APIGW.0802', REGION_BARRED],
]);

/** The codes with a row of their own, for the documents. */
export const KNOWN_CODES: readonly string[] = [...BY_CODE.keys()];

type Said = Pick<ServiceError, 'errorCode' | 'errorMsg' | 'speaker'>;

/** Some refusals share a code with others or come with codes of many services; only their words tell them apart. */
function byWords(statusCode: number, { errorCode, errorMsg, speaker }: Said): Meaning | undefined {
	if (speaker === 'page') return undefined;
	const known = BY_CODE.get(errorCode.toUpperCase()) ?? ofStatus(statusCode);
	if (known === SIGN_IN) return isLockedKey(errorMsg) ? LOCKED_KEY : undefined;
	// "URL's projectId is not equal token's projectId." (SYS.0400), and its relatives.
	const isMismatch =
		isOfSignIn(errorMsg) ||
		(/project/i.test(errorMsg) && /not (equal|match|belong)|mismatch/i.test(errorMsg));
	return statusCode < 500 && speaker !== 'service' && isMismatch ? PROJECT : undefined;
}

/** Whether the words of a refused sign-in say that the key is locked: its code is that of any bad sign-in (APIGW.0301). */
export function isLockedKey(words: string): boolean {
	return /\b(limit|lock(ed)?)\b/i.test(words);
}

const NETWORK = { retry: 'never', about: 'network' } as const;

const PROXY_REFUSED: Meaning = {
	...NETWORK,
	next: says(
		'A proxy or firewall refused the request. Ask the network team to allow this n8n to reach the endpoint.',
	),
};
const PROXY_SIGN_IN: Meaning = {
	...NETWORK,
	next: says(
		'A proxy between n8n and Huawei Cloud asks for a sign-in. Check the proxy settings of this n8n.',
	),
};
const TOKEN_TOO_LONG: Meaning = {
	...NETWORK,
	next: says(
		'The token is too long for a proxy or gateway on the way. Use access keys instead of a token.',
	),
};
const TOO_LARGE: Meaning = {
	...NETWORK,
	next: ({ hasOptions, changes }) =>
		hasOptions === true && changes !== undefined
			? "The request is too large for a proxy or gateway on the way. Lower 'Batch Size' under Options."
			: 'The request is too large for a proxy or gateway on the way. Check proxies and endpoint.',
};
const NO_API: Meaning = {
	...NETWORK,
	next: says(
		'Something other than the API answered. Check region and endpoint in the credential, and proxies and firewalls on the way.',
	),
};
const PLAIN_HTTP: Meaning = {
	...NETWORK,
	next: says(
		'The server expects https:// on this port. Check the endpoint in the credential and any proxy on the way.',
	),
};

function ofPage(statusCode: number, words: string): Meaning {
	if (/plain http request/i.test(words)) return PLAIN_HTTP;
	if (/header (or cookie )?(fields? )?too large/i.test(words)) return TOKEN_TOO_LONG;
	const known = ofStranger(statusCode) ?? ofStatus(statusCode);
	if (known.retry !== 'never') return known;
	if (statusCode === 401 || statusCode === 403) return PROXY_REFUSED;
	return known.about === 'network' ? known : NO_API;
}

/** What does not speak for the service says something about the request only, and mostly by its status. */
function ofStranger(statusCode: number): Meaning | undefined {
	switch (statusCode) {
		case 407:
			return PROXY_SIGN_IN;
		case 413:
		case 414:
			return TOO_LARGE;
		case 431:
		case 494:
			return TOKEN_TOO_LONG;
		case 400:
		case 404:
		case 405:
		case 409:
		case 412:
			return NO_API;
		default:
			return statusCode >= 200 && statusCode < 300 ? NO_API : undefined;
	}
}

const DESKTOP = { retry: 'never', about: 'desktop' } as const;
const GONE =
	'Check that the desktop still exists in this project and region. Remove it from the input if it was deleted.';
/** Only a rejoin of one desktop has its ID in the address. */
const GONE_OR_ADDRESS: Meaning = {
	...ADDRESS,
	next: (purpose) => (purpose.changes === 'domain' ? GONE : ADDRESS.next(purpose)),
};

/** Statuses of the service and the gateway. Retries: those of the AWS SDKs and of n8n's own classification. */
function ofStatus(statusCode: number): Meaning {
	switch (statusCode) {
		case 400:
			return { ...DESKTOP, next: ({ changes }) => (changes === undefined ? '' : GONE) };
		case 401:
			return SIGN_IN;
		case 403:
			return RIGHT;
		case 404:
			return GONE_OR_ADDRESS;
		case 409:
			return {
				...DESKTOP,
				next: says(
					'The desktop is busy with another task. Run this again after that task has ended.',
				),
			};
		case 412:
			return {
				...DESKTOP,
				next: ({ changes }) =>
					changes === undefined
						? ''
						: 'Check that the desktop runs Windows, is powered on and is joined to your own Active Directory.',
			};
		case 407:
		case 413:
		case 414:
		case 431:
		case 494:
			return ofStranger(statusCode) ?? NO_API;
		case 429:
			return THROTTLED;
		case 408:
		case 500:
		case 502:
		case 503:
		case 504:
			return LATER;
		default:
			if (statusCode >= 500) return LATER_ONCE;
			return statusCode >= 300 && statusCode < 400 ? ADDRESS : LOOK_UP;
	}
}
