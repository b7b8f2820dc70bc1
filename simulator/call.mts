import type { IncomingMessage } from 'node:http';

import { type Call, fieldOf } from './answer.mts';

/** The request as the operations see it: nothing of the URL or the body is changed on the way. */
export function callFrom(
	request: IncomingMessage,
	{ requestId, bodyBytes, params }: Pick<Call, 'requestId' | 'bodyBytes' | 'params'>,
): Call {
	const rawUrl = request.url ?? '/';
	const { rawPath, rawQuery } = partsOf(rawUrl);
	return {
		method: request.method ?? '',
		rawUrl,
		rawPath,
		rawQuery,
		query: new URLSearchParams(rawQuery),
		params,
		headers: request.headers,
		bodyBytes,
		json: readJson(bodyBytes),
		requestId,
	};
}

/** Path and query of a raw URL. */
export function partsOf(rawUrl: string): { rawPath: string; rawQuery: string } {
	const mark = rawUrl.indexOf('?');
	if (mark === -1) return { rawPath: rawUrl, rawQuery: '' };
	return { rawPath: rawUrl.slice(0, mark), rawQuery: rawUrl.slice(mark + 1) };
}

/** The desktop ids that a call is about: those of its body, or the one in its path. */
export function desktopIdsOf(call: Call): string[] {
	const ids = fieldOf(call.json, 'desktop_ids');
	if (Array.isArray(ids)) return ids.filter((id) => typeof id === 'string');
	return call.params.desktop_id === undefined ? [] : [call.params.desktop_id];
}

/** A query as plain values; a key that came several times has an array. */
export function plainQuery(query: URLSearchParams): Record<string, string | string[]> {
	const values: [string, string | string[]][] = [];
	for (const key of new Set(query.keys())) {
		const all = query.getAll(key);
		values.push([key, all.length > 1 ? all : (all[0] ?? '')]);
	}
	return Object.fromEntries(values);
}

function readJson(bytes: Buffer): unknown {
	if (bytes.length === 0) return undefined;
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		return undefined;
	}
}
