import { refusalSentence } from './iamRefusal';
import { fieldOf, parsedBody, type IamAnswer } from './iamAnswer';

export interface IamUser {
	/** IAM endpoint without a trailing slash. */
	readonly iamEndpoint: string;
	/** Name of the account that owns the user. */
	readonly domainName: string;
	readonly userName: string;
	readonly password: string;
	readonly projectId: string;
}

export interface IamTokenRequest {
	readonly method: 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** JSON text; it holds the password. */
	readonly body: string;
}

/**
 * The request for a token of one project. The scope is the project id: a project name would be ambiguous with sub projects.
 * Without the catalog (some 100 kB of endpoints) the answer fits every proxy.
 *
 * Blanks around names and id are dropped, as IAM allows none there; the password is sent as it is.
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
		scope: { project: { id: user.projectId.trim() } },
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
			/** The project that the token is good for, where the answer tells it. */
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
 * @param secrets what must not appear in a message, the password above all. IAM's own words are quoted only where this is given,
 * because a validation error may repeat the value that it complains about.
 */
export function readIamToken(answer: IamAnswer, secrets?: readonly string[]): TokenReading {
	const token = headerOf(answer.headers, 'x-subject-token');
	const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
	if (!isSuccess || token === undefined) {
		return { ok: false, message: refusalSentence(answer, secrets) };
	}
	const details = fieldOf(parsedBody(answer.body), 'token');
	const expiresAt = dateOf(fieldOf(details, 'expires_at'));
	const projectId = fieldOf(fieldOf(details, 'project'), 'id');
	return {
		ok: true,
		token,
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(typeof projectId === 'string' ? { projectId } : {}),
	};
}

/** Header names come in any case, and some HTTP layers give a list for each. */
function headerOf(headers: IamAnswer['headers'], name: string): string | undefined {
	for (const [key, value] of Object.entries(headers)) {
		if (key.toLowerCase() !== name) continue;
		const first: unknown = Array.isArray(value) ? value[0] : value;
		if (typeof first === 'string' && first.trim() !== '') return first.trim();
	}
	return undefined;
}

/** IAM writes microseconds (2020-01-04T09:08:49.965000Z), which the language's date format does not have. */
function dateOf(text: unknown): Date | undefined {
	if (typeof text !== 'string') return undefined;
	const date = new Date(text.replace(/(\.\d{3})\d+/, '$1'));
	return Number.isNaN(date.getTime()) ? undefined : date;
}
