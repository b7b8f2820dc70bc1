import type { IncomingHttpHeaders } from 'node:http';

/** What an operation answers; `body` is sent as JSON, `undefined` = no body. */
export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** A request as the operations see it. Paths and queries are kept as they arrived, because signatures cover the bytes. */
export interface Call {
	method: string;
	/** Path and query exactly as received. */
	rawUrl: string;
	/** The raw path, without the query. */
	rawPath: string;
	/** The raw query, without the question mark; empty when there is none. */
	rawQuery: string;
	/** Decoded query, every value of a repeated key kept. */
	query: URLSearchParams;
	/** Decoded variables of the path, for example `project_id`. */
	params: Readonly<Record<string, string>>;
	headers: IncomingHttpHeaders;
	bodyBytes: Buffer;
	/** The body read as JSON; `undefined` when it is empty or is no JSON. */
	json: unknown;
	requestId: string;
}

/** Thrown by an operation to end a request with an error answer. */
export class Refusal extends Error {
	readonly answer: Answer;
	/** Whether the caller could not prove who it is; the journal counts those. */
	readonly refusedSignIn: boolean;

	constructor(answer: Answer, refusedSignIn = false) {
		super(`refused with HTTP ${String(answer.status)}`);
		this.name = 'Refusal';
		this.answer = answer;
		this.refusedSignIn = refusedSignIn;
	}
}

/** The value of a field of an unknown JSON value, `undefined` where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** A field that must be a text. */
export function textOf(value: unknown, name: string): string | undefined {
	const field = fieldOf(value, name);
	return typeof field === 'string' ? field : undefined;
}
