/** JSON of a text; `undefined` if it is empty or is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A field of a value from outside: its own only, so that no foreign name reaches what all objects inherit. */
export function fieldOf(value: unknown, name: string): unknown {
	return isObject(value) && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** A text or number as trimmed text; '' for anything else. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' ? String(value) : '';
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
