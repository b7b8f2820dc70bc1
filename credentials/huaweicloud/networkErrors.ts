import { asWritten } from './errors';
import { NETWORK_TABLE, type NetworkRow } from './networkCodes';

/** Why there was no usable answer. */
export interface ConnectionProblem {
	readonly cause: 'connection' | 'timeout' | 'cancelled';
	/** Node.js' or axios' code, for example `ECONNREFUSED`. */
	readonly code?: string;
	/** A sentence: what happened and what to do next. It knows neither the purpose of the request nor the options of an operation. */
	readonly message: string;
}

/**
 * Turns whatever an HTTP client threw into a sentence. n8n wraps the original error, sometimes twice, and replaces its text; code and
 * text that Node.js gave survive in one of the inner errors.
 *
 * @param timeoutMs the time limit of the request, to name it
 */
export function connectionProblem(
	error: unknown,
	host: string,
	timeoutMs: number,
): ConnectionProblem {
	const codes = innerValues(error, 'code');
	const texts = [...innerValues(error, 'reason'), ...codes, ...innerValues(error, 'message')];
	for (const row of NETWORK_TABLE) {
		const code = row.codes === undefined ? codes[0] : codes.find((one) => isOf(row, one));
		if (row.codes !== undefined && code === undefined) continue;
		const words = row.words === undefined ? undefined : firstMatch(texts, row.words);
		if (row.words !== undefined && words === undefined) continue;
		const asked = innerValues(error, 'hostname')[0];
		const facts = { host, code: code ?? '', words: words ?? '', timeoutMs, asked };
		return {
			cause: row.cause ?? 'connection',
			...(code === undefined ? {} : { code }),
			message: row.says(facts),
		};
	}
	const [code] = codes;
	const text = asWritten(error instanceof Error ? error.message : String(error));
	return {
		cause: 'connection',
		...(code === undefined ? {} : { code }),
		message: `The request to ${host} could not be completed: ${text}${/[.!?\u2026]["')]?$/.test(text) ? '' : '.'}`,
	};
}

/** Whether a request that ended with this code may have reached the service. */
export function arrived(code: string): boolean {
	return rowOf(code)?.arrived !== false;
}

/** Whether the same request may get through when it is sent again. */
export function isPassing(code: string): boolean {
	return rowOf(code)?.passes === true;
}

/** n8n keeps the original error under one of these names. */
const INNER = ['cause', 'errorResponse', 'reason', 'error'] as const;
const MAX_DEPTH = 6;

/** The texts that an error and the errors inside it have under one name, the outermost first. */
export function innerValues(error: unknown, name: string, depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
	const fields = error as Record<string, unknown>;
	const own = fields[name];
	return [
		...(typeof own === 'string' ? [asWritten(own)] : []),
		...INNER.flatMap((inner) => innerValues(fields[inner], name, depth + 1)),
	];
}

function isOf({ codes = [] }: NetworkRow, code: string): boolean {
	return codes.some((one) =>
		one.endsWith('*') ? code.startsWith(one.slice(0, -1)) : code === one,
	);
}

/** What is known of a code alone: OpenSSL's reason stands in it. */
function rowOf(code: string): NetworkRow | undefined {
	return NETWORK_TABLE.find(
		(row) => isOf(row, code) && (row.words === undefined || firstMatch([code], row.words)),
	);
}

function firstMatch(texts: readonly string[], words: RegExp): string | undefined {
	for (const text of texts) {
		const found = words.exec(text.slice(0, MAX_WORDS).replaceAll('_', ' '));
		if (found !== null) return (found[1] ?? found[0]).toLowerCase();
	}
	return undefined;
}

const MAX_WORDS = 2000;
