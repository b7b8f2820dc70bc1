import type { PlatformAnswer } from '../../../credentials/huaweicloud/errors';
import type { Purpose } from '../../../credentials/huaweicloud/gatewayCodes';

/**
 * What came back for one request. Nothing in this room throws for what a service or a network does:
 * an answer of any status and a request without an answer are both plain values, judged further to the right.
 */
export type Reply = Answer | Fault;

/** The service (or something in front of it) answered. Its text has at most {@link MAX_BODY_BYTES} bytes. */
export interface Answer extends PlatformAnswer {
	readonly kind: 'answer';
	/** Why an IAM policy refused, if one did. */
	readonly refusal?: PolicyRefusal | undefined;
	readonly attempts?: Attempts | undefined;
}

/** The reason of an IAM policy's refusal, in a sentence. */
export interface PolicyRefusal {
	/** The reason itself, or how to get at it. */
	readonly words: string;
	readonly decoded: boolean;
}

/**
 * - `connection`: no connection, DNS, TLS, reset; `timeout`: no complete answer in time;
 * - `oversized`: the answer was cut off at the size limit;
 * - `cancelled`: the execution was cancelled;
 * - `signIn`: not sent, because an earlier request of this run was refused for its sign-in;
 * - `refused`: not sent, because an earlier one was refused for its project, its region or its account;
 * - `throttled`: not sent, because the service throttles the run.
 */
export type FaultCause =
	| 'connection'
	| 'timeout'
	| 'oversized'
	| 'cancelled'
	| 'signIn'
	| 'refused'
	| 'throttled';

/** There was no usable answer. */
export interface Fault {
	readonly kind: 'fault';
	readonly cause: FaultCause;
	/** Node.js' or n8n's error code, for example `ECONNREFUSED`. */
	readonly code?: string;
	/** A sentence: what happened and what to do next. */
	readonly message: string;
	readonly attempts?: Attempts;
}

/** What it took to get a reply; absent if the first try settled it. */
export interface Attempts {
	readonly count: number;
	/** From the reply to the first attempt to the reply to the last. */
	readonly elapsedMs: number;
	/** Whether an earlier attempt may have been carried out, if the last reply does not leave that open itself. */
	readonly mayHaveTakenEffect: boolean;
	/** Why there was no further try, if one might have helped. */
	readonly gaveUp?: 'maxRetries' | 'budget' | 'comeBackLater' | 'throttled' | 'cancelled';
	/** With `comeBackLater`: when the service wants to be asked again, in milliseconds since 1970. */
	readonly notBefore?: number;
}

/** Answers of the Workspace API are small; 1000 desktops with all their fields take about 2 MB. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** A reply together with what its request was for: all that sentences about it are made of. */
export type ApiReply = Reply & { readonly purpose: Purpose };

export type ApiAnswer = Extract<ApiReply, { kind: 'answer' }>;
