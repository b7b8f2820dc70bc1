import type { PlatformAnswer } from './errors';
import { meaningOf } from './gatewayCodes';
import { fieldOf } from './json';

export interface IamUser {
	/** IAM endpoint without a trailing slash. */
	readonly iamEndpoint: string;
	/** Name of the account that owns the user. */
	readonly domainName: string;
	readonly userName: string;
	readonly password: string;
	/** The scope: an ID, or the name of a region's own project. */
	readonly project: { readonly id: string } | { readonly name: string };
}

export interface IamTokenRequest {
	readonly method: 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** JSON text; it holds the password. */
	readonly body: string;
}

/**
 * The request for a token of one project. Without the catalog (some 100 kB of endpoints) the answer fits every proxy.
 *
 * Spaces around names are dropped, as IAM allows none there; the password is sent as it is.
 *
 * @see IAM API reference, "Obtaining a User Token Through Password Authentication" (POST /v3/auth/tokens)
 */
export function iamTokenRequest(user: IamUser): IamTokenRequest {
	const auth = {
		identity: {
			methods: ['password'],
			password: {
				user: {
					name: user.userName.trim(),
					password: user.password,
					domain: { name: user.domainName.trim() },
				},
			},
		},
		scope: { project: user.project },
	};
	return {
		method: 'POST',
		url: `${user.iamEndpoint}/v3/auth/tokens?nocatalog=true`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		body: JSON.stringify({ auth }),
	};
}

/** What IAM's answer means. */
export type TokenReading =
	| {
			readonly ok: true;
			/** Value for X-Auth-Token. Valid 24 hours. */
			readonly token: string;
			readonly expiresAt?: Date;
			/** The project that the token is good for, if the answer has it. */
			readonly projectId?: string;
	  }
	| {
			readonly ok: false;
			/** What happened, with its code, and what to do next; without password and token. */
			readonly message: string;
	  };

/**
 * Reads the answer to {@link iamTokenRequest}. Never throws.
 *
 * @param secrets what must not appear in a message, the password above all. IAM's own words are quoted only if this is given,
 * because a validation error may repeat the value that it complains about.
 */
export function readIamToken(answer: PlatformAnswer, secrets?: readonly string[]): TokenReading {
	const token = presentHeader(answer.headers['x-subject-token']);
	const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
	if (!isSuccess || token === undefined) {
		return { ok: false, message: refusalSentence(answer, secrets, CAUSES, UNEXPECTED) };
	}
	const details = fieldOf(answer.json, 'token');
	const expiresAt = dateOf(fieldOf(details, 'expires_at'));
	const projectId = fieldOf(fieldOf(details, 'project'), 'id');
	return {
		ok: true,
		token,
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(typeof projectId === 'string' ? { projectId } : {}),
	};
}

function presentHeader(value: string | undefined): string | undefined {
	const text = value?.trim() ?? '';
	return text === '' ? undefined : text;
}

