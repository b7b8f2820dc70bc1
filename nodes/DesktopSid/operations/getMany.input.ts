import type { IExecuteFunctions } from 'n8n-workflow';

import type { ListFilter } from '../desktops/allDesktops';
import type { Wanted } from '../desktops/listing';

/** What one input item asks for, or a sentence about the parameter that makes no sense. */
export type AskedReading =
	| {
			readonly kind: 'asked';
			readonly wanted: Extract<Wanted, { by: 'filter' }>;
			readonly simplify: boolean;
	  }
	| { readonly kind: 'refused'; readonly message: string };

export function readAsked(context: IExecuteFunctions, item: number): AskedReading {
	const filter = readFilter(context.getNodeParameter('filters', item, {}));
	const simplify = context.getNodeParameter('simplify', item, true) !== false;
	if (context.getNodeParameter('returnAll', item, false) === true) {
		return { kind: 'asked', wanted: { by: 'filter', filter }, simplify };
	}
	const limit: unknown = context.getNodeParameter('limit', item, 50);
	if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
		const message = `'Limit' must be a whole number of at least 1, not ${JSON.stringify(limit)}.`;
		return { kind: 'refused', message };
	}
	return { kind: 'asked', wanted: { by: 'filter', filter, atMost: limit }, simplify };
}

const FILTERS = ['computerName', 'status', 'desktopType', 'poolId'] as const;

/** Only filters that say something: an empty one would be no filter to the service either. A list is written with commas. */
function readFilter(given: unknown): ListFilter {
	const filters: Record<string, unknown> = { ...(given as object) };
	const texts = FILTERS.map((name) => [name, textOf(filters[name])] as const);
	return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join(',');
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
