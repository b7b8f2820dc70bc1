import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from './parameters';

/** The limits of each numeric option, for the panel and for values that come from expressions. */
export const LIMITS = {
	batchSize: { label: 'Batch Size', min: 1, max: 100, fallback: 100 },
	concurrency: { label: 'Concurrency', min: 0, max: 50, fallback: 0 },
	maxDesktops: { label: 'Max Desktops', min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 },
	maxRetries: { label: 'Max Retries', min: 0, max: 10, fallback: 5 },
	pollInterval: { label: 'Poll Interval (Seconds)', min: 1, max: 3600, fallback: 10 },
	requestTimeout: { label: 'Request Timeout (Seconds)', min: 1, max: 3600, fallback: 60 },
	waitTimeout: { label: 'Wait Timeout (Seconds)', min: 1, max: 86_400, fallback: 600 },
} as const;

const SWITCHES = {
	isolateFailures: { label: 'Isolate Failures', fallback: true },
	verify: { label: 'Verify', fallback: false },
};

export type OptionName = keyof typeof LIMITS;
export type UpdateSidsOptions = ReturnType<typeof readOptions>;

/** What an AI agent may update in one call, unless 'Max Desktops' says otherwise. */
const AGENT_CAP = 100;

export function readOptions(parameters: Parameters, isTool: boolean) {
	const maxDesktops = { ...LIMITS.maxDesktops, fallback: isTool ? AGENT_CAP : 0 };
	return parameters.options({ ...LIMITS, maxDesktops }, SWITCHES);
}

const whenWaiting: INodeProperties['displayOptions'] & object = {
	show: { '/waitForCompletion': [true] },
};

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
			default: 0,
			description:
				'How many requests may be in flight at once. 0 means automatic: as many as the service takes, at most 32.',
		},
		{
			displayName: 'Isolate Failures',
			name: 'isolateFailures',
			type: 'boolean',
			default: true,
			description:
				'Whether to split a rejected batch to find the failing desktops, so that the others are updated',
		},
		{
			displayName: 'Max Desktops',
			name: 'maxDesktops',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Safety cap: if more desktops than this are to be updated, nothing is sent at all. 0 means no cap. An AI agent may update 100 in one call unless this says otherwise.',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: LIMITS.maxRetries.min, maxValue: LIMITS.maxRetries.max },
			default: 5,
			description:
				'How often one request is sent again after a server fault or a broken connection. It counts faults only, not throttling: a throttled request is sent again for up to ten minutes.',
		},
		{
			displayName: 'Poll Interval (Seconds)',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: LIMITS.pollInterval.min, maxValue: LIMITS.pollInterval.max },
			default: 10,
			description: 'Time between two looks at a task',
			displayOptions: whenWaiting,
		},
		{
			displayName: 'Request Timeout (Seconds)',
			name: 'requestTimeout',
			type: 'number',
			typeOptions: { minValue: LIMITS.requestTimeout.min, maxValue: LIMITS.requestTimeout.max },
			default: 60,
			description: 'Time limit for the whole answer to one request',
		},
		{
			displayName: 'Verify',
			name: 'verify',
			type: 'boolean',
			// Adding the option turns it on; without it, nothing is verified.
			default: true,
			description:
				'Whether to read the SIDs before and after, and report a desktop whose SID is not what it should be',
		},
		{
			displayName: 'Wait Timeout (Seconds)',
			name: 'waitTimeout',
			type: 'number',
			typeOptions: { minValue: LIMITS.waitTimeout.min, maxValue: LIMITS.waitTimeout.max },
			default: 600,
			description:
				'Time limit for all tasks. What is still running then is reported with its task ID.',
			displayOptions: whenWaiting,
		},
	],
};
