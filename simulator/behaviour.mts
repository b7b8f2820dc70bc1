/**
 * The switches of the simulator: each is a question about the real service that public material leaves open.
 *
 * EVERY value here is unconfirmed. A variant is offered because the API's texts or its sibling operations make it possible,
 * not because the live service was seen doing it. A client must come out right whichever way a switch is set; the defaults
 * are the most literal reading of the API reference.
 */
export interface Behaviour {
	/** More than 100 ids in one call: the whole call answers 400, or all of them are worked on. */
	overLimit: 'refuse' | 'accept';
	/** The same id twice in one call (the list is declared with unique items): 400, or counted once. */
	duplicates: 'refuse' | 'merge';
	/**
	 * Unknown ids among good ones: the whole call answers 400 and changes nothing; the good ones are done and the unknown ones
	 * passed over in silence; or a 202 whose job has a failed sub job for each unknown id. A lone unknown id is always a 400.
	 */
	unknownId: 'refuseBatch' | 'skip' | 'failedSubJob';
	/** Unsupported desktops among good ones: 412 for the whole call, or a failed sub job for each. A lone one is always a 412. */
	unsupported: 'refuseBatch' | 'failedSubJob';
	/** Which desktops do not support a SID update. `LITE_AS` means all of them when the directory is of that type. */
	unsupportedWhen: readonly UnsupportedReason[];
	/** Several ids, none of which needs a change: 204, or 202 with a job that changes nothing. */
	severalUnchanged: 202 | 204;
	/** One id whose SID changes: 200 at once, or 202 with a job. */
	oneChanged: 200 | 202;
	/** The `job_type` of a SID job; none is documented. */
	jobType: string;
	/** The words for the states of jobs and sub jobs. */
	jobWords: JobWords;
	/** Whether a job with failed sub jobs ends with the good word all the same. */
	completeHidesFailures: boolean;
	/** Sub jobs that name their desktop, sub jobs without `entities`, or none at all. */
	subJobs: 'perDesktop' | 'withoutEntities' | 'none';
	/** Whether all sub jobs end with the job, or one after the other while it runs. */
	subJobsEnd: 'together' | 'oneByOne';
	/** Seconds from the 202 until the job has ended; `Infinity` = it never ends. Read when a job starts. */
	jobSeconds: number;
	/** Seconds that an ended job can still be read; afterwards 404. */
	jobReadableSeconds: number;
	/** Seconds after a SID changed during which the desktop lists still show the old one. */
	sidLagSeconds: number;
	/** How desktop lists show `domain_status`; only new regions may have it. */
	domainStatusForm: 'number' | 'text' | 'absent';
	/** Whether the filter `domain_status` is known; an unknown filter is taken for none. */
	domainStatusFilter: 'honoured' | 'ignored';
	/** Seconds after the state of a domain membership changed during which lists still show and filter by the old one. */
	domainLagSeconds: number;
	/** Whether a SID update alone brings desktops back into the domain, those that it can heal. */
	sidUpdateHeals: boolean;
	/** How the filter `computer_name` compares: whole name, part of it (both ignoring case), or whole name with case. */
	computerNameFilter: 'exact' | 'substring' | 'caseSensitive';
	/** Requests a second that the Workspace operations take before they answer 429; `null` = no limit. */
	rateLimit: { perSecond: number } | null;
	/** Token requests a minute that IAM takes before it answers 429; `null` = no limit. */
	tokenRate: { perMinute: number } | null;
	/** What a 429 says about when to come back. */
	retryAfter: 'seconds' | 'date' | 'none';
	/** A project id that is not the caller's: 403 APIGW.0310, 401 APIGW.0307 (as for a token of another region), or 404. */
	projectMismatch: 'forbidden' | 'tokenMustBeUpdated' | 'notFound';
	/** `GET /v3/auth/projects`: a signature is taken (the SDKs sign the sister calls), or a token only (as the API reference lists it). */
	projectLookUp: 'signatureOrToken' | 'tokenOnly';
	/** Whether the answer to a token request says which project the token is for. */
	tokenNamesProject: boolean;
	/**
	 * A list of desktops without `enterprise_project_id`, asked for by a caller whose rights are for some enterprise projects only: theirs,
	 * an empty list, or 403.
	 */
	withoutEnterpriseProject: 'theirs' | 'empty' | 'forbidden';
	/** The value `all_granted_eps`, as sibling services read it (all that the caller has rights on), or one that is not known: 400. */
	allGrantedEps: 'all' | 'unknown';
	/** Whether errors of the Workspace service (not of the gateway) arrive with HTTP 200. Some legacy codes are listed so. */
	errorsWith200: boolean;
	/** The shape of error bodies of the Workspace service. */
	errorShape: ErrorShape;
	/** The codes of the Workspace service's errors; none specific to SIDs is known. */
	codes: ErrorCodes;
	/** BatchCheckDesktopRejoinDomain: perhaps not offered in a region (404 APIGW.0101). */
	rejoinCheck: 'offered' | 'notOffered';
	/** An unknown id in the check: an error of its own, 400 for the whole call, or nothing at all. */
	rejoinCheckUnknown: 'errorEach' | 'refuse' | 'leaveOut';
	/** BatchUpdateDesktopDomain, new in August 2026, and RegisterDomain: likewise. */
	rejoinBatch: 'offered' | 'notOffered';
	rejoinSingle: 'offered' | 'notOffered';
	/** Whether a rejoin needs a running desktop; a stopped one is then refused like Linux. */
	rejoinNeedsRunning: boolean;
	/** Whether a rejoin restarts the desktop, so that no agent answers meanwhile and a session ends. */
	rejoinRestarts: boolean;
	/** Whether the computer account gets a new SID, which the service does not know until the next SID update. */
	rejoinSid: 'kept' | 'new';
	/** Seconds that a rejoin takes; `null` = as long as other jobs. */
	rejoinSeconds: number | null;
	/** Whether a SID update must come before a rejoin of the domain or after it, and how the wrong order is refused. */
	repairOrder: RepairOrder;
	/** Milliseconds of real time that every answer takes longer. */
	latencyMs: number;
}

