/**
 * The entries of a list parameter (desktop IDs, computer names, task IDs): text separated by commas, semicolons, blanks or line
 * ends, a JSON array as text (AI agents write that), or an array. `undefined` where the value is none of these.
 */
export function splitEntries(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value as unknown[];
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (text.startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(text);
			if (Array.isArray(parsed)) return parsed as unknown[];
		} catch {
			// Not JSON after all: read it as separated text.
		}
	}
	return text.split(/[\s,;]+/).filter((part) => part !== '');
}
