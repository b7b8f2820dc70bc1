import type { Call } from './answer.mts';
import type { Operation } from './operation.mts';

export interface Route {
	run: Operation['run'];
	params: Call['params'];
}

/**
 * Finds operations by method and raw path.
 *
 * @throws URIError if a variable of the path cannot be decoded
 */
export function routerOf(operations: readonly Operation[]) {
	const table = operations.map(({ method, path, run }) => {
		const pattern = path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
		return { method, run, pattern: new RegExp(`^${pattern}$`) };
	});
	return (method: string, path: string): Route | undefined => {
		for (const { run, ...row } of table) {
			const found = row.method === method ? row.pattern.exec(path) : null;
			if (found !== null) return { run, params: decoded(found.groups ?? {}) };
		}
		return undefined;
	};
}

function decoded(groups: Record<string, string>): Record<string, string> {
	const pairs = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]);
	return Object.fromEntries(pairs) as Record<string, string>;
}