/** IAM writes microseconds (2020-01-04T09:08:49.965000Z), which Node.js reads to the millisecond. */
function dateOf(text: unknown): Date | undefined {
	if (typeof text !== 'string') return undefined;
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Why IAM did not give what it was asked for, for the person who administers the credential: what happened, with its code, and what
 * to do next.
 *
 * @param secrets are hidden in IAM's own words; without them these words are left out
 * @param causes the first that applies counts, else `unexpected`
 */
export function refusalSentence(
	answer: PlatformAnswer,
	secrets: readonly string[] | undefined,
	causes: readonly Cause[],
	unexpected: Pick<Cause, 'happened' | 'next'>,
): string {
	const { errorCode: code = '', errorMsg = '', speaker } = answer.error ?? {};
	const words = speaker === 'page' || answer.text.trim() === '' ? '' : errorMsg;
	const cause = causes.find(({ applies }) => applies(answer.statusCode, words, answer));
	const { happened, next } = cause ?? unexpected;
	const status = String(answer.statusCode);
	const showsCode = code !== status && CODE.test(code);
	const codes = showsCode ? `HTTP ${status}, ${quotable(code, secrets)}` : `HTTP ${status}`;
	const quoted =
		secrets === undefined || words === '' ? '' : ` IAM says: "${quotable(words, secrets)}"`;
	const advice = typeof next === 'string' ? next : next(answer);
	return `${happened} (${codes}). ${advice}${quoted}`;
}

/** `APIGW.0308`, `IAM.0011`, `1101`: anything else in this place is no code and stays out of the sentence. */
const CODE = /^([A-Z]+\.)?\d+$/;

/** One reason why IAM did not give what it was asked for. */
export interface Cause {
	readonly applies: (status: number, words: string, answer: PlatformAnswer) => boolean;
	/** Without a full stop: the code follows. */
	readonly happened: string;
	/** A sentence, or how it follows from the answer. */
	readonly next: string | ((answer: PlatformAnswer) => string);
}

/** What a web page means does not depend on what was asked for. */
export function webPageInsteadOf(what: string): Cause {
	return {
		applies: (_status, _words, { error }) => error?.speaker === 'page',
		happened: `A web page or plain text came back instead of ${what}`,
		next: ({ statusCode, error }) =>
			error === undefined ? '' : meaningOf(statusCode, error).next({ action: '' }),
	};
}

const is = (wanted: number) => (status: number) => status === wanted;
const saying = (wanted: number, pattern: RegExp) => (status: number, words: string) =>
	status === wanted && pattern.test(words);

export const IAM_DOWN: Cause = {
	applies: (status) => status >= 500,
	happened: 'IAM is not available at the moment',
	next: 'Run this again later. Nothing in the credential has to change.',
};

export const REDIRECTED: Cause = {
	applies: (status) => status >= 300 && status < 400,
	happened: 'The IAM Endpoint redirects to another address',
	next: 'Enter the final address of IAM; a sign-in is not sent on to other hosts.',
};

export const NO_IAM: Cause = {
	applies: is(404),
	happened: 'There is no IAM at this address',
	next: 'Check the region; with a custom endpoint, check the IAM Endpoint and its path.',
};

const KEYS_INSTEAD = "use an access key instead (Authentication 'Access Key')";

/**
 * The first that applies counts. Words seen in IAM's answers: "The account is locked.", "The username or password is wrong.", "This user
 * only supports console access, not programmatic access." (Huawei Cloud OCR FAQ, "Token-based Authentication").
 */
const CAUSES: readonly Cause[] = [
	IAM_DOWN,
	{
		applies: is(429),
		happened: 'IAM throttles the requests for tokens',
		next: 'Wait a few minutes and run again. A token lasts 24 hours, so check whether another program asks for tokens all the time.',
	},
	webPageInsteadOf('a token'),
	{
		applies: (status) => status >= 200 && status < 300,
		happened: 'The answer has no X-Subject-Token header, so there is no token in it',
		next: 'Check that the IAM Endpoint is the address of IAM, and that no proxy on the way removes headers.',
	},
	REDIRECTED,
	{
		applies: saying(401, /\block/i),
		happened: 'The IAM user is locked, as happens after several wrong passwords',
		next: 'Correct the password, wait until the lock has ended (the login policy of the account says how long), and only then run again: each attempt may prolong it.',
	},
	{
		applies: saying(
			401,
			/mfa|totp|multi-?factor|second factor|verification code|login protection/i,
		),
		happened: 'The IAM user needs a second factor (MFA), which a workflow cannot give',
		next: `Use an IAM user without login protection, or ${KEYS_INSTEAD}.`,
	},
	{
		applies: saying(401, /project|scope/i),
		happened: 'The IAM user has no access to this project',
		next: 'Check the region, or the Project ID if there is one, and give the user a role in that project.',
	},
	{
		applies: is(401),
		happened: 'IAM refused account name, user name or password',
		next: `Check all three, also for spaces pasted along, and that the Project ID belongs to the account. A HUAWEI ID cannot sign in this way: create an IAM user, or ${KEYS_INSTEAD}. Do not keep trying: several wrong passwords lock the user.`,
	},
	{
		applies: saying(403, /programmatic|console/i),
		happened: 'The IAM user may sign in to the console only',
		next: `Have an administrator allow programmatic access for the user, or ${KEYS_INSTEAD}.`,
	},
	{
		applies: is(403),
		happened: 'IAM does not allow this user to get a token',
		next: 'Have an administrator check that the user is enabled, has a role in the project, and that access control admits the address of this n8n.',
	},
	{
		applies: saying(404, /\b(project|domain|user)\b/i),
		happened: 'IAM does not know the account, the user or the project',
		next: 'Check Account Name, User Name and Project ID, and that they belong to this region.',
	},
	NO_IAM,
	{
		applies: is(400),
		happened: 'IAM could not read the request',
		next: 'Check Account Name, User Name and Project ID for wrong characters.',
	},
];

const UNEXPECTED: Pick<Cause, 'happened' | 'next'> = {
	happened: 'IAM gave no token',
	next: 'Check the region and, with a custom endpoint, the IAM Endpoint.',
};

const MAX_QUOTED = 200;

/** A text from outside on one line, without secrets, shortened. Hidden before shortening: half a secret would not be found. */
function quotable(text: string, secrets: readonly string[] = []): string {
	const hidden = [...secrets]
		.filter((secret) => secret !== '')
		.sort((a, b) => b.length - a.length)
		.reduce((safe, secret) => safe.replaceAll(secret, '***'), text);
	const line = hidden.replace(/\s+/g, ' ').trim();
	return line.length <= MAX_QUOTED ? line : `${line.slice(0, MAX_QUOTED)}…`;
}
