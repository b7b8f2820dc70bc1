/** The places where this node waits for an answer, and what a run needs to get as far as each of them. */
import { goodAnswer, type Good } from './wire.mts';

const ID = '0b1c2d3e-0000-4000-8000-000000000001';
const PROJECT = '0123456789abcdef0123456789abcdef';
/** No message may hold it. */
export const SECRET = 'planted-token-planted-token';

/** What a message of this node looks like: a sentence, or several. */
export const SENTENCE = /^[A-Z0-9"'].{10,3000}[.…!?")]$/s;

/** Seconds, and no second try. */
interface Options {
	readonly maxRetries: 0;
	readonly requestTimeout: number;
	readonly waitTimeout: number;
	readonly pollInterval: 1;
}

export interface Place {
	/** Which requests are answered well. */
	readonly good: () => Good;
	readonly item: object;
	readonly parameters: (options: Options) => Readonly<Record<string, unknown>>;
	readonly fields?: object;
}

const none = (): Good => () => undefined;

/** The first look goes wrong; the second, two seconds later, does not. */
function afterOneLook(): Good {
	let looks = 0;
	return (method) => {
		if (method === 'PUT') return goodAnswer('200 OK');
		looks += 1;
		const desktop = { desktop_id: ID, computer_name: 'PC-1', sid: 'S-1-5-21-1-2-3-1001' };
		return looks === 1 ? undefined : goodAnswer('200 OK', { total_count: 1, desktops: [desktop] });
	};
}

const item = { desktop_id: ID };
const output = 'perDesktop';

export const PLACES: Readonly<Record<string, Place>> = {
	'the update': { good: none, item, parameters: (options) => ({ output, options }) },
	'the list': {
		good: none,
		item: { ...item, sAMAccountName: 'PC-1$' },
		parameters: (options) => ({ output, matchBy: 'computerName', options }),
	},
	'the task': {
		good: () => (method) =>
			method === 'PUT' ? goodAnswer('202 Accepted', { job_id: 'job-1' }) : undefined,
		item,
		parameters: (options) => ({ output, waitForCompletion: true, options }),
	},
	'the check afterwards': {
		good: afterOneLook,
		item,
		parameters: (options) => ({ output, options: { ...options, verify: true } }),
	},
	'the sign-in': {
		good: none,
		item,
		parameters: (options) => ({ output, options }),
		fields: {
			authentication: 'iamUser',
			domainName: 'corp',
			userName: 'robot',
			password: SECRET,
			token: '',
		},
	},
};

/** Fields of a credential for the server at `url`. */
export function credentialAt(url: string, { fields }: Pick<Place, 'fields'> = {}) {
	return {
		authentication: 'token',
		region: 'custom',
		endpoint: url,
		iamEndpoint: url,
		projectId: PROJECT,
		token: SECRET,
		...fields,
	};
}