export type UnsupportedReason = 'stopped' | 'Linux' | 'LITE_AS' | 'pooled';

export interface JobWords {
	ok: 'SUCCESS' | 'COMPLETE' | 'COMPLETED';
	bad: 'FAIL' | 'FAILED' | 'ABNORMAL';
	/** Free text: a client has to take an unknown word for "still running". */
	running: string;
}

/**
 * - `flat`: `{error_code, error_msg}` · `detailed`: with `error_detail` and an empty `encoded_authorization_message`
 * - `nested`: `{error: {code, message}}` · `deep`: the flat pair two levels down
 * - `codeMessage`: `{code, message, details}` · `camelCase`: `{errorCode, errorMsg}`
 */
export type ErrorShape = 'flat' | 'detailed' | 'nested' | 'deep' | 'codeMessage' | 'camelCase';

export interface ErrorCodes {
	unknownId: string;
	unsupported: string;
	badRequest: string;
	notFound: string;
	conflict: string;
	denied: string;
}

export type RepairOrder =
	| { first: 'any' }
	| { first: 'sidUpdate'; refusal: 409 | 412 }
	| { first: 'rejoin'; refusal: 409 | 412 };

/** A fresh set of switches: the literal reading of the API reference, with the caller's own values on top. */
export function behaviourWith(overrides: Partial<Behaviour> = {}): Behaviour {
	return {
		overLimit: 'refuse',
		duplicates: 'refuse',
		unknownId: 'refuseBatch',
		unsupported: 'refuseBatch',
		unsupportedWhen: ['Linux', 'LITE_AS'],
		severalUnchanged: 204,
		oneChanged: 200,
		jobType: 'updateDesktopSids',
		jobWords: { ok: 'SUCCESS', bad: 'FAILED', running: 'RUNNING' },
		completeHidesFailures: false,
		subJobs: 'perDesktop',
		subJobsEnd: 'together',
		jobSeconds: 2,
		jobReadableSeconds: 24 * 60 * 60,
		sidLagSeconds: 0,
		domainStatusForm: 'number',
		domainStatusFilter: 'honoured',
		domainLagSeconds: 0,
		sidUpdateHeals: true,
		computerNameFilter: 'exact',
		rateLimit: null,
		tokenRate: null,
		retryAfter: 'seconds',
		projectMismatch: 'forbidden',
		projectLookUp: 'signatureOrToken',
		tokenNamesProject: true,
		withoutEnterpriseProject: 'forbidden',
		allGrantedEps: 'all',
		errorsWith200: false,
		errorShape: 'flat',
		codes: { ...PLACEHOLDER_CODES },
		rejoinCheck: 'offered',
		rejoinCheckUnknown: 'errorEach',
		rejoinBatch: 'offered',
		rejoinSingle: 'offered',
		rejoinNeedsRunning: true,
		rejoinRestarts: true,
		rejoinSid: 'kept',
		rejoinSeconds: null,
		repairOrder: { first: 'any' },
		latencyMs: 0,
		...overrides,
	};
}

/**
 * WKS.0001 (400), WKS.0202 (not found) and WKS.00010032 (409) occur in public material with these meanings; the code of a 412
 * and that of a 403 were made up in the same form.
 */
const PLACEHOLDER_CODES: ErrorCodes = {
	unknownId: 'WKS.0202',
	unsupported: 'WKS.00000412',
	badRequest: 'WKS.0001',
	notFound: 'WKS.0202',
	conflict: 'WKS.00010032',
	denied: 'WKS.00000403',
};
