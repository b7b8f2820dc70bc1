type ListStyle = 'repeat' | 'brackets' | 'indices' | 'comma';

/** How the caller wants lists to be written. */
export interface QueryOptions {
	/** Of the newer request helper. */
	readonly arrayFormat?: string;
	/** Of the older one: its two ways to say it. */
	readonly qsStringifyOptions?: { readonly arrayFormat?: string };
	readonly useQuerystring?: boolean;
}

/**
 * A query as text, in the spelling of the library that n8n uses (qs): `undefined` is left out, `null` is empty, what is inside an
 * object is `a[b]=c`.
 *
 * Lists are written as the caller chose and repeat the name where nothing was chosen: that is the one form that Huawei Cloud's APIs
 * read. n8n alone would write `a[0]=1`, which they ignore, so that a filter would silently let everything through.
 */
export function queryText(query: Readonly<Record<string, unknown>>, options: QueryOptions): string {
	const style = listStyle(options);
	return Object.entries(query)
		.flatMap(([name, value]) => pairs(name, value, style))
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
}

type Pair = [name: string, value: string];

function pairs(name: string, value: unknown, style: ListStyle): Pair[] {
	if (value === undefined) return [];
	if (Array.isArray(value)) return listPairs(name, value, style);
	if (value instanceof Date) return [[name, value.toISOString()]];
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, inner]) => pairs(`${name}[${key}]`, inner, style));
	}
	return [[name, text(value)]];
}

function listPairs(name: string, list: readonly unknown[], style: ListStyle): Pair[] {
	if (style === 'comma') return list.length === 0 ? [] : [[name, list.map(text).join(',')]];
	const suffix = { repeat: () => '', brackets: () => '[]', indices: (at: number) => `[${at}]` };
	return list.flatMap((entry, at) => pairs(`${name}${suffix[style](at)}`, entry, style));
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

function listStyle({ arrayFormat, qsStringifyOptions, useQuerystring }: QueryOptions): ListStyle {
	const chosen = arrayFormat ?? qsStringifyOptions?.arrayFormat;
	if (chosen === 'brackets' || chosen === 'indices' || chosen === 'comma') return chosen;
	return chosen === undefined && useQuerystring === false ? 'indices' : 'repeat';
}
