import type { IExecuteFunctions } from 'n8n-workflow';

import { LIMITS, type OptionName } from './updateSids.options';

/** The options as numbers within their limits, or a sentence about the first one that is not. */
export type OptionReading =
	| { readonly kind: 'options'; readonly options: Readonly<Record<OptionName, number>> }
	| { readonly kind: 'problem'; readonly message: string };

/** The panel keeps a typed number within its limits; an expression may give anything, so each value is looked at. */
export function readOptions(context: IExecuteFunctions): OptionReading {
	const given: Record<string, unknown> = {
		...(context.getNodeParameter('options', 0, {}) as object),
	};
	const options: Record<OptionName, number> = {
		batchSize: 0,
		concurrency: 0,
		maxDesktops: 0,
		requestTimeout: 0,
	};
	for (const name of Object.keys(options) as OptionName[]) {
		const { label, min, max, fallback } = LIMITS[name];
		const value = given[name] ?? fallback;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
			return { kind: 'problem', message: rangeMessage(label, min, max, value) };
		}
		options[name] = number;
	}
	return { kind: 'options', options };
}

function rangeMessage(label: string, min: number, max: number, value: unknown): string {
	const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
	return `The option '${label}' must be a whole number ${range}, not ${JSON.stringify(value)}. Nothing was sent.`;
}
