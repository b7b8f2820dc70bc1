import type { INodeProperties } from 'n8n-workflow';

/** The limits of each option, for the panel and for values that come from expressions. */
export const LIMITS = {
	batchSize: { label: 'Batch Size', min: 1, max: 100, fallback: 100 },
	concurrency: { label: 'Concurrency', min: 1, max: 10, fallback: 4 },
	maxDesktops: { label: 'Max Desktops', min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 },
	requestTimeout: { label: 'Request Timeout', min: 1, max: 3600, fallback: 60 },
} as const;

export type OptionName = keyof typeof LIMITS;

/** What is rarely needed. Alphabetical, as n8n's guidelines ask. */
export const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: LIMITS.batchSize.min, maxValue: LIMITS.batchSize.max },
			default: 100,
			description: 'How many desktops one request takes. The API takes up to 100.',
		},
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: LIMITS.concurrency.min, maxValue: LIMITS.concurrency.max },
			default: 4,
			description: 'How many requests may be under way at once',
		},
		{
			displayName: 'Max Desktops',
			name: 'maxDesktops',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Safety cap: if the input names more desktops than this, nothing is sent at all. 0 means no cap.',
		},
		{
			displayName: 'Request Timeout',
			name: 'requestTimeout',
			type: 'number',
			typeOptions: { minValue: LIMITS.requestTimeout.min, maxValue: LIMITS.requestTimeout.max },
			default: 60,
			description: 'How many seconds to wait for the whole answer to one request',
		},
	],
};
