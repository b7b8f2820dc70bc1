import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A declared field, as far as the data file describes it. */
export interface Declared {
	type: string;
	maxLength?: number;
	enum?: string[];
	properties?: Record<string, Declared>;
	additionalProperties?: Declared;
	items?: Declared;
}

const file = join('test', 'simulator', 'data', 'workspace-fields.json');
const { operations } = JSON.parse(readFileSync(file, 'utf8')) as {
	operations: Record<string, { response: Declared }>;
};

/** What the official API export declares as the successful answer of an operation. */
export function declared(operation: string): Declared {
	const found = operations[operation];
	if (found === undefined) throw new Error(`${file} has no operation ${operation}.`);
	return found.response;
}

/** Where a value departs from its declaration; `also` = field names that are allowed besides. */
export function problemsOf(
	value: unknown,
	field: Declared,
	also: readonly string[],
	path = '$',
): string[] {
	const at = (problem: string) => [`${path}: ${problem}`];
	switch (field.type) {
		case 'string':
			if (typeof value !== 'string') return at('not a string');
			if (value.length > (field.maxLength ?? Infinity)) {
				return at(`longer than ${String(field.maxLength)}`);
			}
			return field.enum?.includes(value) === false ? at('not one of the declared values') : [];
		case 'integer':
			return Number.isInteger(value) ? [] : at('not an integer');
		case 'boolean':
			return typeof value === 'boolean' ? [] : at('not a boolean');
		case 'array': {
			const { items } = field;
			if (!Array.isArray(value) || items === undefined) return at('not an array');
			return value.flatMap((item, index) =>
				problemsOf(item, items, also, `${path}[${String(index)}]`),
			);
		}
		default:
			return problemsOfObject(value, field, also, path);
	}
}

function problemsOfObject(
	value: unknown,
	{ properties = {}, additionalProperties }: Declared,
	also: readonly string[],
	path: string,
): string[] {
	if (typeof value !== 'object' || value === null) return [`${path}: not an object`];
	return Object.entries(value).flatMap(([name, member]) => {
		const field = properties[name] ?? additionalProperties;
		if (field !== undefined) return problemsOf(member, field, also, `${path}.${name}`);
		return also.includes(name) ? [] : [`${path}.${name}: not declared`];
	});
}
